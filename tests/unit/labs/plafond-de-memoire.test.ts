import { describe, expect, it } from 'vitest';
import lab from '../../../labs/plafond-de-memoire/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const WANTED = 64 * 2 ** 20;
const cache = (host: NonNullable<Parameters<typeof aContainer>[0]>['host'], name = 'cache') =>
  observation({ containers: [aContainer({ name, host })] });

describe('plafond-de-memoire', () => {
  it('waits on an untouched sandbox, and on a container of another name', () => {
    for (const check of lab.checks) {
      expect(check.evaluate(observation()).status).toBe('waiting');
      expect(check.evaluate(cache({ memory: WANTED, memorySwap: WANTED }, 'caches'))).toMatchObject({
        status: 'waiting',
        message: expect.stringContaining('« caches »'),
      });
    }
  });

  it('passes with memory and swap bounded alike', () => {
    for (const check of lab.checks)
      expect(check.evaluate(cache({ memory: WANTED, memorySwap: WANTED })).status).toBe('passed');
  });

  it('judges the amount and the swap apart', () => {
    const sixty = cache({ memory: 60 * 2 ** 20, memorySwap: 60 * 2 ** 20 });
    expect(judge(lab, 'memoire-plafonnee', sixty).status).toBe('failed');
    expect(judge(lab, 'sans-echange', sixty).status).toBe('passed');
    const doubled = cache({ memory: WANTED, memorySwap: 2 * WANTED });
    expect(judge(lab, 'memoire-plafonnee', doubled).status).toBe('passed');
    expect(judge(lab, 'sans-echange', doubled).status).toBe('failed');
  });
});
