import { describe, expect, it } from 'vitest';
import lab from '../../../labs/privilegie-par-habitude/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const original = aContainer({ name: 'releve', id: 'c'.repeat(64), host: { privileged: true } });
const mount = (type: string, source: string, destination: string, writable: boolean) => ({
  type,
  source,
  destination,
  writable,
});
const reader = (overrides: ContainerOverrides = {}) => aContainer({ name: 'releve', ...overrides });
const now = (c: ReturnType<typeof reader>, output = 'page nom=boutique seuil=123 \n') =>
  observation({ containers: [c], baseline: [original], probes: { releve: { exitCode: 0, output } } });

describe('privilegie-par-habitude', () => {
  it('believes the kernel on powers, whatever the engine says', () => {
    const c = reader({ host: { privileged: false } });
    const powerful = mainProcessOf(c, { capEffective: '00000000a80425fb', capBounding: '000001ffffffffff' });
    expect(judge(lab, 'sans-privilege', now(c)).status).toBe('passed');
    const forged = { ...now(c), kernel: { ...now(c).kernel, processes: [powerful] } };
    expect(judge(lab, 'sans-privilege', forged).status).toBe('failed');
  });

  it.each([
    ['/etc/boutique', false, 'passed'],
    ['/etc/boutique/boutique.conf', false, 'passed'],
    ['/etc/boutique', true, 'failed'],
    ['/etc/boutique-autre', false, 'failed'],
    ['/etc', false, 'failed'],
  ])('judges the mount of %s, writable: %s', (source, writable, status) => {
    const c = reader({ mounts: [mount('bind', source, '/r', writable)] });
    expect(judge(lab, 'montage-etroit', now(c)).status).toBe(status);
  });

  it('lets a volume be written, not the host', () => {
    const c = reader({ mounts: [mount('volume', '/var/lib/docker/volumes/v/_data', '/cache', true)] });
    const attacked = (path: string) => judge(lab, 'attaque-sans-effet', now(c, `page \ninscriptible ${path}\n`));
    expect(attacked('/cache').status).toBe('passed');
    expect(attacked('/hote/etc').status).toBe('failed');
    expect(judge(lab, 'attaque-sans-effet', now(c, 'OCI runtime exec failed')).status).toBe('waiting');
  });
});
