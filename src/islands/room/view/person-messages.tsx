import { useSignal } from '@preact/signals';
import type { LearnerDetail } from '../../../../server/contract/room.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { timeOfDay } from '../../../lib/time-of-day.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { detail, type PersonAddress } from '../state/person.ts';
import { MessageField } from './message-field.tsx';

/** What is said to the person, and what has been: read or not. */
export function PersonMessages({ address: { classId, id } }: { address: PersonAddress }) {
  const text = useSignal('');
  const sending = useAction();
  const messages = detail.value?.messages ?? [];
  const live = detail.value?.attempt ?? null;
  const send = async (kind: 'message' | 'hint'): Promise<void> => {
    const message = { kind, text: text.value, target: null };
    if (await sending.run(() => roomApi.message(classId, id, message))) text.value = '';
  };
  const hintsLeft = live !== null && live.hints.revealed.length < live.hints.total;
  return (
    <section class="person-messages" aria-labelledby="messages">
      <h3 id="messages">Messages</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send('message');
        }}
      >
        <MessageField text={text} label="Écrire à cette personne" />
        <div class="actions">
          <button type="submit" class="button primary small" disabled={sending.busy.value || text.value.trim() === ''}>
            Envoyer
          </button>
          <button
            type="button"
            class="button small"
            disabled={sending.busy.value || !hintsLeft}
            onClick={() => void send('hint')}
          >
            « Regardez l’indice suivant »
          </button>
        </div>
        <Failure failure={sending.failure.value} />
      </form>
      {messages.length === 0 ? (
        <p>Rien ne lui a encore été écrit.</p>
      ) : (
        <ul class="sent" aria-label="Messages envoyés">
          {messages.map((message) => (
            <Sent key={message.id} message={message} />
          ))}
        </ul>
      )}
    </section>
  );
}

const KINDS = { message: '', chapter: 'chapitre à ouvrir', hint: 'indice à regarder' } as const;

function Sent({ message: { kind, from, text, target, at, readAt } }: { message: LearnerDetail['messages'][number] }) {
  return (
    <li>
      <p class="sent-about">
        {from}, {timeOfDay(at)}
        {KINDS[kind] && `, ${KINDS[kind]}`}
        {target && (
          <>
            {' '}
            <a href={target}>{target}</a>
          </>
        )}{' '}
        · {readAt === null ? 'pas encore lu' : `lu à ${timeOfDay(readAt)}`}
      </p>
      {text !== '' && <p>{text}</p>}
    </li>
  );
}
