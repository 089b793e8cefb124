import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { openIdPath } from '../../../../server/contract/trainer-paths.ts';
import { openId, signInTrainer } from '../../../lib/trainer-session.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { rememberAddress, takeRefusal } from './return-address.ts';

/** Who teaches enters here, wherever they were going: the page is then theirs. */
export function SignInForm() {
  const login = useSignal('');
  const password = useSignal('');
  const code = useSignal('');
  const asked = useSignal(false);
  const { busy, failure, run } = useAction();
  const codeField = useRef<HTMLDivElement>(null);

  useEffect(() => void (failure.value = takeRefusal()), []);
  useEffect(() => {
    if (failure.value?.code === 'second-factor-needed') asked.value = true;
  }, [failure.value]);
  useEffect(() => {
    if (asked.value) codeField.current?.querySelector('input')?.focus();
  }, [asked.value]);

  const enter = (): Promise<boolean> =>
    run(() =>
      signInTrainer({
        login: login.value.trim(),
        password: password.value,
        ...(asked.value && code.value !== '' ? { code: code.value.replaceAll(/\s/g, '') } : {}),
      }),
    );

  return (
    <section class="sign-in" aria-labelledby="entrer">
      <h2 id="entrer">Entrer</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <Field
          label="Nom"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          value={login.value}
          onValue={(value) => (login.value = value)}
        />
        <Field
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          required
          value={password.value}
          onValue={(value) => (password.value = value)}
        />
        {asked.value && (
          <div ref={codeField}>
            <Field
              label="Code à six chiffres"
              help="Il se lit dans votre application d’authentification."
              inputMode="numeric"
              autocomplete="one-time-code"
              required
              value={code.value}
              onValue={(value) => (code.value = value)}
            />
          </div>
        )}
        <Failure failure={failure.value} />
        <button class="button primary" disabled={busy.value}>
          Entrer
        </button>
      </form>
      {openId.value && (
        <p>
          {/* Fetched ahead, as other links are, it would begin a flow that nobody has asked for. */}
          <a class="button" href={openIdPath()} data-astro-reload data-astro-prefetch="false" onClick={rememberAddress}>
            Entrer avec {openId.value.name}
          </a>
        </p>
      )}
      <p class="help">
        On n’ouvre pas un compte de formation soi-même : on y est invité. Le tout premier lien d’invitation s’affiche au
        démarrage du serveur.
      </p>
      <p class="help">
        Mot de passe oublié ? Demandez un lien à qui administre la formation, ou à qui tient le serveur :{' '}
        <code>npm run inviter -- votre-nom</code>.
      </p>
    </section>
  );
}
