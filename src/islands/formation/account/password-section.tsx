import { useSignal } from '@preact/signals';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { NewPassword } from '../shell/new-password.tsx';
import { OwnerOfPassword } from '../shell/owner-of-password.tsx';

export function PasswordSection({ login }: { login: string }) {
  const current = useSignal('');
  const next = useSignal('');
  const done = useSignal(false);
  const { busy, failure, run } = useAction();
  const change = (): Promise<boolean> =>
    run(async () => {
      done.value = false;
      await trainerApi.changePassword(current.value, next.value);
      current.value = '';
      next.value = '';
      done.value = true;
    });
  return (
    <section aria-labelledby="mot-de-passe">
      <h2 id="mot-de-passe">Mot de passe</h2>
      <form
        class="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <OwnerOfPassword login={login} />
        <Field
          label="Mot de passe actuel"
          type="password"
          autocomplete="current-password"
          required
          value={current.value}
          onValue={(value) => (current.value = value)}
        />
        <NewPassword label="Nouveau mot de passe" value={next.value} onValue={(value) => (next.value = value)} />
        <p class="help">Les autres navigateurs connectés à ce compte seront déconnectés.</p>
        <Failure failure={failure.value} />
        <button class="button" disabled={busy.value}>
          Changer de mot de passe
        </button>
        <p role="status">{done.value && 'Mot de passe changé. Les autres navigateurs sont déconnectés.'}</p>
      </form>
    </section>
  );
}
