import { ALLOWED_CALLS } from './system-calls.ts';

interface ArgumentRule {
  index: number;
  value: number;
  op: 'SCMP_CMP_EQ';
}

interface SeccompRule {
  names: readonly string[];
  action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  errnoRet?: number;
  args?: readonly ArgumentRule[];
}

/** A profile as Docker Engine reads it (`seccomp-profile` of its configuration). */
export interface SeccompProfile {
  defaultAction: 'SCMP_ACT_ERRNO';
  syscalls: readonly SeccompRule[];
}

const ENOSYS = 38;

/** Answered as if the kernel had no keyrings: runc then goes on without one, and all sandboxes' shared quota of keys stays free. */
export const KEYRING_CALLS = ['add_key', 'keyctl', 'request_key'] as const;

/**
 * Refused although Docker Engine allows them, some only with a capability: each reaches far into a kernel that all
 * sandboxes share, and nothing in a nested engine needs it. The default action refuses them; named here for the tests.
 */
export const REFUSED_CALLS = [
  'acct',
  'bpf',
  'clock_settime',
  'delete_module',
  'fanotify_init',
  'finit_module',
  'init_module',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
  'ioperm',
  'iopl',
  'kexec_file_load',
  'kexec_load',
  'lookup_dcookie',
  'mbind',
  'modify_ldt',
  'open_by_handle_at',
  'perf_event_open',
  'quotactl',
  'quotactl_fd',
  'reboot',
  'set_mempolicy',
  'settimeofday',
  'swapoff',
  'swapon',
  'syslog',
  'userfaultfd',
  'vhangup',
] as const;

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET. Not AF_ALG, AF_VSOCK, AF_KEY, AF_XDP, nor the rare families. */
export const SOCKET_FAMILIES = [1, 2, 10, 16, 17] as const;

/** Execution domains of personality(2) that Docker Engine allows: Linux, uname26, both with 32-bit limits, and reading. */
const PERSONALITIES = [0x0, 0x0008, 0x20000, 0x20008, 0xffffffff] as const;

const firstArgument = (value: number): readonly ArgumentRule[] => [{ index: 0, value, op: 'SCMP_CMP_EQ' }];

/**
 * The filter over everything in a sandbox, nested `--privileged` containers included: an allow-list, the Engine's own
 * default plus what a nested engine needs. It names no architecture, so it knows the native one only, and a call of
 * another ABI (`int 0x80`, x32), which could pass around the rules on arguments, ends the process.
 */
export function seccompProfile(): SeccompProfile {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [
      { names: ALLOWED_CALLS, action: 'SCMP_ACT_ALLOW' },
      { names: KEYRING_CALLS, action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
      ...SOCKET_FAMILIES.map((family): SeccompRule => ({
        names: ['socket'],
        action: 'SCMP_ACT_ALLOW',
        args: firstArgument(family),
      })),
      ...PERSONALITIES.map((domain): SeccompRule => ({
        names: ['personality'],
        action: 'SCMP_ACT_ALLOW',
        args: firstArgument(domain),
      })),
    ],
  };
}
