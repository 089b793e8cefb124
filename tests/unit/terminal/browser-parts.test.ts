import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACK_EVERY, TERMINAL_ENDS } from '../../../server/contract/terminal-frames.ts';
import { delayBefore } from '../../../src/islands/terminal/backoff.ts';
import { HeldCommands } from '../../../src/islands/terminal/held-commands.ts';
import { InputQueue } from '../../../src/islands/terminal/input-queue.ts';
import { pastedText, typedCommand } from '../../../src/islands/terminal/pasted-text.ts';
import { Progress } from '../../../src/islands/terminal/progress.ts';
import { shortcutOf } from '../../../src/islands/terminal/shortcuts.ts';
import { sayingOf, watchingSayingOf } from '../../../src/islands/terminal/status-line.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the delay before a new attempt', () => {
  it('doubles up to ten seconds, half of it at random', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 60].map((failures) => delayBefore(failures, 0.999_999))).toEqual(
      [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].map((longest) => expect.closeTo(longest, 1)),
    );
    expect(delayBefore(1, 0)).toBe(125);
    expect(delayBefore(60, 0)).toBe(5_000);
  });
});

describe('progress in the output', () => {
  it('acknowledges every 32 KiB parsed, in absolute offsets', () => {
    const progress = new Progress();
    expect(progress.from).toBe(-1);
    progress.hello(1_000, true, true);
    const half = progress.receive(ACK_EVERY / 2);
    const whole = progress.receive(ACK_EVERY / 2);
    expect(progress.parsed(half, progress.epoch)).toBeNull();
    expect(progress.parsed(whole, progress.epoch)).toBe(1_000 + ACK_EVERY);
    expect(progress.from).toBe(1_000 + ACK_EVERY);
  });

  it('goes on from what was received, and acknowledges nothing of before the new connection', () => {
    const progress = new Progress();
    progress.hello(0, true, true);
    const queued = progress.receive(3 * ACK_EVERY);
    const { epoch } = progress;
    progress.hello(progress.from, false, true);
    expect(progress.parsed(queued, epoch)).toBeNull();
    const next = progress.receive(ACK_EVERY);
    expect(progress.parsed(next, progress.epoch)).toBe(4 * ACK_EVERY);
  });

  it('does not take what another shell had said for what this one says', () => {
    const progress = new Progress();
    progress.hello(10_000_000, true, true);
    const old = progress.receive(5 * ACK_EVERY);
    const { epoch } = progress;
    progress.forget();
    expect(progress.from).toBe(-1);
    progress.hello(100, true, true);
    expect(progress.parsed(old, epoch)).toBeNull();
  });

  it('acknowledges the gap of a leap', () => {
    const progress = new Progress();
    progress.hello(0, true, true);
    progress.hello(ACK_EVERY * 10, true, false);
    expect(progress.parsed(ACK_EVERY * 10, progress.epoch)).toBe(ACK_EVERY * 10);
  });
});

describe('the input queue', () => {
  let sent: string[];
  let queue: InputQueue;
  beforeEach(() => {
    sent = [];
    queue = new InputQueue((bytes) => sent.push(new TextDecoder().decode(bytes)));
  });
  const total = (): number => sent.reduce((sum, text) => sum + text.length, 0);

  it('sends a key at once', () => {
    queue.open();
    queue.type('é');
    expect(sent).toEqual(['é']);
  });

  it('spaces a long paste out, whole and in order', () => {
    queue.open();
    const text = Array.from({ length: 100_000 }, (_, index) => String(index % 10)).join('') + 'x'.repeat(400_000);
    queue.type(text);
    expect(total()).toBeLessThanOrEqual(192 * 1024);
    vi.advanceTimersByTime(1_000);
    expect(total()).toBeLessThanOrEqual((192 + 60 + 16) * 1024);
    vi.advanceTimersByTime(10_000);
    expect(sent.join('')).toBe(text);
  });

  it('gives up a paste at Ctrl+C, and closes it if it was open', () => {
    queue.open();
    queue.type(`\x1b[200~${'x'.repeat(500_000)}\x1b[201~`);
    queue.type('y');
    const before = sent.length;
    queue.type('\x03');
    vi.advanceTimersByTime(60_000);
    expect(sent.slice(before).join('')).toBe('\x1b[201~\x03');
  });

  it('holds a little while the link is down, and sends nothing twice', () => {
    queue.open();
    queue.type('a');
    queue.hold();
    queue.type('b');
    queue.type('x'.repeat(5_000));
    expect(sent).toEqual(['a']);
    queue.open();
    queue.hold();
    queue.open();
    expect(sent).toEqual(['a', 'b']);
    queue.hold();
    queue.type('c');
    queue.clear();
    queue.open();
    expect(sent).toEqual(['a', 'b']);
  });
});

describe('commands of the page', () => {
  let typed: string[];
  let commands: HeldCommands;
  beforeEach(() => {
    typed = [];
    commands = new HeldCommands((text) => typed.push(text));
  });

  it('wait for the prompt, then go at once', () => {
    commands.type('ls');
    commands.opened();
    vi.advanceTimersByTime(1_000);
    commands.output();
    vi.advanceTimersByTime(149);
    expect(typed).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(typed).toEqual(['ls']);
    commands.type('id');
    commands.output();
    expect(typed).toEqual(['ls', 'id']);
  });

  it('do not wait for ever', () => {
    commands.opened();
    commands.type('ls');
    for (let time = 0; time < 1_500; time += 100) {
      commands.output();
      vi.advanceTimersByTime(100);
    }
    expect(typed).toEqual(['ls']);
  });

  it('are not typed again by a reconnection', () => {
    commands.opened();
    vi.advanceTimersByTime(1_500);
    commands.type('ls');
    commands.closed();
    commands.type('id');
    vi.advanceTimersByTime(10_000);
    expect(typed).toEqual(['ls']);
    commands.opened();
    commands.output();
    vi.advanceTimersByTime(150);
    commands.closed();
    commands.opened();
    vi.advanceTimersByTime(1_500);
    expect(typed).toEqual(['ls', 'id']);
  });
});

describe('pasted text', () => {
  it('keeps text, tabs and lines, and loses what could close the paste', () => {
    expect(pastedText('a\tb\r\nc é 🐳')).toBe('a\tb\r\nc é 🐳');
    expect(pastedText('x\x1b[201~rm -rf /\r\x03\x00\x7f\x9b201~')).toBe('x[201~rm -rf /\r201~');
  });

  it('is not run when it comes from the page', () => {
    expect(typedCommand('docker ps\n')).toBe('docker ps');
    expect(typedCommand('a\nb\r\n\n')).toBe('a\nb');
  });
});

describe('shortcuts', () => {
  const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) =>
    shortcutOf({
      key,
      code: `Key${key.toUpperCase()}`,
      ctrlKey: false,
      shiftKey: false,
      altKey: false,
      metaKey: false,
      ...modifiers,
    });
  const both = { ctrlKey: true, shiftKey: true };

  it.each([
    ['F6', {}, 'leave-forward'],
    ['F6', { shiftKey: true }, 'leave-backward'],
    ['C', both, 'copy'],
    ['c', both, 'copy'],
    ['V', both, 'paste'],
    ['F', both, 'search'],
    ['Insert', { ctrlKey: true }, 'copy'],
    ['Insert', { shiftKey: true }, 'paste'],
  ] as const)('%s %j is %s', (key, modifiers, action) => {
    expect(press(key, modifiers)).toBe(action);
  });

  it('go by the place of the key on a keyboard of another script', () => {
    expect(press('С', { ...both, code: 'KeyC' })).toBe('copy');
    expect(press('J', { ...both, code: 'KeyC' })).toBeNull();
  });

  it.each([
    ['c', { ctrlKey: true }],
    ['Tab', {}],
    ['Tab', { shiftKey: true }],
    ['Escape', {}],
    ['F6', { ctrlKey: true }],
    ['F5', {}],
    ['C', { ...both, altKey: true }],
    ['Insert', {}],
    ['Insert', both],
  ] as const)('%s %j goes to the shell', (key, modifiers) => {
    expect(press(key, modifiers)).toBeNull();
  });
});

describe('what is said of a state', () => {
  it('is nothing when all is well, and a sentence with a way on otherwise', () => {
    expect(sayingOf({ kind: 'open' })).toBeNull();
    expect(sayingOf({ kind: 'refused', code: 'too-many-terminals' })).toMatchObject({ action: 'Réessayer' });
    for (const reason of TERMINAL_ENDS) {
      if (reason !== 'error') expect(sayingOf({ kind: 'ended', reason })?.title).toMatch(/\S/);
    }
    expect(sayingOf({ kind: 'ended', reason: 'attempt-ended' })?.action).toBeNull();
  });

  it('is that keys go nowhere, while the class is paused', () => {
    expect(sayingOf({ kind: 'open' }, 'held')).toMatchObject({
      title: 'La classe est en pause :',
      advice: 'vos touches ne sont pas transmises.',
    });
    expect(sayingOf({ kind: 'reconnecting' }, 'held')?.title).toMatch(/interrompue/);
  });

  it('is about the learner, for who watches', () => {
    expect(watchingSayingOf({ kind: 'open' })).toBeNull();
    expect(watchingSayingOf({ kind: 'connecting' })?.advice).toMatch(/dès que la personne/);
    expect(watchingSayingOf({ kind: 'refused', code: 'nothing-live' })?.title).toMatch(/pas d’exercice ouvert/);
    for (const reason of TERMINAL_ENDS) {
      if (reason !== 'error') expect(watchingSayingOf({ kind: 'ended', reason })?.title).toMatch(/\S/);
    }
  });
});
