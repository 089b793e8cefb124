import { ERROR_CODES } from '../../../../server/contract/error-codes.ts';
import { ApiError } from '../../../lib/http.ts';
import { kept } from '../../../lib/storage.ts';

/** A page of ours, nothing else: what is stored could have been written by anything that ran here. */
const asAddress = (stored: unknown): string | null =>
  typeof stored === 'string' && /^\/formation\/[a-z/-]*(?:\?[\w=&-]*)?$/.test(stored) ? stored : null;

const wanted = kept<string>('session', 'formation-retour', '', asAddress);

/** Before leaving for the identity provider, which brings back to `/formation/`. */
export const rememberAddress = (): void => wanted.write(location.pathname + location.search);

/** @returns where somebody was going before they left to sign in, once; `null` when nowhere else */
export function takeAddress(): string | null {
  const address = wanted.read();
  wanted.write('');
  return address === '' || address === location.pathname + location.search ? null : address;
}

/** Why the identity provider’s way back failed, as `openIdRefusalPath` of the contract tells it; said once. */
export function takeRefusal(): ApiError | null {
  const told = new URLSearchParams(location.search).get('refus');
  const code = ERROR_CODES.find((known) => known === told);
  if (code === undefined) return null;
  history.replaceState(history.state, '', location.pathname);
  return new ApiError(code);
}
