import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readTerminalRequest } from '../../../server/terminal/upgrade-request.ts';

const ORIGINS = ['http://127.0.0.1:4321', 'https://cours.example'];
const TICKET = 'a'.repeat(27);
const ask = (url: string, origin: string | undefined = ORIGINS[0]) =>
  readTerminalRequest({ url, headers: { origin } } as IncomingMessage, ORIGINS);

describe('the request for a terminal', () => {
  it('is read', () => {
    expect(ask(`/api/terminal?ticket=${TICKET}&from=42&viewer=abcdefgh`)).toEqual({
      ticket: TICKET,
      from: 42,
      viewer: 'abcdefgh',
    });
    expect(ask(`/api/terminal?ticket=${TICKET}`)).toEqual({ ticket: TICKET, from: -1, viewer: null });
  });

  it.each(['/api/terminals', '/api/terminal/', '/', '/api/../api/terminal2', '//autre.example/x', '/api%2Fterminal'])(
    'is not found at %s',
    (path) => {
      expect(ask(`${path}?ticket=${TICKET}`)).toEqual({ status: 404, code: 'not-found' });
    },
  );

  it.each([
    undefined,
    'null',
    '',
    'http://127.0.0.1:4322',
    'https://127.0.0.1:4321',
    'http://127.0.0.1:4321.evil.example',
    'https://cours.example.evil.example',
    'https://COURS.example',
    'https://cours.example/',
  ])('is forbidden from the origin %s', (origin) => {
    const request = { url: `/api/terminal?ticket=${TICKET}`, headers: { origin } } as IncomingMessage;
    expect(readTerminalRequest(request, ORIGINS)).toEqual({ status: 403, code: 'forbidden' });
  });

  it.each([
    '',
    '?ticket=',
    '?ticket=court',
    `?ticket=${'a'.repeat(65)}`,
    `?ticket=${'a'.repeat(26)}$`,
    `?ticket=${TICKET}&from=-2`,
    `?ticket=${TICKET}&from=1e3`,
    `?ticket=${TICKET}&from=9999999999999999`,
    `?ticket=${TICKET}&from=`,
    `?ticket=${TICKET}&from=%2d1%3b`,
    `?ticket=${TICKET}&viewer=a`,
    `?ticket=${TICKET}&viewer=${'a'.repeat(41)}`,
  ])('is bad with %s', (query) => {
    expect(ask(`/api/terminal${query}`)).toEqual({ status: 400, code: 'bad-request' });
  });
});
