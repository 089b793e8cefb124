import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ShellWarden } from './warden.ts';

const SCRIPT = fileURLToPath(new URL('warden.pl', import.meta.url));

/** The warden of an engine whose sandboxes are processes of this machine: a child of ours, as root. */
export const localWarden = (rootUid: number, rootGid: number): ShellWarden =>
  new ShellWarden(async () => {
    const child = spawn('perl', [SCRIPT, String(rootUid), String(rootGid)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: '/',
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
    return { input: child.stdin, output: child.stdout, ended, kill: () => child.kill('SIGKILL') };
  });
