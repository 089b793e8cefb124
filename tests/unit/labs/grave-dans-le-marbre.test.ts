import { expect, it } from 'vitest';
import { readMounts, sizeOf } from '../../../labs/grave-dans-le-marbre/mounts.ts';

it('reads the mounts that the probe tells, and nothing else', () => {
  const output =
    'montage / overlay ro,relatime\nmontage /tmp\nLe livre est ouvert.\nmontage /tmp tmpfs rw,size=16384k\n';
  expect(readMounts(output)).toEqual([
    { point: '/', type: 'overlay', options: ['ro', 'relatime'] },
    { point: '/tmp', type: 'tmpfs', options: ['rw', 'size=16384k'] },
  ]);
});

it.each([
  ['size=16384k', 16 * 2 ** 20],
  ['size=1g', 2 ** 30],
  ['size=4096', 4096],
  ['size=50%', undefined],
  ['noexec', undefined],
])('reads the size in « %s »', (option, bytes) => {
  expect(sizeOf({ point: '/tmp', type: 'tmpfs', options: ['rw', option] })).toBe(bytes);
});
