import type { EnginePaths } from './engine-paths.ts';
import type { EngineTraits } from './engine-handle.ts';

/** System user whose range of subordinate ids the sandboxes live in. */
export const REMAP_USER = 'etanche';

/** Parent of the sandboxes' cgroups, in each hierarchy; `warden.pl` looks there first. */
export const CGROUP_PARENT = 'etanche';

/**
 * Everything our dockerd is told, as the content of its `--config-file` (dockerd(8)). Keys exist since Docker 20.10.
 * The sandboxes have no network and the engine makes none, which `bridge`, `iptables`, `ip-forward` and `ip-masq` say;
 * the engine is started in a network of its own besides, and has no other to change.
 */
export function daemonSettings(paths: EnginePaths, storage: EngineTraits['storage']): Record<string, unknown> {
  return {
    // The socket is as good as root on this machine: not for the `docker` group.
    group: 'root',
    hosts: [`unix://${paths.socket}`],
    'data-root': dataRoot(paths, storage),
    'exec-root': paths.execRoot,
    pidfile: paths.pidFile,
    bridge: 'none',
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    'ip-masq': false,
    'userns-remap': REMAP_USER,
    'default-cgroupns-mode': 'private',
    'cgroup-parent': `/${CGROUP_PARENT}`,
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'seccomp-profile': paths.seccomp,
    runtimes: { etanche: { path: paths.runtime } },
    'default-runtime': 'etanche',
    'storage-driver': storage,
    // Since Docker 29 images live in containerd by default, which knows neither remapped users nor a size per container.
    features: { 'containerd-snapshotter': false },
    // Sandboxes and their shells survive an engine that dies or is updated.
    'live-restore': true,
    'log-driver': 'local',
    'log-opts': { 'max-size': '1m', 'max-file': '2' },
    'shutdown-timeout': 5,
  };
}

/** Two places, so that a machine that gains or loses btrfs never mixes two storage drivers. */
export const dataRoot = (paths: EnginePaths, storage: EngineTraits['storage']): string =>
  storage === 'btrfs' ? `${paths.data}/docker` : `${paths.data}-overlay2`;
