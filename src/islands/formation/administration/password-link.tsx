import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { passwordPath } from '../../../../server/contract/trainer-paths.ts';
import type { NewInvitation, TrainerView } from '../../../../server/contract/trainers.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { MadeLink } from './made-link.tsx';

interface Props {
  /** Whose password; `null` while nobody's is asked for. */
  account: TrainerView | null;
  onClose: () => void;
}

/** Lets somebody who has lost a password choose another one. */
export const PasswordLink = ({ account, onClose }: Props) => (
  <Dialog open={account !== null} title={`Nouveau mot de passe pour ${account?.login ?? ''}`} onClose={onClose}>
    {account && <Making account={account} onClose={onClose} />}
  </Dialog>
);

function Making({ account, onClose }: { account: TrainerView; onClose: () => void }) {
  const made = useSignal<NewInvitation | null>(null);
  const { busy, failure, run } = useAction();
  const closing = useRef<HTMLButtonElement>(null);
  const make = (): Promise<boolean> =>
    run(async () => {
      made.value = await trainerApi.passwordLink(account.id);
      // The button that had the focus goes.
      closing.current?.focus();
    });
  return (
    <>
      <p>
        Par un lien que vous lui transmettez, cette personne choisit elle-même un nouveau mot de passe. À ce moment-là
        seulement, ses navigateurs sont déconnectés{account.secondFactor && ' et son second facteur est retiré'}. Un
        lien donné avant ne vaut plus.
      </p>
      <Failure failure={failure.value} />
      <div role="status">
        {made.value && (
          <MadeLink path={passwordPath(made.value.token)} expiresAt={made.value.expiresAt} label="Copier le lien" />
        )}
      </div>
      <div class="modal-actions">
        <button type="button" class="button" ref={closing} onClick={onClose} autofocus>
          {made.value ? 'Fermer' : 'Annuler'}
        </button>
        {!made.value && (
          <button type="button" class="button primary" disabled={busy.value} onClick={() => void make()}>
            Créer le lien
          </button>
        )}
      </div>
    </>
  );
}
