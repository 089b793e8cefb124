import { sessionSignal } from '../shared/store-signal.ts';
import { Away } from './join-page.tsx';
import { ResumeForm } from './resume-form.tsx';

/** /reprendre/: from a resume code to everything that was done before. */
export function ResumePage({ code }: { code: string }) {
  const session = sessionSignal.value;
  if (session.state === 'unknown') return <p role="status">Un instant…</p>;
  if (session.state === 'away') return <Away />;
  return (
    <>
      {session.state === 'known' && (
        <div class="already">
          <p>
            Dans ce navigateur, vous êtes déjà <strong>{session.learner.pseudonym}</strong>. Le code d’une autre place
            vous y fera passer ; pour retrouver celle-ci, il vous faudra son propre code, qui est dans le menu à votre
            nom.
          </p>
        </div>
      )}
      <ResumeForm code={code} onResumed={() => location.assign('/#ou-en-suis-je')} />
      <p class="other-ways">
        <a href="/rejoindre/">J’ai un code de classe</a>
      </p>
      <p>
        Le code est perdu ? Tant que vous êtes là dans un autre navigateur, le menu à votre nom en donne un nouveau.
        Sinon, commencez une place neuve : personne d’autre que vous ne peut rouvrir l’ancienne.
      </p>
    </>
  );
}
