import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { startAlone } from '../../../lib/session.ts';
import { JoinForm } from '../../entry/join-form.tsx';
import { showResumeCode } from '../../entry/learner-dialogs.tsx';
import { isTooShort, PseudonymField } from '../../entry/pseudonym-field.tsx';
import { ResumeForm } from '../../entry/resume-form.tsx';
import { failure, openLab, lab, phase, resumeAttempt } from '../state/attempt.ts';
import { open } from '../state/layout.ts';
import { useAction } from '../../shared/action.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { wordsOf } from '../../shared/failure.tsx';

type Way = 'alone' | 'class' | 'resume';

const TITLES: Record<Way, string> = {
  alone: 'Comment vous appeler ?',
  class: 'Rejoindre une classe',
  resume: 'Reprendre où vous en étiez',
};
const OTHERS: Record<Way, string> = {
  alone: 'Apprendre sans classe',
  class: 'J’ai un code de classe',
  resume: 'J’ai un code de reprise',
};

/** The first time only: who is there, by one of three ways. What is typed stays from one to another. */
export function PseudonymDialog() {
  const way = useSignal<Way>('alone');
  return (
    <Dialog
      open={phase.value === 'pseudonym'}
      title={TITLES[way.value]}
      onClose={() => {
        if (phase.value !== 'pseudonym') return;
        phase.value = 'empty';
        open.value = false;
      }}
    >
      <Ways way={way.value} onWay={(chosen) => (way.value = chosen)} />
    </Dialog>
  );
}

/** Somebody is there: on with what they wanted. */
async function goOn(): Promise<void> {
  failure.value = null;
  if (lab.value) await openLab(lab.value.id);
  else await resumeAttempt();
}

function Ways({ way, onWay }: { way: Way; onWay: (way: Way) => void }) {
  const pseudonym = useSignal('');
  /** Why a class is needed, once the server has said so: nobody learns alone here. */
  const required = useSignal('');
  const later = (
    <button type="button" class="button" onClick={(event) => event.currentTarget.closest('dialog')?.close()}>
      Plus tard
    </button>
  );
  const others = (Object.keys(OTHERS) as Way[]).filter(
    (other) => other !== way && (other !== 'alone' || required.value === ''),
  );
  return (
    <>
      {way === 'alone' && (
        <AloneForm
          pseudonym={pseudonym.value}
          onPseudonym={(value) => (pseudonym.value = value)}
          onClassRequired={(reason) => {
            required.value = reason;
            onWay('class');
          }}
        >
          {later}
        </AloneForm>
      )}
      {way === 'class' && (
        <JoinForm
          pseudonym={pseudonym.value}
          reason={required.value}
          onJoined={(code) => {
            if (code !== null) showResumeCode(code);
            void goOn();
          }}
        >
          {later}
        </JoinForm>
      )}
      {way === 'resume' && <ResumeForm onResumed={() => void goOn()}>{later}</ResumeForm>}
      <p class="other-ways">
        {others.map((other) => (
          <button key={other} type="button" onClick={() => onWay(other)}>
            {OTHERS[other]}
          </button>
        ))}
      </p>
    </>
  );
}

interface AloneProps {
  pseudonym: string;
  onPseudonym: (value: string) => void;
  onClassRequired: (reason: string) => void;
  children: ComponentChildren;
}

function AloneForm({ pseudonym, onPseudonym, onClassRequired, children }: AloneProps) {
  const error = useSignal('');
  const { busy, failure: refusal, run } = useAction();

  const submit = async (): Promise<void> => {
    if (isTooShort(pseudonym)) {
      error.value = wordsOf('pseudonym-invalid');
      return;
    }
    await run(async () => {
      await startAlone(pseudonym.trim());
      await goOn();
    });
    if (!refusal.value) return;
    const words = wordsOf(refusal.value.code);
    if (refusal.value.code === 'class-required') onClassRequired(words);
    else error.value = words;
  };

  return (
    <form
      class="entry"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PseudonymField
        value={pseudonym}
        onValue={(value) => {
          onPseudonym(value);
          error.value = '';
        }}
        error={error.value}
      />
      <div class="modal-actions">
        {children}
        <button class="button primary" disabled={busy.value}>
          Ouvrir l’exercice
        </button>
      </div>
    </form>
  );
}
