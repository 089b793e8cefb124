import type { Browser } from 'playwright-core';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { Peers } from './peers.ts';
import type { ServerProcess } from './server-process.ts';

/** How many times each thing is measured. */
export interface Counts {
  warmOpenings: number;
  directOpenings: number;
  coldOpenings: number;
  keystrokes: number;
  /** Bytes of each output. */
  output: number;
  outputs: number;
  checks: number;
  evaluations: number;
  learners: number;
  /** A class at once: its people, and the keys that each types. */
  classroom: { learners: number; rounds: number };
}

export const FULL: Counts = {
  warmOpenings: 12,
  directOpenings: 12,
  coldOpenings: 5,
  keystrokes: 300,
  output: 100_000_000,
  outputs: 3,
  checks: 15,
  evaluations: 20,
  learners: 20,
  classroom: { learners: 30, rounds: 20 },
};

/** To see that everything runs; the figures are worth nothing. */
export const BRIEF: Counts = {
  warmOpenings: 2,
  directOpenings: 2,
  coldOpenings: 1,
  keystrokes: 10,
  output: 2_000_000,
  outputs: 1,
  checks: 2,
  evaluations: 3,
  learners: 3,
  classroom: { learners: 3, rounds: 2 },
};

/** What measures share. */
export interface BenchContext {
  counts: Counts;
  /** State folder of the lab engine. */
  engineState: string;
  engine: EngineHandle;
  browser: Browser;
  /** Keeps sandboxes warm. */
  warmServer: ServerProcess;
  /** Keeps none. */
  coldServer: ServerProcess;
  /** @throws when they cannot be installed. */
  peers: () => Promise<Peers>;
  /** Says on the screen what is being done. */
  say: (text: string) => void;
}

/** The first lab of the course: one container to start. */
export const LAB = 'un-processus-comme-un-autre';
