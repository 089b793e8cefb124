import type { CheckView } from '../../../../server/contract/api.ts';
import type { CheckMeta } from '../../../../labs/schema.ts';
import { api } from '../../../lib/api.ts';
import { referenceWords } from '../../../lib/references.ts';
import { act, attempt, busy, lab, passedCount } from '../state/attempt.ts';
import { AnswerField } from './answer-field.tsx';
import { Command } from './command.tsx';
import { STATUS } from '../../shared/check-status.ts';
import { Icon } from '../../shared/icon.tsx';
import { Success } from './success.tsx';
import { Teaching, Text } from '../../shared/teaching.tsx';

/** The objectives as compartments: sealed, leaking, or waiting for something to be seen. */
export function Checks() {
  const view = attempt.value;
  const card = lab.value;
  if (!view || !card) return null;
  return (
    <div class="checks">
      {view.state === 'preparing' && (
        <p class="preparing">L’état de départ se met en place. Le terminal, lui, est déjà à vous.</p>
      )}
      {view.succeededAt !== null && passedCount.value === view.checks.length && <Success />}
      <ol>
        {view.checks.map((check, index) => {
          const meta = card.checks.find(({ id }) => id === check.id);
          return meta && <Check key={check.id} check={check} meta={meta} number={index + 1} chapter={card.chapter} />;
        })}
      </ol>
      <div class="verify">
        <button
          type="button"
          class="button small"
          disabled={busy.value === 'evaluate'}
          onClick={() => void act('evaluate', api.evaluate)}
        >
          Vérifier maintenant
        </button>
        <span>Les contrôles suivent vos commandes d’eux-mêmes.</span>
      </div>
    </div>
  );
}

interface CheckProps {
  check: CheckView;
  meta: CheckMeta;
  number: number;
  chapter: string;
}

function Check({ check, meta, number, chapter }: CheckProps) {
  const { word, icon } = STATUS[check.status];
  const references = referenceWords(meta.references);
  return (
    <li class="check" id={`check-${check.id}`} data-status={check.status}>
      <p class="check-state">
        <Icon name={icon} />
        <span>{word}</span>
      </p>
      <div class="check-body">
        <h3>
          <span class="check-number">{number}.</span> {meta.title}
        </h3>
        {check.status === 'failed' && check.everPassed && (
          <p class="undone">Il était étanche : quelque chose l’a défait depuis.</p>
        )}
        {check.status === 'passed' && check.observed && <Text html={check.observed} class="observed" />}
        {check.status === 'waiting' && check.message && <Text html={check.message} class="waiting" />}
        {meta.answer && <AnswerField field={meta.answer} />}
        {check.status === 'failed' && <Teaching check={check} command={(text) => <Command text={text} />} />}
        <p class="sources">
          <a href={`/${chapter}/#${meta.section}`}>Dans le cours</a>
          {references.length > 0 && <span>{references.join(' · ')}</span>}
        </p>
      </div>
    </li>
  );
}
