import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openIdPath } from '../../../../server/contract/trainer-paths.ts';
import type { InvitationView } from '../../../../server/contract/trainers.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { acceptInvitation, ensureTrainerSession, openId, trainerSession } from '../../../lib/trainer-session.ts';
import { useAction } from '../../shared/action.ts';
import { moment } from '../../shared/dates.ts';
import { definePage } from '../../shared/define-page.tsx';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { NewPassword } from '../shell/new-password.tsx';
import { Renew } from './renew.tsx';

/** As the server reads a login: `trainers.ts` of the contract. */
const LOGIN = '[a-zA-Z0-9][a-zA-Z0-9._\\-]{1,39}';

/**
 * /formation/invitation/#token and /formation/mot-de-passe/#token: the only way to an account, or back into one. The
 * fragment reaches no server and no journal of one.
 */
function Invitation() {
  const token = useSignal(location.hash.slice(1));
  useEffect(() => {
    void ensureTrainerSession();
    const follow = (): void => void (token.value = location.hash.slice(1));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  if (token.value === '') {
    return (
      <p>
        Cette page s’ouvre par le lien que vous avez reçu, complet. Vous avez déjà un compte ?{' '}
        <a href="/formation/">Entrez par ici</a>.
      </p>
    );
  }
  return <WithToken key={token.value} token={token.value} />;
}

function WithToken({ token }: { token: string }) {
  const loaded = useLoaded(() => trainerApi.invitation(token), token);
  const session = trainerSession.value;
  return (
    <WhenLoaded from={loaded}>
      {(invitation) => (
        <>
          {session.state === 'known' && session.trainer.login !== invitation.login && (
            <p>
              Dans ce navigateur, vous êtes déjà <strong>{session.trainer.login}</strong>. Ce lien est pour un autre
              compte : s’il est destiné à quelqu’un d’autre, transmettez-le sans l’utiliser.
            </p>
          )}
          {invitation.login === null ? (
            <Accept token={token} invitation={invitation} />
          ) : (
            <Renew token={token} login={invitation.login} expiresAt={invitation.expiresAt} />
          )}
        </>
      )}
    </WhenLoaded>
  );
}

function Accept({ token, invitation }: { token: string; invitation: InvitationView }) {
  const login = useSignal('');
  const password = useSignal('');
  const { busy, failure, run } = useAction();
  const accept = (): Promise<boolean> =>
    run(async () => {
      await acceptInvitation({ token, login: login.value.trim(), password: password.value });
      location.replace('/formation/');
    });
  return (
    <section class="sign-in" aria-label="Accepter l’invitation">
      <p>
        {invitation.role === 'administrator'
          ? 'Cette invitation ouvre un compte d’administration : toutes les classes, les comptes, le journal.'
          : 'Cette invitation ouvre un compte de formation : créer des classes, les animer, garder leurs résultats.'}{' '}
        Elle sert une fois, jusqu’au {moment(invitation.expiresAt)}.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void accept();
        }}
      >
        <Field
          label="Nom"
          help="De 2 à 40 lettres sans accent, chiffres, points ou tirets. Les personnes que vous formez le verront."
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          pattern={LOGIN}
          value={login.value}
          onValue={(value) => (login.value = value)}
        />
        <NewPassword label="Mot de passe" value={password.value} onValue={(value) => (password.value = value)} />
        <Failure failure={failure.value} />
        <button class="button primary" disabled={busy.value}>
          Ouvrir le compte
        </button>
      </form>
      {openId.value && (
        <p>
          <a class="button" href={openIdPath(token)} data-astro-reload data-astro-prefetch="false">
            Ouvrir le compte avec {openId.value.name}
          </a>
        </p>
      )}
    </section>
  );
}

definePage('etanche-invitation', Invitation);
