import type { CapacityView } from '../contract/classes.ts';

/** What is known of the machine and of its pool of sandboxes. */
export interface PoolFacts {
  /** Sandboxes at once, as configured. */
  maximum: number;
  /** Sandboxes that memory can bear, those alive included. */
  affordable: number;
  processors: number;
  /** Measured; `null` before the first creation. */
  creationSeconds: number | null;
  /** Creations at the same time. */
  atOnce: number;
}

/** Seconds to make a sandbox, until one has been measured here: seen on two cores, nothing else running. */
const CREATION = 0.6;
/** Seconds of a processor that making one takes in all, what goes on after it is ready included: seen on two cores. */
const CREATION_WORK = 2.3;
/**
 * Seconds of a processor until a prompt shows in a sandbox that was ready, when everybody opens at once: more than the
 * 0.15 of somebody alone (`npm run bench`), because the first labs are set up while the last ones open.
 */
const OPENING_WORK = 0.5;
/** People at work whom a processor serves without their feeling each other. */
const PEOPLE_PER_PROCESSOR = 12;
/** Seconds that a class may wait for its last prompt before one calls it slow. */
const PATIENCE = 15;

/** Whether so many people can work at once: an estimate that errs on the side of the wait. Pure. */
export function capacityFor(people: number, facts: PoolFacts): CapacityView {
  const { maximum, affordable, processors, atOnce } = facts;
  const creation = facts.creationSeconds ?? CREATION;
  const making = (count: number): number =>
    Math.max(Math.ceil(count / atOnce) * creation, (count * CREATION_WORK) / processors);
  const ready = Math.min(people, maximum, affordable);
  const secondsWithPool = (ready * OPENING_WORK) / processors + making(people - ready);
  const fits = people <= Math.min(maximum, affordable);
  const atEase = people <= PEOPLE_PER_PROCESSOR * processors && secondsWithPool <= PATIENCE;
  return {
    people,
    maximum,
    affordable,
    secondsWithoutPool: tenths(making(people)),
    secondsWithPool: tenths(secondsWithPool),
    processors,
    verdict: fits ? (atEase ? 'yes' : 'slow') : 'no',
  };
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;
