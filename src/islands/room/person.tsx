import { useEffect } from 'preact/hooks';
import { classPage } from '../../../server/contract/trainer-paths.ts';
import '../shared/checks.css';
import './person.css';
import { worked } from '../../../server/contract/working-time.ts';
import { attentionOf } from '../../lib/attention.ts';
import { elapsed } from '../../lib/elapsed.ts';
import { definePage } from '../shared/define-page.tsx';
import { Failure } from '../shared/failure.tsx';
import { addressParameter, InClass } from '../formation/shell/in-class.tsx';
import { Loading } from '../shared/loaded.tsx';
import { Icon } from '../shared/icon.tsx';
import { now } from './state/clock.ts';
import { readCourse } from '../shared/course.ts';
import { detail, followPerson, gone, link, type PersonAddress } from './state/person.ts';
import { LEVELS, stateWords } from './state/words.ts';
import { HelpAsked } from './view/help-asked.tsx';
import { LinkLost } from './view/states.tsx';
import { PersonAttempt } from './view/person-attempt.tsx';
import { PersonHistory } from './view/person-history.tsx';
import { PersonMessages } from './view/person-messages.tsx';
import { PersonTerminal } from './view/person-terminal.tsx';
import { RemovePerson } from './view/remove-person.tsx';

/** One learner, live: their objectives, their terminal, what can be done for them. */
function Person({ classId, id, login }: PersonAddress & { login: string }) {
  useEffect(() => followPerson({ classId, id }), [classId, id]);
  const room = classPage('salle', classId);
  if (gone.value) {
    return (
      <>
        <Failure failure={gone.value} />
        <a href={room}>Revenir à la salle</a>
      </>
    );
  }
  const person = detail.value;
  if (!person) return <Loading />;
  const { tile, attempt } = person;
  const address = { classId, id };
  return (
    <div class="person">
      {link.value === 'retrying' && <LinkLost />}
      <header class="person-head">
        <a class="back" href={room}>
          <Icon name="arrow-left" /> La salle
        </a>
        <h2>{tile.pseudonym}</h2>
        <State />
      </header>
      <HelpAsked address={address} />
      <div class="person-columns">
        <section aria-labelledby="exercice-en-cours">
          <h3 id="exercice-en-cours">Exercice en cours</h3>
          {attempt ? <PersonAttempt address={address} attempt={attempt} /> : <NothingLive />}
        </section>
        <section aria-labelledby="terminal">
          <h3 id="terminal">Terminal</h3>
          {attempt && attempt.state !== 'ended' ? (
            <PersonTerminal address={address} attempt={attempt.id} login={login} />
          ) : (
            <p>Un terminal se regarde quand un exercice est ouvert.</p>
          )}
        </section>
      </div>
      <PersonMessages address={address} />
      <PersonHistory address={address} />
      <RemovePerson address={address} />
    </div>
  );
}

/** What the person is doing: the only part of the head that time changes. */
function State() {
  const tile = detail.value?.tile;
  if (!tile) return null;
  const { live } = tile;
  const attention = attentionOf(tile, now.value);
  return (
    <p class="person-state" data-level={attention.level}>
      <Icon name={LEVELS[attention.level].icon} />
      <strong>{stateWords(attention)}</strong>
      {live && <span>sur cet exercice depuis {elapsed(worked(live.startedAt, now.value, live.pauses))}</span>}
    </p>
  );
}

function NothingLive() {
  return <p>Aucun exercice n’est ouvert. Cette page montrera le prochain dès qu’il le sera.</p>;
}

readCourse();
definePage('etanche-person', () => (
  <InClass>
    {(theClass, { login }) => <Person classId={theClass.id} id={addressParameter('personne')} login={login} />}
  </InClass>
));
