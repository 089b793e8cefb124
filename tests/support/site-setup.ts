import { builtSite } from './built-site.ts';

/** Builds the pages before the first file, so that none builds them under another. */
export default async function setup(): Promise<void> {
  await builtSite();
}
