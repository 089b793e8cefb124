/**
 * Run as root on a machine with cgroup v2: makes the lab engine, a sandbox in it, and tries what the course rests on and
 * what a learner must not be able to do. Prints one line per statement; the exit status is the number of false ones.
 *
 *   node inside.ts <process | container>
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseConfig } from '../../server/config.ts';
import { engineContainerName } from '../../server/engine/container-engine.ts';
import { EngineApi } from '../../server/engine/engine-api.ts';
import { ensureEngine, purgeEngine, stopEngine } from '../../server/engine/ensure-engine.ts';
import { mountsUnder } from '../../server/engine/mounts.ts';
import { processesWith } from '../../server/engine/own-processes.ts';
import { SILENT } from '../../server/engine/progress.ts';
import { tryCommand } from '../../server/engine/run-command.ts';
import { containerSpec } from '../../server/sandbox/container-spec.ts';
import { parseKernelReport } from '../../server/sandbox/kernel-report.ts';

const form = z.enum(['process', 'container']).parse(process.argv[2]);
const stateDir = `/var/lib/etanche-${form}`;
const config = parseConfig({ ETANCHE_STATE: stateDir, ETANCHE_DISK: '8', ETANCHE_ENGINE: form }, process.cwd(), true);

let failures = 0;
function state(statement: string, truth: boolean, seen: unknown = ''): void {
  if (!truth) failures += 1;
  console.log(`${truth ? 'ok    ' : 'FALSE '} ${statement}${truth ? '' : `: ${JSON.stringify(seen)}`}`);
}
const network = async (): Promise<string> =>
  (
    await tryCommand('sh', [
      '-c',
      'ip -br addr; iptables-save | grep -v "^#" | sed "s/\\[.*//"; cat /proc/sys/net/ipv4/ip_forward',
    ])
  ).output;

/** What the engine's own root sees, on this machine or in the container that holds the engine. */
const outside = async (script: string): Promise<string> => {
  const command = ['sh', '-c', `${script} 2>&1`] as const;
  const { output } = await (form === 'process'
    ? tryCommand(command[0], command.slice(1))
    : tryCommand('docker', ['exec', engineContainerName(stateDir), ...command]));
  return output.trim();
};

console.log(`       the lab engine as a ${form}`);
const networkBefore = await network();
state('the machine has cgroup v2', readFileSync('/sys/fs/cgroup/cgroup.controllers', 'utf8').includes('memory'));
state('and AppArmor', readFileSync('/sys/module/apparmor/parameters/enabled', 'utf8').trim() === 'Y');

const engine = await ensureEngine(config, {
  step: (title, work) => (console.log(`       ${title}…`), SILENT.step(title, work)),
  note: console.log,
});
console.log(`       ${JSON.stringify({ ...engine, warden: undefined })}`);
state(`the engine is a ${form}`, engine.form === form, engine.form);
state('the engine says cgroup v2', engine.traits.cgroupVersion === 2, engine.traits);
state('the network of the machine is as it was', (await network()) === networkBefore, await network());

const api = new EngineApi(engine.socketPath);
const spec = containerSpec({
  instance: 'vm',
  sandboxId: 'vm',
  image: engine.sandboxImage,
  expiresAt: Date.now() + 3_600_000,
  limits: { ...config.sandboxes, memoryMiB: 700 },
  traits: engine.traits,
});
const { Id } = await api.json<{ Id: string }>('POST', '/containers/create?name=bac', { body: spec });
await api.text('POST', `/containers/${Id}/start`);
await engine.warden.delegate(Id);

const docker = (...args: string[]) => tryCommand('docker', ['--host', `unix://${engine.socketPath}`, ...args]);
const sh = async (script: string): Promise<string> =>
  (await docker('exec', 'bac', 'sh', '-c', `${script} 2>&1`)).output.trim();
const ready = await sh('for i in $(seq 600); do docker version >/dev/null 2>&1 && echo ready && break; sleep .2; done');
state('the nested engine answers', ready === 'ready', ready);
state('with the learners’ images', (await sh('docker images --format "{{.Repository}}"')).includes('labo/web'));
state('and says cgroup v2', (await sh('docker info -f "{{.CgroupVersion}}"')) === '2');

const limits = await sh(
  'docker run --rm -m 64m --memory-swap 64m --pids-limit 40 --cpus 0.5 labo/base:1 sh -c "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max /sys/fs/cgroup/cpu.max" | tr "\\n" " "',
);
state('nested limits are set: memory, processes, processor', limits === '67108864 40 50000 100000', limits);
const killed = await sh(
  'docker run --name gourmand -m 32m --memory-swap 32m labo/base:1 sonde mem 200; docker inspect -f "{{.State.OOMKilled}} {{.State.ExitCode}}" gourmand',
);
state('a nested container that eats too much is killed, and it is reported', killed.endsWith('true 137'), killed);
const forks = await sh(
  'docker run -d --name fourche --pids-limit 20 labo/base:1 sonde forks 50 60 >/dev/null; sleep 8; docker logs fourche',
);
state('a nested fork bomb stops at its limit', forks.includes('19 processus obtenus sur 50'), forks);

const privileged = await sh(
  'docker run --rm --privileged -v /:/hote labo/base:1 sh -c "cat /hote/etc/hostname; mount -t tmpfs x /hote/mnt && echo mounted; mount -t proc p /tmp && echo proc; touch /hote/root/taken && echo taken"',
);
state('nested --privileged -v /:/hote takes over “the host”', privileged === 'hote\nmounted\nproc\ntaken', privileged);
for (const [attack, script] of [
  ['sets kernel.panic', 'echo 42 >/proc/sys/kernel/panic'],
  ['sets core_pattern', 'echo "|/x" >/proc/sys/kernel/core_pattern'],
  ['raises the sandbox’s memory limit', 'echo max >/hote/sys/fs/cgroup/memory.max'],
  ['raises the sandbox’s number of processes', 'echo max >/hote/sys/fs/cgroup/pids.max'],
  ['raises the sandbox’s processor share', 'echo max >/hote/sys/fs/cgroup/cpu.max'],
  ['makes more groups than allowed', 'echo 99999 >/hote/sys/fs/cgroup/cgroup.max.descendants'],
  ['opens the machine’s disk', 'mknod /tmp/d b 254 0 && head -c 1 /tmp/d'],
  ['reads the kernel’s log', 'dmesg | grep -q .'],
  ['changes AppArmor profiles', 'mount -t securityfs s /tmp && echo x >/tmp/apparmor/.remove'],
]) {
  const output = await sh(`docker run --rm --privileged -v /:/hote labo/base:1 sh -c '${script}' && echo SUCCEEDED`);
  state(`but it is refused when it ${attack}`, !output.includes('SUCCEEDED'), output);
}
state('kernel.panic is as it was', readFileSync('/proc/sys/kernel/panic', 'utf8').trim() !== '42');
const limit = await outside(`cat /sys/fs/cgroup/etanche/${Id}/memory.max`);
state('so is the sandbox’s memory limit', limit === String(700 * 2 ** 20), limit);

await sh(
  'docker run -d --name limite -m 64m --memory-swap 96m --pids-limit 40 --cpus 0.5 --cpu-shares 512 labo/base:1 sleep 600; docker run -d --name libre labo/base:1 sleep 601',
);
const report = await engine.warden.observe(Id);
const facts = parseKernelReport(report);
const limited = await sh('docker inspect -f "{{.Id}}" limite');
const group = facts.cgroups[limited];
state(
  'the warden reads the same limits from outside',
  group?.memoryMax === 64 * 2 ** 20 &&
    group.memorySwapMax === 96 * 2 ** 20 &&
    group.pidsMax === 40 &&
    group.cpuMax === 0.5,
  group,
);
state('and the sandbox’s root as an ordinary user', facts.host?.uidMap[0]?.[1] === engine.traits.rootUid, facts.host);
const profile = await outside(`cat /proc/${facts.host?.pids[0]}/attr/current`);
state('the sandbox has no AppArmor profile of its own', profile.startsWith('unconfined'), profile);
console.log(`--report-begin--\n${report}--report-end--`);

state('the machine’s own Docker still answers', (await tryCommand('docker', ['version'])).code === 0);
await engine.warden.close();
await stopEngine(config);
state(
  'stop leaves no process, no mount and no container',
  (await processesWith(`${stateDir}/engine`)).length === 0 &&
    (await mountsUnder(stateDir)).length === 0 &&
    !(await tryCommand('docker', ['ps', '--all', '--format', '{{.Names}}'])).output.includes('etanche'),
);
await purgeEngine(config);
state(
  'purge leaves no image, no volume and no file',
  !/etanche/.test((await tryCommand('sh', ['-c', 'docker images; docker volume ls'])).output) &&
    !existsSync(`${stateDir}/engine`),
);
console.log(failures === 0 ? 'all true' : `${failures} false`);
process.exitCode = Math.min(failures, 100);
