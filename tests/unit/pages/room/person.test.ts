import { describe, expect, it } from 'vitest';
import type { AttemptView } from '../../../../server/contract/api.ts';
import type { LearnerDetail } from '../../../../server/contract/room.ts';
import { freshWords, keyboardWords } from '../../../../src/islands/room/state/words.ts';
import { aTile, CLOCK } from './tiles.ts';

const ME = 'formatrice-1';
const detail = (change: Partial<LearnerDetail> = {}): LearnerDetail => ({
  tile: aTile(),
  now: CLOCK,
  attempt: null,
  history: [],
  messages: [],
  request: null,
  keyboard: null,
  answer: null,
  ...change,
});
const answer = (kind: 'keyboard' | 'reset', word: 'granted' | 'refused' | 'taken-back') => ({ kind, from: ME, word });

describe('what is said of the keyboard', () => {
  const words = (change: Partial<LearnerDetail>): string => keyboardWords(detail(change), ME);

  it('is who has it, or that one waits for it', () => {
    expect(words({ keyboard: ME })).toMatch(/^Vous avez le clavier/);
    expect(words({ keyboard: 'formateur-2' })).toBe('formateur-2 a le clavier. Vous regardez.');
    expect(words({ request: 'keyboard' })).toContain('on attend son accord');
  });

  it('is who refused it, or took it back, and nothing of the sort about something else', () => {
    expect(words({ answer: answer('keyboard', 'refused') })).toMatch(/^apprenante-1 a refusé/);
    expect(words({ answer: answer('keyboard', 'taken-back') })).toMatch(/^apprenante-1 a repris le clavier/);
    expect(words({ answer: answer('reset', 'refused') })).toBe(words({}));
  });
});

describe('what is said of a fresh sandbox', () => {
  const words = (change: Partial<LearnerDetail>): string => freshWords(detail(change));
  const attempt = (state: AttemptView['state']) => ({ state }) as AttemptView;

  it('is nothing until it is proposed, then that one waits', () => {
    expect(words({})).toBe('');
    expect(words({ answer: answer('keyboard', 'refused') })).toBe('');
    expect(words({ request: 'reset' })).toContain('on attend son accord');
  });

  it('is who refused it, or that it is being prepared, then ready', () => {
    expect(words({ answer: answer('reset', 'refused') })).toBe(
      'apprenante-1 a refusé\u00a0: le bac reste tel qu’il est.',
    );
    const granted = answer('reset', 'granted');
    expect(words({ answer: granted, attempt: attempt('preparing') })).toContain('le bac neuf se prépare');
    expect(words({ answer: granted, attempt: attempt('open') })).toContain('le bac est neuf');
  });
});
