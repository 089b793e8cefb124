import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { realHost, testEngine } from '../support/test-engine.ts';
import { waitUntil } from '../support/wait-until.ts';

/** What checks read in the learner's containers, on a real engine. */
describe('a container of the learner', () => {
  let engine: EngineHandle;
  let host: DockerHost;
  const id = randomBytes(10).toString('hex');
  const sh = (script: string) => host.exec(id, { command: ['sh', '-ec', script] });

  beforeAll(async () => {
    engine = await testEngine(inject('stateDir'));
    host = realHost(engine, 'lectures');
    await host.create({ id, expiresAt: Date.now() + 600_000 });
    await sh(`docker run -d --name bavard labo/base:1 sh -c 'echo été; echo erreur >&2; exec sleep 3600'
      docker run -dt --name ecran labo/base:1 sh -c 'echo vu; exec sleep 3600'
      docker run --name muet --log-driver none labo/base:1 echo perdu
      docker run --name fini labo/base:1 seq 1 30000`);
  });
  afterAll(async () => {
    await host.destroy(id);
    await engine.warden.close();
  });

  it('has logs: output and error, with or without a terminal, and the last lines of many', async () => {
    await waitUntil(async () => (await host.containerLogs(id, 'bavard'))?.includes('erreur') ?? false);
    expect((await host.containerLogs(id, 'bavard'))?.split('\n').sort()).toEqual(['', 'erreur', 'été']);
    expect(await host.containerLogs(id, 'ecran')).toBe('vu\r\n');
    expect(await host.containerLogs(id, 'muet')).toBeNull();
    expect((await host.containerLogs(id, 'fini'))?.split('\n').slice(0, 2)).toEqual(['28001', '28002']);
  });

  it('runs a probe, whose status and output are told', async () => {
    expect(await host.probe(id, 'bavard', ['sh', '-c', 'echo oui; echo non >&2; exit 3'])).toEqual({
      exitCode: 3,
      output: expect.stringMatching(/^(oui\nnon|non\noui)\n$/) as string,
    });
    expect(await host.probe(id, 'ecran', ['true'])).toEqual({ exitCode: 0, output: '' });
    expect(await host.probe(id, 'fini', ['true'])).toBeNull();
    expect((await host.probe(id, 'bavard', ['/nulle/part']))?.exitCode).toBeGreaterThanOrEqual(126);
  });

  it('cannot drown nor hold up who looks', async () => {
    expect((await host.probe(id, 'bavard', ['head', '-c', '1000000', '/dev/zero']))?.output.length).toBe(16_384);
    expect(await host.probe(id, 'bavard', ['sleep', '30'])).toEqual({ exitCode: -1, output: '' });
    expect(await host.probe(id, 'bavard', ['yes'])).toBeNull();
    expect((await host.engineFacts(id)).reachable).toBe(true);
  });
});
