import { useSignal } from '@preact/signals';
import { classPage } from '../../../../server/contract/trainer-paths.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { CapacityVerdict } from '../shell/capacity-verdict.tsx';
import { fromLocalInput } from '../../shared/dates.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';

/** Bounds of `newClassSchema`: the server has the last word. */
const NAME_MAX = 80;
const CAPACITY_MAX = 500;
const DEFAULT_CAPACITY = '20';

/** A name and a number of people are enough; all the rest has its page. */
export function NewClass({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Créer une classe" onClose={onClose}>
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const name = useSignal('');
  const capacity = useSignal(DEFAULT_CAPACITY);
  const starts = useSignal('');
  const ends = useSignal('');
  const { busy, failure, run } = useAction();
  const startsAt = fromLocalInput(starts.value);
  const endsAt = fromLocalInput(ends.value);
  const backwards = startsAt !== null && endsAt !== null && endsAt <= startsAt;

  const create = (): Promise<boolean> =>
    run(async () => {
      const { id } = await classApi.create({
        name: name.value.trim(),
        capacity: Number(capacity.value),
        startsAt,
        endsAt,
      });
      location.assign(classPage('classe', id));
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards) void create();
      }}
    >
      <Field
        label="Nom de la classe"
        required
        maxLength={NAME_MAX}
        pattern=".*\S.*"
        autofocus
        autocomplete="off"
        value={name.value}
        onValue={(value) => (name.value = value)}
      />
      <Field
        label="Nombre de personnes"
        type="number"
        required
        min={1}
        max={CAPACITY_MAX}
        value={capacity.value}
        onValue={(value) => (capacity.value = value)}
      />
      <CapacityVerdict people={Number(capacity.value)} />
      <div class="pair">
        <Field label="Début" type="datetime-local" value={starts.value} onValue={(value) => (starts.value = value)} />
        <Field
          label="Fin"
          type="datetime-local"
          value={ends.value}
          error={backwards ? 'La fin vient après le début.' : ''}
          live
          onValue={(value) => (ends.value = value)}
        />
      </div>
      <p class="help">
        Avec une heure de début, des bacs à sable sont préparés un quart d’heure avant. Sans date, la classe est ouverte
        tout de suite, sans fin.
      </p>
      <Failure failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose}>
          Annuler
        </button>
        <button class="button primary" disabled={busy.value}>
          Créer la classe
        </button>
      </div>
    </form>
  );
}
