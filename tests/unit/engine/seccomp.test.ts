import { describe, expect, it } from 'vitest';
import { KEYRING_CALLS, REFUSED_CALLS, seccompProfile, SOCKET_FAMILIES } from '../../../server/engine/seccomp.ts';

const profile = seccompProfile();
const allowed = new Set(
  profile.syscalls.filter(({ action, args }) => action === 'SCMP_ACT_ALLOW' && !args).flatMap(({ names }) => names),
);

describe('the seccomp profile', () => {
  it('is an allow-list', () => {
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
    expect(profile.syscalls.every(({ action }) => action === 'SCMP_ACT_ALLOW' || action === 'SCMP_ACT_ERRNO')).toBe(
      true,
    );
  });

  it('names no architecture, so that no other ABI passes around the rules on arguments', () => {
    expect(profile).not.toHaveProperty('architectures');
    expect(profile).not.toHaveProperty('archMap');
    expect(allowed).not.toContain('socketcall');
  });

  it.each(REFUSED_CALLS)('refuses %s', (name) => {
    expect(profile.syscalls.flatMap(({ names }) => names)).not.toContain(name);
  });

  it('answers keyring calls as a kernel without keyrings', () => {
    const rule = profile.syscalls.find(({ names }) => names.includes('keyctl'));
    expect(rule).toEqual({ names: KEYRING_CALLS, action: 'SCMP_ACT_ERRNO', errnoRet: 38 });
    for (const name of KEYRING_CALLS) expect(allowed).not.toContain(name);
  });

  it.each(['pivot_root', 'mount', 'umount2', 'unshare', 'setns', 'clone', 'clone3', 'ptrace', 'move_mount', 'chroot'])(
    'lets a nested engine call %s',
    (name) => expect(allowed).toContain(name),
  );

  it('opens sockets of five families only', () => {
    const rules = profile.syscalls.filter(({ names }) => names.includes('socket'));
    expect(rules.every(({ action }) => action === 'SCMP_ACT_ALLOW')).toBe(true);
    expect(rules.map(({ args }) => args)).toEqual(
      SOCKET_FAMILIES.map((value) => [{ index: 0, value, op: 'SCMP_CMP_EQ' }]),
    );
    // AF_KEY, AF_ALG, AF_VSOCK, AF_XDP
    for (const family of [15, 38, 40, 44]) expect(SOCKET_FAMILIES).not.toContain(family);
  });

  it('bounds personality to what Docker Engine allows', () => {
    const rules = profile.syscalls.filter(({ names }) => names.includes('personality'));
    expect(rules.flatMap(({ args }) => args?.map(({ value }) => value))).toEqual([0, 8, 0x20000, 0x20008, 0xffffffff]);
  });

  it('names each call once', () => {
    const names = profile.syscalls.filter(({ args }) => !args).flatMap((rule) => rule.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
