import { describe, expect, it } from 'vitest';
import { inlineScriptHashes } from '../../../server/http/content-security.ts';
import { mayServe } from '../../../server/http/request-guard.ts';

const origins = ['http://127.0.0.1:4321', 'https://cours.example'];
const host = '127.0.0.1:4321';

describe('the guard at the door', () => {
  it.each([
    ['a page', 'GET', { host }, true],
    ['another of our names', 'GET', { host: 'cours.example' }, true],
    ['no name', 'GET', {}, false],
    ['a foreign name', 'GET', { host: 'ailleurs.example' }, false],
    ['another port', 'GET', { host: '127.0.0.1:80' }, false],
    ['an act without our header', 'POST', { host }, false],
    ['an act with it', 'POST', { host, 'x-etanche': '1' }, true],
    ['an act from another origin', 'PUT', { host, 'x-etanche': '1', origin: 'https://ailleurs.example' }, false],
    ['an act from a neighbour site', 'DELETE', { host, 'x-etanche': '1', 'sec-fetch-site': 'same-site' }, false],
    [
      'an act of our own page',
      'POST',
      { host, 'x-etanche': '1', origin: origins[0], 'sec-fetch-site': 'same-origin' },
      true,
    ],
  ])('%s', (_title, method, headers, expected) => {
    expect(mayServe(method, headers, origins)).toBe(expected);
  });
});

describe('the permission of inline scripts', () => {
  it('names those of the page, and no data, no file', () => {
    const html =
      '<script>a()</script><script type="application/ld+json">{}</script><script src="/x.js"></script><script type="module">b()</script>';
    expect(inlineScriptHashes(html)).toEqual([
      "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='",
      expect.stringMatching(/^'sha256-.{44}'$/),
    ]);
  });
});
