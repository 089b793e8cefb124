import type { Duplex } from 'node:stream';
import type { ExecRequest } from './sandbox-host.ts';

const DEFAULT_TIMEOUT = 10_000;
const DEFAULT_OUTPUT = 64 * 1024;

interface BoundedRun {
  stdout: string;
  stderr: string;
  truncated: boolean;
  timedOut: boolean;
}

/** Feeds a command's input and gathers its output, within the time and the size that the request allows. */
export function runBounded(stream: Duplex, stderr: Buffer[], request: ExecRequest): Promise<BoundedRun> {
  const maximum = request.maxOutput ?? DEFAULT_OUTPUT;
  const stdout: Buffer[] = [];
  let size = 0;
  let truncated = false;
  return new Promise((resolve, reject) => {
    const finish = (timedOut: boolean): void => {
      clearTimeout(limit);
      stream.destroy();
      const errors = Buffer.concat(stderr).subarray(0, maximum);
      resolve({ stdout: Buffer.concat(stdout).toString('utf8'), stderr: errors.toString('utf8'), truncated, timedOut });
    };
    const limit = setTimeout(() => finish(true), request.timeout ?? DEFAULT_TIMEOUT);
    stream.on('data', (chunk: Buffer) => {
      const room = maximum - size;
      if (room > 0) stdout.push(chunk.subarray(0, room));
      truncated ||= chunk.length > room;
      size += chunk.length;
    });
    stream.on('end', () => finish(false));
    stream.on('close', () => finish(false));
    stream.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    stream.end(request.stdin ?? '');
  });
}
