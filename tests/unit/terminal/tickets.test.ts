import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWN, TerminalTickets } from '../../../server/terminal/tickets.ts';

const grant = { sessionId: 'session-1', sandboxId: 'sandbox-1', terminal: 2, access: OWN };
let tickets: TerminalTickets;

beforeEach(() => {
  vi.useFakeTimers();
  tickets = new TerminalTickets();
});
afterEach(() => void vi.useRealTimers());

describe('terminal tickets', () => {
  it('gives back what was granted, once', () => {
    const ticket = tickets.issue(grant);
    expect(ticket).toMatch(/^[\w-]{27}$/);
    expect(tickets.redeem(ticket)).toEqual(grant);
    expect(tickets.redeem(ticket)).toBeNull();
  });

  it('expires after 30 seconds', () => {
    const [early, late] = [tickets.issue(grant), tickets.issue(grant)];
    vi.advanceTimersByTime(29_999);
    expect(tickets.redeem(early)).toEqual(grant);
    vi.advanceTimersByTime(1);
    expect(tickets.redeem(late)).toBeNull();
  });

  it('knows nothing of what it did not issue', () => {
    tickets.issue(grant);
    expect(tickets.redeem('A'.repeat(27))).toBeNull();
    expect(tickets.redeem('')).toBeNull();
  });

  it('forgets expired tickets, and the oldest when there are too many', () => {
    const first = tickets.issue(grant);
    for (let count = 1; count < 10_000; count += 1) tickets.issue(grant);
    const last = tickets.issue(grant);
    expect(tickets.size).toBe(10_000);
    expect(tickets.redeem(first)).toBeNull();
    expect(tickets.redeem(last)).toEqual(grant);
    vi.advanceTimersByTime(30_000);
    expect(tickets.size).toBe(0);
  });

  it('forgets those of a session that signs out', () => {
    const mine = tickets.issue(grant);
    const theirs = tickets.issue({ ...grant, sessionId: 'session-2' });
    tickets.revoke('session-1');
    expect(tickets.redeem(mine)).toBeNull();
    expect(tickets.redeem(theirs)).toMatchObject({ sessionId: 'session-2' });
  });
});
