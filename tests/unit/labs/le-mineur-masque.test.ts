import { describe, expect, it } from 'vitest';
import lab from '../../../labs/le-mineur-masque/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation, type ContainerOverrides } from '../../support/observation.ts';

const agent = (name: string, settings: string, overrides: ContainerOverrides = {}) =>
  aContainer({
    name,
    ...overrides,
    config: { command: ['agent', Buffer.from(settings).toString('base64')] },
  });
const journal = agent('journaux', 'role=journaux\n');
const start = [journal, agent('metriques', 'role=metriques pool=pool-a1b2c3.invalid:3333\n')];

const now = (overrides: ContainerOverrides, answers: Record<string, string> = {}) =>
  observation({
    containers: [journal, agent('metriques', 'role=metriques pool=pool-a1b2c3.invalid:3333\n', overrides)],
    baseline: start,
    answers,
  });

describe('le-mineur-masque', () => {
  it('waits, and never tells the name, while nothing was done', () => {
    for (const check of lab.checks) {
      const verdict = check.evaluate(now({}));
      expect(verdict.status).toBe('waiting');
      expect(JSON.stringify(verdict)).not.toContain('«');
    }
  });

  it('reads the address in the settings of the start', () => {
    const verdict = (pool: string) => judge(lab, 'adresse-relevee', now({}, { pool }));
    expect(verdict('pool-a1b2c3.invalid:3333').status).toBe('passed');
    expect(verdict('role=metriques pool=POOL-a1b2c3.invalid:3333').status).toBe('passed');
    expect(verdict('pool-a1b2c3.invalid')).toMatchObject({ observed: expect.stringContaining('le port manque') });
  });

  it('tells a frozen miner from a stopped one, and from one cut off that still runs', () => {
    const verdict = (overrides: ContainerOverrides) => judge(lab, 'fige', now(overrides));
    expect(verdict({ state: { status: 'paused', paused: true } }).status).toBe('passed');
    expect(verdict({ state: { running: false } })).toMatchObject({ observed: expect.stringContaining('est arrêté') });
    expect(verdict({ networks: [] })).toMatchObject({ observed: expect.stringContaining('tourne encore') });
  });

  it('knows an original image under the name of the evidence', () => {
    const frozen = now({ state: { status: 'paused', paused: true } });
    const original = { id: start[1]?.imageId ?? '', tags: ['labo/agent:3', 'preuve/mineur:1'], size: 3e6, labels: {} };
    const verdict = (images: (typeof original)[]) =>
      judge(lab, 'preuve-gardee', { ...frozen, engine: { ...frozen.engine, images } });
    expect(verdict([original]).status).toBe('failed');
    const evidence = { ...original, id: 'sha256:e', tags: ['preuve/mineur:1'], size: 5e6 };
    expect(verdict([{ ...original, tags: ['labo/agent:3'] }, evidence]).status).toBe('passed');
  });
});
