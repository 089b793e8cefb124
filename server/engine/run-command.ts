import { spawn } from 'node:child_process';

export interface CommandResult {
  code: number;
  /** Output and errors together, the last 64 KiB. */
  output: string;
}

export interface CommandOptions {
  /** Added to the environment of this process. */
  environment?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Called with each line that the command writes, output and errors alike. */
  onLine?: (line: string) => void;
}

const KEPT = 65_536;

/** Runs a program to its end; a failure is a result. The code is 127 when there is no such program. */
export function tryCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const environment = Object.entries({ LC_ALL: 'C.UTF-8', PATH: SYSTEM_PATH, ...options.environment });
    const child = spawn('env', [...environment.map(([name, value]) => `${name}=${value}`), program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: options.cwd,
    });
    let output = '';
    let line = '';
    const read = (chunk: string): void => {
      output = (output + chunk).slice(-KEPT);
      const lines = (line + chunk).split('\n');
      line = (lines.pop() ?? '').slice(-KEPT);
      for (const complete of lines) options.onLine?.(complete);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Same, for a command that must succeed. @throws Error with the last lines of its output. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await tryCommand(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${output.trim().split('\n').slice(-12).join('\n')}`);
  }
  return output;
}

/** Debian keeps dockerd, mkfs and useradd in `sbin`, which an ordinary user's PATH lacks. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @returns true when the program is on the system's path. */
export const hasCommand = async (program: string): Promise<boolean> =>
  (await tryCommand('sh', ['-c', 'command -v -- "$1"', 'sh', program])).code === 0;
