import type { Page } from 'playwright-core';

/** Which way each sheet is turned, as the page prints. */
export async function sheets(page: Page): Promise<('landscape' | 'portrait')[]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
    Number(width) > Number(height) ? 'landscape' : 'portrait',
  );
}
