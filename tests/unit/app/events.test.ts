import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptView } from '../../../server/contract/api.ts';
import { aContainer, aProcess } from '../../support/observation.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';

const LAB = 'un-processus-comme-un-autre';

describe('server-sent events', () => {
  let test: TestApp;
  let learner: Client;
  beforeEach(async () => {
    test = await testApp();
    learner = await new Client(test.url).signIn('apprenante-1');
  });
  afterEach(() => test[Symbol.asyncDispose]());

  /** Views as they arrive, until `enough` says so. */
  async function views(id: string, act: () => void, enough: (view: AttemptView) => boolean): Promise<AttemptView[]> {
    const abort = new AbortController();
    const response = await fetch(`${test.url}/api/attempts/${id}/events`, {
      headers: { cookie: learner.cookie },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const seen: AttemptView[] = [];
    let text = '';
    act();
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) seen.push(JSON.parse(data) as AttemptView);
      }
      if (seen.some(enough)) break;
    }
    abort.abort();
    return seen;
  }

  it('say at once what is, then a check that turns green, then red again when it is undone', async () => {
    const attempt = await learner.open(LAB);
    const { sandbox_id } = await test.app.database
      .selectFrom('attempt')
      .select('sandbox_id')
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const id = sandbox_id ?? '';
    const temoin = aContainer({ name: 'temoin', image: 'labo/base:1' });
    const running = () => {
      const sandbox = test.host.sandboxes.get(id);
      if (sandbox)
        sandbox.kernel = {
          ...sandbox.kernel,
          processes: [aProcess({ containerId: temoin.id, sandboxPid: temoin.state.pid })],
        };
      test.host.setEngine(id, { containers: [temoin] });
    };
    const passedAny = (view: AttemptView) => view.checks.some((check) => check.status === 'passed');
    const green = await views(attempt.id, running, passedAny);
    expect(green[0]?.checks.every((check) => check.status === 'waiting')).toBe(true);
    expect(green.some(passedAny)).toBe(true);
    const stopped = { ...temoin, state: { ...temoin.state, running: false, pid: 0, status: 'exited' } };
    const red = await views(
      attempt.id,
      () => test.host.setEngine(id, { containers: [stopped] }),
      (view) => !passedAny(view),
    );
    expect(red.at(-1)?.checks.some((check) => check.everPassed && check.status === 'failed')).toBe(true);
  });

  it('are counted: a ninth stream of the same person is refused', async () => {
    const attempt = await learner.open(LAB);
    const abort = new AbortController();
    const open = () =>
      fetch(`${test.url}/api/attempts/${attempt.id}/events`, {
        headers: { cookie: learner.cookie },
        signal: abort.signal,
      });
    const statuses = [];
    for (let n = 0; n < 9; n++) statuses.push((await open()).status);
    abort.abort();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 429]);
  });
});
