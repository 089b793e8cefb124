import { describe, expect, it } from 'vitest';
import lab from '../../../labs/chacun-chez-soi/lab.ts';
import type { NetworkFacts } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const ICC = 'com.docker.network.bridge.enable_icc';
const tenant = (letter: string, ipAddress: string, hostPort: string) =>
  aContainer({
    name: `locataire-${letter}`,
    networks: [{ name: 'mutualise', ipAddress }],
    ports: [{ containerPort: '8080/tcp', hostIp: '127.0.0.1', hostPort }],
  });
const containers = [tenant('a', '172.18.0.2', '8101'), tenant('b', '172.18.0.3', '8102')];

const sandbox = (network: Partial<NetworkFacts> = {}, exitCode = 143) =>
  observation({
    containers,
    engine: {
      networks: [
        { id: 'n', name: 'mutualise', driver: 'bridge', internal: false, options: { [ICC]: 'false' }, ...network },
      ],
    },
    probes: { voisin: { exitCode, output: '' } },
  });

describe('chacun-chez-soi', () => {
  it('passes when neighbours are cut off and the host is the only client', () => {
    for (const check of lab.checks) expect(check.evaluate(sandbox()).status).toBe('passed');
  });

  it.each(['false', 'False', '0', 'f'])('reads %s as the engine does', (value) => {
    expect(judge(lab, 'reseau-sans-voisinage', sandbox({ options: { [ICC]: value } })).status).toBe('passed');
  });

  it.each([
    [{ options: { [ICC]: 'true' } }, 'l’option vaut'],
    [{ options: { enable_icc: 'false' } }, 'que le pilote ne lit pas'],
    [{ options: {}, internal: true }, 'réseau interne'],
    [{ options: {} }, 'l’option est absente'],
    [{ driver: 'macvlan' }, 'a pour pilote'],
  ])('refuses network %#', (network, says) => {
    expect(judge(lab, 'reseau-sans-voisinage', sandbox(network))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining(says),
    });
  });

  it.each([
    [0, 'failed'],
    [1, 'passed'],
    [143, 'passed'],
    [127, 'waiting'],
    [-1, 'waiting'],
  ])('takes a call that ends with %i for what it is', (exitCode, status) => {
    expect(judge(lab, 'voisin-injoignable', sandbox({}, exitCode)).status).toBe(status);
  });
});
