import { useSignal } from '@preact/signals';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';

/** Bounds of `revokeSchema`: the server has the last word. */
const REASON = { minimum: 3, maximum: 280 };

/** A certificate given by mistake stops being worth anything: its verification says so, with the reason. */
export function RevokeCertificate() {
  const id = useSignal('');
  const reason = useSignal('');
  const asking = useSignal(false);
  const done = useSignal('');
  const { busy, failure, run } = useAction();
  const revoke = (): Promise<boolean> =>
    run(async () => {
      done.value = '';
      await trainerApi.revokeCertificate(id.value.trim(), reason.value.trim());
      done.value = id.value.trim();
      id.value = '';
      reason.value = '';
    });
  return (
    <section aria-labelledby="retirer">
      <h2 id="retirer">Retirer une attestation</h2>
      <form
        class="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          asking.value = true;
        }}
      >
        <Field
          label="Numéro de l’attestation"
          help="Il est imprimé au bas de l’attestation."
          required
          autocomplete="off"
          spellcheck={false}
          maxLength={80}
          value={id.value}
          onValue={(value) => (id.value = value)}
        />
        <Field
          label="Raison"
          help="Elle est gardée dans le journal."
          required
          autocomplete="off"
          minLength={REASON.minimum}
          maxLength={REASON.maximum}
          value={reason.value}
          onValue={(value) => (reason.value = value)}
        />
        <Failure failure={failure.value} />
        <button class="button" disabled={busy.value}>
          Retirer l’attestation…
        </button>
        <p role="status">{done.value !== '' && `L’attestation ${done.value} est retirée.`}</p>
      </form>
      <Confirm
        open={asking.value}
        title="Retirer cette attestation ?"
        action="Retirer l’attestation"
        onClose={() => (asking.value = false)}
        onConfirm={() => void revoke()}
      >
        <p>L’attestation {id.value.trim()} ne vaudra plus rien : qui la vérifie l’apprendra. Cela ne se défait pas.</p>
      </Confirm>
    </section>
  );
}
