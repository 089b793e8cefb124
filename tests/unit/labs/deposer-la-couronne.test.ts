import { describe, expect, it } from 'vitest';
import lab from '../../../labs/deposer-la-couronne/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const ACCOUNT = [20010, 20010, 20010, 20010];
const SERVED = 'groupes=20010\ndroits=700 600 \ninscriptible\ncommande 0001\n<h1>La boutique est ouverte</h1>\n';

const prepared = aContainer({ name: 'boutique', id: 'b'.repeat(64) });

/** The sandbox after the work, with what differs in the kernel, in the engine and in what the service can do. */
function lowered(kernel: Partial<KernelProcess> = {}, engine: ContainerOverrides = {}, output = SERVED) {
  const boutique = aContainer({ name: 'boutique', config: { user: '20010:20010' }, ...engine });
  const identity = { uids: ACCOUNT, gids: ACCOUNT, capEffective: '0'.repeat(16) };
  return observation({
    containers: [boutique],
    processes: [mainProcessOf(boutique, { ...identity, ...kernel })],
    probes: { service: { exitCode: 0, output } },
    baseline: [prepared],
  });
}

describe('deposer-la-couronne', () => {
  it('waits for another container, and passes when the work is done', () => {
    const untouched = observation({ containers: [prepared], baseline: [prepared] });
    for (const check of lab.checks) expect(check.evaluate(untouched).status).toBe('waiting');
    for (const check of lab.checks) expect(check.evaluate(lowered())).toMatchObject({ status: 'passed' });
  });

  it('believes the kernel, not an engine that names the account', () => {
    expect(judge(lab, 'utilisateur-dedie', lowered({ uids: [0, 0, 0, 0] }))).toMatchObject({
      status: 'failed',
      contradiction: expect.stringContaining('20010'),
    });
  });

  it('refuses one identity among four, and a capability in force', () => {
    expect(judge(lab, 'utilisateur-dedie', lowered({ uids: [20010, 0, 0, 0] })).status).toBe('failed');
    expect(judge(lab, 'utilisateur-dedie', lowered({ capEffective: '0000000000000400' })).status).toBe('failed');
    expect(judge(lab, 'groupe-dedie', lowered({ gids: [20010, 0, 0, 0] })).status).toBe('failed');
  });

  it.each([
    ['groupes=20010 0\n', 'groupe-dedie', 'Il a aussi pour groupe'],
    [SERVED.replace('inscriptible\n', ''), 'registre-tenu', 'ne peut pas écrire'],
    [SERVED.replace('commande 0001\n', ''), 'registre-tenu', 'n’y est plus'],
    [SERVED.replace('700 600', '777 600'), 'registre-tenu', 'n’importe quel compte'],
    [SERVED.replace('ouverte', 'fermée'), 'page-servie', 'Rien ne répond'],
  ])('says of %j: %s', (output, check, says) => {
    expect(judge(lab, check, lowered({}, {}, output))).toMatchObject({ observed: expect.stringContaining(says) });
  });
});
