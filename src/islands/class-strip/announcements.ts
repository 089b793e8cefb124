import type { SeatView } from '../../../server/contract/seat.ts';

/** What a person who does not see the page must hear: at once what waits for an answer, in its turn the rest. */
export interface Heard {
  now: string;
  next: string;
}

/** The words of a change of seat; empty ones when there is nothing to hear. Pure. */
export function heard(before: SeatView | null, after: SeatView | null): Heard {
  const now: string[] = [];
  const next: string[] = [];
  if (after?.request && !same(before?.request, after.request))
    now.push(`${requestWords(after.request)} Répondez dans le bandeau de la classe, en haut de la page.`);
  if (after?.keyboard && before?.keyboard !== after.keyboard)
    now.push(`${after.keyboard} écrit dans votre terminal. F8 vous rend le clavier.`);
  if (before?.keyboard && !after?.keyboard) now.push('Il n’y a plus que vous à écrire dans votre terminal.');
  if (after?.pausedAt && !before?.pausedAt) next.push('La classe est en pause.');
  if (before?.pausedAt && after && !after.pausedAt) next.push('La classe reprend.');
  for (const message of after?.messages ?? []) {
    if (!before?.messages.some(({ id }) => id === message.id))
      next.push(`Message de ${message.from} : ${message.text}`);
  }
  const newcomers = (after?.watchers ?? []).filter((name) => !before?.watchers.includes(name));
  if (newcomers.length > 0) next.push(watchWords(newcomers));
  return { now: now.join(' '), next: next.join(' ') };
}

type Request = NonNullable<SeatView['request']>;

const same = (one: Request | null | undefined, other: Request): boolean =>
  one?.kind === other.kind && one.from === other.from;

export const requestWords = ({ kind, from }: Request): string =>
  kind === 'keyboard'
    ? `${from} demande à écrire dans votre terminal.`
    : `${from} propose de repartir d’un bac à sable neuf.`;

export const watchWords = (names: readonly string[]): string =>
  `${names.join(', ')} ${names.length > 1 ? 'regardent' : 'regarde'} votre terminal.`;
