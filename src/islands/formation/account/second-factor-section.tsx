import { useSignal } from '@preact/signals';
import type { SecondFactorOffer } from '../../../../server/contract/trainers.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { refreshTrainerSession } from '../../../lib/trainer-session.ts';
import { useAction } from '../../shared/action.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { QrCode } from '../shell/qr-code.tsx';

/** A code that changes every thirty seconds, besides the password. RFC 6238. */
export function SecondFactorSection({ set }: { set: boolean }) {
  return (
    <section aria-labelledby="second-facteur">
      <h2 id="second-facteur">Second facteur</h2>
      {set ? <Removal /> : <Setting />}
    </section>
  );
}

function Setting() {
  const offer = useSignal<SecondFactorOffer | null>(null);
  const { busy, failure, run } = useAction();
  const ask = (): Promise<boolean> => run(async () => void (offer.value = await trainerApi.offerSecondFactor()));
  if (offer.value) return <FirstCode offer={offer.value} onGiveUp={() => (offer.value = null)} />;
  return (
    <>
      <p>
        Aucun. Avec un second facteur, un mot de passe volé ne suffit plus : il faut aussi un code à six chiffres, que
        donne une application sur votre téléphone.
      </p>
      <Failure failure={failure.value} />
      <button type="button" class="button" disabled={busy.value} onClick={() => void ask()}>
        Poser un second facteur
      </button>
    </>
  );
}

function FirstCode({ offer, onGiveUp }: { offer: SecondFactorOffer; onGiveUp: () => void }) {
  const code = useSignal('');
  const { busy, failure, run } = useAction();
  const confirm = (): Promise<boolean> =>
    run(async () => {
      await trainerApi.setSecondFactor(code.value.replaceAll(/\s/g, ''));
      await refreshTrainerSession();
    });
  return (
    <div class="second-factor">
      <QrCode text={offer.uri} label="Code QR du secret, à lire avec une application d’authentification" />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <p>Lisez ce code avec une application d’authentification, ou tapez-y ce secret :</p>
        <p class="secret">
          <code>{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>{' '}
          <CopyButton text={offer.secret} label="Copier le secret" />
        </p>
        <Field
          label="Premier code à six chiffres"
          help="Rien ne change tant que ce premier code n’a pas été vérifié."
          inputMode="numeric"
          autocomplete="one-time-code"
          pattern="\s*(\d\s*){6}"
          required
          value={code.value}
          onValue={(value) => (code.value = value)}
        />
        <Failure failure={failure.value} />
        <div class="actions">
          <button class="button primary" disabled={busy.value}>
            Vérifier et poser
          </button>
          <button type="button" class="button" onClick={onGiveUp}>
            Renoncer
          </button>
        </div>
      </form>
    </div>
  );
}

function Removal() {
  const password = useSignal('');
  const { busy, failure, run } = useAction();
  const remove = (): Promise<boolean> =>
    run(async () => {
      await trainerApi.removeSecondFactor(password.value);
      await refreshTrainerSession();
    });
  return (
    <form
      class="narrow"
      onSubmit={(event) => {
        event.preventDefault();
        void remove();
      }}
    >
      <p>
        <strong>En place.</strong> Pour changer de téléphone, retirez-le puis posez-en un autre.
      </p>
      <Field
        label="Mot de passe, pour le retirer"
        type="password"
        autocomplete="current-password"
        required
        value={password.value}
        onValue={(value) => (password.value = value)}
      />
      <Failure failure={failure.value} />
      <button class="button" disabled={busy.value}>
        Retirer le second facteur
      </button>
    </form>
  );
}
