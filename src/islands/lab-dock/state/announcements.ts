import type { AttemptView } from '../../../../server/contract/api.ts';
import type { LabMeta } from '../../../../labs/schema.ts';

/** What a person who does not see the page must hear of a change: one short sentence, or nothing. */
export function describeChange(lab: LabMeta, before: AttemptView, after: AttemptView): string {
  if (before.state === 'preparing' && after.state === 'open') return 'L’état de départ est en place. À vous.';
  if (after.succeededAt !== null && before.succeededAt === null)
    return 'Tous les objectifs sont étanches. Exercice réussi.';
  const changes = after.checks.flatMap((check) => {
    const former = before.checks.find(({ id }) => id === check.id);
    if (!former || former.status === check.status) return [];
    const number = lab.checks.findIndex(({ id }) => id === check.id) + 1;
    switch (check.status) {
      case 'passed':
        return [`Objectif ${number} étanche.`];
      case 'failed':
        return [
          former.status === 'passed' ? `Objectif ${number}, de nouveau à corriger.` : `Objectif ${number} à corriger.`,
        ];
      case 'waiting':
        return former.status === 'passed' ? [`Objectif ${number}, de nouveau en attente.`] : [];
    }
  });
  return changes.join(' ');
}
