import { watch } from 'node:fs';
import { join } from 'node:path';
import { dev } from 'astro';
import type { App } from '../app.ts';

const SETTLE = 150;

/**
 * Serves pages and content from their sources, and passes `/api` (WebSocket included) to the program.
 * @returns what stops it.
 */
export async function servePages(projectDir: string, pages: URL, api: string): Promise<() => Promise<void>> {
  const server = await dev({
    root: projectDir,
    logLevel: 'warn',
    server: { host: pages.hostname, port: Number(pages.port) },
    vite: { server: { strictPort: true, proxy: { '/api': { target: api, ws: true } } } },
  });
  return () => server.stop();
}

/**
 * Reads the labs again at each change of theirs.
 * @param report a French sentence: that they were read, or what is wrong with them.
 */
export function reloadLabs(projectDir: string, app: App, report: (text: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(projectDir, 'labs'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      app.reloadLabs().then(
        () => report('Exercices relus.'),
        (error: unknown) => report(error instanceof Error ? error.message : String(error)),
      );
    }, SETTLE);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
