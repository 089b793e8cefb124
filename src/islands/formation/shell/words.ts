import type { CapacityView, ClassView } from '../../../../server/contract/classes.ts';
import type { Role } from '../../../../server/contract/trainers.ts';
import { day, hour, moment } from '../../shared/dates.ts';

/** French sentences of the trainer's pages that depend on figures. Pure. */

export const ROLE_LABELS: Record<Role, string> = { trainer: 'Formation', administrator: 'Administration' };

export const people = (count: number): string => `${count}\u00a0${count > 1 ? 'personnes' : 'personne'}`;

/** « 12 s », « 2 min 05 s ». */
export function seconds(value: number): string {
  const whole = Math.max(1, Math.round(value));
  if (whole < 60) return `${whole}\u00a0s`;
  return `${Math.floor(whole / 60)}\u00a0min\u00a0${String(whole % 60).padStart(2, '0')}\u00a0s`;
}

/** When a class takes place. */
export function dates({ startsAt, endsAt }: Pick<ClassView, 'startsAt' | 'endsAt'>): string {
  if (startsAt === null && endsAt === null) return 'Sans date';
  if (endsAt === null) return `À partir du ${moment(startsAt!)}`;
  if (startsAt === null) return `Jusqu’au ${moment(endsAt)}`;
  return day(startsAt) === day(endsAt)
    ? `Le ${day(startsAt)}, de ${hour(startsAt)} à ${hour(endsAt)}`
    : `Du ${moment(startsAt)} au ${moment(endsAt)}`;
}

/** Whether the machine can hold so many people, said before anybody promises them a place. */
export function capacityWords(view: CapacityView): { answer: string; reasons: string[] } {
  const { verdict, people: asked, maximum, affordable, secondsWithPool, secondsWithoutPool } = view;
  const who = people(asked);
  if (verdict === 'no') {
    const reasons = [];
    if (asked > maximum) {
      reasons.push(`Ce serveur est réglé pour ${maximum} bacs à sable à la fois, au plus.`);
    }
    if (asked > affordable) reasons.push(`La mémoire libre de la machine en tient ${affordable}.`);
    reasons.push('Les personnes en trop attendraient qu’une place se libère.');
    return { answer: `Non\u00a0: ${who} à la fois, c’est trop pour cette machine.`, reasons };
  }
  return {
    answer:
      verdict === 'yes'
        ? `Oui\u00a0: cette machine tient ${who} à la fois.`
        : `Oui, mais lentement\u00a0: ${who} à la fois feraient attendre.`,
    reasons: [
      `Si tout le monde ouvre un exercice au même instant, la dernière personne a son terminal en ${seconds(secondsWithPool)} avec autant de bacs gardés prêts, en ${seconds(secondsWithoutPool)} sans.`,
    ],
  };
}
