import { useSignal } from '@preact/signals';
import type { AttemptView, CheckView } from '../../../../server/contract/api.ts';
import { elapsed } from '../../../lib/elapsed.ts';
import { inlineMarkdown } from '../../../lib/inline-markdown.ts';
import { HEALTH } from '../../../lib/messages.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { STATUS } from '../../shared/check-status.ts';
import { Icon } from '../../shared/icon.tsx';
import { Teaching, Text } from '../../shared/teaching.tsx';
import { now } from '../state/clock.ts';
import { checkTitle, labOf, labTitle } from '../../shared/course.ts';
import type { PersonAddress } from '../state/person.ts';
import { AskFresh } from './ask-fresh.tsx';

interface Props {
  address: PersonAddress;
  attempt: AttemptView;
}

/** The live attempt as the learner sees it. */
export function PersonAttempt({ address, attempt }: Props) {
  const place = labOf(attempt.lab);
  return (
    <div class="person-attempt">
      <p class="person-lab">
        <strong>{labTitle(attempt.lab)}</strong>
        {place && (
          <>
            {' '}
            <a href={`/exercices/${encodeURIComponent(attempt.lab)}/`}>l’énoncé</a>{' '}
            <a href={`/${place.chapter.slug}/`}>chapitre {place.chapter.number}</a>
          </>
        )}
      </p>
      <TimeGiven address={address} expiresAt={attempt.expiresAt} />
      {attempt.state === 'preparing' && <p>L’état de départ se met en place.</p>}
      {attempt.health !== 'ok' && <p class="health">{HEALTH[attempt.health].title}</p>}
      <div class="checks">
        <ol>
          {attempt.checks.map((check, index) => (
            <Check key={check.id} check={check} number={index + 1} lab={attempt.lab} />
          ))}
        </ol>
      </div>
      <Answers attempt={attempt} />
      <Hints attempt={attempt} />
      <AskFresh address={address} />
    </div>
  );
}

function Check({ check, number, lab }: { check: CheckView; number: number; lab: string }) {
  const { word, icon } = STATUS[check.status];
  return (
    <li class="check" data-status={check.status}>
      <p class="check-state">
        <Icon name={icon} />
        <span>{word}</span>
      </p>
      <div class="check-body">
        <h4>
          <span class="check-number">{number}.</span> {checkTitle(lab, check.id)}
        </h4>
        {check.status === 'failed' && check.everPassed && (
          <p class="undone">Il était étanche : quelque chose l’a défait depuis.</p>
        )}
        {check.status === 'passed' && check.observed && <Text html={check.observed} class="observed" />}
        {check.status === 'waiting' && check.message && <Text html={check.message} class="waiting" />}
        {check.status === 'failed' && <Teaching check={check} command={(text) => <pre tabIndex={0}>{text}</pre>} />}
      </div>
    </li>
  );
}

/** What the learner has typed where a lab asks for an answer: theirs, so shown as text. */
function Answers({ attempt: { answers } }: { attempt: AttemptView }) {
  const given = Object.entries(answers).filter(([, value]) => value !== '');
  if (given.length === 0) return null;
  return (
    <p class="answers">
      Réponses données :{' '}
      {given.map(([key, value]) => (
        <code key={key}>{value}</code>
      ))}
    </p>
  );
}

function Hints({ attempt: { hints, solution } }: { attempt: AttemptView }) {
  const { revealed, total } = hints;
  return (
    <div class="person-hints">
      {revealed.length === 0 ? (
        <p>Aucun des {total} indices n’a été lu.</p>
      ) : (
        <details>
          <summary>
            {revealed.length} indice{revealed.length > 1 && 's'} lu{revealed.length > 1 && 's'} sur {total}
          </summary>
          <ol>
            {revealed.map((hint, index) => (
              <li key={index} dangerouslySetInnerHTML={{ __html: inlineMarkdown(hint) }} />
            ))}
          </ol>
        </details>
      )}
      {solution.revealed && (
        <p>
          <strong>La solution a été lue.</strong>
        </p>
      )}
    </div>
  );
}

const GIFTS = [15, 30] as const;

/** Time left, and more of it. */
function TimeGiven({ address: { classId, id }, expiresAt }: { address: PersonAddress; expiresAt: number }) {
  const giving = useAction();
  const given = useSignal(0);
  const give = async (minutes: number): Promise<void> => {
    if (await giving.run(() => roomApi.giveTime(classId, id, minutes))) given.value += minutes;
  };
  return (
    <div class="time-given">
      <p>
        <Icon name="clock" /> Encore <strong>{elapsed(expiresAt - now.value)}</strong>
        <span role="status">{given.value > 0 && `, dont ${given.value}\u00a0min données par vous`}</span>
      </p>
      {GIFTS.map((minutes) => (
        <button
          key={minutes}
          type="button"
          class="button small"
          disabled={giving.busy.value}
          onClick={() => void give(minutes)}
        >
          Donner {minutes}
          {'\u00a0'}min
        </button>
      ))}
      <Failure failure={giving.failure.value} />
    </div>
  );
}
