/** One fenced block of a page. */
export interface Fence {
  language: string;
  /** Words after the language: `bac`, `sortie`, `v1`. */
  meta: readonly string[];
  code: string;
  /** Line of the opening fence in the text given, from 1. */
  line: number;
}

/** A command that readers type into their sandbox, and what the page says it prints. */
export interface RunnableBlock {
  command: string;
  line: number;
  /** `null` when the page shows no output. */
  expected: string | null;
  /** The output shown is that of a machine with cgroup v1. */
  onlyV1: boolean;
}

/** @throws Error when a fence is never closed. */
export function fences(text: string): Fence[] {
  const found: Fence[] = [];
  let open: { fence: Fence; lines: string[] } | null = null;
  text.split('\n').forEach((line, index) => {
    const mark = /^```(?<info>.*)$/.exec(line);
    if (!mark) {
      open?.lines.push(line);
    } else if (open) {
      found.push({ ...open.fence, code: open.lines.join('\n') });
      open = null;
    } else {
      const [language = '', ...meta] = (mark.groups?.info ?? '').trim().split(/\s+/);
      open = { fence: { language, meta, code: '', line: index + 1 }, lines: [] };
    }
  });
  if (open) throw new Error(`a fence opened on line ${(open as { fence: Fence }).fence.line} is never closed`);
  return found;
}

/** Each ```` ```sh bac ```` with the ```` ```text sortie ```` that follows it at once. */
export function runnableBlocks(text: string): RunnableBlock[] {
  const all = fences(text);
  return all.flatMap((fence, index) => {
    if (fence.language !== 'sh' || !fence.meta.includes('bac')) return [];
    const next = all[index + 1];
    const output = next && isOutput(next) && onlyBlankBetween(text, fence, next) ? next : null;
    return [{ command: fence.code, line: fence.line, expected: output?.code ?? null, onlyV1: output?.meta.includes('v1') ?? false }];
  });
}

export const isOutput = (fence: Fence): boolean => fence.language === 'text' && fence.meta.includes('sortie');

const endLine = (fence: Fence): number => fence.line + fence.code.split('\n').length + (fence.code === '' ? 0 : 1);

const onlyBlankBetween = (text: string, before: Fence, after: Fence): boolean =>
  text
    .split('\n')
    .slice(endLine(before), after.line - 1)
    .every((line) => line.trim() === '');
