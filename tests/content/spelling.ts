import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from '../support/test-config.ts';

/** Words unknown to French and to `dictionnaire.txt`, as `file:line:column - word` lines; empty when there is none. */
export const unknownWords = (files: readonly string[]): Promise<string[]> => cspell(['--no-progress', '--no-summary', ...files]);

/** The same for a text that is in no file, read under that name. */
export const unknownWordsIn = (name: string, text: string): Promise<string[]> =>
  cspell(['--no-progress', '--no-summary', `stdin://${join(projectDir, name)}`], text);

const cspell = (options: readonly string[], input = ''): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const program = join(projectDir, 'node_modules/cspell/bin.mjs');
    const child = execFile(
      process.execPath,
      [program, 'lint', '--config', 'cspell.config.yaml', ...options],
      { cwd: projectDir, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => {
        // 1 is "words were found"; anything else is cspell that could not work.
        if (error && error.code !== 1) reject(new Error(stderr || error.message));
        else if (/error/i.test(stderr)) reject(new Error(stderr));
        else resolve(stdout.split('\n').filter((line) => line.trim() !== ''));
      },
    );
    child.stdin?.end(input);
  });
