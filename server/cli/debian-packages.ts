import { readFile } from 'node:fs/promises';
import type { Progress } from '../engine/progress.ts';
import { hasCommand, runCommand } from '../engine/run-command.ts';

/** Programs that the lab engine needs, and the Debian package of each. */
const PACKAGES: Readonly<Record<string, string>> = {
  dockerd: 'docker.io',
  mmdebstrap: 'mmdebstrap',
  'mkfs.btrfs': 'btrfs-progs',
  jq: 'jq',
  iptables: 'iptables',
};

/** Ubuntu needs Debian's keys: the sandboxes are Debian. */
const KEYRING = { path: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' };

/** @param osRelease text of `/etc/os-release`. */
export const isDebianLike = (osRelease: string): boolean => /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);

/** Installs what is missing from the distribution's own packages, and says so. Does nothing elsewhere than on Debian and Ubuntu as root. */
export async function installPackages(isRoot: boolean, progress: Progress): Promise<void> {
  if (!isRoot || !isDebianLike(await readFile('/etc/os-release', 'utf8').catch(() => ''))) return;
  const missing: string[] = [];
  for (const [program, name] of Object.entries(PACKAGES)) if (!(await hasCommand(program))) missing.push(name);
  if (!(await readFile(KEYRING.path).catch(() => null))) missing.push(KEYRING.package);
  if (missing.length === 0) return;

  await progress.step(`Installation depuis la distribution : ${missing.join(', ')}`, async (step) => {
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    step.detail('liste des paquets');
    await runCommand('apt-get', ['update', '-qq'], { environment });
    step.detail('téléchargement');
    await runCommand('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], {
      environment,
      onLine: (line) => {
        const name = /^(?:Unpacking|Setting up) (\S+)/.exec(line)?.[1];
        if (name) step.detail(`${line.startsWith('S') ? 'réglage' : 'installation'} de ${name}`);
      },
    });
  });
}
