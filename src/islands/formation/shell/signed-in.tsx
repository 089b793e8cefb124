import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TrainerView } from '../../../../server/contract/trainers.ts';
import { ApiError } from '../../../lib/http.ts';
import { ensureTrainerSession, refreshTrainerSession, trainerSession } from '../../../lib/trainer-session.ts';
import { Failure } from '../../shared/failure.tsx';
import { Loading } from '../../shared/loaded.tsx';
import { SignInForm } from './sign-in-form.tsx';

interface Props {
  /** The page is for administration only. */
  administrator?: boolean;
  /** What the page is for, told to who has not entered. */
  intro?: ComponentChildren;
  children: (trainer: TrainerView) => ComponentChildren;
}

/** What only a signed-in trainer sees. Others get the form here, and the page itself as soon as they have entered. */
export function SignedIn({ administrator = false, intro, children }: Props) {
  useEffect(() => void ensureTrainerSession(), []);
  const session = trainerSession.value;
  if (session.state === 'unknown') return <Loading />;
  if (session.state === 'away') {
    return (
      <>
        {intro}
        <Failure failure={new ApiError('unreachable')} onRetry={() => void refreshTrainerSession()} />
      </>
    );
  }
  if (session.state === 'anonymous') {
    return (
      <>
        {intro}
        <SignInForm />
      </>
    );
  }
  if (administrator && session.trainer.role !== 'administrator') {
    return <p>Cette page est réservée à l’administration. Vous êtes ici sous le nom {session.trainer.login}.</p>;
  }
  return <>{children(session.trainer)}</>;
}
