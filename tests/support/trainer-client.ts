import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../server/accounts/passwords.ts';
import { newToken, tokenHash } from '../../server/accounts/tokens.ts';
import type { App } from '../../server/app.ts';
import type { Role, TrainerSessionView, TrainerView } from '../../server/contract/trainers.ts';
import { cookiesFor } from '../../server/http/http-server.ts';
import { Client } from './test-app.ts';

export const TRAINER_PASSWORD = 'une phrase de passe pour les essais';

interface Served {
  app: App;
  url: string;
}

/** A browser in which somebody who teaches is signed in. */
export class TrainerClient extends Client {
  readonly trainer: TrainerView;
  readonly #served: Served | null;

  constructor(url: string, cookie: string, trainer: TrainerView, served: Served | null = null) {
    super(url);
    this.cookie = cookie;
    this.trainer = trainer;
    this.#served = served;
  }

  /** Another browser, with another account: not by an invitation, which has its own tests and takes its time. */
  async colleague(login: string, role: Role = 'trainer'): Promise<TrainerClient> {
    if (!this.#served) throw new Error('this account came by an invitation');
    return withAccount(this.#served, login, role);
  }
}

let hash: Promise<string> | null = null;

/** Puts an account into the database, with the password of the tests. @returns its id */
export async function insertAccount(
  { app }: Pick<Served, 'app'>,
  login: string,
  role: Role = 'trainer',
): Promise<string> {
  const id = randomUUID();
  hash ??= hashPassword(TRAINER_PASSWORD);
  await app.database
    .insertInto('trainer')
    .values({
      id,
      login,
      role,
      password_hash: await hash,
      totp_secret: null,
      totp_last_step: null,
      openid_subject: null,
      created_at: Date.now(),
      disabled_at: null,
    })
    .execute();
  return id;
}

/** Opens a session without signing in: that would make the address known to the throttle. */
async function withAccount(served: Served, login: string, role: Role): Promise<TrainerClient> {
  const id = await insertAccount(served, login, role);
  const token = newToken();
  const now = Date.now();
  await served.app.database
    .insertInto('trainer_session')
    .values({ token_hash: tokenHash(token), trainer_id: id, created_at: now, last_seen_at: now })
    .execute();
  const client = new Client(served.url);
  for (const secure of [false, true]) {
    client.cookie = `${cookiesFor(secure).trainer.name}=${token}`;
    const { trainer } = await client.json<TrainerSessionView>('GET', '/api/trainer/session');
    if (trainer) return new TrainerClient(served.url, client.cookie, trainer, served);
  }
  throw new Error('the session is not known');
}

/** Somebody who administers. */
export const anAdministrator = (served: Served, login = 'administratrice-1'): Promise<TrainerClient> =>
  withAccount(served, login, 'administrator');

/** Makes an account by an invitation. */
export async function accept(url: string, token: string, login: string): Promise<TrainerClient> {
  const client = new Client(url);
  const response = await client.send('POST', '/api/trainer/accept', { token, login, password: TRAINER_PASSWORD });
  if (!response.ok) throw new Error(await response.text());
  return new TrainerClient(url, client.cookie, (await response.json()) as TrainerView);
}
