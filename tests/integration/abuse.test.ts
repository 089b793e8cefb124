import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { waitUntil } from '../support/wait-until.ts';
import { within } from '../support/within.ts';
import { realHost, testEngine } from '../support/test-engine.ts';

/** A learner who exhausts what they have; a neighbour who must not notice. */
describe('a learner who', () => {
  let engine: EngineHandle;
  let host: DockerHost;
  const neighbour = randomBytes(10).toString('hex');
  const opened: string[] = [];

  beforeAll(async () => {
    engine = await testEngine(inject('stateDir'));
    host = realHost(engine, 'abus', { diskGiB: 1 });
    await host.create({ id: neighbour, expiresAt: Date.now() + 600_000 });
    opened.push(neighbour);
  });
  afterAll(async () => {
    for (const id of opened) await host.destroy(id);
    await engine.warden.close();
  });

  const open = async (): Promise<string> => {
    const id = randomBytes(10).toString('hex');
    await host.create({ id, expiresAt: Date.now() + 600_000 });
    opened.push(id);
    return id;
  };
  const sh = (id: string, script: string, timeout = 30_000) =>
    host.exec(id, { command: ['sh', '-c', script], timeout });
  const neighbourWorks = async (): Promise<void> => {
    expect(
      await sh(neighbour, 'docker run --rm labo/base:1 echo bien && echo plein >/root/essai && rm /root/essai'),
    ).toMatchObject({
      exitCode: 0,
      stdout: 'bien\n',
    });
  };

  it('fills their disk is stopped by the quota, keeps what they had, and can clean up', async () => {
    const id = await open();
    await sh(id, 'echo important >/root/notes');
    const fill = await sh(id, 'dd if=/dev/zero of=/root/gros bs=1M count=4000; echo $?', 60_000);
    expect(fill.stderr).toMatch(/Disk quota exceeded|No space left/);
    await neighbourWorks();
    expect((await sh(id, 'rm /root/gros && sync && cat /root/notes')).stdout).toBe('important\n');
    expect((await sh(id, 'docker run --rm labo/base:1 echo encore')).stdout).toBe('encore\n');
  });

  it('freezes a container, which on cgroup v1 outlives SIGKILL, can be removed all the same', async () => {
    const id = await open();
    await sh(id, 'docker run -d --name gel labo/base:1 sleep 3600 && docker pause gel');
    await within(20_000, 'removal of a frozen sandbox', host.destroy(id));
    expect((await host.list()).map((sandbox) => sandbox.id)).not.toContain(id);
  });

  it('forks without end is stopped by the limit of processes', async () => {
    const id = await open();
    await host.openStream(id, ['sh', '-c', 'while :; do sleep 600 & done']);
    await waitUntil(async () => (await host.kernelFacts(id)).processes.length >= 600, 60_000);
    await neighbourWorks();
    // The limit counts threads too: far below what the machine could bear, whatever the learner starts.
    expect(
      Number((await sh(neighbour, 'cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null')).stdout),
    ).toBe(768);
  });

  it('takes all the memory is killed by the kernel, inside', async () => {
    const id = await open();
    await sh(id, 'tail -c 3000000000 /dev/zero >/dev/null; true', 60_000).catch(() => undefined);
    await neighbourWorks();
    expect((await host.kernelFacts(id)).available).toBe(true);
  });

  it('kills their own engine is told so, and gets it back with its images and files', async () => {
    const id = await open();
    await sh(id, 'docker run -d --name garde labo/base:1 sleep 3600; pkill -9 dockerd; pkill -9 containerd');
    expect((await host.engineFacts(id)).reachable).toBe(false);
    await host.restartEngine(id);
    const facts = await host.engineFacts(id);
    expect(facts.reachable).toBe(true);
    expect(facts.containers.map((container) => container.name)).toContain('garde');
    expect(facts.images.flatMap((image) => image.tags)).toContain('labo/base:1');
  });

  it('replaces the docker command by a liar is not believed beyond what the kernel confirms', async () => {
    const id = await open();
    await sh(id, 'docker run -d --name cache -m 64m labo/base:1 sleep 3600');
    const honest = await host.kernelFacts(id);
    expect(Object.values(honest.cgroups).map((cgroup) => cgroup.memoryMax)).toEqual([64 * 2 ** 20]);
    await sh(
      id,
      'pkill -9 dockerd; mv /usr/bin/docker /usr/bin/docker.vrai; printf "#!/bin/sh\\nyes menteur\\n" >/usr/bin/docker; chmod +x /usr/bin/docker',
    );
    expect((await host.engineFacts(id)).reachable).toBe(false);
    await neighbourWorks();
  });
});
