import { readFile } from 'node:fs/promises';
import { installPackages } from '../../server/cli/debian-packages.ts';
import { StepDisplay } from '../../server/cli/progress.ts';
import { hasCommand, runCommand } from '../../server/engine/run-command.ts';

/**
 * Brings what the proof needs and the machine lacks: the lab engine's packages and a browser. As root on Debian or Ubuntu; elsewhere they must be there.
 */
export async function prepareMachine(): Promise<void> {
  const progress = new StepDisplay(process.stdout);
  const isRoot = process.getuid?.() === 0;
  await installPackages(isRoot, progress);
  if (await hasCommand('chromium')) return;
  if (!isRoot || !(await readFile('/etc/debian_version', 'utf8').catch(() => ''))) {
    throw new Error('Chromium is needed for the browser tests: install it, as `chromium` in the PATH');
  }
  await progress.step('Installation de Chromium, pour les essais dans le navigateur', async () => {
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], { environment });
    await runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation'], {
      environment,
    });
  });
}
