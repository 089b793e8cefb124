import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ERROR_CODES } from '../../../server/contract/error-codes.ts';
import type { LtiEntry } from '../../../server/contract/lti.ts';
import { LTI_LINK } from '../../../server/contract/lti-paths.ts';
import type { FailureCode } from '../../lib/http.ts';
import { ltiApi } from '../../lib/lti-api.ts';
import { FAILURES } from '../../lib/messages.ts';
import { asApiError, wordsOf } from '../shared/failure.tsx';
import { ClassFound } from '../entry/join-form.tsx';
import { isTooShort, PseudonymField } from '../entry/pseudonym-field.tsx';
import { ChoosePages } from './choose-pages.tsx';

/** /lti/: what is asked of somebody whom a learning platform has sent, or why they were turned back. */
export function LtiPage() {
  const refusal = useSignal<FailureCode | null>(null);
  const entry = useSignal<LtiEntry | null>(null);
  const load = async (): Promise<void> => {
    refusal.value = null;
    try {
      const found = await ltiApi.entry();
      if (found.kind === 'link') location.replace(LTI_LINK);
      else entry.value = found;
    } catch (error) {
      refusal.value = asApiError(error).code;
    }
  };
  useEffect(() => {
    refusal.value = refusalOf(location.search);
    if (refusal.value === null) void load();
  }, []);
  if (refusal.value !== null) return <Refused code={refusal.value} onRetry={() => void load()} />;
  if (entry.value === null) return <p role="status">Un instant…</p>;
  return <Asked entry={entry.value} onRetry={() => void load()} />;
}

/** As `ltiRefusalPath` of the contract tells it. */
function refusalOf(search: string): FailureCode | null {
  const told = new URLSearchParams(search).get('refus');
  return ERROR_CODES.find((code) => code === told) ?? null;
}

const Refused = ({ code, onRetry }: { code: FailureCode; onRetry: () => void }) => (
  <div role="alert">
    <p>
      <strong>{FAILURES[code].title}</strong> {FAILURES[code].advice}
    </p>
    {code === 'unreachable' && (
      <p>
        <button type="button" class="button primary" onClick={onRetry}>
          Réessayer
        </button>
      </p>
    )}
  </div>
);

function Asked({ entry, onRetry }: { entry: LtiEntry; onRetry: () => void }) {
  switch (entry.kind) {
    case 'join':
      return <Join entry={entry} />;
    case 'choose':
      return <ChoosePages entry={entry} />;
    case 'unlinked':
      return (
        <>
          <p>
            Vous venez de <strong>{entry.course}</strong>, sur {entry.platform}. Aucune classe n’y est encore reliée :
            la personne qui enseigne ce cours le fait en suivant elle-même ce lien, une fois.
          </p>
          <p>
            <button type="button" class="button primary" onClick={onRetry}>
              Regarder de nouveau
            </button>
          </p>
          <p class="other-ways">
            <a href="/">Lire le cours en attendant</a>
          </p>
        </>
      );
    default:
      return (
        <>
          <p>
            Ici arrivent les personnes qu’une plateforme d’apprentissage envoie. Rien n’attend dans ce navigateur :
            revenez dans le cours de votre plateforme et suivez-y le lien.
          </p>
          <p class="other-ways">
            <a href="/rejoindre/">J’ai le code d’une classe</a>
            <a href="/">Lire le cours</a>
          </p>
        </>
      );
  }
}

function Join({ entry }: { entry: Extract<LtiEntry, { kind: 'join' }> }) {
  const pseudonym = useSignal('');
  const nameError = useSignal('');
  const failure = useSignal('');
  const waiting = useSignal(false);
  const open = entry.class.state === 'open';

  const refuse = (code: FailureCode): void => {
    const target = code === 'pseudonym-taken' || code === 'pseudonym-invalid' ? nameError : failure;
    target.value = wordsOf(code);
  };
  const join = async (): Promise<void> => {
    nameError.value = failure.value = '';
    if (isTooShort(pseudonym.value)) return refuse('pseudonym-invalid');
    waiting.value = true;
    try {
      location.assign((await ltiApi.join(pseudonym.value.trim())).to);
    } catch (error) {
      refuse(asApiError(error).code);
      waiting.value = false;
    }
  };

  return (
    <form
      class="entry"
      onSubmit={(event) => {
        event.preventDefault();
        void join();
      }}
    >
      <p>
        Vous venez de <strong>{entry.course}</strong>, sur {entry.platform}. Votre nom et votre adresse n’arrivent pas
        jusqu’ici : choisissez un pseudonyme, une fois.
      </p>
      <ClassFound view={entry.class} />
      {open && (
        <>
          <PseudonymField
            value={pseudonym.value}
            onValue={(value) => {
              pseudonym.value = value;
              nameError.value = '';
            }}
            error={nameError.value}
            inClass
          />
          <p>Votre avancement est rapporté à {entry.platform}, pour les activités qui ont une note.</p>
        </>
      )}
      <p class="error" role="alert">
        {failure.value}
      </p>
      {open && (
        <div class="modal-actions">
          <button class="button primary" disabled={waiting.value}>
            Entrer dans la classe
          </button>
        </div>
      )}
    </form>
  );
}
