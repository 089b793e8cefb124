import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { localWarden } from '../../../server/engine/local-warden.ts';
import { ShellWarden, type WardenProcess } from '../../../server/engine/warden.ts';

const ID = 'a'.repeat(64);

/** A warden whose script is played by `answer`. */
class Script {
  readonly requests: string[] = [];
  starts = 0;
  readonly kills: number[] = [];
  readonly warden: ShellWarden;

  constructor(answer: (request: string, output: PassThrough, start: number, die: () => void) => void) {
    this.warden = new ShellWarden(async () => {
      const start = ++this.starts;
      const input = new PassThrough();
      const output = new PassThrough();
      const { promise: ended, resolve: die } = Promise.withResolvers<void>();
      input.on('data', (chunk: Buffer) => {
        this.requests.push(chunk.toString());
        answer(chunk.toString(), output, start, die);
      });
      const kill = (): void => {
        this.kills.push(start);
        die();
      };
      return { input, output, ended, kill } satisfies WardenProcess;
    });
  }
}

describe('the warden', () => {
  it.each(['', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}\nobserve`, `../${'a'.repeat(61)}`])(
    'is never asked about %j',
    async (id) => {
      const script = new Script((_request, output) => output.write('= end\n'));
      await expect(script.warden.observe(id)).rejects.toThrow('64 hexadecimal');
      expect(script.requests).toEqual([]);
    },
  );

  it('answers one request at a time, with one process', async () => {
    const script = new Script((request, output) => {
      setTimeout(() => output.write(`= host for ${request}= end\n`), 5);
    });
    const [first, second] = await Promise.all([script.warden.observe(ID), script.warden.observe('b'.repeat(64))]);
    expect(first).toBe(`= host for observe ${ID}\n= end\n`);
    expect(second).toContain('b'.repeat(64));
    expect(script.starts).toBe(1);
  });

  it('is understood whatever the chunks', async () => {
    const script = new Script((_request, output) => {
      for (const byte of 'line\n= end\n') output.write(byte);
    });
    expect(await script.warden.observe(ID)).toBe('line\n= end\n');
  });

  it('is started again after it died', async () => {
    const script = new Script((_request, output, start, die) => (start === 1 ? die() : output.write('= end\n')));
    await expect(script.warden.observe(ID)).rejects.toThrow('ended');
    await expect(script.warden.observe(ID)).resolves.toBe('= end\n');
    expect(script.starts).toBe(2);
  });

  it('is ended when it says too much, and the next request is served', async () => {
    const script = new Script((_request, output, start) =>
      output.write(start === 1 ? Buffer.alloc(9 * 2 ** 20) : '= end\n'),
    );
    await expect(script.warden.observe(ID)).rejects.toThrow('too much');
    expect(script.kills).toEqual([1]);
    await expect(script.warden.observe(ID)).resolves.toBe('= end\n');
  });

  it('is ended when it does not answer', { timeout: 15_000 }, async () => {
    const script = new Script((_request, output, start) => start > 1 && output.write('= end\n'));
    const stuck = script.warden.observe(ID);
    const next = script.warden.observe(ID);
    await expect(stuck).rejects.toThrow('did not answer');
    await expect(next).resolves.toBe('= end\n');
    expect(script.kills).toEqual([1]);
  });

  it('refuses politely, and lives on', async () => {
    const script = new Script((_request, output) => output.write('= error unknown sandbox\n= end\n'));
    await expect(script.warden.observe(ID)).rejects.toMatchObject({
      name: 'WardenRefusal',
      message: 'unknown sandbox',
    });
    await expect(script.warden.observe(ID)).rejects.toThrow('unknown sandbox');
    expect(script.starts).toBe(1);
  });

  it('closed, starts nothing any more', async () => {
    const script = new Script((_request, output) => output.write('= end\n'));
    await script.warden.observe(ID);
    await script.warden.close();
    expect(script.kills).toEqual([1]);
    await expect(script.warden.observe(ID)).rejects.toThrow('closed');
  });
});

describe('the warden’s script', () => {
  const warden = localWarden(1_000_000, 1_000_000);
  afterEach(() => warden.close());

  it('knows no sandbox that does not exist, in either verb', async () => {
    await expect(warden.observe('0'.repeat(64))).rejects.toThrow('unknown sandbox');
    await expect(warden.delegate('0'.repeat(64))).rejects.toThrow();
  });
});
