import { waiting, type Verdict } from '../../labs/check.ts';
import type { Lab } from '../../labs/lab.ts';
import type { Observation } from '../../labs/observation.ts';
import type { CheckView } from '../contract/api.ts';

const ENGINE_DOWN = 'Le moteur Docker de votre bac ne répond pas : ce contrôle attend son retour.';
const CHECK_BROKEN = 'Ce contrôle n’a pas pu être évalué. L’incident est noté ; les autres contrôles continuent.';

/** Judges every check of the lab. Pure; an exception in one check never reaches the others. */
export function evaluate(
  lab: Lab,
  observation: Observation,
  onError: (check: string, error: unknown) => void,
): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const check of lab.checks) {
    if (!observation.engine.reachable) {
      verdicts.set(check.id, waiting(ENGINE_DOWN));
      continue;
    }
    try {
      verdicts.set(check.id, check.evaluate(observation));
    } catch (error) {
      onError(check.id, error);
      verdicts.set(check.id, waiting(CHECK_BROKEN));
    }
  }
  return verdicts;
}

/** The views before any evaluation. */
export const untouchedViews = (lab: Lab, now: number): CheckView[] =>
  lab.checks.map((check) => ({ id: check.id, status: 'waiting', changedAt: now, everPassed: false }));

/** The next views, from the previous ones: dates move only when a status does. */
export function nextViews(
  previous: readonly CheckView[],
  verdicts: ReadonlyMap<string, Verdict>,
  now: number,
): CheckView[] {
  return previous.map((view) => {
    const verdict = verdicts.get(view.id);
    if (!verdict) return view;
    return {
      id: view.id,
      changedAt: verdict.status === view.status ? view.changedAt : now,
      everPassed: view.everPassed || verdict.status === 'passed',
      ...verdict,
    };
  });
}
