import { expect, it } from 'vitest';
import lab from '../../../labs/epreuve-finale/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const TOKEN = 'j0123456789abcdef';
const at = (name: string) => ({ name, ipAddress: '172.20.0.2' });

const HARDENED = {
  uids: [10001, 10001, 10001, 10001],
  gids: [10001, 10001, 10001, 10001],
  capEffective: '0'.repeat(16),
  capBounding: '0'.repeat(16),
  noNewPrivs: true,
};

const hardened = (name: string, overrides: ContainerOverrides = {}) =>
  aContainer({
    name,
    id: `${name}-durci`,
    ...overrides,
    host: {
      readonlyRootfs: true,
      capDrop: ['ALL'],
      securityOpt: ['no-new-privileges'],
      memory: 64 * 2 ** 20,
      memorySwap: 64 * 2 ** 20,
      nanoCpus: 5e8,
      pidsLimit: 64,
      ...overrides.host,
    },
    config: { user: '10001:10001', ...overrides.config },
  });

const sandbox = (of: Partial<Record<'guichet' | 'api' | 'stock', ContainerOverrides>> = {}) => {
  const containers = [
    hardened('guichet', {
      networks: [at('parvis'), at('comptoir')],
      ports: [{ containerPort: '8080/tcp', hostIp: '0.0.0.0', hostPort: '80' }],
      ...of.guichet,
    }),
    hardened('api', { networks: [at('comptoir'), at('reserve')], ...of.api }),
    hardened('stock', { networks: [at('reserve')], ...of.stock }),
  ];
  const before = ['guichet', 'api', 'stock'].map((name) => aContainer({ name, config: { env: [`JETON=${TOKEN}`] } }));
  return observation({
    containers,
    engine: {
      networks: ['parvis', 'comptoir', 'reserve'].map((name) => ({
        id: name,
        name,
        driver: 'bridge',
        internal: name !== 'parvis',
        options: {},
      })),
    },
    probes: { billet: { exitCode: 0, output: 'guichet\napi\nstock : 412 places\n' } },
    baseline: before,
    processes: containers.map((c) => mainProcessOf(c, HARDENED)),
  });
};

const mount = (source: string, writable = false) => ({ type: 'bind', source, destination: '/x', writable });

it.each([
  ['the root of the host', mount('/')],
  ['the directory of the socket', mount('/run')],
  ['the same by its old name', mount('/var/run/')],
  ['the socket', mount('/srv/docker.sock')],
  ['a file that it may write', mount('/root/billetterie/jeton', true)],
])('refuses %s', (_, opened) => {
  expect(judge(lab, 'hote-hors-d-atteinte', sandbox({ api: { mounts: [opened] } }))).toMatchObject({
    status: 'failed',
    observed: expect.stringContaining('de l’hôte y est monté') as string,
  });
});

it('allows a secret that is one file, read only', () => {
  const secret = sandbox({ api: { mounts: [mount('/root/billetterie/jeton')] } });
  expect(judge(lab, 'hote-hors-d-atteinte', secret).status).toBe('passed');
});

it.each([
  ['the variable, under a new value', { env: ['JETON=autre'] }],
  ['another variable', { env: [`SUIVANT=stock:8080/?${TOKEN}`] }],
  ['the command', { command: ['sh', '-c', `JETON=${TOKEN} exec httpd`] }],
  ['a label', { labels: { jeton: TOKEN } }],
])('finds the token in %s', (_, config) => {
  expect(judge(lab, 'jeton-en-fichier', sandbox({ api: { config } })).status).toBe('failed');
});

it('passes with three hardened services', () => {
  for (const check of lab.checks)
    expect([check.id, check.evaluate(sandbox())]).toMatchObject([check.id, { status: 'passed' }]);
});
