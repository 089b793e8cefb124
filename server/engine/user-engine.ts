import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineApi } from './engine-api.ts';

/** Where Docker Engine and Docker Desktop put their socket. */
const usualSockets = (): string[] => [
  '/var/run/docker.sock',
  join(homedir(), '.docker/run/docker.sock'),
  join(homedir(), '.docker/desktop/docker.sock'),
];

/**
 * The user's own Docker Engine, to which we add containers of ours and nothing else.
 * @param socket the one to use; otherwise the usual ones are tried.
 * @returns `null` when none answers to us.
 */
export async function findUserEngine(socket: string | null): Promise<EngineApi | null> {
  for (const path of socket ? [socket] : usualSockets()) {
    const api = new EngineApi(path);
    if (await api.answers()) return api;
  }
  return null;
}
