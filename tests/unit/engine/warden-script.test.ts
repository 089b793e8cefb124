import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const SCRIPT = new URL('../../../server/engine/warden.pl', import.meta.url).pathname;
const ask = (input: string): string =>
  spawnSync('perl', [SCRIPT, '1000000', '1000000'], { input, encoding: 'utf8' }).stdout;

const id = '0'.repeat(64);

it.each([
  ['an unknown verb', `remove ${id}`],
  ['a short id', 'observe 0123'],
  ['a path', `observe ${'../'.repeat(21)}a`],
  ['a pattern', `observe ${'?'.repeat(64)}`],
  ['a command', `observe $(id)${'0'.repeat(59)}`],
  ['capitals', `observe ${'A'.repeat(64)}`],
  ['a word too many', `observe ${id} ${id}`],
  ['nothing', ''],
])('refuses %s', (_what, request) => {
  expect(ask(`${request}\n`)).toBe('= error refused request\n= end\n');
});

it('answers every request, in order', () => {
  expect(ask(`observe ${id}\nnonsense\ndelegate ${id}\nthaw ${id}\n`)).toBe(
    '= error unknown sandbox\n= end\n= error refused request\n= end\n= error unknown sandbox\n= end\n= end\n',
  );
});
