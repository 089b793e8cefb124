import { readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)`: 100 on every architecture that Node supports on Linux. */
const TICKS_PER_SECOND = 100;

/** Fields of proc_pid_stat(5) after the command's name, which may hold spaces: the first is the state, field 3. */
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** Processor time of a process and of its children, dead or alive, in milliseconds. Resolution: 10 ms. */
export function processorTime(pid: number): number {
  const ticks = statOf(pid).slice(11, 15).map(Number);
  const own = (ticks.reduce((sum, value) => sum + value, 0) * 1000) / TICKS_PER_SECOND;
  return own + childrenOf(pid).reduce((sum, child) => sum + processorTime(child), 0);
}

/** Resident memory of a process, in bytes. */
export function residentMemory(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? NaN) * 1024;
}
