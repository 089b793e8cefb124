import type { ErrorCode } from './error-codes.ts';

/** Addresses that the server and the pages of those who teach both know. Apart from the schemas, which weigh. */

/** The page of an invitation. Its token is in the fragment, which no server and no journal of one sees. */
export const invitationPath = (token: string): string => `/formation/invitation/#${token}`;

/** The page where an account that exists chooses another password, by an invitation that is bound to it. */
export const passwordPath = (token: string): string => `/formation/mot-de-passe/#${token}`;

/** Where those who teach arrive. */
export const TRAINER_HOME = '/formation/';
/** A link that goes and signs in by OpenID Connect. @param invitation token of one to accept on the way back. */
export const openIdPath = (invitation?: string): string =>
  `/api/trainer/openid${invitation === undefined ? '' : `?invitation=${encodeURIComponent(invitation)}`}`;
/** Where the way back leads when it fails. */
export const openIdRefusalPath = (code: ErrorCode): string => `${TRAINER_HOME}?refus=${code}`;

/** A page about one class. */
export const classPage = (page: 'salle' | 'ou-ca-coince' | 'resultats' | 'classe', classId: string): string =>
  `/formation/${page}/?classe=${encodeURIComponent(classId)}`;
