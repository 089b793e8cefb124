import type { OpenId } from './open-id.ts';

/** Its library is loaded only where it is configured. */
export async function loadOpenId(...parts: ConstructorParameters<typeof OpenId>): Promise<OpenId> {
  const module = await import('./open-id.ts');
  return new module.OpenId(...parts);
}
