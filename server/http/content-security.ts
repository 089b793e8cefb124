import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/gi;
/** Types that are data and never run, so need no permission. */
const DATA_TYPE = /\stype=["']?application\/(?:ld\+)?json/i;

/** CSP source expressions for the inline scripts of one page. Pure. */
export const inlineScriptHashes = (html: string): string[] =>
  [...html.matchAll(INLINE_SCRIPT)]
    .filter(([, attributes = '']) => !DATA_TYPE.test(attributes))
    .map(([, , body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`);

/**
 * The policy of the built site: nothing from elsewhere, and only the inline scripts that Astro wrote.
 * Styles keep `unsafe-inline`: xterm's renderer and the code blocks set style attributes.
 * @param dist folder of the built site; a missing one allows no inline script.
 */
export async function contentSecurityPolicy(dist: string): Promise<Record<string, string[]>> {
  const names = await readdir(dist, { recursive: true }).catch(() => []);
  const hashes = new Set<string>();
  for (const name of names.filter((file) => file.endsWith('.html'))) {
    for (const hash of inlineScriptHashes(await readFile(join(dist, name), 'utf8'))) hashes.add(hash);
  }
  return {
    defaultSrc: ["'self'"],
    // Pagefind's index is WebAssembly.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...[...hashes].sort()],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  };
}
