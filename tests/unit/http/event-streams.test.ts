import { connect } from 'node:net';
import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { EventStreams } from '../../../server/http/event-streams.ts';
import { waitUntil } from '../../support/wait-until.ts';

it('ends the streams of who may not follow any more, and no others', async () => {
  const streams = new EventStreams();
  await using app = fastify({ forceCloseConnections: true });
  app.get<{ Params: { owner: string } }>('/:owner', (request, reply) =>
    streams.follow(request.params.owner, reply, async (stream) => {
      stream.begin(() => {});
      stream.send('bonjour', {});
    }),
  );
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const [one, other] = await Promise.all([fetch(`${address}/une`), fetch(`${address}/autre`)]);
  streams.closeOf('une');
  expect(await one.text()).toContain('event: bonjour');
  streams.closeOf('une');
  const reader = other.body?.getReader();
  await reader?.read();
  const more = reader?.read().then(({ done }) => done);
  expect(await Promise.race([more, new Promise((resolve) => setTimeout(resolve, 100, 'open'))])).toBe('open');
  streams.closeAll();
  expect(await more).toBe(true);
});

it('says that a stream is served while it is read, and no longer', async () => {
  const streams = new EventStreams(10);
  await using app = fastify({ forceCloseConnections: true });
  let served = 0;
  let fill = (): void => {};
  app.get('/', (_request, reply) =>
    streams.follow(
      'une',
      reply,
      async (stream) => {
        stream.begin(() => {});
        fill = () => {
          if (reply.raw.writableLength === 0) stream.send('page', 'x'.repeat(900 * 1024));
        };
      },
      () => (served += 1),
    ),
  );
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const browser = connect(Number(address.port), address.hostname);
  browser.write('GET / HTTP/1.1\r\nhost: etanche.test\r\n\r\n');
  browser.resume();
  await waitUntil(() => served > 2);
  browser.pause();
  // The kernel takes what it can, in its own time.
  await waitUntil(() => {
    fill();
    const before = served;
    return new Promise((resolve) => setTimeout(() => resolve(served === before), 60));
  });
  const until = served;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(served).toBe(until);
  browser.resume();
  await waitUntil(() => served > until);
  browser.destroy();
});
