import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { APP_FILES } from '../../server/app-files.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { builtSite } from '../support/built-site.ts';
import { Client } from '../support/test-app.ts';
import { projectDir } from '../support/test-config.ts';
import { testEngine } from '../support/test-engine.ts';
import { freePort } from '../support/free-port.ts';
import { waitUntil } from '../support/wait-until.ts';
import { within } from '../support/within.ts';

let engine: EngineHandle;
beforeAll(async () => {
  await builtSite();
  engine = await testEngine(inject('stateDir'));
});
afterAll(async () => {
  await engine.warden.close();
  for (const name of APP_FILES) await rm(join(inject('stateDir'), name), { recursive: true, force: true });
});

it('ends by itself when asked, though a learner is at work, and says where it served', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = spawn(process.execPath, ['server/main.ts', 'start'], {
    cwd: projectDir,
    env: {
      PATH: process.env['PATH'],
      ETANCHE_STATE: inject('stateDir'),
      ETANCHE_PORT: new URL(url).port,
      ETANCHE_DISK: '24',
      ETANCHE_WARM: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitUntil(() => said.includes('Étanche est prêt') && said.includes(url), 60_000);

  const client = await new Client(url).signIn('apprenante-1');
  const { id } = await client.open('un-processus-comme-un-autre');
  await waitUntil(
    async () => (await client.json<{ state: string }>('GET', `/api/attempts/${id}`)).state === 'open',
    60_000,
  );

  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const [code] = (await within(5_000, 'end of the server', ended)) as [number | null];
  expect(code, said).toBe(0);
  expect(said).toContain('Arrêt du serveur…');
});
