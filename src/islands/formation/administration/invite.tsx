import { useSignal } from '@preact/signals';
import { invitationPath } from '../../../../server/contract/trainer-paths.ts';
import type { NewInvitation, Role } from '../../../../server/contract/trainers.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { MadeLink } from './made-link.tsx';

/** Lets somebody else have an account. */
export function Invite() {
  const role = useSignal<Role>('trainer');
  const made = useSignal<NewInvitation | null>(null);
  const { busy, failure, run } = useAction();
  const invite = (): Promise<boolean> => run(async () => void (made.value = await trainerApi.invite(role.value)));
  const choice = (value: Role, label: string) => (
    <label class="choice">
      <input type="radio" name="role" checked={role.value === value} onChange={() => (role.value = value)} />
      <span>{label}</span>
    </label>
  );
  return (
    <form
      class="invite"
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      <fieldset>
        <legend>Inviter</legend>
        {choice('trainer', 'Pour former : ses classes, et rien d’autre')}
        {choice('administrator', 'Pour administrer : toutes les classes, les comptes, le journal')}
      </fieldset>
      <Failure failure={failure.value} />
      <button class="button" disabled={busy.value}>
        Créer un lien d’invitation
      </button>
      <div role="status">
        {made.value && (
          <MadeLink
            path={invitationPath(made.value.token)}
            expiresAt={made.value.expiresAt}
            label="Copier le lien d’invitation"
          />
        )}
      </div>
    </form>
  );
}
