import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_KERNEL_FACTS, parseKernelReport } from '../../../server/sandbox/kernel-report.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

const LIMITED = '4a9da9406b8eeb2b1d479da82f8456abc7578b824e8516f6f56cec28be9eb33d';
const FREE = '8421804012cba2a8f5ccfcf596c1326b96dfa8bad4938788c8c826b709da79c8';
const NEIGHBOUR = 'b318a6eb49993a2bf6ab978ec21bacc80859bb56f2c9d068c6202b2254fcbdd2';

describe('a report captured on cgroup v1', () => {
  const facts = parseKernelReport(fixture('report-v1.txt'));
  const of = (container: string) => facts.processes.filter(({ containerId }) => containerId === container);

  it('says what the host is', () => {
    expect(facts).toMatchObject({ available: true, cgroupVersion: 1, release: '6.18.44-fc-v782' });
    expect(facts.host).toMatchObject({ name: 'docker-init', sandboxPid: 1, innerPid: 1, containerId: null });
    expect(facts.host?.uidMap).toEqual([[0, 1_000_000, 65_536]]);
  });

  it('numbers a nested process in three namespaces', () => {
    const [process] = of(LIMITED);
    expect(process?.pids).toHaveLength(3);
    expect(process?.innerPid).toBe(1);
    expect(process?.sandboxPid).toBe(process?.pids[1]);
    expect(process?.commandLine).toBe('sleep 3000');
  });

  it('gives ids as the sandbox sees them, and masks as the kernel does', () => {
    expect(of(LIMITED)[0]).toMatchObject({
      uids: [0, 0, 0, 0],
      capEffective: '00000000a80425fb',
      noNewPrivs: false,
      seccomp: 2,
      seccompFilters: 2,
    });
    expect(of(FREE)[0]).toMatchObject({
      uids: [10_001, 10_001, 10_001, 10_001],
      capEffective: '0000000000000000',
      capBounding: '0000000000000000',
      noNewPrivs: true,
    });
  });

  it('shows shared and separate namespaces by their inodes', () => {
    const [limited] = of(LIMITED);
    const [neighbour] = of(NEIGHBOUR);
    expect(neighbour?.namespaces.pid).toBe(limited?.namespaces.pid);
    expect(neighbour?.namespaces.mnt).not.toBe(limited?.namespaces.mnt);
    expect(limited?.namespaces.pid).not.toBe(facts.host?.namespaces.pid);
    expect(Object.keys(limited?.namespaces ?? {}).sort()).toEqual([
      'cgroup',
      'ipc',
      'mnt',
      'net',
      'pid',
      'time',
      'user',
      'uts',
    ]);
  });

  it('reads limits and counters, and tells none from zero', () => {
    expect(Object.keys(facts.cgroups).sort()).toEqual([LIMITED, FREE, NEIGHBOUR].sort());
    expect(facts.cgroups[LIMITED]).toMatchObject({
      memoryMax: 64 * 2 ** 20,
      memorySwapMax: 96 * 2 ** 20,
      pidsMax: 40,
      pidsCurrent: 1,
      cpuMax: 0.5,
      cpuShares: 512,
      oomKills: 0,
    });
    expect(facts.cgroups[FREE]).toMatchObject({
      memoryMax: null,
      memorySwapMax: null,
      pidsMax: null,
      cpuMax: null,
      cpuShares: 1024,
    });
    expect(facts.cgroups[FREE]?.memoryCurrent).toBeGreaterThan(0);
    // Nanoseconds in the file, microseconds here.
    expect(facts.cgroups[LIMITED]?.cpuUsage).toBeGreaterThan(1000);
    expect(facts.cgroups[LIMITED]?.cpuUsage).toBeLessThan(10_000_000);
  });
});

describe('a report captured while a learner was forging', () => {
  const raw = fixture('report-v1-hostile.txt');
  const facts = parseKernelReport(raw);
  const byName = (name: string) => facts.processes.find((process) => process.name.startsWith(name));

  it('keeps a process whose name has a parenthesis, a line break and an escape', () => {
    expect(byName('ev)i')?.name).toBe('ev)i\\nl= end\u001b');
  });

  it('takes no line of a command line for one of the report', () => {
    expect(facts.processes.map(({ name }) => name)).not.toContain('forged');
    expect(facts.processes.map(({ commandLine }) => commandLine)).toContain(
      'perl -e sleep 3000 -- x\t= end\t/proc/1/status:Name:\tforged\t= host 2 x \u001b[2Jrouge',
    );
    expect(facts.cgroupVersion).toBe(1);
  });

  it('reads no limit from a group named like a file with its value', () => {
    const real = facts.cgroups.ff7ce1d7d08d8f63854c37edf4dcbec8178f63770d68ccdd6a4926987923167a;
    expect(raw).toContain('/memory.limit_in_bytes:5/');
    expect(real?.memoryMax).toBeNull();
  });

  it('says nothing of a container that seems to have two groups', () => {
    expect(facts.cgroups).not.toHaveProperty('8dea413a4c163596d60790fccc350fa900217393a15848ca9f2394041475edfb');
  });
});

describe('a report that is not whole', () => {
  const whole = fixture('report-v1.txt');

  it.each([
    ['empty', ''],
    ['cut before its end', whole.slice(0, whole.length / 2)],
    ['a refusal', '= error unknown sandbox\n= end\n'],
    ['without its head', whole.split('\n').slice(1).join('\n')],
  ])('%s, is not believed', (_what, raw) => {
    expect(parseKernelReport(raw)).toEqual(NO_KERNEL_FACTS);
  });

  it('leaves out a process that ended while it was made', () => {
    const { host, processes } = parseKernelReport(whole);
    const withoutMap = whole
      .split('\n')
      .filter((line) => !line.startsWith(`/proc/${host?.pids[0]}/uid_map`))
      .join('\n');
    const facts = parseKernelReport(withoutMap);
    expect(facts.host).toBeNull();
    expect(facts.processes).toHaveLength(processes.length - 1);
  });

  it('keeps a name with a carriage return', () => {
    expect(parseKernelReport(whole.replace('Name:\tdocker-init', 'Name:\ta\rb')).host?.name).toBe('a\rb');
  });

  it('cuts a command line at 4 KiB', () => {
    const pid = parseKernelReport(whole).host?.pids[0];
    const long = whole.replace('= commands\n', `= commands\n/proc/${pid}/cmdline:${'a'.repeat(9000)}\n`);
    expect(parseKernelReport(long).host?.commandLine).toHaveLength(4096);
  });

  it('reads the groups of a session, which the kernel lists on one line', () => {
    const pid = parseKernelReport(whole).host?.pids[0];
    expect(parseKernelReport(whole).host?.groups).toEqual([]);
    const member = whole.replace('= groups\n', `/proc/${pid}/status:Groups:\t1000101 1001001 \n= groups\n`);
    expect(parseKernelReport(member).host?.groups).toEqual([101, 1001]);
  });

  it('shows an id without mapping as the kernel does', () => {
    const pid = parseKernelReport(whole).host?.pids[0];
    const outside = whole.replace(`/proc/${pid}/status:Uid:\t1000000`, `/proc/${pid}/status:Uid:\t0`);
    expect(parseKernelReport(outside).host?.uids[0]).toBe(65_534);
  });
});
