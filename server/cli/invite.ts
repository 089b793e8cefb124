import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Invitations } from '../accounts/invitations.ts';
import type { Config } from '../config.ts';
import { invitationPath, passwordPath } from '../contract/trainer-paths.ts';
import { AppError, OperatorError } from '../errors.ts';
import { publicAddresses } from '../http/addresses.ts';
import { DATABASE_FILE, openDatabase } from '../store/database.ts';
import { storesOf, type Stores } from '../store/stores.ts';
import { servedAddress } from './preflight.ts';

const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long' });
const TIME = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short' });

/** « 26 novembre 2026 à 14 h 05 ». */
const moment = (at: number): string => `${DAY.format(at)} à ${TIME.format(at).replace(':', '\u00a0h\u00a0')}`;

/**
 * A link that serves once, and what it does: to a new account that administers, or, for an account that exists, to
 * another password. Works on the database itself, whether the server runs or not.
 * @throws OperatorError when there is no database here, or no such account, or one that has no password to change.
 */
export async function inviteText(config: Config, [login, ...others]: readonly string[]): Promise<string> {
  if (others.length > 0) {
    throw new OperatorError('Un seul nom de compte à la fois.', `npm run inviter -- ${login ?? ''}`);
  }
  const path = join(config.stateDir, DATABASE_FILE);
  await requireDatabase(path);
  const served = await servedAddress(config.stateDir);
  const address = served || (publicAddresses(config, config.port)[0] ?? '');
  const database = await openDatabase(path);
  try {
    const stores = storesOf(database);
    const invitations = new Invitations(stores.invitations, stores.trainers, stores.audit);
    const text = await (login === undefined
      ? newAccount(invitations, address)
      : newPassword(invitations, stores, login.trim().toLowerCase(), address));
    return served === null ? `${text}\n\nnpm start ne tourne pas ici : lancez-le avant d’ouvrir ce lien.` : text;
  } finally {
    await database.destroy();
  }
}

async function newAccount(invitations: Invitations, address: string): Promise<string> {
  const { token, expiresAt } = await invitations.invite('administrator', 'command');
  return `Ce lien ouvre un compte d’administration. Il ne sert qu’une fois, jusqu’au ${moment(expiresAt)}, et annule celui que cette commande avait donné avant :\n\n${address}${invitationPath(token)}`;
}

async function newPassword(
  invitations: Invitations,
  { trainers }: Stores,
  login: string,
  address: string,
): Promise<string> {
  const account = await trainers.byLogin(login);
  if (!account) {
    const logins = (await trainers.list())
      .filter(({ disabled_at }) => disabled_at === null)
      .map((known) => known.login);
    throw new OperatorError(
      `Aucun compte ne s’appelle « ${login} ». Les comptes ouverts : ${logins.join(', ') || 'aucun'}.`,
      'npm run inviter    # sans nom : un lien vers un nouveau compte d’administration',
    );
  }
  try {
    const { token, expiresAt } = await invitations.inviteBack(account, 'command');
    return `Par ce lien, ${account.login} choisit un nouveau mot de passe. Il ne sert qu’une fois, jusqu’au ${moment(expiresAt)}. Rien ne change avant ; alors, son second facteur est retiré et ses navigateurs sont déconnectés :\n\n${address}${passwordPath(token)}`;
  } catch (error) {
    throw asOperatorError(error, account.login);
  }
}

function asOperatorError(error: unknown, login: string): unknown {
  const code = error instanceof AppError ? error.code : null;
  const another = 'npm run inviter    # un lien vers un nouveau compte d’administration';
  if (code === 'account-closed') {
    return new OperatorError(
      `Le compte ${login} est fermé : l’administration le rouvre, à la page /formation/administration/.`,
      another,
      { cause: error },
    );
  }
  if (code === 'account-without-password') {
    return new OperatorError(
      `Le compte ${login} entre par OpenID Connect : c’est au fournisseur d’identité de le laisser entrer, il n’a pas de mot de passe ici.`,
      another,
      { cause: error },
    );
  }
  return error;
}

/** Opening it would make one. */
async function requireDatabase(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT'
      ? new OperatorError(
          `Il n’y a pas encore de base ici : ${path} n’existe pas.`,
          'npm start    # la première fois, il affiche lui-même un lien d’invitation\nETANCHE_STATE=/le/bon/dossier npm run inviter    # si le serveur en utilise un autre',
          { cause },
        )
      : new OperatorError(
          `Impossible d’ouvrir ${path} : ${(cause as Error).message}`,
          'sudo npm run inviter    # avec les droits de la personne qui lance le serveur',
          { cause },
        );
  }
}
