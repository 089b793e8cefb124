import type { LabCell, LearnerDetail, LearnerTile } from '../../../../server/contract/room.ts';
import { worked } from '../../../../server/contract/working-time.ts';
import type { Attention, AttentionLevel } from '../../../lib/attention.ts';
import type { IconName } from '../../../lib/icons.ts';
import { elapsed, shortElapsed } from '../../../lib/elapsed.ts';

/** How each level is told: a shape, a word for filters and for what is counted. */
export const LEVELS: Record<AttentionLevel, { icon: IconName; filter: string }> = {
  help: { icon: 'help', filter: 'aide' },
  stuck: { icon: 'drop', filter: 'bloquent' },
  idle: { icon: 'wait', filter: 'sans activité' },
  working: { icon: 'terminal', filter: 'travaillent' },
  reading: { icon: 'contents', filter: 'sans exercice' },
  done: { icon: 'check', filter: 'ont réussi' },
  away: { icon: 'minus', filter: 'page fermée' },
};

/** What somebody is doing: « bloque depuis 9 min ». */
export function stateWords({ level, lasted }: Attention): string {
  const duration = lasted === null ? '' : ` depuis ${elapsed(lasted)}`;
  switch (level) {
    case 'help':
      return `demande de l’aide${duration}`;
    case 'stuck':
      return `bloque${duration}`;
    case 'idle':
      return `sans activité${duration}`;
    case 'working':
      return 'travaille';
    case 'reading':
      return 'page ouverte, sans exercice';
    case 'done':
      return 'a réussi l’exercice';
    case 'away':
      return lasted === null ? 'page fermée' : `page fermée, dernier geste il y a ${elapsed(lasted)}`;
  }
}

/** The same in two or three words, for a room full of rows. */
export function shortStateWords({ level, lasted }: Attention): string {
  const duration = lasted === null ? '' : ` ${shortElapsed(lasted)}`;
  switch (level) {
    case 'help':
      return `aide${duration}`;
    case 'stuck':
      return `bloque${duration}`;
    case 'idle':
      return `sans activité${duration}`;
    case 'working':
      return 'travaille';
    case 'reading':
      return 'sans exercice';
    case 'done':
      return 'a réussi';
    case 'away':
      return 'page fermée';
  }
}

/** Somebody's own words. */
export const quoted = (text: string): string => `«\u00a0${text}\u00a0»`;

/** For the live region. */
export const helpWords = (pseudonyms: readonly string[]): string =>
  pseudonyms.length > 1 ? `${pseudonyms.join(', ')} demandent de l’aide.` : `${pseudonyms[0] ?? ''} demande de l’aide.`;

export type CellState = LabCell['state'] | 'none';

export const CELLS: Record<CellState, string> = {
  done: 'réussi',
  live: 'en cours',
  left: 'essayé, pas réussi',
  none: 'pas encore ouvert',
};

/** Milliseconds on a lab, the open attempt included, pauses left out. */
export function timeOn(tile: LearnerTile, lab: string, now: number): number {
  const past = tile.labs[lab]?.spent ?? 0;
  return tile.live?.lab === lab ? past + worked(tile.live.startedAt, now, tile.live.pauses) : past;
}

/** One lab of one learner, in a sentence: « Plafond de mémoire : en cours, 2 objectifs sur 4, 12 min, 3 échecs ». */
export function cellWords(title: string, cell: LabCell | undefined, time: number): string {
  if (!cell) return `${title}\u00a0: ${CELLS.none}`;
  const parts = [CELLS[cell.state], `${cell.passed} objectif${cell.passed > 1 ? 's' : ''} sur ${cell.total}`];
  if (time > 0) parts.push(shortElapsed(time));
  if (cell.attempts > 1) parts.push(`${cell.attempts}\u00a0tentatives`);
  if (cell.tries > 0) parts.push(`${cell.tries}\u00a0échec${cell.tries > 1 ? 's' : ''}`);
  return `${title}\u00a0: ${parts.join(', ')}`;
}

/** Who has the keyboard, and what became of a request for it. @param login of the trainer who reads. */
export function keyboardWords({ tile, keyboard, request, answer }: LearnerDetail, login: string): string {
  if (keyboard === login) return 'Vous avez le clavier\u00a0: ce que vous tapez arrive dans ce terminal.';
  if (keyboard !== null) return `${keyboard} a le clavier. Vous regardez.`;
  if (request === 'keyboard') return 'Vous avez demandé le clavier\u00a0: on attend son accord.';
  const word = answer?.kind === 'keyboard' ? answer.word : null;
  if (word === 'refused')
    return `${tile.pseudonym} a refusé de prêter le clavier. Vous regardez, sans rien pouvoir taper.`;
  if (word === 'taken-back') return `${tile.pseudonym} a repris le clavier. Vous regardez, sans rien pouvoir taper.`;
  return 'Vous regardez, sans rien pouvoir taper. La personne voit que vous êtes là.';
}

/** What became of the proposal of a fresh sandbox; empty when there was none. */
export function freshWords({ tile, attempt, request, answer }: LearnerDetail): string {
  if (request === 'reset') return 'Proposé\u00a0: on attend son accord.';
  if (answer?.kind !== 'reset') return '';
  if (answer.word !== 'granted') return `${tile.pseudonym} a refusé\u00a0: le bac reste tel qu’il est.`;
  const fresh = attempt?.state === 'preparing' ? 'le bac neuf se prépare' : 'le bac est neuf';
  return `${tile.pseudonym} a accepté\u00a0: ${fresh}.`;
}
