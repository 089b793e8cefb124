import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { AstroIntegration } from 'astro';

/** Text, and Pagefind's WebAssembly; fonts are compressed already. */
const COMPRESSIBLE = /[.](?:html|css|js|json|svg|wasm|pagefind|pf_\w+)$/;
/** A smaller file travels in one packet anyway. */
const WORTHWHILE = 1_024;
const QUALITY = 9;

const brotli = promisify(brotliCompress);
const deflated = promisify(gzip);

/** Writes a `.br` and a `.gz` beside each file of the site that text compression makes smaller. */
export const precompress = (): AstroIntegration => ({
  name: 'precompress',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const folder = fileURLToPath(dir);
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((file) => COMPRESSIBLE.test(file))) {
        const file = join(folder, name);
        const content = await readFile(file);
        if (content.length < WORTHWHILE) continue;
        const parameters = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
        const [small, common] = await Promise.all([brotli(content, { params: parameters }), deflated(content)]);
        if (small.length < content.length) await writeFile(`${file}.br`, small);
        if (common.length < content.length) await writeFile(`${file}.gz`, common);
      }
    },
  },
});
