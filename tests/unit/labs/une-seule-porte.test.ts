import { expect, it } from 'vitest';
import lab from '../../../labs/une-seule-porte/lab.ts';
import { judge } from '../../support/judge.ts';
import { HOST_NAMESPACES, aContainer, mainProcessOf, observation } from '../../support/observation.ts';

const inside = { name: 'coulisses', ipAddress: '172.19.0.2' };
const services = ['boutique', 'blog', 'compta'].map((name) => aContainer({ name, networks: [inside] }));
const door = aContainer({
  name: 'porte',
  networks: [inside, { name: 'parvis', ipAddress: '172.18.0.2' }],
  ports: [{ containerPort: '8080/tcp', hostIp: '0.0.0.0', hostPort: '80' }],
});
const networks = [
  { id: '1', name: 'parvis', driver: 'bridge', internal: false, options: {} },
  { id: '2', name: 'coulisses', driver: 'bridge', internal: true, options: {} },
];
const visite = { exitCode: 0, output: 'Ici boutique.\nIci blog.\nIci compta.\n' };

/** The sandbox where the first service's process lives in that network namespace. */
const sandbox = (net?: string) =>
  observation({
    containers: [door, ...services],
    engine: { networks },
    probes: { visite },
    processes: [door, ...services].map((c) => {
      const process = mainProcessOf(c);
      return c === services[0] && net ? { ...process, namespaces: { ...process.namespaces, net } } : process;
    }),
  });

it('passes with one door and three services behind it', () => {
  for (const check of lab.checks) expect(check.evaluate(sandbox()).status).toBe('passed');
});

it.each([
  ['the host', HOST_NAMESPACES.net, 'rien-d-autre-de-publie'],
  ['the door', mainProcessOf(door).namespaces.net, 'pas-d-autre-issue'],
])('believes the kernel about a service that lives in the network of %s', (_, net, check) => {
  expect(judge(lab, check, sandbox(net))).toMatchObject({
    status: 'failed',
    observed: expect.stringContaining('boutique'),
  });
});
