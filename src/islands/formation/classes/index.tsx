import { useSignal } from '@preact/signals';
import { classPage } from '../../../../server/contract/trainer-paths.ts';
import { useEffect } from 'preact/hooks';
import type { ClassView } from '../../../../server/contract/classes.ts';
import type { TrainerView } from '../../../../server/contract/trainers.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { definePage } from '../../shared/define-page.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { takeAddress } from '../shell/return-address.ts';
import { SignedIn } from '../shell/signed-in.tsx';
import { dates, people } from '../shell/words.ts';
import { NewClass } from './new-class.tsx';

const Classes = () => <SignedIn intro={<Intro />}>{(trainer) => <Entered trainer={trainer} />}</SignedIn>;

const Intro = () => (
  <p class="lede">
    Ces pages servent à animer une formation : ouvrir une classe, voir où chaque personne en est, l’aider, garder ses
    résultats. Pour apprendre, vous n’en avez pas besoin : <a href="/">le cours est par là</a>.
  </p>
);

function Entered({ trainer }: { trainer: TrainerView }) {
  const loaded = useLoaded(classApi.list);
  const creating = useSignal(false);
  useEffect(() => {
    const address = takeAddress();
    if (address !== null) location.replace(address);
  }, []);
  const create = (
    <button type="button" class="button primary" onClick={() => (creating.value = true)}>
      Créer une classe
    </button>
  );
  return (
    <section aria-labelledby="vos-classes">
      <div class="section-head">
        <h2 id="vos-classes">{trainer.role === 'administrator' ? 'Toutes les classes' : 'Vos classes'}</h2>
        {loaded.value.value?.length ? create : null}
      </div>
      <WhenLoaded from={loaded}>
        {(classes) =>
          classes.length === 0 ? (
            <div class="empty">
              <p>
                <strong>Aucune classe pour l’instant.</strong> Une classe a un code : les personnes qui apprennent le
                tapent, choisissent un pseudonyme, et vous les voyez dans la salle.
              </p>
              {create}
            </div>
          ) : (
            <ul class="class-cards">
              {classes.map((one) => (
                <ClassCard key={one.id} theClass={one} own={one.trainers.some(({ id }) => id === trainer.id)} />
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      <NewClass open={creating.value} onClose={() => (creating.value = false)} />
    </section>
  );
}

/** @param props.own false for a class that an administrator sees without teaching it */
function ClassCard({ theClass, own }: { theClass: ClassView; own: boolean }) {
  const { id, name, code, state, capacity, learners, trainers, pausedAt } = theClass;
  return (
    <li class="class-card" data-state={state}>
      <h3>
        <a href={classPage('salle', id)}>{name}</a>
      </h3>
      <p class="class-code" translate={false}>
        {code}
      </p>
      <p>
        <span class="state">{state === 'open' ? 'Ouverte' : 'Fermée'}</span>
        {pausedAt !== null && ', terminaux suspendus'} · {people(learners)} sur {capacity}
      </p>
      <p>{dates(theClass)}</p>
      {!own && <p>Animée par {trainers.map(({ login }) => login).join(', ') || 'personne'}</p>}
      <p class="actions">
        <a class="button small" href={classPage('salle', id)} aria-label={`Entrer dans la salle de ${name}`}>
          Entrer dans la salle
        </a>
        <a class="button small" href={classPage('classe', id)} aria-label={`Code et réglages de ${name}`}>
          Code et réglages
        </a>
      </p>
    </li>
  );
}

definePage('etanche-classes', Classes);
