import { randomUUID } from 'node:crypto';
import { TrainerSessions } from '../../../server/accounts/trainer-sessions.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { Role } from '../../../server/contract/trainers.ts';
import { TrainerStore } from '../../../server/store/trainers.ts';
import { Client, type TestApp } from '../../support/test-app.ts';

/** A browser in which somebody who teaches is signed in. */
export async function trainer(test: TestApp, login = 'formatrice-1', role: Role = 'trainer'): Promise<Client> {
  const id = randomUUID();
  await test.app.database
    .insertInto('trainer')
    .values({
      id,
      login,
      role,
      password_hash: null,
      totp_secret: null,
      totp_last_step: null,
      openid_subject: null,
      created_at: Date.now(),
      disabled_at: null,
    })
    .execute();
  const client = new Client(test.url);
  const token = await new TrainerSessions(new TrainerStore(test.app.database)).open(id);
  client.cookie = `etanche-formation=${token}`;
  return client;
}

export const newClass = (client: Client, change: Partial<ClassView> = {}): Promise<ClassView> =>
  client.json<ClassView>('POST', '/api/classes', {
    name: 'Promotion 1',
    capacity: 30,
    startsAt: null,
    endsAt: null,
    ...change,
  });
