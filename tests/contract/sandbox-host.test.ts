import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { SandboxGoneError, type SandboxHost } from '../../server/sandbox/sandbox-host.ts';
import { FakeSandboxHost } from '../support/fake-sandbox-host.ts';
import { realHost, testEngine } from '../support/test-engine.ts';

let engine: EngineHandle;
beforeAll(async () => {
  engine = await testEngine(inject('stateDir'));
});
afterAll(() => engine.warden.close());

/** What every sandbox host promises, whatever is behind. */
describe.each([
  { name: 'the fake host', make: (): SandboxHost => new FakeSandboxHost() },
  { name: 'the Docker host', make: (): SandboxHost => realHost(engine, 'contrat') },
])('$name', ({ make }) => {
  let host: SandboxHost;
  const id = randomBytes(10).toString('hex');
  const expiresAt = Date.now() + 600_000;

  beforeAll(async () => {
    host = make();
    await host.create({ id, expiresAt });
  });
  afterAll(async () => {
    for (const sandbox of await host.list()) await host.destroy(sandbox.id);
  });

  it('creates once: a second order for the same id adopts', async () => {
    await host.create({ id, expiresAt });
    expect((await host.list()).filter((sandbox) => sandbox.id === id)).toEqual([{ id, running: true, expiresAt }]);
  });

  it('runs a command with its input, and tells its status', async () => {
    expect(await host.exec(id, { command: ['cat'], stdin: 'bonjour\n' })).toMatchObject({
      exitCode: 0,
      stdout: 'bonjour\n',
      truncated: false,
    });
    expect((await host.exec(id, { command: ['false'] })).exitCode).toBe(1);
  });

  it('bounds the output of a command', async () => {
    const result = await host.exec(id, { command: ['head', '-c', '200000', '/dev/zero'], maxOutput: 1_000 });
    expect([result.stdout.length, result.truncated]).toEqual([1_000, true]);
  });

  it('bounds the time of a command', async () => {
    const begin = performance.now();
    expect((await host.exec(id, { command: ['sleep', '30'], timeout: 500 })).exitCode).toBe(-1);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('opens a stream both ways, which ends when its input does', async () => {
    const stream = await host.openStream(id, ['cat']);
    stream.write('aller');
    const [first] = (await once(stream, 'data')) as [Buffer];
    expect(first.toString()).toBe('aller');
    stream.end();
    await once(stream, 'end');
  });

  it('slows down a command that nobody reads', async () => {
    const stream = await host.openStream(id, ['yes']);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(stream.readableLength).toBeLessThan(2 * 2 ** 20);
    stream.destroy();
  });

  it('says what engine and kernel know', async () => {
    expect((await host.engineFacts(id)).reachable).toBe(true);
    expect((await host.kernelFacts(id)).available).toBe(true);
  });

  it('reads a file, and only a file', async () => {
    expect(await host.readFile(id, '/etc/passwd')).toMatch(/^root:/);
    for (const path of ['/nulle/part', '/etc', '/dev/zero']) expect(await host.readFile(id, path)).toBeNull();
  });

  it('knows neither the logs nor the processes of a container that is not there', async () => {
    expect(await host.containerLogs(id, 'absent')).toBeNull();
    expect(await host.probe(id, 'absent', ['true'])).toBeNull();
  });

  it('restarts the engine', async () => {
    await host.restartEngine(id);
    expect((await host.engineFacts(id)).reachable).toBe(true);
  });

  it('removes everything, and does not mind doing it twice', async () => {
    const other = randomBytes(10).toString('hex');
    await host.create({ id: other, expiresAt });
    await host.destroy(other);
    await host.destroy(other);
    expect((await host.list()).map((sandbox) => sandbox.id)).not.toContain(other);
  });

  it('knows nothing of a sandbox that is not there, and says so without throwing where that is promised', async () => {
    const nobody = randomBytes(10).toString('hex');
    await host.destroy(nobody);
    await expect(host.exec(nobody, { command: ['true'] })).rejects.toBeInstanceOf(SandboxGoneError);
    await expect(host.openStream(nobody, ['cat'])).rejects.toBeInstanceOf(SandboxGoneError);
    expect((await host.engineFacts(nobody)).reachable).toBe(false);
    expect((await host.kernelFacts(nobody)).available).toBe(false);
    expect(await host.readFile(nobody, '/etc/passwd')).toBeNull();
    expect(await host.containerLogs(nobody, 'web')).toBeNull();
    expect(await host.probe(nobody, 'web', ['true'])).toBeNull();
  });
});
