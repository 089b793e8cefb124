import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { people } from '../shell/words.ts';

/** Cannot be undone: says what goes, and asks for the name. */
export function DeleteClass({ theClass }: { theClass: ClassView }) {
  const asking = useSignal(false);
  return (
    <section aria-labelledby="effacer">
      <h2 id="effacer">Effacer la classe</h2>
      <p>
        À la fin d’une formation, gardez d’abord les résultats (page « Résultats »), puis effacez : rien des personnes
        ne reste sur le serveur.
      </p>
      <p>
        <button type="button" class="button" onClick={() => (asking.value = true)}>
          Effacer la classe…
        </button>
      </p>
      <Dialog open={asking.value} title={`Effacer ${theClass.name} ?`} onClose={() => (asking.value = false)}>
        <Question theClass={theClass} onClose={() => (asking.value = false)} />
      </Dialog>
    </section>
  );
}

function Question({ theClass, onClose }: { theClass: ClassView; onClose: () => void }) {
  const typed = useSignal('');
  const { busy, failure, run } = useAction();
  const matches = typed.value.trim() === theClass.name;
  const remove = (): Promise<boolean> =>
    run(async () => {
      await classApi.delete(theClass.id);
      location.assign('/formation/');
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (matches) void remove();
      }}
    >
      <p>
        Seront effacés, sans retour : la classe, son code, {people(theClass.learners)} et tout ce qui est à{' '}
        {theClass.learners > 1 ? 'elles' : 'elle'} — exercices ouverts, résultats, progression, messages,
        enregistrements. Les attestations déjà imprimées restent vérifiables.
      </p>
      <Field
        label="Pour confirmer, tapez le nom de la classe"
        autocomplete="off"
        autofocus
        value={typed.value}
        onValue={(value) => (typed.value = value)}
      />
      <Failure failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose}>
          Annuler
        </button>
        <button class="button primary" disabled={!matches || busy.value}>
          Effacer la classe
        </button>
      </div>
    </form>
  );
}
