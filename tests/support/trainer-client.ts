import type { NewInvitation, Role, TrainerView } from '../../server/contract/trainers.ts';
import { Client, type TestApp } from './test-app.ts';

export const TRAINER_PASSWORD = 'une phrase de passe pour les essais';

/** A browser in which somebody who teaches is signed in. */
export class TrainerClient extends Client {
  readonly trainer: TrainerView;
  readonly #base: string;

  constructor(url: string, cookie: string, trainer: TrainerView) {
    super(url);
    this.#base = url;
    this.cookie = cookie;
    this.trainer = trainer;
  }

  /** Invites somebody, who accepts: another browser, with another account. */
  async invite(login: string, role: Role = 'trainer'): Promise<TrainerClient> {
    const { token } = await this.json<NewInvitation>('POST', '/api/trainers/invitations', { role });
    return accept(this.#base, token, login);
  }
}

/** The first account, by the invitation that the server prints. Once for each app. */
export async function firstAdministrator(
  { app, url }: Pick<TestApp, 'app' | 'url'>,
  login = 'administratrice-1',
): Promise<TrainerClient> {
  const token = await app.firstInvitation();
  if (token === null) throw new Error('there is an administrator already');
  return accept(url, token, login);
}

/** Makes an account by an invitation. */
export async function accept(url: string, token: string, login: string): Promise<TrainerClient> {
  const client = new Client(url);
  const response = await client.send('POST', '/api/trainer/accept', { token, login, password: TRAINER_PASSWORD });
  if (!response.ok) throw new Error(await response.text());
  return new TrainerClient(url, client.cookie, (await response.json()) as TrainerView);
}
