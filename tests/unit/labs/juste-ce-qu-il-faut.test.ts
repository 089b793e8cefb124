import { describe, expect, it } from 'vitest';
import lab from '../../../labs/juste-ce-qu-il-faut/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const ACCOUNT = [10001, 10001, 10001, 10001];
const config = { command: ['entrepot'] };
const prepared = aContainer({ name: 'entrepot', id: 'e'.repeat(64), config, host: { privileged: true } });
const MINIMUM = { capDrop: ['ALL'], capAdd: ['CHOWN', 'SETGID', 'SETUID'] };

function reduced(kernel: Partial<KernelProcess> = {}, engine: ContainerOverrides = {}) {
  const entrepot = aContainer({ name: 'entrepot', config, ...engine, host: { ...MINIMUM, ...engine.host } });
  return observation({
    containers: [entrepot],
    processes: [mainProcessOf(entrepot, { uids: ACCOUNT, capBounding: '00000000000000c1', ...kernel })],
    probes: { service: { exitCode: 0, output: '412 palettes en stock' } },
    baseline: [prepared],
  });
}

describe('juste-ce-qu-il-faut', () => {
  it('waits for another container, and passes when the work is done', () => {
    const untouched = observation({ containers: [prepared], baseline: [prepared] });
    for (const check of lab.checks) expect(check.evaluate(untouched).status).toBe('waiting');
    for (const check of lab.checks) expect(check.evaluate(reduced())).toMatchObject({ status: 'passed' });
  });

  it('believes the kernel’s bounding set, not an engine that announces the minimum', () => {
    expect(judge(lab, 'rien-de-trop', reduced({ capBounding: '00000000a80425fb' }))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('11 de trop'),
      contradiction: expect.any(String),
    });
  });

  it.each([
    ['00000000000004c1', 'port 80'],
    ['00000000002000c1', 'seccomp'],
    ['00000000000000c3', 'droits de tous les fichiers'],
  ])('explains why %s is too much', (capBounding, says) => {
    expect(judge(lab, 'rien-de-trop', reduced({ capBounding }))).toMatchObject({
      mechanism: expect.stringContaining(says),
    });
  });

  it('sends to the log a program that was refused an operation', () => {
    const stopped = { state: { running: false, status: 'exited', exitCode: 1 } };
    expect(judge(lab, 'entrepot-au-travail', reduced({}, stopped))).toMatchObject({
      status: 'failed',
      see: 'docker logs entrepot',
    });
  });

  it.each([
    [{ config: { command: ['httpd'] } }, 'La commande'],
    [{ imageId: 'sha256:autre' }, 'L’image est une autre'],
    [{ host: { securityOpt: ['seccomp=unconfined'] } }, 'seccomp=unconfined'],
    [{ host: { privileged: true } }, '--privileged'],
  ])('refuses %j', (engine, says) => {
    expect(judge(lab, 'meme-programme', reduced({}, engine))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining(says),
    });
  });
});
