import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Certificate, CertificateState } from '../../../server/contract/certificates.ts';
import { api } from '../../lib/api.ts';
import { certificateLink } from '../../lib/certificate-check.ts';
import { ApiError } from '../../lib/http.ts';
import { ensureSession, refreshSession, session, type Session } from '../../lib/session.ts';
import { useAction } from '../shared/action.ts';
import { day } from '../shared/dates.ts';
import { Failure } from '../shared/failure.tsx';
import { Loading, useLoaded, WhenLoaded } from '../shared/loaded.tsx';
import { Sheet } from './sheet.tsx';

/** Titles by identifier, put in the page when it was built. */
export type LabTitles = Readonly<Record<string, string>>;

/** The learner's own certificate, or the way to it. */
export function Mine({ titles }: { titles: LabTitles }) {
  const now = useSignal<Session>(session.value);
  useEffect(() => {
    void ensureSession();
    return session.subscribe((next) => (now.value = next));
  }, []);
  switch (now.value.state) {
    case 'unknown':
      return <Loading />;
    case 'away':
      return <Failure failure={new ApiError('unreachable')} onRetry={() => void refreshSession()} />;
    case 'anonymous':
      return (
        <p>
          Ce navigateur ne sait pas qui vous êtes. <a href="/exercices/">Ouvrez un exercice</a> pour commencer sous un
          pseudonyme, ou pour revenir avec votre code de reprise : votre attestation vous attendra ici.
        </p>
      );
    case 'known':
      return <Standing titles={titles} pseudonym={now.value.learner.pseudonym} learner={now.value.learner.id} />;
  }
}

interface StandingProps {
  titles: LabTitles;
  pseudonym: string;
  learner: string;
}

function Standing({ titles, pseudonym, learner }: StandingProps) {
  const loaded = useLoaded(api.certificate, learner);
  const { busy, failure, run } = useAction();
  const ask = () => run(async () => void (loaded.value.value = await api.issueCertificate()));
  return (
    <WhenLoaded from={loaded}>
      {({ certificate, revokedAt, missing }: CertificateState) => (
        <>
          {certificate && revokedAt === null && <Actions certificate={certificate} />}
          {revokedAt !== null && (
            <p class="verdict leak print:hidden">
              <strong>Votre attestation a été retirée le {day(revokedAt)}.</strong> Une nouvelle peut vous être remise
              une fois les exercices refaits : seules les réussites postérieures au retrait comptent.
            </p>
          )}
          {(!certificate || revokedAt !== null) &&
            (missing.length === 0 ? (
              <div class="print:hidden">
                <p>
                  Tous les exercices sont réussis. Votre attestation portera le pseudonyme <strong>{pseudonym}</strong>{' '}
                  et la date de chaque réussite ; elle ne dit rien d’autre de vous.
                </p>
                <Failure failure={failure.value} />
                <button type="button" class="button primary" disabled={busy.value} onClick={() => void ask()}>
                  Recevoir mon attestation
                </button>
              </div>
            ) : (
              <Missing missing={missing} titles={titles} />
            ))}
          {certificate && <Sheet certificate={certificate} revokedAt={revokedAt} />}
        </>
      )}
    </WhenLoaded>
  );
}

const Missing = ({ missing, titles }: { missing: readonly string[]; titles: LabTitles }) => (
  <div class="print:hidden">
    <p>
      L’attestation se demande une fois tous les exercices réussis. Il vous en reste{' '}
      <strong>
        {missing.length} sur {Object.keys(titles).length}
      </strong>
      .
    </p>
    <ul class="missing">
      {missing.map((id) => (
        <li key={id}>
          <a href={`/exercices/${id}/`}>{titles[id] ?? id}</a>
        </li>
      ))}
    </ul>
  </div>
);

function Actions({ certificate }: { certificate: Certificate }) {
  return (
    <p class="actions print:hidden">
      <button type="button" class="button primary" onClick={() => download(certificate)}>
        Télécharger
      </button>
      <button type="button" class="button" onClick={() => window.print()}>
        Imprimer
      </button>
      <a class="button" href={certificateLink(certificate, location.origin)}>
        Lien de vérification
      </a>
    </p>
  );
}

/** The file that anybody can verify. */
function download(certificate: Certificate): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(certificate, null, 2)], { type: 'application/json' }));
  link.download = `attestation-${certificate.document.id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
