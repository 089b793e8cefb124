/** A shell in a sandbox, reached one way or another, as a program sees it. */
export interface Shell {
  /** How the results name it. */
  readonly name: string;
  write(text: string): void;
  /** Output, one character for each byte; replaced by whoever measures. */
  onOutput: (text: string) => void;
  close(): Promise<void>;
}

/** End of the prompt of a sandbox's root. */
const PROMPT = /# $/;
const QUIET = 250;

/**
 * Resolves when a condition on the output holds. `done` sees each piece, with the last 512 characters until then.
 * @throws past the patience, in milliseconds, with what the shell said last.
 */
export function waitForOutput(
  shell: Shell,
  patience: number,
  done: (piece: string, tail: string) => boolean,
): Promise<void> {
  let tail = '';
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(limit);
      shell.onOutput = () => undefined;
      finish();
    };
    const limit = setTimeout(
      () =>
        settle(() =>
          reject(
            new Error(
              `${shell.name} : rien de ce qui était attendu en ${patience} ms (${JSON.stringify(tail.slice(-80))})`,
            ),
          ),
        ),
      patience,
    );
    shell.onOutput = (piece) => {
      tail = (tail + piece.slice(-512)).slice(-512);
      if (done(piece, tail)) settle(resolve);
    };
  });
}

/** Waits for the prompt, then for silence. */
export async function waitForPrompt(shell: Shell): Promise<void> {
  await waitForOutput(shell, 30_000, (_piece, tail) => PROMPT.test(tail));
  await quiet(shell);
}

/** Resolves when the shell has said nothing for a moment. */
export function quiet(shell: Shell): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      shell.onOutput = () => undefined;
      resolve();
    };
    let timer = setTimeout(end, QUIET);
    shell.onOutput = () => {
      clearTimeout(timer);
      timer = setTimeout(end, QUIET);
    };
  });
}
