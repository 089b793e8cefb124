import { useEffect } from 'preact/hooks';
import { classPage } from '../../../../server/contract/trainer-paths.ts';
import { ensureTrainerSession, signOutTrainer, trainerSession } from '../../../lib/trainer-session.ts';
import { Icon } from '../../shared/icon.tsx';
import { useAction } from '../../shared/action.ts';
import { definePage } from '../../shared/define-page.tsx';
import { Failure } from '../../shared/failure.tsx';
import { CLASS_PAGES, currentClass, type ClassPage } from './in-class.tsx';

/** Above every page of whoever teaches: which class, its pages, who is there, the way out. */
function Bar() {
  useEffect(() => void ensureTrainerSession(), []);
  const { busy, failure, run } = useAction();
  const session = trainerSession.value;
  const theClass = currentClass.value;
  if (session.state !== 'known') return null;
  const { login, role } = session.trainer;
  const current = (path: string) => (location.pathname === path ? 'page' : undefined);
  return (
    <div class="trainer-bar print:hidden">
      <nav aria-label="Formation">
        <a href="/formation/" aria-current={current('/formation/')}>
          Vos classes
        </a>
        {theClass && (
          <>
            <strong class="class-name">{theClass.name}</strong>
            <ul>
              {(Object.keys(CLASS_PAGES) as ClassPage[]).map((page) => (
                <li key={page}>
                  <a href={classPage(page, theClass.id)} aria-current={current(CLASS_PAGES[page].path)}>
                    {CLASS_PAGES[page].label}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </nav>
      <nav class="who" aria-label="Votre compte">
        <a href="/formation/compte/" aria-current={current('/formation/compte/')}>
          <Icon name="user" />
          {login}
        </a>
        {role === 'administrator' && (
          <a href="/formation/administration/" aria-current={current('/formation/administration/')}>
            Administration
          </a>
        )}
        <button type="button" class="button small" disabled={busy.value} onClick={() => void run(signOutTrainer)}>
          Sortir
        </button>
      </nav>
      <Failure failure={failure.value} />
    </div>
  );
}

definePage('etanche-trainer-bar', Bar);
