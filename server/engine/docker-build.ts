import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import type { EngineApi } from './engine-api.ts';
import { IMAGE_DIR } from './image-recipe.ts';
import type { StepProgress } from './progress.ts';

const REFERENCE = 'etanche/systeme:1';
/** Lines that the build writes, about. */
const USUAL_LINES = 700;

/**
 * Builds the recipe's Dockerfile in the user's engine and writes the root file system it makes to the archive `output`.
 * Needs the Internet, for the base image and the packages.
 */
export async function buildWithDocker(user: EngineApi, output: string, step: StepProgress): Promise<void> {
  step.detail('construction par votre Docker');
  const context = spawn('tar', ['-c', '-C', IMAGE_DIR, 'Dockerfile', 'packages.txt', 'slim.sh'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = await user.open('POST', `/build?t=${encodeURIComponent(REFERENCE)}&rm=true&forcerm=true`, {
    body: context.stdout,
    contentType: 'application/x-tar',
  });
  let lines = 0;
  for await (const line of createInterface({ input: answer })) {
    const event = JSON.parse(line) as { stream?: string; error?: string; message?: string };
    const failure = event.error ?? event.message;
    if (failure) throw new Error(`docker build: ${failure}`);
    step.done(Math.min(0.9, (lines += 1) / USUAL_LINES));
  }
  step.detail('export');
  const { Id } = await user.json<{ Id: string }>('POST', '/containers/create', {
    body: { Image: REFERENCE, Cmd: ['true'] },
  });
  try {
    await pipeline(await user.open('GET', `/containers/${Id}/export`), createWriteStream(output));
  } finally {
    await user.text('DELETE', `/containers/${Id}?force=true`);
    await user.text('DELETE', `/images/${encodeURIComponent(REFERENCE)}`);
  }
}
