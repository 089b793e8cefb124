import { ApiError } from '../../../lib/http.ts';
import { FAILURES } from '../../../lib/messages.ts';

/** Makes any thrown value one that has its sentence. */
export const asApiError = (reason: unknown): ApiError =>
  reason instanceof ApiError ? reason : new ApiError('internal');

interface Props {
  failure: ApiError | null;
  /** Offers to try again. */
  onRetry?: () => void;
}

/** What went wrong and what to do about it, said at once by screen readers. The place is kept when nothing is wrong. */
export function Failure({ failure, onRetry }: Props) {
  const message = failure && FAILURES[failure.code];
  return (
    <div role="alert">
      {message && (
        <div class="failure">
          <p>
            <strong>{message.title}</strong> {message.advice}
            {failure.reference && ` Référence : ${failure.reference}.`}
          </p>
          {onRetry && (
            <button type="button" class="button small" onClick={onRetry}>
              Réessayer
            </button>
          )}
        </div>
      )}
    </div>
  );
}
