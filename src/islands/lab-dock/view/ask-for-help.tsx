import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SeatView } from '../../../../server/contract/seat.ts';
import { askForHelp, cancelHelp } from '../../../lib/seat.ts';
import { timeOfDay } from '../../../lib/time-of-day.ts';
import { useAction } from '../../shared/action.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { FailureLine, wordsOf } from '../../shared/failure.tsx';
import { Icon } from '../../shared/icon.tsx';

/** Bound of `helpSchema`, whose module would bring a whole validator here. */
const NOTE_MAX = 280;

/** In a class, somebody answers: one button to call them, and one to say that it is no longer needed. */
export function AskForHelp({ help }: { help: SeatView['help'] }) {
  const asking = useSignal(false);
  const cancelling = useAction();
  return (
    <div class="dock-help">
      {help ? (
        <p role="status">
          Demande envoyée à {timeOfDay(help.askedAt)}
          <button type="button" class="dock-link" onClick={() => void cancelling.run(cancelHelp)}>
            Annuler<span class="sr-only"> la demande d’aide</span>
          </button>
        </p>
      ) : (
        <button type="button" class="dock-link" onClick={() => (asking.value = true)}>
          <Icon name="help" /> Demander de l’aide
        </button>
      )}
      {cancelling.failure.value && <p role="alert">{wordsOf(cancelling.failure.value.code)}</p>}
      <Dialog open={asking.value} title="Demander de l’aide" onClose={() => (asking.value = false)}>
        <HelpForm onDone={() => (asking.value = false)} />
      </Dialog>
    </div>
  );
}

function HelpForm({ onDone }: { onDone: () => void }) {
  const note = useSignal('');
  const { busy, failure, run } = useAction();
  const id = useId();
  const send = async (): Promise<void> => {
    await askForHelp(note.value.trim());
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run(send);
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
        <FailureLine failure={failure.value} />
      </div>
      <div class="modal-actions">
        <button type="button" class="button" onClick={onDone}>
          Pas maintenant
        </button>
        <button class="button primary" disabled={busy.value}>
          Demander
        </button>
      </div>
    </form>
  );
}
