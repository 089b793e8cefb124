import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SeatView } from '../../../server/contract/seat.ts';
import { showNextHint } from '../../client/dock-launcher.ts';
import type { IconName } from '../../lib/icons.ts';
import { consent, readMessage, sitePath } from '../../lib/seat.ts';
import { timeOfDay } from '../../lib/time-of-day.ts';
import { asApiError, wordsOf } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { seatSignal } from '../shared/store-signal.ts';
import { heard, requestWords } from './announcements.ts';

/** What one’s class says now. Every word of it comes from somebody else: text, never HTML. */
export function Strip() {
  const seat = seatSignal.value;
  const failure = useSignal('');
  const act = (action: () => Promise<void>) => (): void => {
    failure.value = '';
    action().catch((error: unknown) => (failure.value = wordsOf(asApiError(error).code)));
  };
  return (
    <>
      <Announcements seat={seat} />
      {seat && (
        <section class="class-strip" aria-label="Votre classe">
          {seat.keyboard && (
            <Line icon="keyboard" tone="strong">
              <p>
                <strong>{seat.keyboard}</strong> écrit dans votre terminal.
              </p>
              <button
                type="button"
                class="button small primary"
                aria-keyshortcuts="F8"
                onClick={act(() => consent('keyboard', false))}
              >
                Reprendre la main <kbd>F8</kbd>
              </button>
            </Line>
          )}
          {seat.request && <Request request={seat.request} act={act} />}
          {seat.pausedAt && (
            <Line icon="pause">
              <p>
                <strong>La classe est en pause.</strong> Les terminaux attendent ; rien n’y est perdu.
              </p>
            </Line>
          )}
          {seat.messages[0] && <Message message={seat.messages[0]} waiting={seat.messages.length - 1} act={act} />}
          {failure.value && (
            <Line icon="drop" tone="strong">
              <p role="alert">{failure.value}</p>
              <Close label="Effacer cet avertissement" onClick={() => (failure.value = '')} />
            </Line>
          )}
        </section>
      )}
    </>
  );
}

type Act = (action: () => Promise<void>) => () => void;

/** Accepting takes a deliberate key: nothing takes the focus from who is typing. */
function Request({ request, act }: { request: NonNullable<SeatView['request']>; act: Act }) {
  const answer = (granted: boolean) => act(() => consent(request.kind, granted));
  return (
    <Line icon={request.kind === 'keyboard' ? 'keyboard' : 'replay'} tone="strong">
      <p>
        <strong>{requestWords(request)}</strong>{' '}
        {request.kind === 'keyboard'
          ? 'Vous verrez chaque frappe, et reprendrez la main quand vous voudrez.'
          : 'Vos fichiers, vos conteneurs et vos terminaux seraient perdus ; vos résultats sont gardés.'}
      </p>
      <button type="button" class="button small" onClick={answer(false)}>
        Refuser
      </button>
      <button type="button" class="button small primary" onClick={answer(true)}>
        Accepter
      </button>
    </Line>
  );
}

interface MessageProps {
  message: SeatView['messages'][number];
  /** Others, not read yet. */
  waiting: number;
  act: Act;
}

function Message({ message: { id, kind, from, text, target, at }, waiting, act }: MessageProps) {
  const path = kind === 'chapter' ? sitePath(target) : null;
  const read = (): Promise<void> => readMessage(id);
  return (
    <Line icon="message">
      <p>
        <strong>{from}</strong> <span class="when">à {timeOfDay(at)}</span> <span class="said">{text}</span>
        {waiting > 0 && (
          <span class="when">
            {' '}
            (encore {waiting}&nbsp;{waiting > 1 ? 'messages' : 'message'})
          </span>
        )}
      </p>
      {path !== null && (
        <a class="button small" href={path}>
          Ouvrir la page
        </a>
      )}
      {kind === 'hint' && (
        <button
          type="button"
          class="button small"
          onClick={act(async () => {
            await showNextHint();
            await read();
          })}
        >
          Voir l’indice suivant
        </button>
      )}
      <Close label={`Effacer ce message de ${from}`} onClick={act(read)} />
    </Line>
  );
}

const Close = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <button type="button" class="strip-close" aria-label={label} title={label} onClick={onClick}>
    <Icon name="close" />
  </button>
);

const Line = ({ icon, tone, children }: { icon: IconName; tone?: 'strong'; children: ComponentChildren }) => (
  <div class="strip-line" data-tone={tone}>
    <Icon name={icon} />
    {children}
  </div>
);

/** Present before anything is to be said, or screen readers would not say it. */
function Announcements({ seat }: { seat: SeatView | null }) {
  const before = useRef<SeatView | null>(null);
  const words = useSignal({ now: '', next: '' });
  useEffect(() => {
    const said = heard(before.current, seat);
    before.current = seat;
    if (said.now || said.next) words.value = said;
  }, [seat]);
  return (
    <>
      <p class="sr-only" role="alert">
        {words.value.now}
      </p>
      <p class="sr-only" role="status">
        {words.value.next}
      </p>
    </>
  );
}
