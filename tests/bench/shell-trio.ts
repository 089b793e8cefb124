import { DatabaseSync } from 'node:sqlite';
import { containerName } from '../../server/sandbox/labels.ts';
import { Client } from '../support/test-app.ts';
import { LAB, type BenchContext } from './bench-context.ts';
import { BarePtyShell, execCommand } from './shells/bare-pty.ts';
import { EtancheShell } from './shells/etanche.ts';
import { waitForPrompt, type Shell } from './shells/shell.ts';
import { WettyShell } from './shells/wetty.ts';

/** The same sandbox's bash by three ways. `others` is empty, and `missing` says why, when these could not be had. */
export interface ShellTrio extends AsyncDisposable {
  ours: EtancheShell;
  others: Shell[];
  missing: string | null;
}

/** Opens an attempt on the warm server, and the three shells at their prompt. */
export async function openTrio(context: BenchContext): Promise<ShellTrio> {
  const { warmServer: server, engine } = context;
  await using opened = new AsyncDisposableStack();
  await server.warm();
  const client = await new Client(server.url).signIn('apprenante-clavier');
  const attempt = await client.open(LAB);
  opened.defer(async () => void (await client.send('POST', `/api/attempts/${attempt.id}/close`)));

  const ours = await EtancheShell.open(client, server.url, attempt.id);
  opened.defer(() => ours.close());
  await waitForPrompt(ours);

  const others: Shell[] = [];
  let missing: string | null = null;
  try {
    context.say('installation de wetty et de node-pty');
    const peers = await context.peers();
    const container = containerName(server.instance, sandboxOf(server.databasePath, attempt.id));
    const command = execCommand(engine.socketPath, container);
    for (const open of [async () => new BarePtyShell(peers, command), () => WettyShell.open(peers, command)]) {
      const shell = await open();
      opened.defer(() => shell.close());
      await waitForPrompt(shell);
      others.push(shell);
    }
  } catch (error) {
    missing = error instanceof Error ? error.message : String(error);
  }
  const resources = opened.move();
  return { ours, others, missing, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** The API does not tell learners their sandbox's identifier: the database does. */
function sandboxOf(databasePath: string, attemptId: string): string {
  const database = new DatabaseSync(databasePath, { readOnly: true });
  const row = database.prepare('select sandbox_id from attempt where id = ?').get(attemptId);
  database.close();
  return String(row?.sandbox_id);
}
