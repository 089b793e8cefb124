import '../player.css';
import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../../../lib/http.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { Failure } from '../../shared/failure.tsx';
import { Loading } from '../../shared/loaded.tsx';

/** A recording to play, and which part of it, in seconds. */
export interface Playing {
  readonly id: string;
  readonly learner: string;
  readonly label: string;
  readonly from?: number;
  readonly to?: number;
}

/** The one recording that plays in the page. */
export const playing = signal<Playing | null>(null);

interface ButtonProps {
  recording: Playing;
  children: ComponentChildren;
}

export function RecordingButton({ recording, children }: ButtonProps) {
  const current = playing.value?.id === recording.id && playing.value.from === recording.from;
  return (
    <button
      type="button"
      class="button small"
      aria-pressed={current}
      onClick={() => (playing.value = current ? null : recording)}
    >
      {children}
    </button>
  );
}

/** Plays it: a terminal that takes no key. What was recorded is bytes of a sandbox, which only the terminal reads. */
export function Player({ classId }: { classId: string }) {
  const host = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const failure = useSignal<ApiError | null>(null);
  const loading = useSignal(true);
  const wanted = playing.value;

  useEffect(() => () => void (playing.value = null), []);
  useEffect(() => {
    if (!wanted) return;
    const over = new AbortController();
    let dispose = (): void => undefined;
    loading.value = true;
    failure.value = null;
    void (async () => {
      try {
        const url = roomApi.recordingUrl(classId, wanted.learner, wanted.id);
        const [{ replay }, cast] = await Promise.all([import('../../terminal/replay.ts'), download(url, over.signal)]);
        if (over.signal.aborted || !host.current) return;
        const { from, to, label } = wanted;
        const handle = replay(host.current, cast, {
          label,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        });
        dispose = () => handle.dispose();
        element.current?.scrollIntoView({ block: 'nearest' });
      } catch (error) {
        if (!over.signal.aborted) failure.value = error instanceof ApiError ? error : new ApiError('unreachable');
      } finally {
        loading.value = false;
      }
    })();
    return () => {
      over.abort();
      dispose();
    };
  }, [wanted]);

  if (!wanted) return null;
  return (
    <div class="player" ref={element}>
      <div class="player-head">
        <p>{wanted.label}</p>
        <button type="button" class="button small" onClick={() => (playing.value = null)}>
          Fermer
        </button>
      </div>
      {loading.value && <Loading />}
      <Failure failure={failure.value} />
      <div class="player-host" ref={host} />
    </div>
  );
}

/** @throws ApiError */
async function download(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { credentials: 'same-origin', signal });
  if (!response.ok) throw new ApiError(response.status === 404 ? 'recording-not-found' : 'unreachable');
  return response.text();
}
