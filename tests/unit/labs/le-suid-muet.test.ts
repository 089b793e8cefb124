import { describe, expect, it } from 'vitest';
import lab from '../../../labs/le-suid-muet/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import {
  aContainer,
  mainProcessOf,
  observation,
  type ContainerOverrides,
  type ObservationParts,
} from '../../support/observation.ts';

const KEY = '0575887ff308596c';
const ACCOUNT = [10001, 10001, 10001, 10001];
const PAGE = '<h1>Le service répond</h1>';
const mounts = [{ type: 'bind', source: '/srv/tls', destination: '/run/tls', writable: false }];
const prepared = aContainer({ name: 'releve', id: 'a'.repeat(64), mounts });
const common = { files: { '/srv/tls/cle': `${KEY}\n` }, baseline: [prepared] };
const attack = (output: string) => ({ attack: { exitCode: 0, output } });

const untouched = (parts: ObservationParts = {}) =>
  observation({ containers: [prepared], probes: attack(`${KEY}\n${PAGE}`), ...common, ...parts });

function defended(kernel: Partial<KernelProcess> = {}, engine: ContainerOverrides = {}, output = PAGE) {
  const releve = aContainer({ name: 'releve', mounts, ...engine });
  const disarmed = { uids: ACCOUNT, noNewPrivs: true, capBounding: '0'.repeat(16) };
  return observation({
    containers: [releve],
    processes: [mainProcessOf(releve, { ...disarmed, ...kernel })],
    probes: attack(output),
    answers: { cle: KEY.toUpperCase() },
    ...common,
  });
}

describe('le-suid-muet', () => {
  it('waits on an untouched sandbox, and passes after attack and defence', () => {
    for (const check of lab.checks) expect(check.evaluate(untouched()).status).toBe('waiting');
    for (const check of lab.checks) expect(check.evaluate(defended())).toMatchObject({ status: 'passed' });
  });

  it('never says the key to who did not find it', () => {
    const verdict = judge(lab, 'cle-volee', untouched({ answers: { cle: 'ffffffffffffffff' } }));
    expect(verdict.status).toBe('failed');
    expect(JSON.stringify(verdict)).not.toContain(KEY);
  });

  it('waits when the host’s key is gone, whatever is answered', () => {
    const o = untouched({ files: { '/srv/tls/cle': null }, answers: { cle: KEY } });
    expect(judge(lab, 'cle-volee', o).status).toBe('waiting');
  });

  it('believes the kernel’s flag, not the engine’s option', () => {
    const o = defended({ noNewPrivs: false }, { host: { securityOpt: ['no-new-privileges'] } }, KEY);
    expect(judge(lab, 'attaque-sans-effet', o)).toMatchObject({
      status: 'failed',
      contradiction: expect.stringContaining('NoNewPrivs 0'),
    });
  });

  it('refuses a flag that does not stop the reading, and a service that is root', () => {
    expect(judge(lab, 'attaque-sans-effet', defended({}, {}, KEY)).status).toBe('failed');
    expect(judge(lab, 'attaque-sans-effet', defended({ uids: [0, 0, 0, 0] }))).toMatchObject({
      observed: expect.stringContaining('root'),
    });
  });

  it('refuses a file mended in the container that the next one will not have', () => {
    expect(judge(lab, 'attaque-sans-effet', untouched({ probes: attack(PAGE) }))).toMatchObject({
      status: 'failed',
      mechanism: expect.stringContaining('même image'),
    });
  });

  it.each([
    [{ imageId: 'sha256:autre' }, 'L’image est une autre'],
    [{ mounts: [] }, 'n’est plus monté'],
  ])('refuses %j', (engine, says) => {
    expect(judge(lab, 'service-rendu', defended({}, engine))).toMatchObject({
      observed: expect.stringContaining(says),
    });
  });
});
