import { describe, expect, it } from 'vitest';
import type { SeatMessage, SeatView } from '../../../server/contract/seat.ts';
import { sendMessageSchema } from '../../../server/contract/room.ts';
import { heard } from '../../../src/islands/class-strip/announcements.ts';
import { isClosed, sitePath } from '../../../src/lib/seat.ts';

const seat = (change: Partial<SeatView> = {}): SeatView => ({
  class: { id: 'c', name: 'Promotion' },
  messages: [],
  watchers: [],
  request: null,
  keyboard: null,
  help: null,
  pausedAt: null,
  recording: false,
  closedItems: [],
  ...change,
});
const message = (id: number, text: string): SeatMessage => ({
  id,
  kind: 'message',
  from: 'formatrice-1',
  text,
  target: null,
  at: 0,
});

describe('what is not open yet', () => {
  it('is a lab that is closed, or one of a chapter that is', () => {
    const view = seat({ closedItems: ['cgroups', 'voir-le-voisin'] });
    expect(isClosed(view, 'plafond-de-memoire', 'cgroups')).toBe(true);
    expect(isClosed(view, 'voir-le-voisin', 'namespaces')).toBe(true);
    expect(isClosed(view, 'qui-partage-quoi', 'namespaces')).toBe(false);
  });

  it('is nothing for somebody who learns alone', () => {
    expect(isClosed(null, 'cgroups')).toBe(false);
  });
});

describe('the page that a message points to', () => {
  const path = (target: string | null) => sitePath(target, 'https://cours.test');

  it.each(['/reseau/', '/reseau/#publier'])('%s is a page of this site', (target) => {
    expect(path(target)).toBe(target);
    expect(sendMessageSchema.safeParse({ kind: 'chapter', text: '', target }).success).toBe(true);
  });

  it.each([
    '//ailleurs',
    '//ailleurs/reseau/',
    '/\\ailleurs',
    'https://ailleurs.test/',
    'javascript:alert(1)',
    '\t//ailleurs',
  ])('%j leads elsewhere, and is no page', (target) => {
    expect(path(target)).toBeNull();
    expect(sendMessageSchema.safeParse({ kind: 'chapter', text: '', target }).success).toBe(false);
  });

  it('may be none', () => {
    expect(path(null)).toBeNull();
  });
});

describe('what is said aloud of a change', () => {
  it('asks at once for what waits for an answer, and only once', () => {
    const asked = seat({ request: { kind: 'keyboard', from: 'formatrice-1' } });
    expect(heard(seat(), asked).now).toContain('formatrice-1 demande à écrire dans votre terminal.');
    expect(heard(asked, seat({ ...asked, watchers: [] }))).toEqual({ now: '', next: '' });
  });

  it('tells who types, with the key that takes the keyboard back, then that it is over', () => {
    const held = seat({ keyboard: 'formatrice-1' });
    expect(heard(seat(), held).now).toContain('F8');
    expect(heard(held, seat()).now).toContain('Il n’y a plus que vous');
  });

  it('reads each message once, in its turn', () => {
    const before = seat({ messages: [message(1, 'Un.')] });
    const after = seat({ messages: [message(1, 'Un.'), message(2, 'Deux.')] });
    expect(heard(null, before).next).toBe('Message de formatrice-1\u00a0: Un.');
    expect(heard(before, after).next).toBe('Message de formatrice-1\u00a0: Deux.');
    expect(heard(after, before).next).toBe('');
  });

  it('says when the class stops and goes on, and who begins to watch', () => {
    expect(heard(seat(), seat({ pausedAt: 5 })).next).toBe('La classe est en pause.');
    expect(heard(seat({ pausedAt: 5 }), seat()).next).toBe('La classe reprend.');
    const one = seat({ watchers: ['formatrice-1'] });
    expect(heard(one, seat({ watchers: ['formatrice-1', 'formateur-2'] })).next).toBe(
      'formateur-2 regarde votre terminal.',
    );
  });
});
