import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { EventStreams } from '../../../server/http/event-streams.ts';

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
