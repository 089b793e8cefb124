import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { SandboxHost } from '../../server/sandbox/sandbox-host.ts';
import { realHost, testEngine } from '../support/test-engine.ts';
import { chapters } from './chapters.ts';
import { runnableBlocks, type RunnableBlock } from './fences.ts';
import { sameOutput } from './same-output.ts';

const TIME_LIMIT = 240_000;
/** Record separator: no command of the course prints it. */
const MARK = '\u001e';

/**
 * Types the blocks one after the other into one shell, as a reader does, and returns what each printed.
 * The script is a file, so that no process carries the commands in its arguments.
 */
async function typed(host: SandboxHost, id: string, blocks: readonly RunnableBlock[]): Promise<string[]> {
  const script = ['exec 2>&1', 'cd /root', ...blocks.map(({ command }) => `${command}\nprintf '${MARK}'`)].join('\n');
  const result = await host.exec(id, {
    command: ['sh', '-c', 'cat >/tmp/commands && exec bash /tmp/commands </dev/null'],
    stdin: script,
    timeout: TIME_LIMIT,
    maxOutput: 2 ** 20,
  });
  expect(result.exitCode, `the shell ended at: ${result.stdout.slice(-400)}`).toBe(0);
  return result.stdout.split(MARK).slice(0, -1);
}

let engine: EngineHandle;
let host: SandboxHost;
beforeAll(async () => {
  engine = await testEngine(inject('stateDir'));
  host = realHost(engine, 'content');
});
afterAll(async () => {
  await engine.warden.close();
});

const inSandbox = async (work: (id: string) => Promise<void>): Promise<void> => {
  const id = randomBytes(10).toString('hex');
  await host.create({ id, expiresAt: Date.now() + 2 * TIME_LIMIT });
  try {
    await work(id);
  } finally {
    await host.destroy(id);
  }
};

describe.concurrent('commands of the course', { timeout: TIME_LIMIT + 60_000 }, () => {
  it.each(chapters)('$file: every command prints what the page says', async (page) => {
    const blocks = runnableBlocks(page.body);
    expect(blocks.length).toBeGreaterThan(5);
    await inSandbox(async (id) => {
      const { cgroupVersion } = await host.kernelFacts(id);
      const outputs = await typed(host, id, blocks);
      const differences = blocks.flatMap(({ command, expected, line, onlyV1 }, index) => {
        const comparable = expected !== null && (!onlyV1 || cgroupVersion === 1);
        const output = outputs[index] ?? '';
        return comparable && !sameOutput(expected, output) ? [`${page.file}:${page.offset + line}\n$ ${command}\n--- page\n${expected}\n--- bac\n${output}`] : [];
      });
      expect(differences).toEqual([]);
    });
  });

  it('sees a command that prints something else', async () => {
    await inSandbox(async (id) => {
      const [output] = await typed(host, id, runnableBlocks('```sh bac\nwhoami\n```\n'));
      expect(sameOutput('root', output ?? '')).toBe(true);
      expect(sameOutput('personne', output ?? '')).toBe(false);
    });
  });
});
