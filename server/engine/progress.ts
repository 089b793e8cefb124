/** Where long work says what it is doing. Titles and details are French: an operator reads them. */
export interface Progress {
  /** Runs one step: shown while it lasts, then with its duration; shown as failed when `work` throws. */
  step<T>(title: string, work: (step: StepProgress) => Promise<T>): Promise<T>;
  /** One line that stays on the screen. */
  note(text: string): void;
}

export interface StepProgress {
  /** What is being done right now. */
  detail(text: string): void;
  /** Share of the step already done, from 0 to 1; gives the time left. */
  done(share: number): void;
}

/** Says nothing: for programs that have no screen. */
export const SILENT: Progress = { step: (_title, work) => work({ detail: () => {}, done: () => {} }), note: () => {} };
