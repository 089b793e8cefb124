import { describe, expect, it } from 'vitest';
import { FailureLimit } from '../../../server/accounts/failure-limit.ts';

const NOW = 1_000_000;
const limit = (addresses?: number) => new FailureLimit({ burst: 3, perMinute: 1, ...(addresses ? { addresses } : {}) });
const fail = (tried: FailureLimit, address: string, times: number) => {
  for (let n = 0; n < times; n++) tried.failed(address, NOW);
};

describe('the limit of failures', () => {
  it('refuses past so many, for that address alone, and forgives with time', () => {
    const tried = limit();
    fail(tried, '192.0.2.1', 2);
    expect(() => tried.check('192.0.2.1', NOW)).not.toThrow();
    fail(tried, '192.0.2.1', 1);
    expect(() => tried.check('192.0.2.1', NOW)).toThrow('too-many-requests');
    expect(() => tried.check('192.0.2.2', NOW)).not.toThrow();
    expect(() => tried.check('192.0.2.1', NOW + 59_000)).toThrow();
    expect(() => tried.check('192.0.2.1', NOW + 60_000)).not.toThrow();
  });

  it('counts a whole /64 of IPv6 as one, and an IPv4 written as IPv6 for what it is', () => {
    const tried = limit();
    fail(tried, '2001:db8::1', 2);
    fail(tried, '2001:db8:0:0:ffff:2:3:4', 1);
    fail(tried, '::ffff:192.0.2.1', 3);
    expect(() => tried.check('2001:db8::5:6:7:8', NOW)).toThrow();
    expect(() => tried.check('2001:db8:0:1::1', NOW)).not.toThrow();
    expect(() => tried.check('192.0.2.1', NOW)).toThrow();
    expect(() => tried.check('::ffff:192.0.2.2', NOW)).not.toThrow();
  });

  it('remembers no more addresses than told, and forgets the least recent', () => {
    const tried = limit(100);
    fail(tried, '192.0.2.1', 3);
    for (let n = 0; n < 99; n++) fail(tried, `198.51.100.${n}`, 1);
    expect(() => tried.check('192.0.2.1', NOW)).toThrow();
    fail(tried, '203.0.113.1', 1);
    expect(tried.size).toBe(100);
    expect(() => tried.check('192.0.2.1', NOW)).not.toThrow();
  });
});
