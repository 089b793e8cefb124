import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const RUNTIME = new URL('../../../server/engine/runtime/', import.meta.url).pathname;
const FIXTURE = new URL('fixtures/oci-bundle.json', import.meta.url);

interface Bundle {
  process: Record<string, unknown>;
  mounts: { destination: string; options: string[] }[];
  linux: Record<string, unknown>;
}

let directory: string;
let bundle: string;
let original: Bundle;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'etanche-runtime-'));
  bundle = join(directory, 'bundle');
  await mkdir(bundle);
  for (const name of ['sandbox-runtime.sh', 'sandbox-runtime.jq'])
    await copyFile(RUNTIME + name, join(directory, name));
  original = JSON.parse(await readFile(FIXTURE, 'utf8')) as Bundle;
  original.process.apparmorProfile = 'docker-default';
  await writeFile(join(bundle, 'config.json'), JSON.stringify(original));
  // Stands for runc: says what it was given.
  await writeFile(join(directory, 'runc'), '#!/bin/sh\nfor argument in "$@"; do echo "$argument"; done\n');
  await chmod(join(directory, 'runc'), 0o755);
});
afterEach(() => rm(directory, { recursive: true }));

const call = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await run('sh', [join(directory, 'sandbox-runtime.sh'), ...args], {
    env: { PATH: `${directory}:/usr/bin:/bin` },
  });
  return stdout.trimEnd().split('\n');
};
const readBundle = async (): Promise<Bundle> =>
  JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8')) as Bundle;

describe('the runtime wrapper', () => {
  it('changes four things of the bundle on create, and nothing else', async () => {
    await call(
      '--root',
      '/run/r',
      '--log',
      '/x',
      '--log-format',
      'json',
      'create',
      '--bundle',
      bundle,
      '--pid-file',
      '/p',
      'id',
    );

    const sys = original.mounts.find(({ destination }) => destination === '/sys');
    expect(sys?.options).toContain('ro');
    expect(original.linux.maskedPaths).not.toEqual([]);

    const expected = structuredClone(original);
    for (const mount of expected.mounts) {
      if (mount.destination === '/sys') mount.options = mount.options.filter((option) => option !== 'ro');
    }
    expected.linux.maskedPaths = [];
    expected.linux.readonlyPaths = [];
    delete expected.process.apparmorProfile;
    expect(await readBundle()).toEqual(expected);
  });

  it('keeps every other read-only mount read-only', async () => {
    await call('create', '--bundle', bundle, 'id');
    const readOnly = (mounts: Bundle['mounts']): string[] =>
      mounts.filter(({ options }) => options.includes('ro')).map(({ destination }) => destination);
    expect(readOnly((await readBundle()).mounts)).toEqual(readOnly(original.mounts).filter((path) => path !== '/sys'));
    expect(readOnly(original.mounts)).toContain('/sys/fs/cgroup');
  });

  it('hands every argument over to runc, in order', async () => {
    const args = ['--root', '/run/r', 'create', `--bundle=${bundle}`, '--console-socket', '/with space', 'id'];
    expect(await call(...args)).toEqual(args);
    expect((await readBundle()).linux.maskedPaths).toEqual([]);
  });

  it.each([['exec'], ['kill'], ['delete'], ['state']])('touches nothing on %s', async (command) => {
    const args = ['--root', '/create', command, '--process', '/p', bundle, 'create'];
    expect(await call(...args)).toEqual(args);
    expect(await readBundle()).toEqual(original);
  });

  it('refuses to create when the bundle cannot be read', async () => {
    await writeFile(join(bundle, 'config.json'), '{ half');
    await expect(call('create', '--bundle', bundle, 'id')).rejects.toMatchObject({ code: 1, stdout: '' });
  });
});
