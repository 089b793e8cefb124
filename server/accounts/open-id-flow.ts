import type { OpenId } from './open-id.ts';

/** Apart from `open-id.ts`, so that its library is loaded only where OpenID Connect is configured. */

/** How long somebody may take at the provider, in milliseconds. */
export const OPEN_ID_FLOW_LIFETIME = 600_000;

export async function loadOpenId(...parts: ConstructorParameters<typeof OpenId>): Promise<OpenId> {
  const module = await import('./open-id.ts');
  return new module.OpenId(...parts);
}
