import { ERROR_CODES, type ErrorBody, type ErrorCode } from '../../server/contract/error-codes.ts';

/** Everything that a call can end with: the server’s codes, and no server at all. */
export type FailureCode = ErrorCode | 'unreachable';

/** A call that did not succeed. `src/lib/messages.ts` has the sentence for each code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode;
  /** To be quoted to whoever runs the server. */
  readonly reference: string | undefined;

  constructor(code: FailureCode, reference?: string) {
    super(code);
    this.code = code;
    this.reference = reference;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Past this delay the server is said to be unreachable. Opening a lab cold may take several seconds. */
const PATIENCE_MS = 30_000;

/**
 * Calls a route that answers one JSON document, or nothing.
 * @param path without its `/api`
 * @param keepalive the call outlives the page
 * @throws ApiError
 */
export async function call<T>(method: Method, path: string, body?: unknown, keepalive = false): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      keepalive,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        accept: 'application/json',
        // A foreign page cannot send this header without a preflight, which the server refuses.
        ...(method === 'GET' ? {} : { 'x-etanche': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('unreachable');
  }
  if (!response.ok) throw await failure(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('unreachable');
  }
}

/** A static host or a proxy answers errors of its own, without our body: the server is then not there. */
async function failure(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  const code = body?.error?.code;
  return code !== undefined && (ERROR_CODES as readonly string[]).includes(code)
    ? new ApiError(code, body?.error?.reference)
    : new ApiError('unreachable');
}
