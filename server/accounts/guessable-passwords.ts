import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AppError } from '../errors.ts';

const PROCESS = fileURLToPath(new URL('guesses-process.ts', import.meta.url));
/** In milliseconds. An answer takes half a second on a machine that does nothing else. */
const PATIENCE = 20_000;
/** In powers of ten: what zxcvbn calls « very unguessable », and any twelve characters drawn at random exceed. */
const ENOUGH_GUESSES = 10;
/** What this site is called, and is about. Without accents, in lower case. */
const SITE_WORDS = ['etanche', 'docker', 'formation'];
/** Shorter parts of a login are in too many words. */
const SHORTEST_PART = 3;

/**
 * Refuses a password that is on lists of common or compromised ones, or hardly differs from those, or is made of what
 * this site and this account are called. NIST SP 800-63B-4, 3.1.1.2.
 * @throws AppError `password-common`, `password-expected`
 */
export async function refuseGuessable(password: string, login: string): Promise<void> {
  const normal = password.normalize('NFKC');
  const rest = withoutContext(normal, login);
  const [whole = 0, ofRest = ENOUGH_GUESSES] = await guesses(rest === null ? [normal] : [normal, rest]);
  if (ofRest < ENOUGH_GUESSES) throw new AppError('password-expected');
  if (whole < ENOUGH_GUESSES) throw new AppError('password-common');
}

/**
 * What is left of a password without the words that somebody who aims at this account tries first, in whatever case and
 * with or without accents. Pure.
 * @returns `null` when it has none of them.
 */
export function withoutContext(password: string, login: string): string | null {
  const words = [login, ...login.split(/[._-]/), ...SITE_WORDS].filter((word) => word.length >= SHORTEST_PART);
  const plain = password.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const rest = words
    .sort((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, ' '), plain);
  return rest === plain ? null : rest.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

let last: Promise<unknown> = Promise.resolve();

/** One process at a time: sign-ins and labs need the memory too. */
function guesses(passwords: readonly string[]): Promise<number[]> {
  const answer = last.then(() => ask(passwords));
  last = answer.catch(() => undefined);
  return answer;
}

async function ask(passwords: readonly string[]): Promise<number[]> {
  const running = promisify(execFile)(process.execPath, [PROCESS], { env: {}, timeout: PATIENCE });
  // One that dies before it has read is told by its exit: here, it would end the server.
  running.child.stdin?.on('error', () => undefined).end(JSON.stringify(passwords));
  return JSON.parse((await running).stdout) as number[];
}
