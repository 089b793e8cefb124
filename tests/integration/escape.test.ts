import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { realHost, testEngine } from '../support/test-engine.ts';

/** Attempts to leave the sandbox, each as its root with every nested privilege. Each also shows that it works where it should. */
describe('a learner who is root, in a nested privileged container', () => {
  let engine: EngineHandle;
  let host: DockerHost;
  const id = randomBytes(10).toString('hex');
  const neighbour = randomBytes(10).toString('hex');

  beforeAll(async () => {
    engine = await testEngine(inject('stateDir'));
    host = realHost(engine, 'evasion');
    await host.create({ id, expiresAt: Date.now() + 600_000 });
    await host.create({ id: neighbour, expiresAt: Date.now() + 600_000 });
  });
  afterAll(async () => {
    await host.destroy(id);
    await host.destroy(neighbour);
    await engine.warden.close();
  });

  const sh = (script: string, timeout = 20_000) => host.exec(id, { command: ['sh', '-c', script], timeout });
  const privileged = (script: string) =>
    host.exec(id, {
      command: [
        'docker',
        'run',
        '--rm',
        '--privileged',
        '--pid=host',
        '-v',
        '/:/hote',
        'labo/base:1',
        'sh',
        '-c',
        script,
      ],
      timeout: 30_000,
    });

  it('really takes over “the host”: reads and writes its files, mounts, sees its processes', async () => {
    const result = await privileged(
      'cat /hote/etc/hostname && echo pris >/hote/root/pris && mount -t tmpfs x /tmp && grep -l dockerd /proc/*/comm | head -1',
    );
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('hote\n/proc/') as string });
    expect((await sh('cat /root/pris')).stdout).toBe('pris\n');
  });

  it('is nobody on the machine: its root is an ordinary user id there', async () => {
    const facts = await host.kernelFacts(id);
    expect(facts.host?.uidMap).toEqual([[0, engine.traits.rootUid, 65536]]);
    expect(engine.traits.rootUid).toBeGreaterThanOrEqual(100_000);
  });

  it.each([
    ['changes a setting of the kernel', 'echo 42 >/proc/sys/kernel/panic'],
    ['plants a core handler on the machine', "echo '|/tmp/x' >/proc/sys/kernel/core_pattern"],
    ['writes to the kernel’s log or asks for a crash', 'echo c >/proc/sysrq-trigger'],
    [
      'raises its own memory limit',
      'for f in /hote/sys/fs/cgroup/memory/memory.limit_in_bytes /hote/sys/fs/cgroup/memory.max; do [ -e $f ] && echo 99999999999 >$f && exit 0; done; exit 1',
    ],
    [
      'raises its own number of processes',
      'for f in /hote/sys/fs/cgroup/pids/pids.max /hote/sys/fs/cgroup/pids.max; do [ -e $f ] && echo max >$f && exit 0; done; exit 1',
    ],
    [
      'uses release_agent (CVE-2022-0492)',
      'echo /tmp/x >/hote/sys/fs/cgroup/memory/release_agent || { mkdir /tmp/c && mount -t cgroup -o memory x /tmp/c && echo /tmp/x >/tmp/c/release_agent; }',
    ],
    [
      'opens a disk of the machine',
      'mknod /tmp/disque b 8 0 && head -c 1 /tmp/disque || { mknod /tmp/vd b 254 0 && head -c 1 /tmp/vd; }',
    ],
    ['opens the machine’s memory', 'mknod /tmp/mem c 1 1 && head -c 1 /tmp/mem'],
    ['sets the clock', 'date -s 2030-01-01 >/dev/null; test "$(date +%Y)" = 2030'],
    ['loads a kernel module', 'insmod /hote/etc/hostname'],
    ['reads the kernel’s messages', 'dmesg | grep -q Linux'],
  ])('fails when it %s', async (_what, attack) => {
    const result = await privileged(`(${attack}) 2>&1`);
    expect(result.exitCode, result.stdout).not.toBe(0);
  });

  it('changed nothing on the machine', () => {
    expect(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')).not.toContain('/tmp/x');
    expect(readFileSync('/proc/sys/kernel/panic', 'utf8').trim()).not.toBe('42');
  });

  it('has no way out by network: no route, no interface but its own', async () => {
    expect((await sh('ip route show default')).stdout).toBe('');
    const interfaces = (await sh("ip -o link | awk -F': ' '{print $2}'")).stdout.split('\n').filter(Boolean);
    expect(interfaces.filter((name) => !/^(lo|docker0|veth.*|br-.*)(@.*)?$/.test(name))).toEqual([]);
  });

  it('sees no socket, no file and no process of the machine or of a neighbour', async () => {
    await host.exec(neighbour, { command: ['sh', '-c', 'echo secret-du-voisin >/root/secret; exec sleep 300 &'] });
    const processes = await sh('cat /proc/*/cmdline | tr "\\0" " "');
    expect(processes.stdout).not.toContain(process.title.slice(0, 8));
    expect((await sh('grep -rl secret-du-voisin /root /tmp /var/tmp 2>/dev/null')).stdout).toBe('');
    const mounts = (await sh('cat /proc/self/mountinfo')).stdout;
    expect(mounts).not.toContain('docker.sock');
  });

  it('is refused the system calls that the filter closes', async () => {
    const call = (number: number) =>
      sh(`perl -e '$! = 0; my $r = syscall(${number}, 0, 0, 0, 0, 0); print $r < 0 ? $!+0 : "permis"'`);
    for (const [name, number, errno] of [
      ['bpf', 321, 1],
      ['perf_event_open', 298, 1],
      ['userfaultfd', 323, 1],
      ['io_uring_setup', 425, 1],
      ['init_module', 175, 1],
      ['keyctl', 250, 38],
    ] as const) {
      expect([name, (await call(number)).stdout]).toEqual([name, String(errno)]);
    }
  });

  it('cannot reach AF_ALG (CVE-2026-31431) or AF_VSOCK sockets', async () => {
    for (const family of [38, 40]) {
      expect((await sh(`perl -e 'socket(my $s, ${family}, 5, 0) or exit 7'`)).exitCode).toBe(7);
    }
  });

  it('is seen by the machine under a process that the machine’s own root owns nothing of', async () => {
    const { host: first } = await host.kernelFacts(id);
    const status = await readFile(`/proc/${first?.pids[0]}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\\t${engine.traits.rootUid}\\t`, 'm'));
  });
});
