import type { EngineFacts, KernelFacts } from '../../labs/observation.ts';

/** What is known of an engine that does not answer. */
export const unreachable: EngineFacts = {
  reachable: false,
  version: '',
  securityOptions: [],
  containers: [],
  images: [],
  networks: [],
  volumes: [],
};

/** What is known when the kernel could not be asked. */
export const unavailableKernel: KernelFacts = {
  available: false,
  cgroupVersion: 2,
  release: '',
  host: null,
  processes: [],
  cgroups: {},
};
