import type { Observation } from './observation.ts';
import type { CheckMeta } from './schema.ts';

/**
 * What a check says of an observation.
 *
 * - `passed`: the statement is true.
 * - `failed`: the learner acted, and it is not true. Teaches, without giving the answer.
 * - `waiting`: nothing to judge yet ("I do not see your container"): neutral, never counted as an error.
 */
export type Verdict = PassedVerdict | FailedVerdict | WaitingVerdict;

export interface PassedVerdict {
  status: 'passed';
  /** What was seen that proves it, with the value read. */
  observed: string;
}

export interface FailedVerdict {
  status: 'failed';
  /** What was expected, as a state and not as a command. */
  expected: string;
  /** What was read, with its value. Never passes learner-made text without `quote`. */
  observed: string;
  /** Why the machine behaves so: one or two sentences that teach. */
  mechanism: string;
  /** A command the learner can type to see the fact for themselves. */
  see: string;
  /** Set when the nested engine and the kernel disagree: the kernel's word wins, and the page shows both. */
  contradiction?: string;
}

export interface WaitingVerdict {
  status: 'waiting';
  message: string;
}

/** One objective of a lab: what the page shows, and a pure function that judges. */
export interface Check extends CheckMeta {
  evaluate(observation: Observation): Verdict;
}

export const passed = (observed: string): PassedVerdict => ({ status: 'passed', observed });
export const failed = (verdict: Omit<FailedVerdict, 'status'>): FailedVerdict => ({ status: 'failed', ...verdict });
export const waiting = (message: string): WaitingVerdict => ({ status: 'waiting', message });

/**
 * Makes text that comes from a sandbox fit for a sentence: one line of visible characters, 80 at most. Control characters,
 * bidirectional and zero-width marks, line separators and halves of surrogate pairs become spaces.
 */
export function quote(text: string): string {
  const clean = [
    ...text
      .slice(0, 1000)
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
      .trim(),
  ];
  return `«\u00a0${clean.length > 80 ? `${clean.slice(0, 79).join('')}…` : clean.join('')}\u00a0»`;
}
