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

/** Creations at the same time: more of them only slows each on a small machine. */
export const MAX_CONCURRENT_CREATIONS = 2;
/** Bytes that the machine keeps for everything else. */
const MEMORY_RESERVE = 512 * 2 ** 20;
const LOAD_PER_PROCESSOR = 6;

/** How many sandboxes to start creating now for the pool's sake, by counts and by what the machine can bear. */
export function creationsToStart(counts: PoolCounts, policy: PoolPolicy, machine: MachineLoad): number {
  const missing = policy.warm - counts.ready - counts.creating;
  const places = policy.maximum - total(counts);
  if (machine.memoryAvailable < MEMORY_RESERVE + policy.sandboxMemory) return 0;
  if (machine.load > LOAD_PER_PROCESSOR * machine.processors) return 0;
  return Math.max(0, Math.min(missing, places, MAX_CONCURRENT_CREATIONS - counts.creating));
}

/** Whether somebody who asks and finds none ready may have one made. */
export const mayCreateOnDemand = (counts: PoolCounts, policy: PoolPolicy, machine: MachineLoad): boolean =>
  total(counts) < policy.maximum && machine.memoryAvailable >= MEMORY_RESERVE + policy.sandboxMemory;

const total = (counts: PoolCounts): number => counts.creating + counts.ready + counts.claimed + counts.ending;
