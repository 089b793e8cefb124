import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { ApiError } from '../../../lib/http.ts';
import { FAILURES } from '../../../lib/messages.ts';
import { signIn } from '../../../lib/session.ts';
import { failure, openLab, lab, phase, resumeAttempt } from '../state/attempt.ts';
import { open } from '../state/layout.ts';
import { Dialog } from './dialog.tsx';

/** Bounds of `signInSchema`, whose module would bring a whole validator here: the server has the last word anyway. */
const LENGTH = { minimum: 2, maximum: 40 };

/** The first time only: a name to be called by, and what is kept under it. */
export function PseudonymDialog() {
  const asked = phase.value === 'pseudonym';
  return (
    <Dialog
      open={asked}
      title="Comment vous appeler ?"
      onClose={() => {
        if (phase.value !== 'pseudonym') return;
        phase.value = 'empty';
        open.value = false;
      }}
    >
      <Form />
    </Dialog>
  );
}

function Form() {
  const text = useSignal('');
  const error = useSignal('');
  const sending = useSignal(false);
  const id = useId();
  const invalid = `${FAILURES['pseudonym-invalid'].title} ${FAILURES['pseudonym-invalid'].advice}`;

  const submit = async (): Promise<void> => {
    if (text.value.trim().length < LENGTH.minimum) {
      error.value = invalid;
      return;
    }
    sending.value = true;
    try {
      await signIn(text.value.trim());
      failure.value = null;
      if (lab.value) await openLab(lab.value.id);
      else await resumeAttempt();
    } catch (reason) {
      const { title, advice } = FAILURES[reason instanceof ApiError ? reason.code : 'internal'];
      error.value = `${title} ${advice}`;
    } finally {
      sending.value = false;
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="field">
        <label for={id}>Pseudonyme</label>
        <input
          id={id}
          value={text.value}
          maxLength={LENGTH.maximum}
          autocomplete="nickname"
          autofocus
          required
          aria-describedby={`${id}-help`}
          aria-invalid={error.value !== '' || undefined}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            error.value = '';
          }}
        />
        <p class="help" id={`${id}-help`}>
          Ni adresse électronique, ni mot de passe. Le serveur garde ce pseudonyme, vos exercices et vos réponses, pour
          que vous puissiez reprendre demain dans ce navigateur.
        </p>
        <p class="error" role="alert">
          {error.value}
        </p>
      </div>
      <div class="modal-actions">
        <button type="button" class="button" onClick={(event) => event.currentTarget.closest('dialog')?.close()}>
          Plus tard
        </button>
        <button class="button primary" disabled={sending.value}>
          Ouvrir l’exercice
        </button>
      </div>
    </form>
  );
}
