import { hostname, networkInterfaces } from 'node:os';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OperatorError } from '../errors.ts';

/** The names under which a browser may call a server that listens there. The first is the one to print. */
export function ownNames(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost'];
  if (loopback.includes(host)) return loopback;
  if (host !== '0.0.0.0' && host !== '::') return [host, ...loopback];
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const outside = addresses
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map(({ address }) => address);
  return [...outside, hostname().toLowerCase(), ...loopback];
}

/** The addresses to open, as the server prints them when it starts. */
export function publicAddresses(
  { host, origins }: { host: string; origins: readonly string[] },
  port: number,
): string[] {
  const [first] = ownNames(host);
  return origins.length > 0 ? [...origins] : [`http://${first}:${port}`];
}

/** @throws OperatorError when the port is taken. */
export async function listen(http: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EADDRINUSE') throw cause;
    throw new OperatorError(
      `Le port ${port} est déjà pris par un autre programme.`,
      `ETANCHE_PORT=${port + 1} npm start    # ou arrêtez l’autre programme : ss -ltnp 'sport = :${port}'`,
      { cause },
    );
  }
}

/** The address of ours that a browser called: the guard has checked that it is one. @returns its origin */
export const calledOrigin =
  (origins: () => readonly string[]) =>
  ({ headers }: FastifyRequest): string =>
    origins().find((origin) => new URL(origin).host === headers.host?.toLowerCase()) ?? '';
