import type { Keyboard } from '../../../server/contract/terminal-frames.ts';
import { FAILURES, TERMINAL_ENDS, type Message } from '../../lib/messages.ts';
import type { TerminalState } from './terminal-state.ts';

/** A link that comes back sooner is not worth a word. */
const PATIENCE_MS = 700;

interface Saying extends Message {
  action: string | null;
}

const HELD: Saying = {
  title: 'La classe est en pause :',
  advice: 'vos touches ne sont pas transmises.',
  action: null,
};

/**
 * What is to be said of a state, and the label of the button that goes on; `null` when all is well.
 * @param keyboard what becomes of what is typed, once it is open.
 */
export function sayingOf(state: TerminalState, keyboard: Keyboard = 'open'): Saying | null {
  switch (state.kind) {
    case 'open':
      return keyboard === 'held' ? HELD : null;
    case 'connecting':
      return { title: 'Le terminal s’ouvre…', advice: '', action: null };
    case 'reconnecting':
      return {
        title: 'La connexion est interrompue.',
        advice: 'Votre shell continue ; le terminal revient de lui-même.',
        action: 'Réessayer',
      };
    case 'ended': {
      const actions = { exit: 'Rouvrir', replaced: 'Reprendre ici', 'attempt-ended': null };
      return { ...TERMINAL_ENDS[state.reason], action: actions[state.reason] };
    }
    case 'refused':
      return { ...FAILURES[state.code], action: state.code === 'attempt-ended' ? null : 'Réessayer' };
  }
}

/** The same, for who watches. */
export function watchingSayingOf(state: TerminalState): Saying | null {
  switch (state.kind) {
    case 'open':
      return null;
    case 'connecting':
      return {
        title: 'Ce terminal n’est pas ouvert.',
        advice: 'Il s’affichera dès que la personne l’ouvrira.',
        action: null,
      };
    case 'reconnecting':
      return {
        title: 'La connexion est interrompue.',
        advice: 'La personne n’en voit rien ; le terminal revient de lui-même.',
        action: 'Réessayer',
      };
    case 'ended': {
      const ends = {
        exit: {
          title: 'La personne a fermé ce shell.',
          advice: 'Il reviendra quand elle en rouvrira un.',
          action: null,
        },
        'attempt-ended': { title: 'Ce bac à sable est terminé.', advice: '', action: null },
        replaced: {
          title: 'Ce terminal est regardé dans trop de fenêtres.',
          advice: 'Fermez-en une, puis reprenez ici.',
          action: 'Reprendre ici',
        },
      };
      return ends[state.reason];
    }
    case 'refused':
      return { ...FAILURES[state.code], action: 'Réessayer' };
  }
}

/** One line over the top of the terminal (its last lines are those being read), told to screen readers, that appears when something is to be said. */
export class StatusLine {
  readonly element = document.createElement('div');
  readonly #text = document.createElement('p');
  readonly #button = document.createElement('button');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keyboard: Keyboard = 'open';
  #state: TerminalState = { kind: 'connecting' };

  readonly #sayingOf: typeof sayingOf;

  constructor(onAction: () => void, say: typeof sayingOf = sayingOf) {
    this.#sayingOf = say;
    this.element.className = 'terminal-status';
    this.#text.setAttribute('role', 'status');
    this.#button.type = 'button';
    this.#button.addEventListener('click', onAction);
    this.element.append(this.#text, this.#button);
    this.#say(null);
  }

  setKeyboard(keyboard: Keyboard): void {
    this.#keyboard = keyboard;
    if (this.#state.kind === 'open') this.show(this.#state);
  }

  show(state: TerminalState): void {
    clearTimeout(this.#timer);
    this.#state = state;
    const saying = this.#sayingOf(state, this.#keyboard);
    const wait = state.kind === 'connecting' || state.kind === 'reconnecting';
    if (wait) this.#timer = setTimeout(() => this.#say(saying), PATIENCE_MS);
    else this.#say(saying);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.element.remove();
  }

  #say(saying: Saying | null): void {
    this.element.classList.toggle('silent', saying === null);
    this.#text.textContent = saying ? `${saying.title} ${saying.advice}`.trim() : '';
    this.#button.hidden = !saying?.action;
    this.#button.textContent = saying?.action ?? '';
  }
}
