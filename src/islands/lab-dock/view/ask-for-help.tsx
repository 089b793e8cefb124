import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SeatView } from '../../../../server/contract/seat.ts';
import { askForHelp, cancelHelp } from '../../../lib/seat.ts';
import { timeOfDay } from '../../../lib/time-of-day.ts';
import { codeOf, wordsOf } from '../../entry/failure-words.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';

/** Bound of `helpSchema`, whose module would bring a whole validator here. */
const NOTE_MAX = 280;

/** In a class, somebody answers: one button to call them, and one to say that it is no longer needed. */
export function AskForHelp({ help }: { help: SeatView['help'] }) {
  const asking = useSignal(false);
  const failure = useSignal('');
  const cancel = (): void => {
    failure.value = '';
    cancelHelp().catch((error: unknown) => (failure.value = wordsOf(codeOf(error))));
  };
  return (
    <div class="dock-help">
      {help ? (
        <p role="status">
          Demande envoyée à {timeOfDay(help.askedAt)}
          <button type="button" class="dock-link" onClick={cancel}>
            Annuler<span class="sr-only"> la demande d’aide</span>
          </button>
        </p>
      ) : (
        <button type="button" class="dock-link" onClick={() => (asking.value = true)}>
          <Icon name="help" /> Demander de l’aide
        </button>
      )}
      {failure.value && <p role="alert">{failure.value}</p>}
      <Dialog open={asking.value} title="Demander de l’aide" onClose={() => (asking.value = false)}>
        <HelpForm onDone={() => (asking.value = false)} />
      </Dialog>
    </div>
  );
}

function HelpForm({ onDone }: { onDone: () => void }) {
  const note = useSignal('');
  const failure = useSignal('');
  const sending = useSignal(false);
  const id = useId();
  const send = async (): Promise<void> => {
    sending.value = true;
    try {
      await askForHelp(note.value.trim());
      onDone();
    } catch (error) {
      failure.value = wordsOf(codeOf(error));
    } finally {
      sending.value = false;
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="field">
        <label for={id}>Ce qui vous bloque, si vous voulez le dire</label>
        <textarea
          id={id}
          rows={3}
          maxLength={NOTE_MAX}
          autofocus
          value={note.value}
          onInput={(event) => (note.value = event.currentTarget.value)}
          aria-describedby={`${id}-help`}
        />
        <p class="help" id={`${id}-help`}>
          La personne qui anime la classe voit votre demande, votre exercice et vos objectifs. {NOTE_MAX} caractères au
          plus.
        </p>
        <p class="error" role="alert">
          {failure.value}
        </p>
      </div>
      <div class="modal-actions">
        <button type="button" class="button" onClick={onDone}>
          Pas maintenant
        </button>
        <button class="button primary" disabled={sending.value}>
          Demander
        </button>
      </div>
    </form>
  );
}
