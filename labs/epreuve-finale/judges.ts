import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  cgroupOf,
  container,
  formatBytes,
  isDeadEnd,
  processesOf,
  replacement,
  sharedNamespace,
  type RunningContainer,
} from '../facts.ts';
import { formatCpus, seeLimit } from '../limits.ts';
import { isLoopback, listAddresses, publicationsOf } from '../publications.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const SERVICES = ['guichet', 'api', 'stock'] as const;
const [FRONT, , DATA] = SERVICES;
/** As the service writes it, with plain spaces. */
const PLACES = `${DATA} : 412 places`;

const MEMORY = 256 * 2 ** 20;
const PIDS = 200;
const CPUS = 1;

/** What one service is reproached with, what cannot be read yet, or `undefined` when it is as it must be. */
type Fault = FailedVerdict | WaitingVerdict | undefined;
interface Judge {
  fault: (service: RunningContainer, o: Observation) => Fault;
  observed: string;
}

/** The first service at fault decides; those still to be replaced are only waited for. */
export function judgeEach(o: Observation, { fault, observed }: Judge): Verdict {
  let pending: WaitingVerdict | undefined;
  for (const name of SERVICES) {
    const service = replacement(o, name, `${quote(name)} est encore le conteneur du départ.`);
    const verdict = 'status' in service ? service : fault(service, o);
    if (verdict?.status === 'failed') return verdict;
    pending ??= verdict;
  }
  return pending ?? passed(observed);
}

const seeStatus = (name: string, fields: string): string =>
  `grep -E '^(${fields}):' /proc/$(docker inspect -f '{{.State.Pid}}' ${name})/status`;

export const judgeAccounts: Judge = {
  observed: 'Le noyau ne voit nulle part root : CapBnd est vide et NoNewPrivs vaut 1 pour les trois services.',
  fault({ container: { name }, process }) {
    const refuse = (observed: string, mechanism: string): FailedVerdict =>
      failed({
        expected: 'Un UID et un GID autres que 0, CapBnd vide, NoNewPrivs à 1.',
        observed: `${quote(name)} : ${observed}`,
        mechanism,
        see: seeStatus(name, 'Uid|Gid|CapBnd|NoNewPrivs'),
      });
    if (process.uids.includes(0) || process.gids.includes(0)) {
      return refuse(
        `UID ${process.uids[0]}, GID ${process.gids[0]}.`,
        'Ni l’image ni le lancement n’ont nommé de compte complet : le moteur prend alors root, ou son groupe.',
      );
    }
    if (!/^0+$/.test(process.capBounding)) {
      return refuse(
        `CapBnd vaut ${process.capBounding}.`,
        'Un compte ordinaire n’a aucune capacité en vigueur, mais cet ensemble borne celles qu’il peut reprendre en exécutant un binaire setuid. Une application qui n’en a pas besoin n’en garde aucune.',
      );
    }
    return process.noNewPrivs
      ? undefined
      : refuse(
          'NoNewPrivs vaut 0.',
          'Un binaire setuid oublié dans l’image changerait encore l’identité du processus. Ce drapeau, une fois posé, se transmet à toute la descendance et ne s’ôte plus.',
        );
  },
};

/** Directories of the host that give it away, themselves or what they contain. */
const SENSITIVE = /^\/(?:$|(?:boot|dev|etc|home|lib|proc|root|run|sys|usr|var)(?:\/(?:run|lib|lib\/docker))?\/?$)/;
const isHostsDoor = ({ type, source, writable }: ContainerFacts['mounts'][number]): boolean =>
  type === 'bind' && (writable || SENSITIVE.test(source) || /(?:docker|containerd)\.sock$/.test(source));

export const judgeHost: Judge = {
  observed: 'Filtre seccomp en place, espaces dédiés, aucun montage qui livre l’hôte, racines en lecture seule.',
  fault({ container: { name, host, mounts }, process }, o) {
    const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
      failed({
        expected: 'Un conteneur sans prise sur l’hôte, à la racine en lecture seule.',
        observed: `${quote(name)} : ${observed}`,
        mechanism,
        see,
      });
    if (host.privileged || process.seccomp !== 2) {
      return refuse(
        host.privileged
          ? 'il est privilégié.'
          : `le noyau ne lui applique pas de filtre, Seccomp vaut ${process.seccomp}.`,
        'Un conteneur privilégié perd d’un coup le filtre d’appels système, les chemins masqués et la restriction des périphériques ; sans filtre, tous les appels du noyau sont à portée.',
        seeStatus(name, 'Seccomp'),
      );
    }
    const shared = sharedNamespace(o, process, ['pid', 'net', 'ipc', 'uts', 'mnt']);
    if (shared) {
      return refuse(
        `il partage l’espace ${shared.type} ${shared.inode} avec ${shared.owner}.`,
        'Un espace partagé est une cloison de moins : il y voit, et peut y toucher, ce qui n’est pas à lui.',
        `ls -l /proc/$(docker inspect -f '{{.State.Pid}}' ${name})/ns /proc/1/ns`,
      );
    }
    const door = mounts.find(isHostsDoor);
    if (door) {
      return refuse(
        `${quote(door.source)} de l’hôte y est monté${door.writable ? ', en écriture' : ''}.`,
        door.source.endsWith('.sock')
          ? 'Qui écrit au socket commande le moteur, donc l’hôte. La lecture seule protège le fichier, pas ce qui circule dans le socket : elle n’y change rien.'
          : 'Ce que le conteneur écrit là, il l’écrit sur l’hôte ; ce qu’il y lit peut contenir les secrets de tous les autres. Les données vont dans un volume.',
        `docker inspect -f '{{json .Mounts}}' ${name}`,
      );
    }
    return host.readonlyRootfs
      ? undefined
      : refuse(
          'sa racine reste inscriptible.',
          'Un intrus peut y déposer ses outils et remplacer les programmes du service.',
          `docker inspect -f '{{.HostConfig.ReadonlyRootfs}}' ${name}`,
        );
  },
};

export const judgeLimits: Judge = {
  observed: 'Le noyau borne la mémoire, l’échange, le processeur et les processus des trois services.',
  fault({ container: found }, o) {
    const { name } = found;
    const group = cgroupOf(o, found);
    if (!group) return waiting(`Le noyau ne montre pas les limites de ${quote(name)} pour l’instant.`);
    const refuse = (expected: string, observed: string, what: Parameters<typeof seeLimit>[2]): FailedVerdict =>
      failed({
        expected,
        observed: `${quote(name)} : ${observed}`,
        mechanism:
          'Chaque contrôleur borne une seule ressource, et un conteneur sans borne prend celle de tous les autres. L’échange s’ajoute à la mémoire tant qu’on ne dit pas leur somme.',
        see: seeLimit(o, name, what),
      });
    const { memoryMax, memorySwapMax, pidsMax, cpuMax } = group;
    if (memoryMax === null || memoryMax > MEMORY)
      return refuse('Au plus 256 Mio de mémoire.', `${formatBytes(memoryMax)} de mémoire.`, 'memory');
    if (memorySwapMax !== undefined && (memorySwapMax === null || memorySwapMax > MEMORY)) {
      const total = `mémoire et échange réunis, ${formatBytes(memorySwapMax)}.`;
      return refuse('Au plus 256 Mio, échange compris.', total, 'swap');
    }
    if (cpuMax === null || cpuMax > CPUS) {
      const quota = cpuMax === null ? 'aucun quota de processeur.' : `${formatCpus(cpuMax)}.`;
      return refuse('Un processeur au plus.', quota, 'cpu');
    }
    return pidsMax === null || pidsMax > PIDS
      ? refuse('Au plus 200 processus.', pidsMax === null ? 'processus illimités.' : `${pidsMax} processus.`, 'pids')
      : undefined;
  },
};

const networkNames = (c: ContainerFacts | undefined): string[] => (c?.networks ?? []).map(({ name }) => name);

const SEE_NETWORKS = `docker inspect -f '{{.Name}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}' ${SERVICES.join(' ')}`;

export const judgePartitions: Judge = {
  observed: 'Aucun raccourci de « guichet » à « stock », aucune issue derrière « guichet », un seul port publié.',
  fault({ container: found }, o) {
    const { name } = found;
    const refuse = (observed: string, mechanism: string, see = SEE_NETWORKS): FailedVerdict =>
      failed({
        expected: 'Un réseau par liaison, sans issue derrière le guichet, et le port 80 pour seule publication.',
        observed,
        mechanism,
        see,
      });
    const extra = publicationsOf(o, found).filter(({ hostPort }) => name !== FRONT || hostPort !== '80');
    if (extra.length > 0) {
      return refuse(
        `On atteint ${quote(name)} par ${listAddresses(extra)}.`,
        'Un port publié s’ouvre sur l’hôte, et aussi sur la passerelle de chaque réseau Docker : il perce les cloisons.',
        `docker port ${name}`,
      );
    }
    const own = networkNames(found);
    if (own.includes('bridge')) {
      return refuse(
        `${quote(name)} est sur le pont par défaut.`,
        'Tout conteneur lancé sans précaution y est aussi, et y joint tous ses ports.',
      );
    }
    if (name === FRONT) {
      const common = networkNames(container(o, DATA)).find((network) => own.includes(network));
      return common === undefined
        ? undefined
        : refuse(
            `${quote(FRONT)} et ${quote(DATA)} sont tous deux sur ${quote(common)}.`,
            'Sur un même pont, tous les ports se joignent : un guichet compromis frapperait droit au registre.',
          );
    }
    const open = own.find((network) => !isDeadEnd(o, network));
    return open === undefined
      ? undefined
      : refuse(
          `${quote(name)} est sur ${quote(open)}, qui a une issue.`,
          'Un service qui ne parle qu’à ses voisins n’a pas à pouvoir sortir : c’est par là que partent les données. Cela se décide à la création du réseau.',
        );
  },
};

/** The token of the preparation; `undefined` when nothing tells it. */
const initialToken = (o: Observation): string | undefined =>
  baselineContainer(o, DATA)
    ?.config.env.find((entry) => entry.startsWith('JETON='))
    ?.slice('JETON='.length);

export const judgeSecret: Judge = {
  observed: 'Aucun jeton dans l’environnement, les commandes ni les étiquettes des trois services.',
  fault({ container: found }, o) {
    const { name, config } = found;
    const token = initialToken(o);
    if (!token) return waiting('Le jeton du départ n’est pas connu : réinitialisez le bac.');
    const spoken = [
      ...config.env.filter((entry) => !entry.startsWith('JETON=')),
      ...config.command,
      ...Object.values(config.labels),
      ...processesOf(o, found).map(({ commandLine }) => commandLine),
    ];
    const inEnvironment = config.env.some((entry) => /^JETON=./.test(entry));
    return inEnvironment || spoken.some((text) => text.includes(token))
      ? failed({
          expected: 'Un jeton que seul un fichier contient.',
          observed: inEnvironment
            ? `La variable JETON est encore dans l’environnement de ${quote(name)}.`
            : `Le jeton se lit encore dans la configuration ou une commande de ${quote(name)}.`,
          mechanism:
            'L’environnement se lit dans docker inspect et dans /proc, passe à chaque processus fils, et finit dans les rapports d’erreur. Le tenir d’un fichier .env n’y change rien : c’est le conteneur qui compte.',
          see: `docker inspect -f '{{json .Config.Env}}' ${name}`,
        })
      : undefined;
  },
};

export const judgeService: Judge = {
  observed: 'Le port 80 mène à « guichet », qui joint « api », qui obtient de « stock » les 412 places.',
  fault({ container: found }, o) {
    const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
      failed({
        expected: 'Du port 80 aux 412 places, la chaîne entière, sur l’image du départ.',
        observed,
        mechanism,
        see,
      });
    if (found.imageId !== baselineContainer(o, found.name)?.imageId) {
      return refuse(
        `${quote(found.name)} tourne sur une autre image que celle du départ.`,
        'Durcir, ici, c’est lancer autrement le même programme : on sait alors que le service rendu n’a pas changé.',
        `docker inspect -f '{{.Name}} {{.Image}}' ${SERVICES.join(' ')}`,
      );
    }
    if (found.name !== FRONT) return undefined;
    if (!publicationsOf(o, found).some((door) => door.hostPort === '80' && !isLoopback(door))) {
      return refuse(
        'Le port 80 de l’hôte ne mène plus au guichet.',
        'Un port n’est publié que par un réseau qui a une issue : relié à des réseaux internes seulement, un conteneur n’est plus joint du dehors.',
        `docker port ${FRONT}`,
      );
    }
    const ticket = o.probes['billet'];
    if (!ticket || ticket.exitCode < 0) return waiting('La billetterie n’a pas encore pu être interrogée.');
    const lines = ticket.output.split('\n').map((line) => line.trim());
    return lines.includes(PLACES)
      ? undefined
      : refuse(
          `La chaîne s’arrête à : ${quote(lines.filter(Boolean).at(-1) ?? 'rien')}.`,
          'Durcir révèle ce dont un service se servait sans le dire : un nom que le réseau ne résout plus, un fichier que son compte ne peut plus lire ou écrire. Ni le registre ni le jeton n’ont changé de propriétaire tout seuls.',
          'curl -s localhost; ls -lnR /var/lib/docker/volumes/places/_data',
        );
  },
};
