import type { CheckView } from '../../../../server/contract/api.ts';
import { Icon } from '../../shared/icon.tsx';
import { STATUS } from '../../shared/check-status.ts';
import { checkTitle } from '../../shared/course.ts';

interface Props {
  lab: string;
  checks: readonly { id: string; status: CheckView['status'] }[];
}

/** The objectives of the open lab, one mark each: shape and colour for who sees, one sentence for who listens. */
export function Marks({ lab, checks }: Props) {
  return (
    <span class="marks">
      {checks.map(({ id, status }, index) => (
        <span
          key={id}
          class="mark"
          data-status={status}
          title={`${index + 1}. ${checkTitle(lab, id)}\u00a0: ${STATUS[status].word}`}
          aria-hidden="true"
        >
          <Icon name={STATUS[status].icon} />
        </span>
      ))}
      <span class="sr-only">{marksWords(checks)}</span>
    </span>
  );
}

function marksWords(checks: Props['checks']): string {
  const count = (wanted: CheckView['status']): number => checks.filter(({ status }) => status === wanted).length;
  const parts = [`${count('passed')} sur ${checks.length} étanches`];
  if (count('failed') > 0) parts.push(`${count('failed')} à corriger`);
  return parts.join(', ');
}
