import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { currentClass } from '../shell/in-class.tsx';

/** Who else may see and change everything of the class. */
export function ClassTrainers({ theClass }: { theClass: ClassView }) {
  const login = useSignal('');
  const added = useSignal('');
  const { busy, failure, run } = useAction();
  const add = (): Promise<boolean> =>
    run(async () => {
      const name = login.value.trim();
      currentClass.value = await classApi.addTrainer(theClass.id, name);
      added.value = name;
      login.value = '';
    });
  return (
    <section aria-labelledby="animation">
      <h2 id="animation">Qui anime cette classe</h2>
      <ul class="names">
        {theClass.trainers.map(({ id, login: name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label="Confier aussi la classe à"
          help="Le nom d’un compte de formation. Ce compte verra et pourra changer tout ce qui est à la classe."
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={80}
          value={login.value}
          onValue={(value) => (login.value = value)}
        />
        <button class="button" disabled={busy.value}>
          Ajouter
        </button>
        <Failure failure={failure.value} />
        <p role="status">{added.value !== '' && `${added.value} anime aussi cette classe.`}</p>
      </form>
    </section>
  );
}
