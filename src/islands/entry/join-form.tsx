import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { JoinView } from '../../../server/contract/classes.ts';
import { api } from '../../lib/api.ts';
import type { FailureCode } from '../../lib/http.ts';
import { joinClass } from '../../lib/session.ts';
import { useAction } from '../shared/action.ts';
import { wordsOf } from '../shared/failure.tsx';
import { Field } from '../shared/field.tsx';
import { CODE_INPUT } from './code-input.ts';
import { isTooShort, PseudonymField } from './pseudonym-field.tsx';

interface Props {
  /** From the link, or typed before. */
  code?: string;
  pseudonym?: string;
  /** Why a code is asked for, when the server demands one. */
  reason?: string;
  /** With the code to be noted, unless one was in the class already. */
  onJoined: (resumeCode: string | null) => void;
  /** « Plus tard » and the like, beside the button. */
  children?: ComponentChildren;
}

/** Joining a class: its code, then what it is, recordings included, and only then a pseudonym. Nothing typed is lost. */
export function JoinForm({ code: given = '', pseudonym: known = '', reason = '', onJoined, children }: Props) {
  const code = useSignal(given);
  const pseudonym = useSignal(known);
  const found = useSignal<JoinView | null>(null);
  const codeError = useSignal('');
  const nameError = useSignal('');
  const failure = useSignal('');
  const asking = useAction();

  const refuse = (reasonCode: FailureCode): void => {
    if (reasonCode === 'class-code-unknown' || reasonCode === 'class-required') {
      found.value = null;
      codeError.value = wordsOf(reasonCode);
    } else if (reasonCode === 'pseudonym-taken' || reasonCode === 'pseudonym-invalid')
      nameError.value = wordsOf(reasonCode);
    else failure.value = wordsOf(reasonCode);
  };

  const attempt = async (action: () => Promise<void>): Promise<void> => {
    codeError.value = nameError.value = failure.value = '';
    await asking.run(action);
    if (asking.failure.value) refuse(asking.failure.value.code);
  };

  const look = (): Promise<void> =>
    attempt(async () => {
      if (code.value.trim() === '') return refuse('class-code-unknown');
      found.value = await api.classOf(code.value.trim());
    });

  const join = (): Promise<void> =>
    attempt(async () => {
      if (isTooShort(pseudonym.value)) return refuse('pseudonym-invalid');
      onJoined(await joinClass(pseudonym.value.trim(), code.value.trim()));
    });

  useEffect(() => {
    if (given !== '') void look();
  }, []);

  const open = found.value?.state === 'open';
  return (
    <form
      class="entry"
      onSubmit={(event) => {
        event.preventDefault();
        void (found.value ? join() : look());
      }}
    >
      {found.value === null && (
        <>
          {reason && <p>{reason}</p>}
          <Field
            label="Code de la classe"
            {...CODE_INPUT}
            value={code.value}
            onValue={(value) => (code.value = value)}
            error={codeError.value}
            maxLength={40}
            placeholder="ABCD-EFGH"
            autofocus
            required
            help="Huit lettres et chiffres. La personne qui anime la formation vous les donne."
          />
        </>
      )}
      {found.value && <ClassFound view={found.value} />}
      {open && (
        <PseudonymField
          value={pseudonym.value}
          onValue={(value) => {
            pseudonym.value = value;
            nameError.value = '';
          }}
          error={nameError.value}
          inClass
        />
      )}
      <p class="error" role="alert">
        {failure.value}
      </p>
      <div class="modal-actions">
        {found.value ? (
          <button type="button" class="button" onClick={() => (found.value = null)}>
            Changer de code
          </button>
        ) : (
          children
        )}
        {(found.value === null || open) && (
          <button class="button primary" disabled={asking.busy.value}>
            {found.value ? 'Rejoindre la classe' : 'Continuer'}
          </button>
        )}
      </div>
    </form>
  );
}

const SHUT: Record<Exclude<JoinView['state'], 'open'>, FailureCode> = { closed: 'class-closed', full: 'class-full' };

/** What one is about to enter. */
export function ClassFound({ view: { name, state, recording } }: { view: JoinView }) {
  return (
    <div class="class-found" role="status">
      <p class="kicker">Classe</p>
      <p class="class-name">{name}</p>
      {state !== 'open' && <p class="error">{wordsOf(SHUT[state])}</p>}
      {state === 'open' && recording && (
        <p class="told">
          <strong>Les terminaux de cette classe sont enregistrés.</strong> Ce que vous y tapez et ce qui s’y affiche est
          gardé quelques jours, pour revoir ce qui a bloqué ; les personnes qui animent la classe peuvent le relire. Les
          mots de passe saisis sans écho n’y sont pas.
        </p>
      )}
      {state === 'open' && (
        <p>
          Les personnes qui animent la classe voient vos exercices, vos essais et, quand vous en ouvrez un, votre
          terminal. Elles n’y écrivent qu’avec votre accord.
        </p>
      )}
    </div>
  );
}
