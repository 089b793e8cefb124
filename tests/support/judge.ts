import type { Verdict } from '../../labs/check.ts';
import type { LabInput } from '../../labs/lab.ts';
import type { Observation } from '../../labs/observation.ts';

/** The verdict of one named check of a lab on an observation. @throws when the lab has no such check. */
export function judge(lab: LabInput, checkId: string, observation: Observation): Verdict {
  const check = lab.checks.find((candidate) => candidate.id === checkId);
  if (!check) throw new Error(`no check ${checkId} in ${lab.id}`);
  return check.evaluate(observation);
}
