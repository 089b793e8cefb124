export interface MachineLoad {
  /** Bytes. */
  memoryAvailable: number;
  /** Average of one minute, and the number of processors. */
  load: number;
  processors: number;
}

export interface PoolCounts {
  creating: number;
  ready: number;
  claimed: number;
  ending: number;
}

export interface PoolPolicy {
  warm: number;
  maximum: number;
  /** Bytes that one sandbox may use. */
  sandboxMemory: number;
}

export interface Admission {
  /** Creations to start now. */
  start: number;
  /** People in the queue, from its end, for whom there will be no place. */
  refuse: number;
}

/** Creations at the same time: more of them only slows each on a small machine. */
export const MAX_CONCURRENT_CREATIONS = 2;
/** Bytes that the machine keeps for everything else. */
const MEMORY_RESERVE = 512 * 2 ** 20;
const LOAD_PER_PROCESSOR = 6;

/**
 * Sandboxes to have ready: as many as people are expected, those who have theirs left out, never fewer than usual. When a
 * whole class has opened, the pool does not make it all a second time.
 */
export const readyWanted = (usual: number, expected: number, claimed: number): number =>
  Math.max(usual, expected - claimed);

const total = (counts: PoolCounts): number => counts.creating + counts.ready + counts.claimed + counts.ending;

/** Sandboxes that memory can bear besides those that it bears already. */
const affordableMore = (counts: PoolCounts, policy: PoolPolicy, machine: MachineLoad): number =>
  Math.floor((machine.memoryAvailable - MEMORY_RESERVE) / policy.sandboxMemory) - counts.creating;

/** Sandboxes that memory can bear, those alive included. */
export const affordable = (counts: PoolCounts, policy: PoolPolicy, machine: MachineLoad): number =>
  total(counts) + Math.max(0, affordableMore(counts, policy, machine));

/**
 * What to do for the people who wait (none is ready any more) and for the pool, by counts and by what the machine can bear.
 * People are served whatever the load; the pool grows only when the machine is at ease.
 */
export function admit(counts: PoolCounts, waiting: number, policy: PoolPolicy, machine: MachineLoad): Admission {
  const places = Math.max(0, Math.min(policy.maximum - total(counts), affordableMore(counts, policy, machine)));
  const atEase = machine.load <= LOAD_PER_PROCESSOR * machine.processors;
  // One that has just become ready is for the first in the queue.
  const unserved = Math.max(0, waiting - counts.ready);
  const wanted = unserved + (atEase ? Math.max(0, policy.warm - counts.ready) : 0) - counts.creating;
  return {
    start: Math.max(0, Math.min(wanted, places, MAX_CONCURRENT_CREATIONS - counts.creating)),
    refuse: Math.max(0, unserved - counts.creating - places),
  };
}
