import { useSignal } from '@preact/signals';
import { ensureSession, type Learner } from '../../lib/session.ts';
import { sessionSignal } from '../shared/store-signal.ts';
import { wordsOf } from '../shared/failure.tsx';
import { JoinForm } from './join-form.tsx';
import { ResumeCode } from './resume-code.tsx';

/** /rejoindre/: from a code to a place in the class, and to the first thing to do there. */
export function JoinPage({ code }: { code: string }) {
  const resumeCode = useSignal<string | null>(null);
  const session = sessionSignal.value;
  if (session.state === 'unknown') return <p role="status">Un instant…</p>;
  if (session.state === 'away') return <Away />;
  if (session.state === 'known' && resumeCode.value !== null)
    return <Joined learner={session.learner} code={resumeCode.value} />;
  const learner = session.state === 'known' ? session.learner : null;
  return (
    <>
      {learner && <Already learner={learner} />}
      <JoinForm
        code={code}
        pseudonym={learner?.pseudonym}
        onJoined={(given) => {
          if (given === null) location.assign('/#ou-en-suis-je');
          else resumeCode.value = given;
        }}
      />
      <p class="other-ways">
        <a href="/reprendre/">J’ai un code de reprise</a>
      </p>
    </>
  );
}

/** What becomes of who was there before. */
const Already = ({ learner: { pseudonym, class: present } }: { learner: Learner }) => (
  <div class="already">
    {present ? (
      <p>
        Dans ce navigateur, vous êtes déjà <strong>{pseudonym}</strong>, dans la classe <strong>{present.name}</strong>.
        Une autre classe vous donne une place neuve, où vous commencez sans progression. Pour revenir ensuite à
        celle-ci, prenez d’abord « Mon code de reprise » dans le menu à votre nom.
      </p>
    ) : (
      <p>
        Dans ce navigateur, vous êtes déjà <strong>{pseudonym}</strong>, sans classe. Gardez ce pseudonyme, et votre
        progression vous suit dans la classe. Avec un autre, vous y commencez une place neuve ; pour revenir à celle-ci,
        prenez d’abord « Mon code de reprise » dans le menu à votre nom.
      </p>
    )}
  </div>
);

export const Away = () => (
  <div role="alert">
    <p>{wordsOf('unreachable')}</p>
    <p>
      <button type="button" class="button primary" onClick={() => void ensureSession()}>
        Réessayer
      </button>
    </p>
  </div>
);

const Joined = ({ learner, code }: { learner: Learner; code: string }) => (
  <>
    <h2 tabIndex={-1} ref={(title) => title?.focus()}>
      Bienvenue, {learner.pseudonym}
    </h2>
    {learner.class && <p>Vous êtes dans la classe {learner.class.name}. Notez votre code de reprise.</p>}
    <ResumeCode code={code} pseudonym={learner.pseudonym} />
    <div class="modal-actions">
      <a class="button primary" href="/#ou-en-suis-je">
        Je l’ai noté
      </a>
    </div>
  </>
);
