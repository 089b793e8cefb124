import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NestedEngine } from '../../../server/sandbox/nested-engine.ts';

/** An engine that answers what the test wants, over real sockets. */
async function engineThat(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let dialled = 0;
  const dial = async (): Promise<Socket> => {
    dialled++;
    return connect(port, '127.0.0.1');
  };
  return { server, engine: new NestedEngine(dial), dials: () => dialled };
}

const json = (value: unknown): string => JSON.stringify(value);
const id = 'a'.repeat(64);
const imageId = `sha256:${'b'.repeat(64)}`;

const wellBehaved: RequestListener = (request, response) => {
  const url = request.url ?? '';
  const answers: [RegExp, unknown][] = [
    [/containers\/json/, [{ Id: id }]],
    [/containers\/a+\/json/, { Id: id, Name: '/web', State: { Running: true, Pid: 7 } }],
    [/info/, { ServerVersion: '29.7.2', SecurityOptions: ['name=seccomp'] }],
    [
      /images\/json/,
      [
        { Id: imageId, RepoTags: ['labo/web:1'] },
        { Id: '../info', RepoTags: ['labo/base:1'] },
      ],
    ],
    [/images\/sha256:b+\/json/, { Config: { User: '10001:10001' } }],
    [/networks/, [{ Id: 'n', Name: 'bridge', Driver: 'bridge' }]],
    [/volumes/, { Volumes: [{ Name: 'v', Driver: 'local' }] }],
  ];
  response.setHeader('content-type', 'application/json');
  response.end(json(answers.find(([pattern]) => pattern.test(url))?.[1] ?? {}));
};

describe('a nested engine', () => {
  let server: Server;
  let engine: NestedEngine;
  const start = async (answer: RequestListener) => {
    const made = await engineThat(answer);
    ({ server, engine } = made);
    return made;
  };
  afterEach(async () => {
    engine.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is read whole, over few connections', async () => {
    const { dials } = await start(wellBehaved);
    for (let n = 0; n < 20; n++) {
      const facts = await engine.facts();
      expect(facts).toMatchObject({
        reachable: true,
        version: '29.7.2',
        containers: [{ name: 'web' }],
        images: [{ tags: ['labo/web:1'], user: '10001:10001' }, { tags: ['labo/base:1'] }],
      });
      expect(facts.images[1]).not.toHaveProperty('user');
    }
    expect(dials()).toBeLessThanOrEqual(4);
  });

  it('that answers nonsense knows nothing, and breaks nothing', async () => {
    await start((_request, response) => response.end('<<< pas du JSON >>>'));
    expect((await engine.facts()).reachable).toBe(false);
  });

  it('that answers the wrong shapes has nothing', async () => {
    await start((_request, response) => response.end('{"surprise":[1,2,3]}'));
    expect(await engine.facts()).toMatchObject({ reachable: true, containers: [], images: [], networks: [] });
  });

  it('that answers gigabytes is cut off within its budget', async () => {
    let sent = 0;
    await start((_request, response) => {
      const block = Buffer.alloc(1024 * 1024, 'x');
      const pour = (): void => {
        while (!response.destroyed && response.write(block)) sent += block.length;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect((await engine.facts()).reachable).toBe(false);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('that never answers is given up in time', { timeout: 25_000 }, async () => {
    await start(() => {});
    const begin = performance.now();
    expect((await engine.facts()).reachable).toBe(false);
    expect(performance.now() - begin).toBeLessThan(12_000);
  });

  it('that hangs up is given up, and is read again once it is well', async () => {
    let ill = true;
    await start((request, response) => (ill ? request.socket.destroy() : wellBehaved(request, response)));
    expect((await engine.facts()).reachable).toBe(false);
    ill = false;
    expect((await engine.facts()).reachable).toBe(true);
  });

  it('that shouts events is heard, not drowned in', async () => {
    let sent = 0;
    await start((request, response) => {
      if (!request.url?.includes('/events')) return wellBehaved(request, response);
      const block = Buffer.alloc(64 * 1024, '{}\n');
      const pour = (): void => {
        while (!response.destroyed && response.write(block)) sent += block.length;
        if (!response.destroyed) response.once('drain', pour);
      };
      return pour();
    });
    let rung = 0;
    const stop = await engine.watch(
      () => rung++,
      () => {},
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    stop();
    expect(rung).toBeGreaterThan(0);
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('tells when its events end', async () => {
    await start((request, response) =>
      request.url?.includes('/events') ? response.end('{}\n') : wellBehaved(request, response),
    );
    await new Promise<void>((resolve, reject) => {
      engine.watch(() => {}, resolve).catch(reject);
    });
  });

  it('that restarts with other settings is read anew, watched or not', async () => {
    let securityOptions = ['name=seccomp'];
    let endEvents = (): void => {};
    await start((request, response) => {
      if (request.url?.includes('/info'))
        return response.end(json({ ServerVersion: '29.7.2', SecurityOptions: securityOptions }));
      if (!request.url?.includes('/events')) return wellBehaved(request, response);
      response.write('{}\n');
      endEvents = () => response.end();
    });
    expect((await engine.facts()).securityOptions).toEqual(['name=seccomp']);
    securityOptions = ['name=userns'];
    expect((await engine.facts()).securityOptions).toEqual(['name=userns']);

    const ended = new Promise<void>((resolve, reject) => {
      engine.watch(() => {}, resolve).catch(reject);
    });
    await engine.facts();
    securityOptions = ['name=seccomp'];
    endEvents();
    await ended;
    expect((await engine.facts()).securityOptions).toEqual(['name=seccomp']);
  });
});
