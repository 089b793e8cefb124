/**
 * A lab engine that answers. Whatever form it has (a process of ours, or a container of ours inside the user's
 * Docker Engine), it offers the same three things.
 */
export interface EngineHandle {
  /** `process`: a dockerd of ours · `container`: a container of ours that holds it · `given`: a socket named in the configuration. */
  form: 'process' | 'container' | 'given';
  /** Path of the lab engine's Unix socket, on this machine. */
  socketPath: string;
  traits: EngineTraits;
  warden: Warden;
  /** Name and tag of the sandbox image, already in the engine. */
  sandboxImage: string;
}

/** What this engine can do: decides the container's options. */
export interface EngineTraits {
  cgroupVersion: 1 | 2;
  /**
   * `btrfs`: the data root is a btrfs file system of ours, and `--storage-opt size` bounds a sandbox's whole disk,
   * `/var/lib/docker` included. `overlay2`: no quota is possible, and `/var/lib/docker` needs a volume.
   */
  storage: 'btrfs' | 'overlay2';
  /** Host user id of the sandboxes' root. */
  rootUid: number;
  rootGid: number;
}

/**
 * The only way in which the server acts or looks outside the sandboxes with the rights of the machine's root:
 * a resident script (`warden.pl`) in the engine's pid namespace that knows a few fixed verbs.
 * It never opens a path that a sandbox can write.
 */
export interface Warden {
  /**
   * Raw report on every process of one sandbox, and on the cgroups of its nested containers (format: see `warden.pl`).
   * @param containerId full id in the lab engine, 64 hexadecimal digits.
   */
  observe(containerId: string): Promise<string>;
  /** cgroup v1 only: hands the sandbox its own subtree, never a limit file. */
  delegate(containerId: string): Promise<void>;
  /** cgroup v1 only: wakes what the sandbox has frozen, which otherwise could not be killed. */
  thaw(containerId: string): Promise<void>;
  close(): Promise<void>;
}
