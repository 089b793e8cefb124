import type { ClassView } from '../../../server/contract/classes.ts';
import type { Role } from '../../../server/contract/trainers.ts';
import type { Client, TestApp } from '../../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../../support/trainer-client.ts';

const administrators = new WeakMap<TestApp, Promise<TrainerClient>>();

/** A browser in which somebody who teaches is signed in, invited by the first administrator. */
export async function trainer(test: TestApp, login = 'formatrice-1', role: Role = 'trainer'): Promise<TrainerClient> {
  const administrator = administrators.get(test) ?? anAdministrator(test);
  administrators.set(test, administrator);
  return (await administrator).colleague(login, role);
}

export const newClass = (client: Client, change: Partial<ClassView> = {}): Promise<ClassView> =>
  client.json<ClassView>('POST', '/api/classes', {
    name: 'Promotion 1',
    capacity: 30,
    startsAt: null,
    endsAt: null,
    ...change,
  });
