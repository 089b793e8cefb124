import { FAILURES, TERMINAL_ENDS, type Message } from '../../lib/messages.ts';
import type { TerminalState } from './terminal-state.ts';

/** A link that comes back sooner is not worth a word. */
const PATIENCE_MS = 700;

interface Saying extends Message {
  action: string | null;
}

/** What is to be said of a state, and the label of the button that goes on; `null` when all is well. */
export function sayingOf(state: TerminalState): Saying | null {
  switch (state.kind) {
    case 'open':
      return null;
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

/** One line over the top of the terminal (its last lines are those being read), told to screen readers, that appears when something is to be said. */
export class StatusLine {
  readonly element = document.createElement('div');
  readonly #text = document.createElement('p');
  readonly #button = document.createElement('button');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onAction: () => void) {
    this.element.className = 'terminal-status';
    this.#text.setAttribute('role', 'status');
    this.#button.type = 'button';
    this.#button.addEventListener('click', onAction);
    this.element.append(this.#text, this.#button);
    this.#say(null);
  }

  show(state: TerminalState): void {
    clearTimeout(this.#timer);
    const saying = sayingOf(state);
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
