import { ApiError, type FailureCode } from '../../lib/http.ts';
import { FAILURES } from '../../lib/messages.ts';

/** Makes any thrown value one that has its sentence. */
export const asApiError = (reason: unknown): ApiError =>
  reason instanceof ApiError ? reason : new ApiError('internal');

/** What happened and what to do, in one line. */
export const wordsOf = (code: FailureCode): string => `${FAILURES[code].title} ${FAILURES[code].advice}`;

/** The same in the form that failed, said at once by screen readers. The place is kept when nothing is wrong. */
export const FailureLine = ({ failure }: { failure: ApiError | null }) => (
  <p class="error" role="alert">
    {failure && wordsOf(failure.code)}
  </p>
);

interface Props {
  failure: ApiError | null;
  /** Offers to try again. */
  onRetry?: () => void;
}

/** The same where there is room for it: with a reference to quote, and a way to try again. */
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
