import { CLEAR } from './clear.ts';
import type { Cast } from './cast.ts';
import { FixedScreen } from './fixed-screen.ts';

export interface PlaybackOptions {
  /** Where playing stops, in shown seconds; going beyond by hand lets it play to the end. */
  end: number;
  /** It plays or not, or is elsewhere. */
  onChange: () => void;
  onMark: (text: string) => void;
}

/** Characters given to xterm and not parsed yet, above which time stands still. */
const MAX_WAITING = 512 * 1024;

/**
 * A recording that goes by on a screen. What it holds comes from a sandbox: it is only ever written to xterm, whose answers
 * go nowhere. Instants are in shown seconds.
 */
export class Playback {
  readonly #cast: Cast;
  readonly #options: PlaybackOptions;
  readonly #screen: FixedScreen;
  #position = 0;
  /** First event not shown yet. */
  #next = 0;
  #waiting = 0;
  #frame: number | null = null;
  #lastFrame = 0;
  speed = 1;

  constructor(host: HTMLElement, cast: Cast, options: PlaybackOptions) {
    this.#cast = cast;
    this.#options = options;
    this.#screen = new FixedScreen(host, 'Écran enregistré', {
      cursorBlink: false,
      disableStdin: true,
      scrollback: 2_000,
    });
    this.#screen.terminal.attachCustomKeyEventHandler(() => false);
    this.#screen.setSize(cast.columns, cast.rows);
  }

  get playing(): boolean {
    return this.#frame !== null;
  }

  get position(): number {
    return this.#position;
  }

  play(): void {
    if (this.playing) return;
    if (this.#position >= this.#cast.duration) this.seek(0);
    this.#lastFrame = performance.now();
    this.#frame = requestAnimationFrame(() => this.#tick());
    this.#options.onChange();
  }

  pause(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#options.onChange();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  seek(position: number): void {
    const wanted = Math.min(this.#cast.duration, Math.max(0, position));
    if (wanted < this.#position || this.#next === 0) this.#rewind(wanted);
    this.#advance(wanted);
    this.#options.onChange();
  }

  dispose(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#screen.dispose();
  }

  #tick(): void {
    const now = performance.now();
    const elapsed = ((now - this.#lastFrame) / 1000) * this.speed;
    this.#lastFrame = now;
    const { end } = this.#options;
    const limit = this.#position < end ? end : this.#cast.duration;
    if (this.#waiting < MAX_WAITING) this.#advance(Math.min(limit, this.#position + elapsed));
    if (this.#position >= limit) return this.pause();
    this.#frame = requestAnimationFrame(() => this.#tick());
    this.#options.onChange();
  }

  /** Clears the screen, and passes over what a later clearing would wipe out anyway. */
  #rewind(wanted: number): void {
    const before = this.#cast.events.filter(({ shown }) => shown <= wanted);
    const cleared = before.findLastIndex(({ what }) => what.kind === 'output' && what.text.startsWith(CLEAR));
    this.#next = Math.max(0, cleared);
    const size = before.slice(0, this.#next).findLast(({ what }) => what.kind === 'resize')?.what;
    const { columns, rows } = size?.kind === 'resize' ? size : this.#cast;
    this.#write(CLEAR);
    this.#resize(columns, rows);
  }

  #advance(position: number): void {
    const { events } = this.#cast;
    for (; (events[this.#next]?.shown ?? Infinity) <= position; this.#next += 1) {
      const what = events[this.#next]?.what;
      if (what?.kind === 'output') this.#write(what.text);
      else if (what?.kind === 'resize') this.#resize(what.columns, what.rows);
      else if (what) this.#options.onMark(what.text);
    }
    this.#position = position;
  }

  #write(text: string): void {
    this.#waiting += text.length;
    this.#screen.terminal.write(text, () => (this.#waiting -= text.length));
  }

  /** After what was written for the previous size. */
  #resize(columns: number, rows: number): void {
    this.#screen.terminal.write('', () => this.#screen.setSize(columns, rows));
  }
}
