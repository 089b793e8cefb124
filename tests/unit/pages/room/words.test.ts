import { describe, expect, it } from 'vitest';
import { elapsed, shortElapsed } from '../../../../src/lib/elapsed.ts';
import { cellWords, helpWords, shortStateWords, stateWords, timeOn } from '../../../../src/islands/room/state/words.ts';
import { aLive, aTile, CLOCK } from './tiles.ts';

const MINUTE = 60_000;

describe('durations in words', () => {
  it.each([
    [-5 * MINUTE, 'moins d’une minute', '0\u00a0min'],
    [59_999, 'moins d’une minute', '0\u00a0min'],
    [9 * MINUTE, '9\u00a0min', '9\u00a0min'],
    [65 * MINUTE, '1\u00a0h\u00a005', '1\u00a0h\u00a005'],
    [3 * 24 * 60 * MINUTE, '3\u00a0j', '3\u00a0j'],
  ])('%i ms', (ms, long, short) => {
    expect(elapsed(ms)).toBe(long);
    expect(shortElapsed(ms)).toBe(short);
  });
});

describe('the words of the room', () => {
  it('say since when somebody waits', () => {
    const lasted = 9 * MINUTE;
    expect(stateWords({ level: 'stuck', lasted })).toBe('bloque depuis 9\u00a0min');
    expect(stateWords({ level: 'help', lasted: 0 })).toBe('demande de l’aide depuis moins d’une minute');
    expect(shortStateWords({ level: 'idle', lasted })).toBe('sans activité 9\u00a0min');
    expect(stateWords({ level: 'away', lasted: null })).toBe('page fermée');
  });

  it('count the open attempt in the time of its lab, and only in that one', () => {
    const lab = 'un-processus-comme-un-autre';
    const cell = { state: 'live' as const, passed: 1, total: 2, attempts: 2, tries: 1, spent: 5 * MINUTE };
    const tile = aTile({ live: aLive('waiting'), labs: { [lab]: cell, autre: cell } });
    expect(timeOn(tile, lab, CLOCK)).toBe(15 * MINUTE);
    expect(timeOn(tile, 'autre', CLOCK)).toBe(5 * MINUTE);
    const pauses = [{ from: CLOCK - 4 * MINUTE, to: null }];
    expect(timeOn({ ...tile, live: aLive('waiting', { pauses }) }, lab, CLOCK)).toBe(11 * MINUTE);
    expect(cellWords('Titre', cell, 15 * MINUTE)).toBe(
      'Titre\u00a0: en cours, 1 objectif sur 2, 15\u00a0min, 2\u00a0tentatives, 1\u00a0échec',
    );
    expect(cellWords('Titre', undefined, 0)).toBe('Titre\u00a0: pas encore ouvert');
  });

  it('announce one request, or several at once', () => {
    expect(helpWords(['apprenante-1'])).toBe('apprenante-1 demande de l’aide.');
    expect(helpWords(['apprenante-1', 'apprenante-2'])).toBe('apprenante-1, apprenante-2 demandent de l’aide.');
  });
});
