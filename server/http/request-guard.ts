import type { IncomingHttpHeaders } from 'node:http';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may be served, before anything else is looked at. Pure.
 * - `Host` must be one of ours: a foreign name that resolves to this machine (DNS rebinding) is refused.
 * - A request that changes something must carry our header, which a foreign page cannot send without a preflight, and
 *   must not come from another origin (OWASP, Cross-Site Request Forgery Prevention: custom header, Fetch Metadata).
 * @param isForm the route is one that another site's form posts to: it rests on no session.
 */
export function mayServe(
  method: string,
  headers: IncomingHttpHeaders,
  origins: readonly string[],
  isForm = false,
): boolean {
  const hosts = origins.map((origin) => new URL(origin).host);
  if (!headers.host || !hosts.includes(headers.host.toLowerCase())) return false;
  if (SAFE_METHODS.has(method) || isForm) return true;
  if (headers['x-etanche'] !== '1') return false;
  if (headers.origin !== undefined && !origins.includes(headers.origin)) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}
