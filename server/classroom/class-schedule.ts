import type { Logger } from '../logger.ts';
import type { ClassStore } from '../store/classes.ts';
import type { ClassRow } from '../store/schema.ts';

const MINUTE = 60_000;
/** A sandbox that nobody claims is replaced after half an hour: earlier than this they would be made twice. */
const AHEAD = 15 * MINUTE;
/** How long a class without an end is thought to last. */
const LONGEST = 12 * 60 * MINUTE;
const PERIOD = 30_000;

export type Timetable = Pick<ClassRow, 'starts_at' | 'ends_at' | 'warm'>;

/** From a quarter of an hour before the start until the end. A class without a start is never on. Pure. */
function isOn({ starts_at, ends_at }: Timetable, now: number): boolean {
  return starts_at !== null && now >= starts_at - AHEAD && now < (ends_at ?? starts_at + LONGEST);
}

/** People for whom sandboxes are to be ready: all that the classes that are on ask for, no more than may live. Pure. */
export function warmWanted(classes: readonly Timetable[], now: number, maximum: number): number {
  const asked = classes.filter((timetable) => isOn(timetable, now)).reduce((sum, { warm }) => sum + warm, 0);
  return Math.min(maximum, asked);
}

export interface ClassScheduleOptions {
  classes: ClassStore;
  /** Sandboxes that may live at once. */
  maximum: number;
  /** Has sandboxes made ready for so many people. */
  expect: (people: number) => Promise<void>;
  log: Logger;
}

/** Has sandboxes ready when a class begins. */
export class ClassSchedule {
  readonly #options: ClassScheduleOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ClassScheduleOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => {
      this.look().catch((error: unknown) => this.#options.log.error({ error }, 'the schedule was not read'));
    }, PERIOD);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** At each change of a class too: it may begin now. */
  async look(now = Date.now()): Promise<void> {
    const { classes, maximum, expect } = this.#options;
    await expect(warmWanted(await classes.all(), now, maximum));
  }
}
