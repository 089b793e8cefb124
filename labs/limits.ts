import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from './check.ts';
import { cgroupOf, formatBytes, runningContainer, type RunningContainer } from './facts.ts';
import type { CgroupFacts, Observation } from './observation.ts';

/**
 * What the labs on cgroups ask: does the kernel hold that container to that limit? The kernel's word decides; the
 * engine's only explains which mistake was made, and is shown as a contradiction when it claims the limit that the
 * kernel does not apply.
 */

/** A container in operation whose limits and counters the kernel shows. */
export interface LimitedContainer extends RunningContainer {
  cgroup: CgroupFacts;
}

/** That container and its limits, else the verdict that says why they cannot be judged. */
export function limitedContainer(o: Observation, name: string): LimitedContainer | FailedVerdict | WaitingVerdict {
  const running = runningContainer(o, name);
  if ('status' in running) return running;
  const cgroup = cgroupOf(o, running.container);
  return cgroup
    ? { ...running, cgroup }
    : waiting(`Le noyau ne montre pas les limites de ${quote(name)} pour l’instant.`);
}

/** Files of the memory, pids and cpu controllers, by cgroup version; paths are those of the sandbox's "host". */
const FILES = {
  memory: ['memory/docker', 'memory.limit_in_bytes', 'memory.max'],
  swap: ['memory/docker', 'memory.memsw.limit_in_bytes', 'memory.swap.max'],
  pids: ['pids/docker', 'pids.max', 'pids.max'],
  cpu: ['cpu/docker', 'cpu.cfs_quota_us', 'cpu.max'],
  throttling: ['cpu/docker', 'cpu.stat', 'cpu.stat'],
  usage: ['cpuacct/docker', 'cpuacct.usage', 'cpu.stat'],
} as const;

/** The command that shows, on the sandbox's host, what the kernel holds for that container. */
export function seeLimit(o: Observation, name: string, what: keyof typeof FILES): string {
  const [folder, version1, version2] = FILES[what];
  const group = `$(docker inspect -f '{{.Id}}' ${name})`;
  return o.kernel.cgroupVersion === 1
    ? `cat /sys/fs/cgroup/${folder}/${group}/${version1}`
    : `cat /sys/fs/cgroup/docker/${group}/${version2}`;
}

/** @param wanted bytes. */
export function judgeMemory(o: Observation, { container, cgroup }: LimitedContainer, wanted: number): Verdict {
  const { memoryMax } = cgroup;
  const name = quote(container.name);
  if (memoryMax === wanted) return passed(`Le noyau plafonne la mémoire de ${name} à ${formatBytes(wanted)}.`);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Une mémoire plafonnée à ${formatBytes(wanted)}, soit ${wanted.toLocaleString('fr-FR')} octets.`,
      observed,
      mechanism,
      see: seeLimit(o, container.name, 'memory'),
      ...contradiction(
        container.host.memory === wanted,
        `une limite de ${formatBytes(wanted)}`,
        formatBytes(memoryMax),
      ),
    });
  if (memoryMax !== null) {
    return refuse(
      `Le noyau plafonne la mémoire de ${name} à ${formatBytes(memoryMax)} (${memoryMax.toLocaleString('fr-FR')} octets).`,
      'Pour Docker, les unités sont des puissances de deux : k vaut 1 024 octets, m 1 024 fois plus, g encore 1 024 fois plus. Sans unité, le nombre se lit en octets.',
    );
  }
  return container.host.memoryReservation > 0
    ? refuse(
        `Le noyau n’impose aucun plafond de mémoire à ${name}, qui n’a qu’une réservation de ${formatBytes(container.host.memoryReservation)}.`,
        'Une réservation est une limite souple : le noyau ne cherche à s’en rapprocher que lorsque la machine manque de mémoire. Rien n’arrête le conteneur avant.',
      )
    : refuse(
        `Le noyau n’impose aucun plafond de mémoire à ${name}.`,
        'Sans limite demandée, un conteneur peut occuper toute la mémoire de l’hôte, et c’est alors au noyau de choisir un processus à tuer, parfois ailleurs.',
      );
}

/**
 * Whether swap adds nothing to a bounded memory. A kernel that does not account for swap has no word on it
 * (`memorySwapMax` undefined): the intention recorded by the engine then suffices, and that engine records -1 whatever
 * was asked (moby, `verifyPlatformContainerResources`).
 */
export function judgeSwap(o: Observation, { container, cgroup }: LimitedContainer): Verdict {
  const { memoryMax, memorySwapMax } = cgroup;
  const { memory, memorySwap } = container.host;
  const name = quote(container.name);
  if (memoryMax === null) return waiting('L’échange se juge une fois la mémoire plafonnée.');
  if (memorySwapMax === memoryMax)
    return passed(`Mémoire et échange réunis, ${name} ne dépasse pas ${formatBytes(memoryMax)}.`);
  if (memorySwapMax === undefined && (memorySwap === memory || memorySwap === -1)) {
    return passed(
      `Ce noyau ne compte pas l’échange ; la limite a été demandée pour ${name}, et la mémoire est plafonnée.`,
    );
  }
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Mémoire et échange réunis, pas plus que la mémoire seule : ${formatBytes(memoryMax)}.`,
      observed,
      mechanism,
      see: seeLimit(o, container.name, 'swap'),
      ...contradiction(
        memorySwap === memoryMax,
        'un échange qui n’ajoute rien',
        `${formatBytes(memorySwapMax ?? null)} au total`,
      ),
    });
  if (memorySwapMax === null || memorySwapMax === undefined) {
    return refuse(
      `Le noyau laisse à ${name} un échange illimité.`,
      'Arrivé au plafond de mémoire, le conteneur ne meurt pas : ses pages partent sur le disque, sans borne, et toute la machine ralentit avec lui.',
    );
  }
  return refuse(
    `Mémoire et échange réunis, ${name} peut atteindre ${formatBytes(memorySwapMax)}.`,
    memorySwapMax === 2 * memoryMax
      ? 'Quand seule la mémoire est bornée, Docker accorde d’office autant d’échange en plus : le plafond réel est le double de celui que l’on croit avoir posé.'
      : 'L’option qui borne l’échange ne compte pas l’échange seul : elle compte la somme de la mémoire et de l’échange.',
  );
}

/** Quotas are fractions of periods in microseconds: two of them are the same well within this. */
const CPU_PRECISION = 0.002;

/** @param wanted processors granted, for instance 0.5. */
export function judgeCpu(o: Observation, { container, cgroup }: LimitedContainer, wanted: number): Verdict {
  const { cpuMax, cpuShares } = cgroup;
  const { host } = container;
  const name = quote(container.name);
  const same = (value: number): boolean => Math.abs(value - wanted) < CPU_PRECISION;
  if (cpuMax !== null && same(cpuMax))
    return passed(`Le noyau accorde à ${name} ${formatCpus(wanted)}, pas davantage.`);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Un quota de ${formatCpus(wanted)}.`,
      observed,
      mechanism,
      see: seeLimit(o, container.name, 'cpu'),
      ...contradiction(
        same(host.nanoCpus / 1e9) || same(host.cpuQuota / (host.cpuPeriod || 100_000)),
        formatCpus(wanted),
        cpuMax === null ? 'aucun quota' : formatCpus(cpuMax),
      ),
    });
  if (cpuMax !== null) {
    return refuse(
      `Le noyau accorde ${formatCpus(cpuMax)} à ${name}.`,
      'Un quota est un temps de calcul par période : 50 ms toutes les 100 ms font un demi-processeur. L’option s’exprime en nombre de processeurs, non en pour cent.',
    );
  }
  if (cpuShares !== 1024) {
    return refuse(
      `${name} a un poids de ${cpuShares} et aucun quota.`,
      'Un poids ne compte que lorsque plusieurs groupes se disputent le processeur : sur une machine par ailleurs au repos, il ne retient rien.',
    );
  }
  return host.cpusetCpus
    ? refuse(
        `${name} est placé sur le processeur ${quote(host.cpusetCpus)}, sans quota.`,
        'Choisir sur quels processeurs un conteneur s’exécute ne dit rien du temps qu’il y passe : il peut les occuper entièrement.',
      )
    : refuse(
        `Le noyau n’impose aucun quota de processeur à ${name}.`,
        'Sans quota, un conteneur prend tout le temps de calcul que personne d’autre ne réclame.',
      );
}

/** @param least below it a container cannot do its work. */
export function judgePids(
  o: Observation,
  { container, cgroup }: LimitedContainer,
  least: number,
  most: number,
): Verdict {
  const { pidsMax, pidsCurrent } = cgroup;
  const { host } = container;
  const name = quote(container.name);
  if (pidsMax !== null && pidsMax >= least && pidsMax <= most) {
    return passed(`Le noyau n’accorde pas plus de ${pidsMax} processus à ${name}.`);
  }
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: least === most ? `${most} processus au plus.` : `Un plafond de ${least} à ${most} processus.`,
      observed,
      mechanism,
      see: seeLimit(o, container.name, 'pids'),
      ...contradiction(
        host.pidsLimit >= least && host.pidsLimit <= most,
        `un plafond de ${host.pidsLimit} processus`,
        pidsMax === null ? 'aucun plafond' : `un plafond de ${pidsMax}`,
      ),
    });
  if (pidsMax !== null) {
    return refuse(
      `Le noyau accorde ${pidsMax} processus à ${name}.`,
      pidsMax < least
        ? 'Un plafond trop bas ne protège plus, il empêche de travailler : chaque commande lancée par le service est un processus de plus.'
        : 'Le plafond doit rester sous le nombre de processus que la machine peut perdre sans gêne.',
    );
  }
  const unlimited = `Le noyau n’impose aucun plafond de processus à ${name}, qui en compte ${pidsCurrent}`;
  if (host.ulimits.some((limit) => limit.name === 'nproc')) {
    return refuse(
      `${unlimited} ; seule une limite nproc est posée.`,
      'La limite nproc compte ensemble tous les processus d’un même compte, sur toute la machine, et ne concerne pas le root d’un hôte ordinaire : elle borne des comptes, pas un conteneur.',
    );
  }
  return host.memory > 0 || host.nanoCpus > 0 || host.cpuQuota > 0
    ? refuse(
        `${unlimited} ; d’autres ressources sont bornées.`,
        'Chaque contrôleur borne une seule ressource. Un processus qui dort coûte à peine de la mémoire et aucun calcul : une bombe à fork passe sous ces limites-là.',
      )
    : refuse(
        `${unlimited}.`,
        'Zéro et moins un veulent dire « sans limite » pour le moteur, comme l’absence d’option : le noyau affiche alors « max ».',
      );
}

/** `0.5` → « 0,5 processeur ». */
export const formatCpus = (cpus: number): string =>
  `${cpus.toLocaleString('fr-FR', { maximumFractionDigits: 3 })} processeur${cpus >= 2 ? 's' : ''}`;

const contradiction = (claimed: boolean, claim: string, fact: string): Pick<FailedVerdict, 'contradiction'> =>
  claimed ? { contradiction: `Le moteur annonce ${claim} ; le noyau applique : ${fact}.` } : {};
