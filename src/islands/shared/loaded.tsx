import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ApiError } from '../../lib/http.ts';
import { asApiError, Failure } from './failure.tsx';

/** Something asked of the server when the page opens. */
export interface Loaded<T> {
  /** `undefined` until the server has answered. What a later change answers may be put here. */
  readonly value: Signal<T | undefined>;
  readonly failure: Signal<ApiError | null>;
  readonly reload: () => Promise<void>;
}

/** @param key asks again when it changes */
export function useLoaded<T>(load: () => Promise<T>, key = ''): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const failure = useSignal<ApiError | null>(null);
  const reload = async (): Promise<void> => {
    failure.value = null;
    try {
      value.value = await load();
    } catch (reason) {
      failure.value = asApiError(reason);
    }
  };
  useEffect(() => void reload(), [key]);
  return { value, failure, reload };
}

interface Props<T> {
  from: Loaded<T>;
  children: (value: T) => ComponentChildren;
}

/** Shows what was loaded; before that, that it is coming, or why it is not. */
export function WhenLoaded<T>({ from, children }: Props<T>) {
  if (from.value.value !== undefined) return <>{children(from.value.value)}</>;
  if (from.failure.value) return <Failure failure={from.failure.value} onRetry={() => void from.reload()} />;
  return <Loading />;
}

export const Loading = () => (
  <p class="loading" role="status">
    Chargement…
  </p>
);
