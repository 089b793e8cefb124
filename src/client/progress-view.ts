import { labState, progress, type LabState } from '../lib/progress.ts';

const WORDS: Record<LabState, string> = { todo: '', started: 'commencé', sealed: 'réussi' };

let stop: (() => void) | undefined;

/**
 * Writes the learner’s progress into the page: compartments of labs and chapters, and the words that say the same.
 * Called for each page; follows changes until the next one.
 */
export function showProgress(): void {
  stop?.();
  stop = progress.subscribe((view) => {
    const state = (id: string) => labState(view, id);

    for (const cell of all('[data-lab]')) cell.dataset.state = state(cell.dataset.lab ?? '');
    for (const words of all('[data-lab-words]')) words.textContent = capital(WORDS[state(words.dataset.lab ?? '')]);
    for (const link of all('[data-lab-link]')) {
      const now = state(link.dataset.labLink ?? '');
      link.dataset.state = now;
      const words = link.querySelector('[data-state-words]');
      if (words) words.textContent = WORDS[now] && `, ${WORDS[now]}`;
    }
    for (const row of all('[data-compartments]')) {
      const ids = [...row.querySelectorAll<HTMLElement>('[data-lab]')].map((cell) => cell.dataset.lab ?? '');
      const words = row.querySelector('[data-compartments-words]');
      if (words) words.textContent = tally(ids.filter((id) => state(id) === 'sealed').length, ids.length);
    }
    for (const line of all('[data-course-progress]')) {
      const ids = (line.dataset.courseProgress ?? '').split(' ').filter(Boolean);
      line.textContent = tally(ids.filter((id) => state(id) === 'sealed').length, ids.length);
      line.hidden = ids.every((id) => state(id) === 'todo');
    }
    showHull(state);
  });
}

/** A chapter’s compartment is sealed when all its labs are. */
function showHull(state: (id: string) => LabState): void {
  for (const part of document.querySelectorAll<SVGElement>('[data-hull-labs]')) {
    const states = (part.dataset.hullLabs ?? '').split(' ').filter(Boolean).map(state);
    if (states.length === 0) continue;
    const sealed = states.every((one) => one === 'sealed');
    part.dataset.state = sealed ? 'sealed' : states.some((one) => one !== 'todo') ? 'started' : 'todo';
  }
}

const tally = (done: number, total: number): string =>
  total === 1
    ? done === 1
      ? 'exercice réussi'
      : '1\u00a0exercice à faire'
    : `${done}\u00a0${done > 1 ? 'exercices réussis' : 'exercice réussi'} sur\u00a0${total}`;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];
