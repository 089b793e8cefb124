interface Step {
  type: string;
  answer: string[];
}

/** Milliseconds a key; the whole correction takes about three seconds. */
const KEY_MS = 22;
const ANSWER_MS = 260;

/** The lab of the home page: plays when asked, never by itself; at once for who prefers no motion. */
class Demonstration extends HTMLElement {
  #first = '';

  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>('[data-play]')!;
    this.#first = this.#screen.textContent;
    button.hidden = false;
    this.#screen.append(this.dataset.prompt ?? '');
    button.addEventListener(
      'click',
      () => void (this.#check.dataset.status === 'failed' ? this.#play(button) : this.#rewind(button)),
    );
  }

  get #screen(): HTMLElement {
    return this.querySelector<HTMLElement>('[data-screen]')!;
  }
  get #check(): HTMLElement {
    return this.querySelector<HTMLElement>('[data-turning]')!;
  }

  async #play(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const prompt = this.dataset.prompt ?? '';
    for (const { type, answer } of JSON.parse(this.dataset.steps ?? '[]') as Step[]) {
      for (const key of type) {
        this.#screen.append(key);
        if (!still) await pause(KEY_MS);
      }
      if (!still) await pause(ANSWER_MS);
      this.#screen.append(`\n${answer.join('\n')}\n${prompt}`);
      this.#screen.scrollTop = this.#screen.scrollHeight;
      // The objective turns when the machine is right, not at the last line.
      if (type.includes('docker run')) this.#turn('passed', 'étanche', 'Objectif 2 étanche.');
    }
    button.disabled = false;
    button.textContent = 'Recommencer';
  }

  #rewind(button: HTMLButtonElement): void {
    this.#screen.textContent = this.#first + (this.dataset.prompt ?? '');
    this.#turn('failed', 'à corriger', 'Objectif 2 à corriger.');
    button.textContent = 'Taper la correction';
  }

  #turn(status: 'passed' | 'failed', word: string, say: string): void {
    this.#check.dataset.status = status;
    this.querySelector('[data-word]')!.textContent = word;
    this.querySelector('[data-say]')!.textContent = say;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

customElements.define('etanche-demonstration', Demonstration);
