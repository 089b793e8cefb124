import { useSignal } from '@preact/signals';
import { acceptInvitation } from '../../../lib/trainer-session.ts';
import { useAction } from '../../shared/action.ts';
import { moment } from '../../shared/dates.ts';
import { Failure } from '../../shared/failure.tsx';
import { NewPassword } from '../shell/new-password.tsx';
import { OwnerOfPassword } from '../shell/owner-of-password.tsx';

interface Props {
  token: string;
  login: string;
  expiresAt: number;
}

/** Somebody who has an account, and no longer its password, chooses another one. */
export function Renew({ token, login, expiresAt }: Props) {
  const password = useSignal('');
  const { busy, failure, run } = useAction();
  const renew = (): Promise<boolean> =>
    run(async () => {
      await acceptInvitation({ token, password: password.value });
      location.replace('/formation/');
    });
  return (
    <div class="sign-in">
      <p>
        Pour le compte <strong>{login}</strong>. Ce lien sert une fois, jusqu’au {moment(expiresAt)}.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void renew();
        }}
      >
        <OwnerOfPassword login={login} />
        <NewPassword
          label="Nouveau mot de passe"
          value={password.value}
          onValue={(value) => (password.value = value)}
        />
        <p class="help">
          Les navigateurs connectés à ce compte seront déconnectés. S’il a un second facteur, il sera retiré : vous
          pourrez en poser un autre à la page « Votre compte ».
        </p>
        <Failure failure={failure.value} />
        <button class="button primary" disabled={busy.value}>
          Choisir ce mot de passe
        </button>
      </form>
    </div>
  );
}
