import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeShown, encodeSize, encodeTyped, HolderReader } from '../../server/terminal/holder-protocol.ts';
import { descendants, LocalSandboxes, pause, PROMPT, residentKiB, ticks, until } from './terminal-harness.ts';

let sandboxes = new LocalSandboxes();
const attached = new Set<Attached>();
let count = 0;
afterEach(() => {
  for (const each of attached) each.leave();
  attached.clear();
});
afterAll(() => sandboxes.close(), 60_000);

/** `terminal attach`, its frames read. */
class Attached {
  hello: { offset: number; reset: boolean } | null = null;
  hellos = 0;
  chunks: Buffer[] = [];
  offset = 0;
  exit: number | null = null;
  sizes: string[] = [];
  closed = false;
  follows = true;
  readonly child;

  constructor(sandbox: string, from = -1, terminal = 1, ...words: string[]) {
    attached.add(this);
    this.child = sandboxes.spawn(sandbox, 'attach', String(terminal), String(from), ...words);
    const reader = new HolderReader({
      onHello: (offset, reset) => {
        this.hello = { offset, reset };
        this.hellos += 1;
        this.offset = offset;
        if (reset) this.chunks = [];
        this.shows();
      },
      onData: (bytes) => {
        this.chunks.push(Buffer.from(bytes));
        this.offset += bytes.length;
        this.shows();
      },
      onExit: (status) => (this.exit = status),
      onSize: (columns, rows) => this.sizes.push(`${columns}x${rows}`),
    });
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.on('data', (chunk: Buffer) => expect(reader.push(chunk)).toBe(true));
    this.child.on('close', () => (this.closed = true));
  }

  static async to(sandbox: string, from = -1, terminal = 1): Promise<Attached> {
    const one = new Attached(sandbox, from, terminal);
    await until(() => one.hello !== null, 'the greeting');
    return one;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
  get text(): string {
    return this.bytes.toString();
  }

  type(text: string): void {
    this.child.stdin.write(encodeTyped(Buffer.from(text)));
  }
  size(columns: number, rows: number): void {
    this.child.stdin.write(encodeSize(columns, rows));
  }
  /** Acknowledges everything received. */
  shows(): void {
    if (this.follows) this.child.stdin.write(encodeShown(this.offset));
  }
  sees(expected: string | RegExp, timeout?: number): Promise<void> {
    return until(
      () => (typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text)),
      () => `${expected} in ${JSON.stringify(this.text.slice(-300))}`,
      timeout,
    );
  }
  async run(command: string, expected: string | RegExp, timeout?: number): Promise<void> {
    this.chunks = [];
    this.type(`${command}\r`);
    await this.sees(expected, timeout);
  }
  leave(): void {
    this.child.stdin.end();
    attached.delete(this);
  }
}

const fresh = (): string => `sandbox-${(count += 1)}`;
function holderOf(sandbox: string): number {
  const [pid, ...others] = sandboxes.holders(sandbox);
  if (pid === undefined || others.length > 0) throw new Error(`${sandbox} does not have exactly one holder`);
  return pid;
}
const start = (sandbox: string): Promise<number | null> =>
  new Promise((resolve) => sandboxes.spawn(sandbox, 'start', '1').on('close', resolve));

describe('starting a terminal', () => {
  it('makes one holder however many ask at once, with a socket of its own', async () => {
    const sandbox = fresh();
    expect(await Promise.all(Array.from({ length: 8 }, () => start(sandbox)))).toEqual(Array(8).fill(0));
    expect(await start(sandbox)).toBe(0);
    await until(() => sandboxes.holders(sandbox).length === 1, 'one holder');
    const { mode } = statSync(join(sandboxes.root, sandbox, 'terminal-1.sock'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('replaces a holder that was killed', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.sees(PROMPT);
    process.kill(holderOf(sandbox), 'SIGKILL');
    await until(() => first.closed, 'the end of the link');
    expect(first.exit).toBeNull();
    const second = await Attached.to(sandbox, first.offset);
    expect(second.hello?.reset).toBe(true);
    await second.sees(PROMPT);
  });

  it.each([
    [[]],
    [['start']],
    [['start', '5']],
    [['start', '0']],
    [['start', '1', '2']],
    [['attach', '1']],
    [['attach', '1', 'x']],
    [['attach', '1', '-2']],
    [['attach', '1', '-1', 'own']],
    [['attach', '1', '-1', 'watch', 'watch']],
    [['stop', '1']],
  ])('refuses %j', async (words) => {
    const code = await new Promise((resolve) => sandboxes.spawn('refused', ...words).on('close', resolve));
    expect(code).not.toBe(0);
  });
});

describe('the shell', () => {
  it('has a terminal of its own, UTF-8, and default signals', async () => {
    const one = await Attached.to(fresh());
    await one.run(
      'tty; echo $TERM $LANG $COLORTERM $PWD; stty -a | grep -o -- "-\\?iutf8"',
      /\/dev\/pts\/\d+\r\nxterm-256color C\.UTF-8 truecolor \/\S*\r\niutf8\r\n/,
    );
    await one.run(
      '[ $(ps -o sid= -p $$) = $$ ] && echo chef; yes | head -1 >/dev/null; echo p=${PIPESTATUS[0]}; env | grep -c ^ETANCHE',
      /chef\r\np=141\r\n0\r\n/,
    );
  });

  it('gets control characters', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.sees(PROMPT);
    one.type('sleep 1000\r');
    await until(() => descendants(holderOf(sandbox), 'sleep').length === 1, 'the program');
    await pause(50);
    one.type('\x03');
    await one.run('echo code=$?', 'code=130');
  });

  it('says its status when it ends; the next one is another shell, whose offsets are not those of the first', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    first.type('exit 7\r');
    await until(() => first.closed, 'the end');
    expect(first.exit).toBe(7);
    const second = await Attached.to(sandbox, first.offset);
    expect(second.hello?.reset).toBe(true);
    expect(second.hello?.offset).not.toBe(first.hello?.offset);
    await second.run('echo vivant', /^vivant/m);
  });

  it('ends even when a program in the background keeps the terminal', async () => {
    const one = await Attached.to(fresh());
    await one.run('(trap "" HUP; exec sleep 30) & echo lancé', /^lancé/m);
    one.type('exit\rexit\r');
    await until(() => one.closed, 'the end');
    expect(one.exit).toBe(0);
  });

  it('tells the status even to a viewer who is typing when it ends', async () => {
    const one = await Attached.to(fresh());
    one.type('exit 3\r');
    while (!one.closed) {
      one.type('x');
      await pause(1);
    }
    expect(one.exit).toBe(3);
  });
});

describe('coming back', () => {
  it('gives exactly the missing bytes', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.sees(PROMPT);
    first.type('for i in $(seq 1 20000); do echo "ligne-$i"; done; echo fi""ni\r');
    await first.sees('ligne-500\r');
    first.leave();
    await until(() => first.closed, 'the link to close');
    const before = first.bytes;
    const second = await Attached.to(sandbox, first.offset);
    expect(second.hello).toEqual({ offset: first.offset, reset: false });
    await second.sees(/fini\r\n.*invite> $/s);
    const whole = Buffer.concat([before, second.bytes]).toString();
    const lines = [...whole.matchAll(/^ligne-(\d+)\r$/gm)].map((match) => Number(match[1]));
    expect(lines).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  });

  it('gives what a broken link had swallowed, whatever the program did meanwhile', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.sees(PROMPT);
    first.follows = false;
    const start = first.offset;
    first.type('seq 1000000; echo fi""ni\r');
    await until(() => first.offset - start >= 192 * 1024, 'the window');
    first.child.kill('SIGKILL');
    await pause(500);
    const second = await Attached.to(sandbox, start + 1_000);
    expect(second.hello).toEqual({ offset: start + 1_000, reset: false });
    await second.sees(/fini\r\n/);
    const numbers = [...second.text.matchAll(/^(\d+)\r$/gm)].map((match) => Number(match[1]));
    expect(numbers.at(-1)).toBe(1_000_000);
    expect(numbers.slice(1)).toEqual(numbers.slice(1).map((_, index) => (numbers[1] ?? 0) + index));
  });

  it('gives nothing when nothing is missing, and what is kept after an impossible offset', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.sees(PROMPT);
    const end = first.offset;
    const same = await Attached.to(sandbox, end);
    expect(same.hello).toEqual({ offset: end, reset: false });
    expect((await Attached.to(sandbox, end + 1)).hello?.reset).toBe(true);
    expect((await Attached.to(sandbox, 0)).hello?.reset).toBe(true);
    expect(same.bytes).toHaveLength(0);
  });

  it('starts at the beginning of a line when too much was missed, with the modes then in force', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.sees(PROMPT);
    const early = first.offset;
    await first.run(
      'printf \'\\e[?1000h\\e[?25l\\e[?1h\\e[?1l\'; for i in $(seq 1 60000); do echo "ligne-é-$i"; done; echo fi""ni',
      /fini\r\n/,
    );
    const second = await Attached.to(sandbox, early);
    expect(second.hello?.reset).toBe(true);
    await second.sees(/fini\r\n/);
    expect(second.text).toMatch(/^(?:\x1b\[\?\d+[hl])+ligne-é-\d+\r\n/);
    const lead = second.text.slice(0, second.text.indexOf('ligne'));
    expect(lead).toContain('\x1b[?1000h');
    expect(lead).toContain('\x1b[?25l');
    expect(lead).toContain('\x1b[?1l');
    expect(second.bytes.length).toBeGreaterThan(256 * 1024);
    expect(second.bytes.length).toBeLessThan(600 * 1024);
    await until(() => second.offset === first.offset, 'the same offset for both');
  });

  it('does not ask the terminal again what a program asked before', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.run("printf 'a\\e[6nb\\e[cc\\e]11;?\\a\\e[?2026$pd\\e[31me\\n'", /e\r\n/);
    const second = await Attached.to(sandbox);
    await second.sees('\x1b[31me');
    expect(second.text).toContain('a\0\0\0\0b\0\0\0c');
    expect(second.text).toMatch(/c\0{7}\0{9}d\x1b\[31me\r\n/);
    expect(second.offset).toBe(first.offset);
  });

  it('makes a full-screen program redraw', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    first.size(100, 30);
    const program =
      '$|=1; $SIG{WINCH}=sub{print qq(taille=),`stty size`}; print qq(\\e[?1049hprêt\\n); sleep 1 while 1';
    await first.run(`perl -e '${program}'`, 'hprêt\r\n');
    const second = await Attached.to(sandbox);
    second.size(100, 30);
    await first.sees('taille=30 100');
  });
});

describe('several viewers', () => {
  it('all see the same; the size is that of whoever typed last', async () => {
    const sandbox = fresh();
    const [first, second] = [await Attached.to(sandbox), await Attached.to(sandbox)];
    first.size(100, 30);
    second.size(60, 20);
    await first.run('stty size', /^30 100\r/m);
    await second.sees('30 100');
    await second.run('stty size', /^20 60\r/m);
    await first.run('stty size', /^30 100\r/m);
    first.leave();
    await until(() => first.closed, 'the first to leave');
    await pause(50);
    await second.run('stty size', /^20 60\r/m);
  });

  it('lets only the primary answer the questions of programs', async () => {
    const sandbox = fresh();
    const [first, second] = [await Attached.to(sandbox), await Attached.to(sandbox)];
    await first.run('echo à moi', /^à moi\r\n.*invite> $/ms);
    first.chunks = [];
    for (const answer of [
      '\x1b[?1;2c',
      '\x1b[5;1R',
      '\x1b]11;rgb:00/00/00\x07',
      '\x1b[?2026;2$y',
      '\x1bP>|xterm.js(6)\x1b\\',
      '\x1b[I',
    ])
      second.type(answer);
    await pause(100);
    expect(first.text).toBe('');
    first.type('\x1b[5;1R');
    await first.sees(/./);
  });

  it('a viewer that does not read slows nobody, then leaps to what is kept', async () => {
    const sandbox = fresh();
    const first = await Attached.to(sandbox);
    await first.run('echo à moi', /^à moi/m);
    const slow = await Attached.to(sandbox);
    slow.child.stdout.pause();
    await first.run('for i in $(seq 1 200000); do echo "ligne-$i"; done; echo fi""ni', /fini\r\n/);
    expect(slow.bytes.length).toBeLessThan(1024 * 1024);
    slow.child.stdout.resume();
    await slow.sees(/fini\r\n/);
    expect(slow.hellos).toBeGreaterThan(1);
    await until(() => slow.offset === first.offset, 'the same offset for both');
    const lines = [...slow.text.matchAll(/^ligne-(\d+)\r$/gm)].map((match) => Number(match[1]));
    expect(lines).toEqual(lines.map((_, index) => (lines[0] ?? 0) + index));
    expect(lines.at(-1)).toBe(200_000);
  });

  it('keeps 16 at most', async () => {
    const sandbox = fresh();
    for (let viewer = 0; viewer < 16; viewer += 1) await Attached.to(sandbox);
    const last = new Attached(sandbox);
    await until(() => last.closed, 'a refusal');
    expect(last.hello).toBeNull();
  });
});

describe('who watches', () => {
  const watch = async (sandbox: string, from = -1): Promise<Attached> => {
    const watcher = new Attached(sandbox, from, 1, 'watch');
    await until(() => watcher.hello !== null, 'the greeting');
    return watcher;
  };

  it('waits for a terminal that is not open, starts none, and may leave', async () => {
    const sandbox = fresh();
    const [patient, gone] = [new Attached(sandbox, -1, 1, 'watch'), new Attached(sandbox, -1, 1, 'watch')];
    await pause(700);
    expect(sandboxes.holders(sandbox)).toEqual([]);
    expect(patient.closed).toBe(false);
    gone.leave();
    await until(() => gone.closed, 'the end of the command');
    const one = await Attached.to(sandbox);
    await one.run('echo la vo""ilà', /^la voilà\r/m);
    await patient.sees(/^la voilà\r/m);
    expect(gone.hello).toBeNull();
  });

  it('is told the size, at once and as it changes, and never gives it', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    one.size(100, 30);
    await one.run('stty size', /^30 100\r/m);
    const watcher = await watch(sandbox);
    await until(() => watcher.sizes.length === 1, 'the size');
    one.size(101, 31);
    await until(() => watcher.sizes.length === 2, 'the new size');
    expect(watcher.sizes).toEqual(['100x30', '101x31']);
    watcher.size(60, 20);
    await watcher.run('stty size', /^31 101\r/m);
    await one.run('stty size', /^31 101\r/m);
    expect(one.sizes).toEqual([]);
  });

  it('does not become the one whose size and pace count, though oldest, though it types', async () => {
    const sandbox = fresh();
    await start(sandbox);
    const watcher = await watch(sandbox);
    const back = await Attached.to(sandbox);
    back.size(110, 33);
    watcher.follows = false;
    await until(() => watcher.sizes.at(-1) === '110x33', 'the size of the learner');
    watcher.type('stty size; for i in $(seq 1 200000); do echo "ligne-$i"; done; echo fi""ni\r');
    await back.sees(/^33 110\r/m);
    watcher.child.stdout.pause();
    await back.sees(/fini\r\n/);
    expect(watcher.bytes.length).toBeLessThan(1024 * 1024);
  });

  it('answers no question of a program, and holds back nothing when nobody else is there', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.run('stty -echo; cat -v', 'cat -v');
    const watcher = await watch(sandbox);
    watcher.type('\x1b[12;34R');
    watcher.type('rien\r');
    await one.sees('rien');
    expect(one.text).not.toContain('12;34R');
    one.chunks = [];
    one.type('\x03');
    await one.sees(PROMPT);
    one.type('yes\r');
    await one.sees('y\r\ny');
    one.leave();
    watcher.follows = false;
    const holder = holderOf(sandbox);
    await until(() => descendants(holder, 'yes').length === 1, 'the flood');
    const used = ticks(descendants(holder, 'yes')[0] ?? -1);
    await until(() => ticks(descendants(holder, 'yes')[0] ?? -1) > used, 'the flood to go on', 60_000);
  });
});

describe('bounds', () => {
  it('the program sleeps while the primary does not show, and memory stays small', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.sees(PROMPT);
    one.follows = false;
    one.chunks = [];
    one.type('yes\r');
    await until(() => one.bytes.length >= 192 * 1024, 'the window');
    await pause(300);
    const [flood] = descendants(holderOf(sandbox), 'yes');
    const used = ticks(flood ?? -1);
    const received = one.bytes.length;
    await pause(500);
    expect(ticks(flood ?? -1)).toBe(used);
    expect(one.bytes.length).toBe(received);
    expect(received).toBeLessThanOrEqual(256 * 1024);
    one.follows = true;
    one.shows();
    await until(() => one.chunks.reduce((sum, chunk) => sum + chunk.length, 0) > 10_000_000, '10 MB');
    one.type('\x03');
    await one.run('echo fi""ni', /fini\r\n/);
    expect(residentKiB(holderOf(sandbox))).toBeLessThan(16 * 1024);
  });

  it('an acknowledgement of what was not sent changes nothing', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.sees(PROMPT);
    one.follows = false;
    one.child.stdin.write(encodeShown(one.offset + 10_000_000));
    one.type('yes\r');
    await until(() => one.bytes.length >= 192 * 1024, 'the window');
    await pause(300);
    expect(one.bytes.length).toBeLessThanOrEqual(260 * 1024);
  });

  it.each([
    ['an unknown frame', 'Z\0\0\0\0'],
    ['a frame too long', 'I\0\x01\0\x01'],
    ['a size of another length', 'W\0\0\0\x02ab'],
  ])('leaves a viewer that sends %s', async (_what, bytes) => {
    const one = await Attached.to(fresh());
    one.child.stdin.write(Buffer.from(bytes, 'latin1'));
    await until(() => one.closed, 'the end of the link');
    expect(one.exit).toBeNull();
  });

  it('leaves whoever does not say where to begin', async () => {
    const sandbox = fresh();
    await start(sandbox);
    const socket = connect(join(sandboxes.root, sandbox, 'terminal-1.sock'));
    socket.write('x'.repeat(40));
    await new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    const one = await Attached.to(sandbox);
    await one.run('echo vivant', /^vivant/m);
  });
});

describe('with pipes, as in a container', () => {
  beforeAll(async () => {
    await sandboxes.close();
    sandboxes = new LocalSandboxes({ pipes: true });
  });

  it('the holder reads and writes them itself', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.run('echo bon""jour; stty size', /^bonjour\r\n24 80\r/m);
    const links = readdirSync(`/proc/${holderOf(sandbox)}/fd`).map((fd) =>
      readlinkSync(`/proc/${holderOf(sandbox)}/fd/${fd}`),
    );
    expect(links.filter((link) => link.startsWith('pipe:'))).toHaveLength(2);
    one.leave();
    await until(() => one.closed, 'the end of the command');
    expect(readdirSync(`/proc/${holderOf(sandbox)}/fd`)).toHaveLength(links.length - 3);
    const back = await Attached.to(sandbox, one.offset);
    expect(back.hello).toEqual({ offset: one.offset, reset: false });
    back.type('exit 9\r');
    await until(() => back.exit !== null, 'the end');
    expect(back.exit).toBe(9);
  });

  it('a program that floods sleeps, and one that reads nothing does not hide the departure of its viewer', async () => {
    const sandbox = fresh();
    const one = await Attached.to(sandbox);
    await one.sees(PROMPT);
    one.follows = false;
    one.type('stty raw -echo; yes\r');
    await until(() => one.bytes.length >= 192 * 1024, 'the window');
    const [flood] = descendants(holderOf(sandbox), 'yes');
    await pause(300);
    const used = ticks(flood ?? -1);
    one.type('x'.repeat(60_000));
    one.type('x'.repeat(60_000));
    await pause(300);
    expect(ticks(flood ?? -1)).toBe(used);
    one.leave();
    await until(() => one.closed, 'the end of the command');
  });

  it('who watches waits for its terminal here too', async () => {
    const sandbox = fresh();
    const watcher = new Attached(sandbox, -1, 1, 'watch');
    const gone = new Attached(sandbox, -1, 1, 'watch');
    await pause(300);
    gone.leave();
    await until(() => gone.closed, 'the end of the command');
    const one = await Attached.to(sandbox);
    await one.run('echo bon""jour', /^bonjour\r/m);
    await watcher.sees(/^bonjour\r/m);
    watcher.type('echo de lo""in\r');
    await one.sees(/^de loin\r/m);
  });
});
