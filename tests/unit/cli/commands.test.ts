import { mkdtemp, mkdir, rm, writeFile, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDebianLike } from '../../../server/cli/debian-packages.ts';
import { HELP } from '../../../server/cli/help.mjs';
import { announce, preflight, runningServer } from '../../../server/cli/preflight.ts';
import { errorText } from '../../../server/cli/report-error.ts';
import { sourceHash } from '../../../server/cli/site-build.ts';
import { french } from '../../../server/cli/typography.ts';
import { parseConfig } from '../../../server/config.ts';
import { OperatorError } from '../../../server/errors.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etanche-cli-'));
});
afterEach(() => rm(directory, { recursive: true }));

const config = (environment: Record<string, string> = {}) =>
  parseConfig({ ETANCHE_STATE: join(directory, 'state'), ETANCHE_PORT: '0', ...environment }, directory, true);

describe('the help', () => {
  it('names every variable that the configuration reads, and no other', async () => {
    const source = await readFile(new URL('../../../server/config.ts', import.meta.url), 'utf8');
    const read = new Set(source.match(/ETANCHE_[A-Z_]+(?=:)/g));
    expect(read.size).toBeGreaterThan(8);
    expect(new Set(HELP.match(/ETANCHE_[A-Z_]+/g))).toEqual(read);
  });
});

describe('what a start checks first', () => {
  it('is satisfied with a free port and a new folder', async () => {
    await expect(preflight(config())).resolves.toBeUndefined();
  });

  it('says that the port is taken, and offers the next', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await expect(preflight(config({ ETANCHE_PORT: String(port) }))).rejects.toMatchObject({
      message: `Le port ${port} est déjà pris par un autre programme.`,
      remedy: expect.stringContaining(`ETANCHE_PORT=${port + 1} npm start`) as string,
    });
    server.close();
  });

  it('says that an address is not of this machine', async () => {
    await expect(preflight(config({ ETANCHE_HOST: '192.0.2.1' }))).rejects.toThrow(/192\.0\.2\.1/);
  });

  it('says that the state folder cannot be written', async () => {
    await writeFile(join(directory, 'file'), '');
    const blocked = parseConfig({ ETANCHE_STATE: join(directory, 'file/state') }, directory, true);
    await expect(preflight(blocked)).rejects.toThrow(/Impossible d’écrire/);
  });

  it('is not misled by the file of a server that was killed', async () => {
    await mkdir(join(directory, 'state'));
    await writeFile(join(directory, 'state/server.pid'), '4194304\n');
    await expect(preflight(config())).resolves.toBeUndefined();
    expect(await runningServer(join(directory, 'state'))).toBeNull();
  });

  it('forgets this server when it ends', async () => {
    await mkdir(join(directory, 'state'));
    const announcement = await announce(join(directory, 'state'));
    await announcement.serving('http://127.0.0.1:1');
    expect(await readFile(join(directory, 'state/server.url'), 'utf8')).toBe('http://127.0.0.1:1\n');
    await announcement[Symbol.asyncDispose]();
    await expect(readFile(join(directory, 'state/server.pid'))).rejects.toThrow('ENOENT');
  });
});

describe('the pages', () => {
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), content);
  };

  it('are built again when anything they depend on changes, and only then', async () => {
    await write('content/a.mdx', 'a');
    await write('src/pages/b.astro', 'b');
    const first = await sourceHash(directory);
    await write('server/http/unrelated.ts', 'x');
    expect(await sourceHash(directory)).toBe(first);
    await write('content/a.mdx', 'A');
    const second = await sourceHash(directory);
    expect(second).not.toBe(first);
    await write('labs/new/lab.ts', '');
    expect(await sourceHash(directory)).not.toBe(second);
  });
});

describe('an error', () => {
  it('of the operator is one message and its commands, untouched', () => {
    const text = errorText(new OperatorError('Le port est pris : voyez.', "ss -ltnp 'sport = :80'\nnpm start"));
    expect(text).toBe(
      "\nLe port est pris\u00a0: voyez.\n\nPour y remédier\u00a0:\n\n  ss -ltnp 'sport = :80'\n  npm start\n",
    );
  });

  it('that nobody foresaw says what to do and what to report', () => {
    const text = errorText(new TypeError('x is not a function'));
    expect(text).toContain('npm run docteur');
    expect(text).toContain('TypeError: x is not a function');
  });
});

describe('small things', () => {
  it.each([
    ['ID=debian', true],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
    ['ID=fedora', false],
    ['ID=arch\nID_LIKE=archlinux', false],
    ['', false],
  ])('%j is Debian-like: %s', (text, expected) => expect(isDebianLike(text)).toBe(expected));

  it('sets French spaces', () => {
    expect(french('Prêt : « oui » ; non ? 40 %')).toBe('Prêt\u00a0: «\u00a0oui\u00a0»\u00a0; non\u00a0? 40\u00a0%');
  });
});
