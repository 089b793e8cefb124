import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { EngineApi } from './engine-api.ts';
import { execStream } from './exec-warden.ts';

/**
 * Makes a socket inside a container reachable on this machine, where the two do not share a kernel (Docker Desktop):
 * each connection to `path` is carried by an exec. Does not keep the program alive.
 */
export async function bridgeSocket(path: string, api: EngineApi, container: string, inner: string): Promise<Server> {
  await rm(path, { force: true });
  const command = ['docker', '--host', `unix://${inner}`, 'system', 'dial-stdio'];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    execStream(api, container, command).then(
      (stream) => {
        stream.on('error', () => socket.destroy());
        socket.on('close', () => stream.destroy());
        socket.pipe(stream).pipe(socket);
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  return server.unref();
}
