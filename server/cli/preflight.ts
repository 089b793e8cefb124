import { mkdir, readFile, statfs, writeFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ownProcess } from '../engine/own-processes.ts';
import { OperatorError } from '../errors.ts';

/** Free space under which nothing is begun: the pages, the packages and a database must fit. */
const MINIMUM_FREE = 2 * 2 ** 30;

const pidFile = (stateDir: string): string => join(stateDir, 'server.pid');

const urlFile = (stateDir: string): string => join(stateDir, 'server.url');

/** The server that runs on this state, `null` when none does. */
export const runningServer = (stateDir: string): Promise<number | null> =>
  ownProcess(pidFile(stateDir), 'server/main.ts');

/** Where that server serves, as it printed it; `null` when none runs, `''` while it prepares. */
export async function servedAddress(stateDir: string): Promise<string | null> {
  if ((await runningServer(stateDir)) === null) return null;
  return (await readFile(urlFile(stateDir), 'utf8').catch(() => '')).trim();
}

/**
 * Finds at once what would make a long start fail at its end.
 * @throws OperatorError with the remedy.
 */
export async function preflight(config: Config): Promise<void> {
  await prepareStateDir(config.stateDir);
  const running = await runningServer(config.stateDir);
  if (running !== null) {
    const url = await servedAddress(config.stateDir);
    throw new OperatorError(
      `Étanche tourne déjà sur cette machine (processus ${running})${!url ? ', encore en préparation.' : ` : ${url}`}`,
      'npm run stop    # pour l’arrêter',
    );
  }
  await requirePort(config.host, config.port);
  const { bavail, bsize } = await statfs(config.stateDir);
  if (bavail * bsize < MINIMUM_FREE) {
    throw new OperatorError(
      `Le disque est presque plein : ${((bavail * bsize) / 2 ** 30).toFixed(1).replace('.', ',')} Gio libres sous ${config.stateDir}.`,
      `df -h ${config.stateDir}    # libérez de la place, ou choisissez un autre disque :\nETANCHE_STATE=/un/autre/disque npm start`,
    );
  }
}

async function prepareStateDir(stateDir: string): Promise<void> {
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o711 });
    const trial = join(stateDir, `.trial-${process.pid}`);
    await writeFile(trial, '');
    await rm(trial);
  } catch (cause) {
    throw new OperatorError(
      `Impossible d’écrire dans ${stateDir} : ${(cause as Error).message}`,
      'ETANCHE_STATE=$HOME/etanche npm start    # ou un autre dossier où vous avez le droit d’écrire',
      { cause },
    );
  }
}

function requirePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new OperatorError(
              `Le port ${port} est déjà pris par un autre programme.`,
              `ETANCHE_PORT=${port + 1} npm start    # ou arrêtez l’autre programme : ss -ltnp 'sport = :${port}'`,
              { cause },
            )
          : new OperatorError(
              `Impossible d’écouter sur ${host}, port ${port} : ${cause.message}`,
              'ETANCHE_HOST=127.0.0.1 ETANCHE_PORT=4321 npm start',
              { cause },
            ),
      );
    });
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

/**
 * Makes this process known to `npm run stop` and to a second `npm start`, from the first minute of a long preparation.
 * A file left by a process that was killed is recognised as stale.
 */
export async function announce(stateDir: string): Promise<Announcement> {
  await writeFile(pidFile(stateDir), `${process.pid}\n`);
  return {
    serving: (url) => writeFile(urlFile(stateDir), `${url}\n`),
    async [Symbol.asyncDispose]() {
      await rm(pidFile(stateDir), { force: true });
      await rm(urlFile(stateDir), { force: true });
    },
  };
}

export interface Announcement extends AsyncDisposable {
  serving(url: string): Promise<void>;
}
