import { describe, expect, it } from 'vitest';
import lab from '../../../labs/reconstruire-et-redeployer/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const DOCKERFILE = '/root/boutique/Dockerfile';
const shop = aContainer({ name: 'boutique', layers: ['page', 'old', 'base'] });
const trial = aContainer({ name: 'recette-socle', layers: ['new', 'base'] });
const baseline = [shop, trial];

const source = (text: string | null) =>
  judge(lab, 'dockerfile-a-jour', observation({ baseline, containers: baseline, files: { [DOCKERFILE]: text } }))
    .status;
const rebuilt = (...layers: string[]) => {
  const now = aContainer({ name: 'boutique', id: 'f'.repeat(64), layers });
  return judge(lab, 'socle-corrige', observation({ baseline, containers: [now, trial] }));
};

describe('reconstruire-et-redeployer', () => {
  it.each([
    ['FROM labo/socle:1.1\n', 'passed'],
    ['# FROM labo/socle:1.0\nfrom --platform=linux/amd64 labo/socle:1.1 AS final\n', 'passed'],
    ['FROM labo/socle:1.1\nFROM labo/socle:1.0\n', 'waiting'],
    ['FROM labo/base:1\n', 'failed'],
    ['', 'failed'],
    [null, 'failed'],
  ])('reads the base of the last stage in %j', (text, status) => expect(source(text)).toBe(status));

  it('asks for the layers of the repaired base, below some of the shop', () => {
    expect(rebuilt('page', 'new', 'base').status).toBe('passed');
    expect(rebuilt('new', 'base').status).toBe('failed');
    expect(JSON.stringify(rebuilt('patch', 'page', 'old', 'base'))).toContain('ancien socle');
    expect(JSON.stringify(rebuilt('other'))).toContain('aucun des deux');
    expect(rebuilt().status).toBe('failed');
  });
});
