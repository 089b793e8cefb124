import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogEntry, LabScript } from '../../labs/catalog.ts';
import type { Verdict } from '../../labs/check.ts';
import type { Baseline } from '../../labs/observation.ts';
import { evaluate } from '../../server/grading/evaluate.ts';
import { baselineOf, observe } from '../../server/grading/observe.ts';
import type { SandboxHost } from '../../server/sandbox/sandbox-host.ts';

/** A check may need time: counters grow, processes die. */
const PATIENCE = 8_000;
const PERIOD = 120;
const SCRIPT_TIMEOUT = 60_000;
/** A script answers a question by printing such a line. */
const ANSWER_LINE = /^Réponse ([a-z0-9-]+) : (.*)$/gmu;

/** One fresh sandbox in the start state of a lab, graded by the same code as in production. */
export class ProofBench {
  readonly #host: SandboxHost;
  readonly #entry: CatalogEntry;
  readonly #id: string;
  #answers: Record<string, string> = {};
  #baseline: Baseline | null = null;
  /** Milliseconds that `setup.sh` took: a learner waits for it when opening the lab. */
  preparation = 0;
  /** Exceptions that checks threw: a proof with one is no proof. */
  readonly crashes: string[] = [];

  private constructor(host: SandboxHost, entry: CatalogEntry, id: string) {
    this.#host = host;
    this.#entry = entry;
    this.#id = id;
  }

  static async open(host: SandboxHost, entry: CatalogEntry): Promise<ProofBench> {
    const bench = new ProofBench(host, entry, randomBytes(10).toString('hex'));
    await host.create({ id: bench.#id, expiresAt: Date.now() + 600_000 });
    const begin = performance.now();
    await bench.#run(entry.setup);
    bench.preparation = performance.now() - begin;
    bench.#baseline = baselineOf(await bench.#observe());
    return bench;
  }

  #observe() {
    return observe(this.#host, this.#id, this.#entry.lab, this.#answers, this.#baseline);
  }

  async #run(script: string): Promise<string> {
    const result = await this.#host.exec(this.#id, { command: ['sh', '-s'], stdin: script, timeout: SCRIPT_TIMEOUT });
    if (result.exitCode === -1) throw new Error(`the script did not end in ${SCRIPT_TIMEOUT} ms`);
    return result.stdout;
  }

  /**
   * Runs a learner's script, and hands in the answers that it prints. Its exit status is not judged: a mistake may fail.
   * The script may call `solution`, which prints the reference one: a mutant then says only what it changes.
   */
  async play(script: string): Promise<void> {
    const output = await this.#run(printing(this.#entry.solution.script) + script);
    for (const [, key = '', value = ''] of output.matchAll(ANSWER_LINE)) this.#answers[key] = value.trim();
  }

  async verdicts(): Promise<Map<string, Verdict>> {
    return evaluate(this.#entry.lab, await this.#observe(), (check, error) =>
      this.crashes.push(`${check}: ${String(error)}`),
    );
  }

  /** Evaluates until `settled` says so or patience ends; returns the last verdicts. */
  async until(settled: (verdicts: Map<string, Verdict>) => boolean): Promise<Map<string, Verdict>> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const verdicts = await this.verdicts();
      if (settled(verdicts) || Date.now() > deadline) return verdicts;
      await sleep(PERIOD);
    }
  }

  async close(): Promise<void> {
    await this.#host.destroy(this.#id);
  }
}

/** A shell function that prints a script. */
const printing = (script: string): string => `solution() { cat <<'SOLUTION_END'\n${script}\nSOLUTION_END\n}\n`;

export const allPassed = (verdicts: Map<string, Verdict>): boolean =>
  [...verdicts.values()].every((verdict) => verdict.status === 'passed');

/** Whether the named check refuses, and says why in the words that the mutant expects. */
export function refusedAsExpected(mutant: LabScript, verdicts: Map<string, Verdict>): boolean {
  const verdict = verdicts.get(mutant.refusedBy ?? '');
  return verdict?.status === 'failed' && everythingSaid(verdict).includes(plain(mutant.says ?? '\u0000'));
}

/** All the words of a verdict, spaces made plain: a mutant's header need not carry the no-break ones. */
export const everythingSaid = (verdict: Verdict | undefined): string => plain(Object.values(verdict ?? {}).join(' · '));

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
