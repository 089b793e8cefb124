import { useSignal } from '@preact/signals';
import type { TrainerView } from '../../../../server/contract/trainers.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { day } from '../../shared/dates.ts';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { ROLE_LABELS } from '../shell/words.ts';
import { AccountActions } from './account-actions.tsx';
import { Invite } from './invite.tsx';
import { PasswordLink } from './password-link.tsx';

/** Who may teach here. @param props.own the account that is looking */
export function Accounts({ own }: { own: string }) {
  const loaded = useLoaded(trainerApi.trainers);
  const closing = useSignal<TrainerView | null>(null);
  const renewing = useSignal<TrainerView | null>(null);
  const account = closing.value;
  const { busy, failure, run } = useAction();
  const change = (act: (id: string) => Promise<void>, id: string): Promise<boolean> =>
    run(async () => {
      await act(id);
      await loaded.reload();
    });
  return (
    <section aria-labelledby="comptes">
      <h2 id="comptes">Comptes</h2>
      <WhenLoaded from={loaded}>
        {(trainers) => (
          <div class="table-frame" tabIndex={0} role="region" aria-label="Liste des comptes">
            <table>
              <thead>
                <tr>
                  <th scope="col">Nom</th>
                  <th scope="col">Rôle</th>
                  <th scope="col">Second facteur</th>
                  <th scope="col">Ouvert le</th>
                  <th scope="col">État</th>
                  <th scope="col">
                    <span class="sr-only">Action</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {trainers.map((trainer) => (
                  <tr key={trainer.id}>
                    <th scope="row">
                      {trainer.login}
                      {trainer.id === own && ' (vous)'}
                    </th>
                    <td>{ROLE_LABELS[trainer.role]}</td>
                    <td>{trainer.secondFactor ? 'en place' : trainer.password ? 'aucun' : 'au fournisseur'}</td>
                    <td>{day(trainer.createdAt)}</td>
                    <td>{trainer.disabled ? 'fermé' : 'ouvert'}</td>
                    <td>
                      <AccountActions
                        account={trainer}
                        own={trainer.id === own}
                        busy={busy.value}
                        onPassword={() => (renewing.value = trainer)}
                        onClose={() => (closing.value = trainer)}
                        onReopen={() => void change(trainerApi.reopen, trainer.id)}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </WhenLoaded>
      <Failure failure={failure.value} />
      <Invite />
      <PasswordLink account={renewing.value} onClose={() => (renewing.value = null)} />
      <Confirm
        open={account !== null}
        title={`Fermer le compte ${account?.login ?? ''} ?`}
        action="Fermer le compte"
        onClose={() => (closing.value = null)}
        onConfirm={() => account && void change(trainerApi.disable, account.id)}
      >
        <p>
          Cette personne est déconnectée tout de suite et ne peut plus entrer, tant que le compte n’est pas rouvert. Ses
          classes restent, pour l’administration et pour qui les anime avec elle.
          {account?.id === own && ' C’est votre propre compte : vous sortirez aussi.'}
        </p>
      </Confirm>
    </section>
  );
}
