import { useSignal, type Signal } from '@preact/signals';
import type { ApiError } from '../../lib/http.ts';
import { asApiError } from './failure.tsx';

export interface Action {
  /** While it is under way: its button is to be disabled. */
  readonly busy: Signal<boolean>;
  readonly failure: Signal<ApiError | null>;
  /** Does it, unless it is being done. @returns true when it succeeded */
  readonly run: (what: () => Promise<void>) => Promise<boolean>;
}

/** Something that a button does on the server: once at a time, and its failure is kept to be told. */
export function useAction(): Action {
  const busy = useSignal(false);
  const failure = useSignal<ApiError | null>(null);
  return {
    busy,
    failure,
    async run(what) {
      if (busy.value) return false;
      busy.value = true;
      failure.value = null;
      try {
        await what();
        return true;
      } catch (reason) {
        failure.value = asApiError(reason);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
