import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { CHAPTERS } from '../../labs/schema.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newVisitor, openBrowser } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { serveStatically, type StaticSite } from '../support/static-site.ts';
import { testApp } from '../support/test-app.ts';

let browser: Browser;
let site: StaticSite;

beforeAll(async () => {
  site = await serveStatically(await builtSite());
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

interface Weights {
  script: number;
  style: number;
  font: number;
  document: number;
}

/** Bytes after gzip of what a page loads by itself, by kind; inline scripts are in the document. */
async function weigh(address: string): Promise<Weights> {
  await using visitor = await newVisitor(browser, site.url);
  const weights: Weights = { script: 0, style: 0, font: 0, document: 0 };
  const bodies: Promise<void>[] = [];
  visitor.page.on('response', (response) => {
    const type = response.request().resourceType();
    const kind = type === 'stylesheet' ? 'style' : type;
    if (!(kind in weights) || !response.ok()) return;
    bodies.push(
      response.body().then((body) => {
        weights[kind as keyof Weights] += kind === 'font' ? body.length : gzipSync(body).length;
      }),
    );
  });
  await visitor.page.goto(address, { waitUntil: 'networkidle' });
  await Promise.all(bodies);
  return weights;
}

it.each(['/', '/exercices/', '/glossaire/', '/rejoindre/', '/reprendre/', ...CHAPTERS.map((slug) => `/${slug}/`)])(
  '%s loads at most 40 kB of JavaScript before a lab is opened',
  async (address) => {
    const { script, style, font, document } = await weigh(address);
    expect(script).toBeGreaterThan(0);
    expect(script).toBeLessThanOrEqual(40_000);
    expect(style).toBeLessThanOrEqual(24_000);
    expect(document).toBeLessThanOrEqual(60_000);
    expect(font).toBeLessThanOrEqual(200_000);
  },
);

const fetched = (url: string, encoding: string) =>
  new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });

it('sends pages compressed to the browsers that say they can read it', async () => {
  await using test = await testApp();
  const url = `${test.url}/introduction/`;
  const plain = await fetched(url, 'identity');
  const brotli = await fetched(url, 'gzip, deflate, br');
  const gzip = await fetched(url, 'gzip');
  expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip']);
  expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
  expect(gunzipSync(gzip.body)).toEqual(plain.body);
  expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
});
