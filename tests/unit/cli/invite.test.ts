import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inviteText } from '../../../server/cli/invite.ts';
import { parseConfig } from '../../../server/config.ts';
import type { AuditPage, TrainerView } from '../../../server/contract/trainers.ts';
import { OperatorError } from '../../../server/errors.ts';
import { AuditLog } from '../../../server/store/audit.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { projectDir } from '../../support/test-config.ts';
import { accept, anAdministrator } from '../../support/trainer-client.ts';

const NEXT = 'quatre mots tout neufs';

const configOf = (stateDir: string, environment: Record<string, string> = {}) =>
  parseConfig({ ETANCHE_STATE: stateDir, ...environment }, projectDir, true);
const tokenIn = (text: string): string => /#([\w-]{43})$/m.exec(text)?.[1] ?? '';
const addressIn = (text: string): string => /^https?:\/\/[^/]+/m.exec(text)?.[0] ?? '';

/** What the operator types, in a process of its own. */
const inviter = async (stateDir: string, ...names: string[]) =>
  promisify(execFile)(process.execPath, ['server/main.ts', 'inviter', ...names], {
    cwd: projectDir,
    env: { PATH: process.env['PATH'], ETANCHE_STATE: stateDir },
  });

async function refusal(test: TestApp, ...names: string[]): Promise<OperatorError> {
  const refused: unknown = await inviteText(configOf(test.stateDir), names).catch((error: unknown) => error);
  if (!(refused instanceof OperatorError)) throw new Error('it was not refused', { cause: refused });
  return refused;
}

describe('npm run inviter, while the server runs', () => {
  it('gives a link to a new account that administers, and voids the one before', async () => {
    await using test = await testApp();
    await anAdministrator(test);
    const former = (await inviter(test.stateDir)).stdout;
    const { stdout } = await inviter(test.stateDir);
    expect(stdout).toMatch(
      /Ce lien ouvre un compte d’administration\. Il ne sert qu’une fois, jusqu’au \d+ \S+ \d{4} à \d\d\u00a0h\u00a0\d\d, /,
    );
    const client = new Client(test.url);
    expect((await client.send('GET', `/api/trainer/invitations/${tokenIn(former)}`)).status).toBe(404);
    const { trainer } = await accept(test.url, tokenIn(stdout), 'administratrice-2');
    expect(trainer.role).toBe('administrator');
  });

  it('lets the only administrator back in, who has forgotten the password', async () => {
    await using test = await testApp();
    const lost = await anAdministrator(test);
    const { stdout } = await inviter(test.stateDir, 'Administratrice-1');
    expect(stdout).toContain('Par ce lien, administratrice-1 choisit un nouveau mot de passe.');
    expect(stdout).toContain('/formation/mot-de-passe/#');

    const back = new Client(test.url);
    const body = { token: tokenIn(stdout), password: NEXT };
    expect(await back.json<TrainerView>('POST', '/api/trainer/accept', body)).toMatchObject(lost.trainer);
    expect((await lost.send('GET', '/api/trainers')).status).toBe(401);
    const { entries, intact } = await back.json<AuditPage>('GET', '/api/audit');
    expect(intact).toBe(true);
    expect(entries.map(({ actor, action, subject, detail }) => [actor, action, subject, detail]).slice(0, 2)).toEqual([
      ['trainer:administratrice-1', 'trainer.password-renewed', 'administratrice-1', ''],
      ['server', 'trainer.password-link', 'administratrice-1', 'npm run inviter'],
    ]);
  });

  it('writes into the journal at the same moments as the server, and breaks no chain', async () => {
    await using test = await testApp();
    const audit = new AuditLog(test.app.database);
    const modules = ['store/database', 'store/audit'].map((name) => join(projectDir, `server/${name}.ts`));
    const other = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const [{ openDatabase }, { AuditLog }] = await Promise.all(${JSON.stringify(modules)}.map((path) => import(path)));
        const audit = new AuditLog(await openDatabase(${JSON.stringify(join(test.stateDir, 'etanche.db'))}));
        process.stdout.write('ready');
        for (let n = 0; n < 200; n++) await audit.record('server', 'essai', 'autre');`,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let complaint = '';
    other.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const ended = once(other, 'exit');
    await once(other.stdout, 'data');
    for (let n = 0; n < 200; n++) await audit.record('server', 'essai', 'le nôtre');
    expect([await ended, complaint]).toEqual([[0, null], '']);
    expect(await audit.latest(1000)).toHaveLength(400);
    expect(await audit.isIntact()).toBe(true);
  });
});

describe('the address of the link', () => {
  const served = 'http://192.0.2.7:4000';
  const environment = { ETANCHE_HOST: '192.0.2.8', ETANCHE_PORT: '5000' };

  it('is the one that the server has printed, whatever this command was told', async () => {
    await using test = await testApp();
    const server = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)', 'server/main.ts']);
    onTestFinished(() => void server.kill());
    await once(server, 'spawn');
    await writeFile(join(test.stateDir, 'server.pid'), `${server.pid}\n`);
    await writeFile(join(test.stateDir, 'server.url'), `${served}\n`);
    const text = await inviteText(configOf(test.stateDir, environment), []);
    expect(addressIn(text)).toBe(served);
    expect(text).not.toContain('npm start');
  });

  it.each([
    [environment, 'http://192.0.2.8:5000'],
    [{}, 'http://127.0.0.1:4321'],
    [{ ...environment, ETANCHE_ORIGINS: 'https://etanche.example,https://autre.example' }, 'https://etanche.example'],
  ])('is, while none runs, the one that it would print with %o', async (given: Record<string, string>, expected) => {
    await using test = await testApp();
    await writeFile(join(test.stateDir, 'server.pid'), '4194304\n');
    await writeFile(join(test.stateDir, 'server.url'), `${served}\n`);
    const text = await inviteText(configOf(test.stateDir, given), []);
    expect(addressIn(text)).toBe(expected);
    expect(text).toContain('lancez-le avant d’ouvrir ce lien');
  });
});

it('a link made while no server runs serves once one does, though it starts by voiding its own', async () => {
  const test = await testApp();
  await anAdministrator(test);
  await test.app[Symbol.asyncDispose]();
  onTestFinished(() => rm(test.stateDir, { recursive: true, force: true }));
  const toNew = tokenIn(await inviteText(configOf(test.stateDir), []));
  const toOld = tokenIn(await inviteText(configOf(test.stateDir), ['administratrice-1']));

  await using again = await testApp({}, undefined, test.stateDir);
  expect(await again.app.firstInvitation()).toBeNull();
  await accept(again.url, toNew, 'administratrice-2');
  const renewed = await new Client(again.url).send('POST', '/api/trainer/accept', { token: toOld, password: NEXT });
  expect(renewed.status).toBe(200);
});

describe('what it refuses, in one message', () => {
  it('is a state folder that does not exist, or holds no database: it makes neither', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'etanche-invite-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const stateDir of [join(folder, 'absent'), folder]) {
      const failed = (await inviter(stateDir).catch((error: unknown) => error)) as { code: number; stderr: string };
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain(`Il n’y a pas encore de base ici\u00a0: ${join(stateDir, 'etanche.db')}`);
      expect(failed.stderr).toContain('npm start    # la première fois');
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('is a name that no account has, and it says which there are', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    await administrator.colleague('formatrice-1');
    const { message } = await refusal(test, 'formatrice-2');
    expect(message).toBe(
      'Aucun compte ne s’appelle « formatrice-2 ». Les comptes ouverts : administratrice-1, formatrice-1.',
    );
    expect((await refusal(test, 'formatrice-1', 'formatrice-2')).message).toContain('Un seul nom');
  });

  it('is a closed account, and one that has no password here', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    const { trainer } = await administrator.colleague('formatrice-1');
    await administrator.send('DELETE', `/api/trainers/${trainer.id}`);
    expect((await refusal(test, 'formatrice-1')).message).toContain('Le compte formatrice-1 est fermé');
    await test.app.database
      .updateTable('trainer')
      .set({ disabled_at: null, password_hash: null, openid_subject: 'https://fournisseur.example 1' })
      .where('login', '=', 'formatrice-1')
      .execute();
    expect((await refusal(test, 'formatrice-1')).message).toContain('entre par OpenID Connect');
  });
});
