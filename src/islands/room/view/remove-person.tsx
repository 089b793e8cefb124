import { useSignal } from '@preact/signals';
import { classPage } from '../../../../server/contract/trainer-paths.ts';
import { useId } from 'preact/hooks';
import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Dialog } from '../../shared/dialog.tsx';
import { detail, type PersonAddress } from '../state/person.ts';

/** Removes somebody with everything of theirs: the name must be typed, since nothing brings it back. */
export function RemovePerson({ address: { classId, id } }: { address: PersonAddress }) {
  const asking = useSignal(false);
  const typed = useSignal('');
  const removing = useAction();
  const field = useId();
  const name = detail.value?.tile.pseudonym ?? '';
  const remove = async (): Promise<void> => {
    if (await removing.run(() => roomApi.removeLearner(classId, id))) location.assign(classPage('salle', classId));
  };
  return (
    <section class="remove-person" aria-labelledby="retirer">
      <h3 id="retirer">Retirer cette personne</h3>
      <p>Tout ce qui est à elle s’efface : progression, tentatives, enregistrements. Son bac à sable s’arrête.</p>
      <button
        type="button"
        class="button danger"
        onClick={() => {
          typed.value = '';
          asking.value = true;
        }}
      >
        Retirer {name}…
      </button>
      <Dialog open={asking.value} title={`Retirer ${name} ?`} onClose={() => (asking.value = false)}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.value.trim() === name) void remove();
          }}
        >
          <p>
            Rien ne permettra de revenir en arrière. La personne pourra rejoindre la classe de nouveau, sans son passé.
          </p>
          <div class="field">
            <label for={field}>
              Pour confirmer, saisissez <strong>{name}</strong>
            </label>
            <input
              id={field}
              autocomplete="off"
              spellcheck={false}
              value={typed.value}
              onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
            />
          </div>
          <Failure failure={removing.failure.value} />
          <div class="modal-actions">
            <button type="button" class="button" onClick={() => (asking.value = false)}>
              Annuler
            </button>
            <button type="submit" class="button danger" disabled={removing.busy.value || typed.value.trim() !== name}>
              Retirer
            </button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
