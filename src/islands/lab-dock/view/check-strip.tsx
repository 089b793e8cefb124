import { attempt, lab } from '../state/attempt.ts';
import { STATUS } from '../../shared/check-status.ts';
import { Icon } from '../../shared/icon.tsx';

/** The lab as a small hull: one compartment a check, in sight even when the list is not. */
export function CheckStrip({ onChoose }: { onChoose: () => void }) {
  const checks = attempt.value?.checks ?? [];
  return (
    <ol class="check-strip" aria-label="État des objectifs">
      {checks.map((check, index) => {
        const { word, icon } = STATUS[check.status];
        const title = lab.value?.checks.find(({ id }) => id === check.id)?.title ?? '';
        return (
          <li key={check.id} data-status={check.status}>
            <button
              type="button"
              title={title}
              onClick={() => {
                onChoose();
                requestAnimationFrame(() =>
                  document.getElementById(`check-${check.id}`)?.scrollIntoView({ block: 'nearest' }),
                );
              }}
            >
              <Icon name={icon} />
              <span class="sr-only">
                Objectif {index + 1}, {word} : {title}
              </span>
              <span aria-hidden="true">{index + 1}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
