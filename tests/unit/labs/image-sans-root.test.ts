import { describe, expect, it } from 'vitest';
import lab from '../../../labs/image-sans-root/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const ACCOUNT = [10001, 10001, 10001, 10001];
const SERVED = 'inscriptible\n<h1>Bienvenue dans la vitrine</h1>\n';
const REBUILT = 'sha256:rebuilt';
const prepared = aContainer({ name: 'vitrine', id: 'c'.repeat(64), image: 'vitrine:1', imageId: 'sha256:first' });

function rebuilt(
  user: string | undefined,
  kernel: Partial<KernelProcess> = {},
  engine: ContainerOverrides = {},
  output = SERVED,
) {
  const vitrine = aContainer({ name: 'vitrine', imageId: REBUILT, config: { user: user ?? '' }, ...engine });
  const image = { id: REBUILT, tags: ['vitrine:1'], size: 1, labels: {} };
  return observation({
    containers: [vitrine],
    processes: [mainProcessOf(vitrine, { uids: ACCOUNT, gids: ACCOUNT, ...kernel })],
    engine: { images: [user === undefined ? image : { ...image, user }] },
    probes: { service: { exitCode: 0, output } },
    baseline: [prepared],
  });
}

describe('image-sans-root', () => {
  it('waits on an untouched sandbox, and passes when the work is done', () => {
    const image = { id: 'sha256:first', tags: ['vitrine:1'], size: 1, labels: {}, user: '' };
    const untouched = observation({ containers: [prepared], engine: { images: [image] }, baseline: [prepared] });
    for (const check of lab.checks) expect(check.evaluate(untouched).status).toBe('waiting');
    for (const check of lab.checks) expect(check.evaluate(rebuilt('10001:10001'))).toMatchObject({ status: 'passed' });
  });

  it.each(['', '0', '00', 'root', '0:0', 'root:root', ':10001'])('takes %j for root', (user) => {
    expect(judge(lab, 'image-avec-compte', rebuilt(user)).status).toBe('failed');
  });

  it.each(['10001', 'labo', 'vitrine:vitrine'])('takes %j for an account', (user) => {
    expect(judge(lab, 'image-avec-compte', rebuilt(user)).status).toBe('passed');
  });

  it('waits while the image’s account is not known', () => {
    expect(judge(lab, 'image-avec-compte', rebuilt(undefined)).status).toBe('waiting');
  });

  it('believes the kernel’s ids, not the image’s', () => {
    expect(judge(lab, 'service-sans-root', rebuilt('10001:10001', { uids: [0, 0, 0, 0] })).status).toBe('failed');
    expect(judge(lab, 'service-sans-root', rebuilt('10001:10001', { gids: [0, 0, 0, 0] })).status).toBe('failed');
  });

  it('refuses an account that comes from the launch', () => {
    const o = rebuilt('10001:10001', {}, { config: { user: '20020' } });
    expect(judge(lab, 'service-sans-root', o)).toMatchObject({
      observed: expect.stringContaining('vient du lancement'),
    });
  });

  it('names the page that the service can change', () => {
    const o = rebuilt('labo', {}, {}, `page=/srv/www/index.html\n${SERVED}`);
    expect(judge(lab, 'pages-intouchables', o)).toMatchObject({
      observed: expect.stringContaining('/srv/www/index.html'),
    });
  });
});
