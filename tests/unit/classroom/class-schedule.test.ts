import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { warmWanted } from '../../../server/classroom/class-schedule.ts';
import { testApp, type TestApp } from '../../support/test-app.ts';
import { newClass, trainer } from './class-people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NINE = 1_800_000_000_000;
const MAXIMUM = 40;
const morning = { starts_at: NINE, ends_at: NINE + 3 * HOUR, warm: 30 };

describe('sandboxes kept ready for the classes', () => {
  it.each([
    ['long before', -HOUR, 0],
    ['a little too early', -15 * MINUTE - 1, 0],
    ['a quarter of an hour before', -15 * MINUTE, 30],
    ['during', HOUR, 30],
    ['at the last moment', 3 * HOUR - 1, 30],
    ['after', 3 * HOUR, 0],
  ])('%s', (_when, offset, expected) => {
    expect(warmWanted([morning], NINE + offset, MAXIMUM)).toBe(expected);
  });

  it.each([
    ['two classes at once add up, no more than may live', [morning, { ...morning, warm: 20 }], 40],
    ['none asked for without a start', [{ ...morning, starts_at: null }], 0],
    ['without an end, for the day', [{ ...morning, ends_at: null }], 30],
    ['no class', [], 0],
  ])('%s', (_what, classes, expected) => {
    expect(warmWanted(classes, NINE + HOUR, MAXIMUM)).toBe(expected);
  });

  it('no longer than a day when nobody said when it ends', () => {
    expect(warmWanted([{ ...morning, ends_at: null }], NINE + 12 * HOUR, MAXIMUM)).toBe(0);
  });
});

describe('a class that begins', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await testApp({ ETANCHE_WARM: '1', ETANCHE_SANDBOXES: '5' });
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const wanted = async () => (await test.app.fleet.capacity()).expected;

  it('has its sandboxes made ready at once, within the maximum; none more when it changes or is gone', async () => {
    const formatrice = await trainer(test);
    const asked = { capacity: 3, startsAt: Date.now(), endsAt: Date.now() + HOUR };
    const { id } = await newClass(formatrice, asked);
    expect(await wanted()).toBe(3);
    const later = await newClass(formatrice, { ...asked, startsAt: Date.now() + HOUR - 1 });
    expect(await wanted()).toBe(3);
    const another = await newClass(formatrice, { ...asked, capacity: 30 });
    expect(await wanted()).toBe(5);
    for (const gone of [another, later]) await formatrice.send('DELETE', `/api/classes/${gone.id}`);
    expect(await wanted()).toBe(3);
    await formatrice.send('DELETE', `/api/classes/${id}`);
    expect(await wanted()).toBe(0);
  });
});
