import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { contentSecurityPolicy } from '../../server/http/content-security.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface StaticSite extends AsyncDisposable {
  url: string;
}

/** The built pages and nothing else: no API answers here. The content security policy is the server's own. */
export async function serveStatically(folder: string): Promise<StaticSite> {
  const directives = Object.entries(await contentSecurityPolicy(folder));
  const policy = directives
    .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`)
    .join('; ');
  const server = createServer((request, response) => {
    void (async () => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname));
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
      const found = await stat(file).catch(() => null);
      const served = found?.isFile() ? file : join(folder, '404.html');
      response.writeHead(found?.isFile() ? 200 : 404, {
        'content-type': TYPES[extname(served)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      });
      createReadStream(served).pipe(response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
