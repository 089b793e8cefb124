import { signal, useSignal } from '@preact/signals';
import { render } from 'preact';
import './entry.css';
import { api } from '../../lib/api.ts';
import { forgetProgress } from '../../lib/progress.ts';
import { leaveForGood, signOut, type Learner } from '../../lib/session.ts';
import { useAction } from '../shared/action.ts';
import { Dialog } from '../shared/dialog.tsx';
import { FailureLine } from '../shared/failure.tsx';
import { Field } from '../shared/field.tsx';
import { sessionSignal } from '../shared/store-signal.ts';
import { ResumeCode } from './resume-code.tsx';

/** What somebody may ask from the menu at their name. */
export type Question = 'resume-code' | 'sign-out' | 'leave-for-good';

const asked = signal<Question | null>(null);
/** A code just received, to be shown once. */
const fresh = signal<string | null>(null);
let mounted = false;

function mount(): void {
  if (mounted) return;
  mounted = true;
  render(<LearnerDialogs />, document.getElementById('learner-dialogs')!);
}

export function ask(question: Question): void {
  mount();
  asked.value = question;
}

/** Shows a resume code once, whatever page is behind. */
export function showResumeCode(code: string): void {
  mount();
  fresh.value = code;
}

function LearnerDialogs() {
  const session = sessionSignal.value;
  if (session.state !== 'known') return null;
  const { learner } = session;
  const close = (): void => {
    asked.value = null;
  };
  return (
    <>
      <Dialog open={asked.value === 'resume-code'} title="Un nouveau code de reprise ?" onClose={close}>
        <NewCode onClose={close} />
      </Dialog>
      <Dialog open={fresh.value !== null} title="Votre code de reprise" onClose={() => (fresh.value = null)}>
        <ResumeCode code={fresh.value ?? ''} pseudonym={learner.pseudonym} />
        <div class="modal-actions">
          <button type="button" class="button primary" autofocus onClick={() => (fresh.value = null)}>
            Je l’ai noté
          </button>
        </div>
      </Dialog>
      <Dialog open={asked.value === 'sign-out'} title="Se déconnecter ?" onClose={close}>
        <SignOut onClose={close} />
      </Dialog>
      <Dialog open={asked.value === 'leave-for-good'} title="Quitter et tout effacer ?" onClose={close}>
        <LeaveForGood learner={learner} onClose={close} />
      </Dialog>
    </>
  );
}

interface Closing {
  onClose: () => void;
}

function NewCode({ onClose }: Closing) {
  const { busy, failure, run } = useAction();
  const renew = async (): Promise<void> => {
    const { code } = await api.newResumeCode();
    onClose();
    showResumeCode(code);
  };
  return (
    <div class="entry">
      <p>
        Le serveur ne garde qu’une empreinte de votre code : il ne peut pas le montrer de nouveau. Il peut en faire un
        autre, et celui que vous aviez ne vaudra plus.
      </p>
      <FailureLine failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose} autofocus>
          Garder l’ancien
        </button>
        <button type="button" class="button primary" disabled={busy.value} onClick={() => void run(renew)}>
          Faire un nouveau code
        </button>
      </div>
    </div>
  );
}

function SignOut({ onClose }: Closing) {
  const { busy, failure, run } = useAction();
  const leave = async (): Promise<void> => {
    await signOut();
    forgetProgress();
    onClose();
  };
  return (
    <div class="entry">
      <p>
        Votre bac à sable sera arrêté et ce qu’il contient, perdu. Votre progression reste sur le serveur : votre code
        de reprise la retrouvera. Si vous ne l’avez pas noté, restez, et prenez-en un nouveau dans le menu à votre nom.
      </p>
      <FailureLine failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose} autofocus>
          Rester
        </button>
        <button type="button" class="button primary" disabled={busy.value} onClick={() => void run(leave)}>
          Se déconnecter
        </button>
      </div>
    </div>
  );
}

function LeaveForGood({ learner, onClose }: Closing & { learner: Learner }) {
  const typed = useSignal('');
  const mistyped = useSignal('');
  const { busy, failure, run } = useAction();
  const leave = async (): Promise<void> => {
    await leaveForGood();
    forgetProgress();
    onClose();
  };
  return (
    <form
      class="entry"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.value.trim() === learner.pseudonym) void run(leave);
        else mistyped.value = `Pour confirmer, saisissez exactement : ${learner.pseudonym}`;
      }}
    >
      <p>Le serveur effacera tout ce qui est à vous, et ne pourra pas le retrouver :</p>
      <ul>
        <li>votre pseudonyme et votre code de reprise ;</li>
        <li>votre bac à sable et ce qu’il contient ;</li>
        <li>vos exercices, vos réponses, les chapitres lus et les questions ;</li>
        {learner.class && (
          <li>votre place dans la classe {learner.class.name}, les messages reçus et les enregistrements ;</li>
        )}
        <li>votre attestation, dont seul le numéro restera.</li>
      </ul>
      <Field
        label="Votre pseudonyme, pour confirmer"
        value={typed.value}
        onValue={(value) => {
          typed.value = value;
          mistyped.value = '';
        }}
        error={mistyped.value}
        autocomplete="off"
        autofocus
        help={learner.pseudonym}
      />
      <FailureLine failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose}>
          Rester
        </button>
        <button class="button danger" disabled={busy.value}>
          Tout effacer
        </button>
      </div>
    </form>
  );
}
