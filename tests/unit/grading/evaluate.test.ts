import { describe, expect, it } from 'vitest';
import { failed, passed, waiting, type Verdict } from '../../../labs/check.ts';
import { labSchema, type Lab } from '../../../labs/lab.ts';
import { evaluate, nextViews, untouchedViews } from '../../../server/grading/evaluate.ts';
import { observation } from '../../support/observation.ts';

const check = (id: string, judge: () => Verdict) => ({
  id,
  title: `Contrôle ${id}`,
  section: 'une-section',
  evaluate: judge,
});
const lab = (...checks: ReturnType<typeof check>[]): Lab =>
  labSchema.parse({
    id: 'essai',
    title: 'Un essai',
    chapter: 'introduction',
    order: 1,
    kind: 'comprendre',
    difficulty: 1,
    minutes: 10,
    summary: 'Un exercice qui ne sert qu’à cet essai.',
    scenario: 'Une situation assez longue pour être admise par le schéma.',
    hints: ['Un premier indice.', 'Un second indice.'],
    checks,
  });
const refusal = failed({ expected: 'e', observed: 'o', mechanism: 'm', see: 's' });

describe('evaluation', () => {
  it('goes on past a check that throws, and reports it', () => {
    const errors: string[] = [];
    const broken = check('casse', () => {
      throw new Error('oups');
    });
    const verdicts = evaluate(
      lab(
        broken,
        check('bon', () => passed('vu')),
      ),
      observation({}),
      (id) => errors.push(id),
    );
    expect([...verdicts].map(([id, { status }]) => [id, status])).toEqual([
      ['casse', 'waiting'],
      ['bon', 'passed'],
    ]);
    expect(errors).toEqual(['casse']);
  });

  it('waits, whatever the checks would say, while the engine is down', () => {
    const down = observation({});
    const verdicts = evaluate(
      lab(check('bon', () => passed('vu'))),
      { ...down, engine: { ...down.engine, reachable: false } },
      () => {},
    );
    expect(verdicts.get('bon')).toMatchObject({ status: 'waiting' });
  });

  it('moves dates only with statuses, goes back to red, and remembers what was once green', () => {
    const start = untouchedViews(lab(check('a', () => waiting('…'))), 0);
    const green = nextViews(start, new Map([['a', passed('vu')]]), 10);
    const still = nextViews(green, new Map([['a', passed('vu encore')]]), 20);
    const red = nextViews(still, new Map([['a', refusal]]), 30);
    expect(still[0]).toMatchObject({ status: 'passed', changedAt: 10, everPassed: true, observed: 'vu encore' });
    expect(red[0]).toMatchObject({ status: 'failed', changedAt: 30, everPassed: true, mechanism: 'm' });
  });
});
