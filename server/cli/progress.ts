import type { WriteStream } from 'node:tty';
import { french } from './typography.ts';
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

/**
 * What is left of a step: « reste environ 40 s ». Empty while too little is known, or when the estimate has run out.
 * @param share done when it last changed, `since` milliseconds ago, after `elapsed` milliseconds of work.
 */
export function timeLeft(elapsed: number, share: number, since: number): string {
  if (share < 0.05 || elapsed < 2000) return '';
  const left = (elapsed * (1 - share)) / share - since;
  return left < 1000 ? '' : `reste environ ${duration(left)}`;
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
    this.output.write(`   ${french(text)}\n`);
  }

  async step<T>(title: string, work: (step: StepProgress) => Promise<T>): Promise<T> {
    const number = ++this.count;
    const began = performance.now();
    let detail = '';
    let share = 0;
    let sharedAt = began;
    const done = (value: number): void => {
      if (value <= share) return;
      share = value;
      sharedAt = performance.now();
    };
    const render = (): string => {
      const now = performance.now();
      const percent = share > 0 ? `${Math.floor(share * 100)} %` : '';
      return [
        `${number}. ${title}`,
        detail,
        percent,
        duration(now - began),
        timeLeft(sharedAt - began, share, now - sharedAt),
      ]
        .filter(Boolean)
        .join(' · ');
    };
    const timer = setInterval(
      () => (this.inPlace ? this.redraw(render()) : this.output.write(`${french(render())}\n`)),
      this.inPlace ? REDRAW_EVERY : LINE_EVERY,
    );
    try {
      const result = await work({ detail: (text) => (detail = text), done });
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
    this.output.write(`\r\u001b[2K${french(line).slice(0, width - 1)}`);
  }

  private clear(): void {
    if (this.inPlace) this.output.write('\r\u001b[2K');
  }

  private finish(line: string): void {
    this.clear();
    this.output.write(`${french(line)}\n`);
  }
}
