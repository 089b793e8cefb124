import type { ContainerFacts, Observation } from './observation.ts';

/**
 * What the labs on the network ask: which addresses of the host lead to that container? The engine answers, and so does
 * the kernel, which shows the command line of each `docker-proxy`: a forged engine does not hide a door.
 */
export interface Publication {
  hostIp: string;
  hostPort: string;
  /** For instance `8080/tcp`. */
  containerPort: string;
  /** Held open by a process of the host, and absent from the engine's answer. */
  untold: boolean;
}

const PROXY =
  /docker-proxy -proto (?<proto>[a-z]+) -host-ip (?<hostIp>\S+) -host-port (?<hostPort>\d+) -container-ip (?<ip>\S+) -container-port (?<port>\d+)/;

const ADDRESS = /^[0-9a-f:.]{2,45}$/;
const PORT = /^\d{1,5}$/;
const CONTAINER_PORT = /^\d{1,5}\/(?:tcp|udp|sctp)$/;

/** Whether each part is one that an honest engine writes: all of it may be shown. */
const isWellFormed = ({ hostIp, hostPort, containerPort }: Publication): boolean =>
  ADDRESS.test(hostIp) && PORT.test(hostPort) && CONTAINER_PORT.test(containerPort);

/** Every address and port of the host that leads to that container. */
export function publicationsOf(o: Observation, c: ContainerFacts): Publication[] {
  const told = c.ports.map((port) => ({ ...port, untold: false })).filter(isWellFormed);
  const held = o.kernel.processes.flatMap((process): Publication[] => {
    const proxy = process.containerId === null ? PROXY.exec(process.commandLine)?.groups : undefined;
    if (!proxy || !c.networks.some(({ ipAddress }) => ipAddress === proxy['ip'])) return [];
    const { hostIp = '', hostPort = '', port = '', proto = '' } = proxy;
    return [{ hostIp, hostPort, containerPort: `${port}/${proto}`, untold: true }].filter(isWellFormed);
  });
  return [...told, ...held.filter((door) => !told.some((known) => addressOf(known) === addressOf(door)))];
}

/** `0.0.0.0:8080`, `[::]:8080`. */
export const addressOf = ({ hostIp, hostPort }: Pick<Publication, 'hostIp' | 'hostPort'>): string =>
  `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${hostPort}`;

/** Whether only the host itself can use that address. */
export const isLoopback = ({ hostIp }: Pick<Publication, 'hostIp'>): boolean =>
  hostIp === '::1' || hostIp.startsWith('127.');

/** Whether that address is one of all the machine's. */
export const isEveryAddress = ({ hostIp }: Pick<Publication, 'hostIp'>): boolean =>
  hostIp === '0.0.0.0' || hostIp === '::';

/** « 0.0.0.0:8080 et [::]:8080 »; the first four. */
export const listAddresses = (publications: readonly Publication[]): string =>
  new Intl.ListFormat('fr').format(publications.slice(0, 4).map(addressOf));
