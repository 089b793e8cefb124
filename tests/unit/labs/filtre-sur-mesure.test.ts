import { describe, expect, it } from 'vitest';
import lab from '../../../labs/filtre-sur-mesure/lab.ts';
import { lets, profileOf } from '../../../labs/seccomp-profile.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation } from '../../support/observation.ts';

const under = (profile: unknown) =>
  aContainer({
    name: 'lecteur',
    image: 'labo/web:1',
    host: { securityOpt: ['no-new-privileges', `seccomp=${JSON.stringify(profile)}`] },
  });
const letsThrough = (profile: object, call: string): boolean | undefined => {
  const read = profileOf(under(profile));
  return read ? lets(read, call) : undefined;
};
const LIST = { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read', 'chmod'], action: 'SCMP_ACT_ALLOW' }] };
const refusal = (more: object = {}) => ({ names: ['chmod'], action: 'SCMP_ACT_ERRNO', ...more });

describe('a seccomp profile', () => {
  it.each([
    ['allows what it lists', LIST, 'chmod', true],
    ['refuses what it does not list', LIST, 'unshare', false],
    ['follows the first rule', { ...LIST, syscalls: [refusal({ errnoRet: 13 }), ...LIST.syscalls] }, 'chmod', false],
    ['skips a refusal that repeats the default', { ...LIST, syscalls: [refusal(), ...LIST.syscalls] }, 'chmod', true],
    ['is open when its default is', { defaultAction: 'SCMP_ACT_ALLOW', syscalls: [refusal()] }, 'unshare', true],
    [
      'refuses in part only under a condition',
      { ...LIST, syscalls: [refusal({ errnoRet: 13, args: [{ index: 1, value: 2048 }] }), ...LIST.syscalls] },
      'chmod',
      true,
    ],
  ])('%s', (_, profile, call, expected) => {
    expect(letsThrough(profile, call)).toBe(expected);
  });

  it.each(['unconfined', 'builtin', '{', '{"defaultAction":3}', '{"defaultAction":"x","syscalls":4}'])(
    'is none when it reads %s',
    (text) => {
      expect(profileOf(aContainer({ host: { securityOpt: [`seccomp=${text}`] } }))).toBeNull();
    },
  );
});

describe('the lab', () => {
  const reader = under({ ...LIST, syscalls: [{ names: ['read', 'fchmodat2'], action: 'SCMP_ACT_ALLOW' }] });
  const output = 'permis:mkdir\npermis:page\nfini\n';
  const seen = (more: object = {}) =>
    observation({ containers: [reader], probes: { essais: { exitCode: 0, output } }, ...more });

  it('finds in the profile the call that no probe can try', () => {
    expect(judge(lab, 'permissions-figees', seen())).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('fchmodat2') as string,
    });
  });

  it('does not take the filter that the sandbox hands down for one of the container', () => {
    const processes = [mainProcessOf(reader, { seccompFilters: 1 })];
    expect(judge(lab, 'noyau-filtre', seen()).status).toBe('passed');
    expect(judge(lab, 'noyau-filtre', seen({ processes })).status).toBe('failed');
  });

  it('waits for trials that went to their end', () => {
    const cut = { essais: { exitCode: 0, output: 'permis:mkdir\n' } };
    expect(judge(lab, 'rien-rouvert', seen({ probes: cut })).status).toBe('waiting');
  });
});
