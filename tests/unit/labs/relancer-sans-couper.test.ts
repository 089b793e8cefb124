import { describe, expect, it } from 'vitest';
import lab from '../../../labs/relancer-sans-couper/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation } from '../../support/observation.ts';

const services = [aContainer({ name: 'billetterie' }), aContainer({ name: 'reservations' })];
const witness = aContainer();
const settings = (text: string | null) =>
  judge(lab, 'survie-declaree', observation({ files: { '/etc/docker/daemon.json': text } })).status;

describe('relancer-sans-couper', () => {
  it.each([
    [null, 'waiting'],
    ['', 'waiting'],
    ['{}', 'waiting'],
    ['{ "live-restore": true }', 'passed'],
    ['{ "live-restore": "true" }', 'failed'],
    ['{ "no-new-privileges": true }', 'failed'],
    ['{ "live-restore": true, }', 'failed'],
    ['[true]', 'failed'],
  ])('reads the settings %j', (text, status) => expect(settings(text)).toBe(status));

  it('believes the kernel on what the witness got, and refuses an option of its own', () => {
    const seen = (noNewPrivs: boolean, securityOpt: string[] = []) => {
      const asked = { ...witness, host: { ...witness.host, securityOpt } };
      return judge(
        lab,
        'reglage-en-vigueur',
        observation({ containers: [asked], processes: [mainProcessOf(asked, { noNewPrivs })] }),
      ).status;
    };
    expect(seen(true)).toBe('passed');
    expect(seen(false)).toBe('failed');
    expect(seen(true, ['no-new-privileges:true'])).toBe('failed');
  });

  it('judges continuity only once the daemon has restarted', () => {
    const seen = (...securityOptions: string[]) =>
      judge(
        lab,
        'sans-interruption',
        observation({ baseline: services, containers: services, engine: { securityOptions } }),
      ).status;
    expect(seen('name=seccomp,profile=builtin')).toBe('waiting');
    expect(seen('name=no-new-privileges')).toBe('passed');
  });
});
