import type { AttemptView, SignedIn } from '../../server/contract/api.ts';
import type { ClassView } from '../../server/contract/classes.ts';
import { aContainer, aProcess } from './observation.ts';
import { Client, type TestApp } from './test-app.ts';
import type { TrainerClient } from './trainer-client.ts';

/** The lab of these learners: one container, then two numbers to type. */
export const LAB = 'un-processus-comme-un-autre';

export const openClass = (trainer: TrainerClient, name: string, capacity = 45): Promise<ClassView> =>
  trainer.json<ClassView>('POST', '/api/classes', { name, capacity, startsAt: null, endsAt: null });

/** Somebody of a class, as their browser would be: signed in, a page open until disposed of. */
export class Learner extends Client implements AsyncDisposable {
  id = '';
  readonly #page = new AbortController();
  readonly #url: string;

  constructor(url: string) {
    super(url);
    this.#url = url;
  }

  async join(classCode: string, pseudonym: string): Promise<this> {
    const { learner } = await this.json<SignedIn>('POST', '/api/session', { pseudonym, classCode });
    this.id = learner.id;
    const events = await fetch(`${this.#url}/api/learner/seat/events`, {
      headers: { cookie: this.cookie },
      signal: this.#page.signal,
    });
    // Read, or the server would wait for us.
    void events.body?.pipeTo(new WritableStream()).catch(() => undefined);
    return this;
  }

  /** Opens the lab and gives a wrong number: its second check fails, on these words. */
  async failACheck({ app, host }: TestApp, number = '1'): Promise<AttemptView> {
    const attempt = await this.open(LAB);
    const { sandbox_id } = await app.database
      .selectFrom('attempt')
      .select('sandbox_id')
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const sandbox = host.sandboxes.get(sandbox_id ?? '');
    if (!sandbox) throw new Error('no sandbox');
    const temoin = aContainer({ name: 'temoin' });
    sandbox.kernel = {
      ...sandbox.kernel,
      processes: [aProcess({ containerId: temoin.id, sandboxPid: temoin.state.pid })],
    };
    host.setEngine(sandbox.id, { containers: [temoin] });
    await this.send('PUT', `/api/attempts/${attempt.id}/answers`, { key: 'pid-hote', value: number });
    return this.json<AttemptView>('POST', `/api/attempts/${attempt.id}/evaluate`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#page.abort();
  }
}
