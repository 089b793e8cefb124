import { ExecStream } from '../sandbox/exec-stream.ts';
import type { EngineApi } from './engine-api.ts';
import { ShellWarden } from './warden.ts';

/** Opens a stream to a command in a container: its standard input and output. */
export async function execStream(api: EngineApi, container: string, command: readonly string[]): Promise<ExecStream> {
  const { Id } = await api.json<{ Id: string }>('POST', `/containers/${container}/exec`, {
    body: { Cmd: command, AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false },
  });
  return new ExecStream(await api.hijack(`/exec/${Id}/start`, { Detach: false, Tty: false }));
}

/** The warden of an engine that lives in a container: a program of that container. */
export const execWarden = (api: EngineApi, container: string, rootUid: number, rootGid: number): ShellWarden =>
  new ShellWarden(async () => {
    const stream = await execStream(api, container, ['perl', '/etanche/warden.pl', String(rootUid), String(rootGid)]);
    const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    stream.on('error', () => undefined);
    return { input: stream, output: stream, ended, kill: () => stream.destroy() };
  });
