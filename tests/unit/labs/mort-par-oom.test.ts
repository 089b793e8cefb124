import { describe, expect, it } from 'vitest';
import lab from '../../../labs/mort-par-oom/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const LIMIT = { memory: 64 * 2 ** 20, memorySwap: 64 * 2 ** 20 };
const dead = (state: ContainerOverrides['state'], host: ContainerOverrides['host'] = LIMIT) =>
  aContainer({ name: 'victime', state: { running: false, ...state }, host });
const killed = dead({ exitCode: 137, oomKilled: true });

const death = (victim: ReturnType<typeof dead>) =>
  judge(lab, 'tuee-par-le-noyau', observation({ containers: [victim] }));
const answered = (check: 'code-de-sortie' | 'cause', answer: string, victim = killed) =>
  judge(lab, check, observation({ containers: [victim], answers: { [check]: answer } }));

describe('mort-par-oom', () => {
  it('waits on an untouched sandbox, and on a victim that has not started', () => {
    const created = dead({ status: 'created' });
    for (const check of lab.checks) {
      expect(check.evaluate(observation()).status).toBe('waiting');
      expect(check.evaluate(observation({ containers: [created] })).status).toBe('waiting');
    }
  });

  describe('tuee-par-le-noyau', () => {
    it('accepts a death marked by the kernel, with the code of SIGKILL', () => {
      expect(death(killed).status).toBe('passed');
    });

    it.each([
      ['docker kill', { exitCode: 137 }, 'OOMKilled vaut false'],
      ['an error', { exitCode: 1 }, 'avec le code 1'],
      ['a segmentation fault', { exitCode: 139 }, 'avec le code 139'],
      ['a dead child', { exitCode: 0, oomKilled: true }, 'OOMKilled vaut true'],
    ])('does not take %s for it', (_what, state, says) => {
      expect(death(dead(state))).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('refuses a death without limit', () => {
      expect(death(dead({ exitCode: 137, oomKilled: true }, {}))).toMatchObject({ status: 'failed' });
    });

    it('shows the contradiction when the kernel still has its processes', () => {
      const ghost = mainProcessOf(killed, { sandboxPid: 77 });
      const verdict = judge(lab, 'tuee-par-le-noyau', observation({ containers: [killed], processes: [ghost] }));
      expect(verdict).toMatchObject({ status: 'failed', contradiction: expect.stringContaining('77') });
    });

    it('sees a child killed under a living first process, by the kernel’s counter', () => {
      const alive = aContainer({ name: 'victime', host: LIMIT });
      const o = (oomKills: number) => observation({ containers: [alive], cgroups: { victime: { oomKills } } });
      expect(judge(lab, 'tuee-par-le-noyau', o(1))).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('toujours en marche'),
      });
      expect(judge(lab, 'tuee-par-le-noyau', o(0))).toMatchObject({ status: 'waiting' });
    });

    it('explains a group in which nothing may be killed', () => {
      const frozen = aContainer({ name: 'victime', host: { ...LIMIT, oomKillDisable: true } });
      expect(death(frozen)).toMatchObject({ status: 'failed', observed: expect.stringContaining('OomKillDisable') });
    });
  });

  describe('limite-posee', () => {
    const limit = (memory: number) =>
      judge(lab, 'limite-posee', observation({ containers: [dead({ exitCode: 137 }, { memory })] }));

    it.each([
      [6 * 2 ** 20, 'passed'],
      [256 * 2 ** 20, 'passed'],
      [512 * 2 ** 20, 'failed'],
      [0, 'failed'],
    ])('judges %i bytes: %s', (memory, status) => {
      expect(limit(memory).status).toBe(status);
    });

    it('believes the kernel while the victim lives', () => {
      const alive = aContainer({ name: 'victime', host: LIMIT });
      const o = observation({ containers: [alive], cgroups: { victime: { memoryMax: null } } });
      expect(judge(lab, 'limite-posee', o).status).toBe('failed');
    });
  });

  describe('answers', () => {
    it('wait for the death itself', () => {
      const stopped = dead({ exitCode: 137 });
      expect(answered('code-de-sortie', '137', stopped).status).toBe('waiting');
      expect(answered('cause', 'OOM', stopped).status).toBe('waiting');
    });

    it.each([
      ['code-de-sortie', '137', 'passed'],
      ['code-de-sortie', 'code 137', 'passed'],
      ['code-de-sortie', '9', 'failed'],
      ['code-de-sortie', '1', 'failed'],
      ['code-de-sortie', 'aucun', 'failed'],
      ['cause', 'OOM', 'passed'],
      ['cause', 'oom-killer', 'passed'],
      ['cause', 'Manque de mémoire', 'passed'],
      ['cause', 'SIGKILL', 'failed'],
      ['cause', 'docker kill', 'failed'],
      ['cause', 'le hasard', 'failed'],
    ] as const)('%s: %s is %s', (check, answer, status) => {
      expect(answered(check, answer).status).toBe(status);
    });

    it('tell the weapon from the reason', () => {
      expect(answered('cause', 'SIGKILL')).toMatchObject({ observed: expect.stringContaining('désigne l’arme') });
      expect(answered('code-de-sortie', '9')).toMatchObject({ observed: expect.stringContaining('numéro du signal') });
    });
  });
});
