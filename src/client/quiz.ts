import { markQuiz, progress } from '../lib/progress.ts';

/** A quiz of a chapter. Without JavaScript its explanations are all shown, under « Réponses ». */
class Quiz extends HTMLElement {
  connectedCallback(): void {
    const quiz = this.dataset.quiz ?? '';
    const questions = [...this.querySelectorAll<HTMLFieldSetElement>('fieldset')];
    questions.forEach((fieldset, index) => {
      const known = progress.value.quizzes[quiz]?.includes(index + 1) ?? false;
      if (known) {
        const right = fieldset.querySelector<HTMLInputElement>('input[data-correct]');
        if (right) {
          right.checked = true;
          show(fieldset, right);
        }
      }
      const button = fieldset.querySelector<HTMLButtonElement>('button')!;
      button.hidden = false;
      button.addEventListener('click', () => {
        const chosen = fieldset.querySelector<HTMLInputElement>('input:checked');
        const hint = fieldset.querySelector<HTMLElement>('.choose')!;
        hint.hidden = chosen !== null;
        if (!chosen) return;
        show(fieldset, chosen);
        markQuiz(quiz, index + 1, chosen.dataset.correct !== undefined);
        this.#count(quiz, questions.length);
      });
      // Another choice: the verdict of the former one no longer stands.
      fieldset.addEventListener('change', () => clear(fieldset));
    });
    this.#count(quiz, questions.length);
  }

  #count(quiz: string, total: number): void {
    const right = progress.value.quizzes[quiz]?.length ?? 0;
    const line = this.querySelector('.quiz-count');
    if (line)
      line.textContent =
        right === 0 ? '' : `${right}\u00a0${right > 1 ? 'bonnes réponses' : 'bonne réponse'} sur\u00a0${total}`;
  }
}

function clear(fieldset: HTMLFieldSetElement): void {
  delete fieldset.dataset.verdict;
  for (const choice of fieldset.querySelectorAll<HTMLElement>('.choice')) delete choice.dataset.verdict;
  fieldset.querySelector('.verdict')!.replaceChildren();
}

/** Shows the explanation that belongs to the choice made, and only that one. */
function show(fieldset: HTMLFieldSetElement, chosen: HTMLInputElement): void {
  clear(fieldset);
  const verdict = chosen.dataset.correct === undefined ? 'wrong' : 'right';
  fieldset.dataset.verdict = verdict;
  const choice = chosen.closest<HTMLElement>('.choice')!;
  choice.dataset.verdict = verdict;
  const explanation = choice.querySelector<HTMLElement>('.explanation')!;
  const word = document.createElement('strong');
  word.textContent = verdict === 'right' ? 'Juste. ' : 'Non. ';
  fieldset
    .querySelector('.verdict')!
    .replaceChildren(word, ...[...explanation.childNodes].map((node) => node.cloneNode(true)));
}

customElements.define('etanche-quiz', Quiz);
