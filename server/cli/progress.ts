import type { WriteStream } from 'node:tty';
import type { Progress, StepProgress } from '../engine/progress.ts';

const REDRAW_EVERY = 100;
/** Without a terminal, one line at most this often while a step lasts. */
const LINE_EVERY = 10_000;

/** « 4 s », « 2 min 05 s ». */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1).replace('.', ',')} s`;
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** What is left of a step, once enough of it is known: « environ 40 s ». */
export function timeLeft(elapsed: number, share: number): string {
  return share < 0.05 || elapsed < 2000 ? '' : `reste environ ${duration((elapsed * (1 - share)) / share)}`;
}

/** Numbered steps on an operator's screen: rewritten in place on a terminal, plain lines elsewhere. */
export class StepDisplay implements Progress {
  private readonly output: WriteStream | NodeJS.WritableStream;
  private readonly inPlace: boolean;
  private count = 0;

  constructor(output: WriteStream | NodeJS.WritableStream) {
    this.output = output;
    this.inPlace = 'isTTY' in output && output.isTTY;
  }

  note(text: string): void {
    this.clear();
    this.output.write(`   ${text}\n`);
  }

  async step<T>(title: string, work: (step: StepProgress) => Promise<T>): Promise<T> {
    const number = ++this.count;
    const began = performance.now();
    let detail = '';
    let share = 0;
    const render = (): string => {
      const elapsed = performance.now() - began;
      const percent = share > 0 ? `${Math.floor(share * 100)} %` : '';
      return [`${number}. ${title}`, detail, percent, duration(elapsed), timeLeft(elapsed, share)].filter(Boolean).join(' · ');
    };
    const timer = setInterval(
      () => (this.inPlace ? this.redraw(render()) : this.output.write(`${render()}\n`)),
      this.inPlace ? REDRAW_EVERY : LINE_EVERY,
    );
    try {
      const result = await work({ detail: (text) => (detail = text), done: (value) => (share = Math.max(share, value)) });
      this.finish(`${number}. ${title} : ${duration(performance.now() - began)}`);
      return result;
    } catch (error) {
      this.finish(`${number}. ${title} : échec après ${duration(performance.now() - began)}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  private redraw(line: string): void {
    const width = 'columns' in this.output ? this.output.columns : 80;
    this.output.write(`\r\u001b[2K${line.slice(0, width - 1)}`);
  }

  private clear(): void {
    if (this.inPlace) this.output.write('\r\u001b[2K');
  }

  private finish(line: string): void {
    this.clear();
    this.output.write(`${line}\n`);
  }
}
