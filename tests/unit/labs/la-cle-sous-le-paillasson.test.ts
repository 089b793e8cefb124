import { describe, expect, it } from 'vitest';
import lab from '../../../labs/la-cle-sous-le-paillasson/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation, type ContainerOverrides } from '../../support/observation.ts';

const original = aContainer({ name: 'supervision', id: 'a'.repeat(64) });
const shop = aContainer({ name: 'boutique' });

function defended(mounts: ContainerOverrides['mounts'], output: string) {
  const monitor = aContainer({ name: 'supervision', config: { command: ['superviser'] }, mounts: mounts ?? [] });
  return observation({
    containers: [monitor, shop],
    baseline: [original, shop],
    probes: { supervision: { exitCode: 0, output } },
  });
}

const bind = (source: string) => [{ type: 'bind', source, destination: '/x', writable: false }];
const WORKS = '2 conteneurs en marche\ntravail 0\n';

describe('la-cle-sous-le-paillasson', () => {
  it.each(['/', '/run/', '/var', '/var/run', '/var/run/docker.sock', '/run/docker.sock/'])(
    'sees the socket in %s',
    (path) => expect(judge(lab, 'plus-aucun-ordre', defended(bind(path), WORKS)).status).toBe('failed'),
  );

  it.each(['/srv', '/run/lock', '/var/run/docker'])('lets %s be mounted', (path) =>
    expect(judge(lab, 'plus-aucun-ordre', defended(bind(path), WORKS)).status).toBe('passed'),
  );

  it('believes the attack that it replays, by whatever way it goes', () => {
    const verdict = (report: string) => judge(lab, 'plus-aucun-ordre', defended([], WORKS + report));
    expect(verdict('ordre 403 http://filtre:2375\nordre 000 /x/docker.sock').status).toBe('passed');
    expect(verdict('ordre 403 http://filtre:2375\nordre 400 /x/docker.sock')).toMatchObject({
      status: 'failed',
      see: expect.stringContaining('--unix-socket /x/docker.sock http://docker/'),
    });
    expect(verdict("ordre 400 /x'; rm -rf /")).toMatchObject({ see: expect.not.stringContaining('rm') });
  });

  it('waits for a probe that could not run', () => {
    for (const id of ['plus-aucun-ordre', 'supervision-au-travail'])
      expect(judge(lab, id, defended([], 'no such container')).status).toBe('waiting');
  });
});
