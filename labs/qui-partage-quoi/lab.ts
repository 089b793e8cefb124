import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { processesOf, runningContainer, sameNamespace, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import { NAMESPACE_TYPES, type NamespaceType, type Observation } from '../observation.ts';

const NAME = 'ordinaire';
const SHARED_TYPES = 'types-partages';
const NET_INODE = 'inode-reseau';

/** Types of which an engine always makes a new one for an ordinary container. The other three depend on engine and kernel. */
const ALWAYS_OWN = ['ipc', 'mnt', 'net', 'pid', 'uts'] as const;

const SYNONYMS: Readonly<Record<string, NamespaceType>> = { mount: 'mnt', network: 'net' };
const FILLERS = ['et', 'ns'];
const NOTHING = ['aucun', 'rien', 'none'];

const COMPARE = `p=$(docker inspect -f '{{.State.Pid}}' ${NAME}); ls -l /proc/1/ns /proc/$p/ns`;

export default defineLab({
  id: 'qui-partage-quoi',
  title: 'Qui partage quoi',
  chapter: 'namespaces',
  order: 1,
  kind: 'comprendre',
  difficulty: 2,
  minutes: 15,
  summary:
    'Comparer, inode par inode, les espaces de noms d’un conteneur ordinaire et ceux de l’hôte, et dresser la liste de ce qu’ils partagent.',
  scenario: `Avant d’autoriser un prestataire à lancer ses conteneurs, la responsable de la sécurité pose une question précise : « Sur cette machine, que partage un conteneur **ordinaire** avec l’hôte ? Je ne veux pas d’un schéma : je veux ce que dit le noyau. »

1. Lancez un conteneur nommé \`ordinaire\` (image \`labo/base:1\`), en arrière-plan, avec une commande qui dure et **sans aucune option d’isolation**.
2. Comparez ses espaces de noms à ceux de l’hôte. Le noyau désigne chaque espace par un type et un numéro d’inode : même numéro, même espace. Pour l’hôte, prenez ceux de son premier processus, le numéro 1.
3. Saisissez la liste des types **partagés** avec l’hôte, séparés par des virgules (par exemple \`ipc, uts\`), puis le numéro d’inode de l’espace **réseau** du conteneur.

La réponse dépend de la machine (version des cgroups, du noyau, du moteur) : regardez, ne récitez pas.`,
  hints: [
    'Le répertoire `/proc/<PID>/ns` contient un lien par espace de noms. Le PID à regarder est celui que l’hôte donne au conteneur.',
    '`readlink /proc/1/ns/net` donne le type et l’inode, par exemple `net:[4026531840]`. Lisez le même lien pour le processus du conteneur, et comparez ; puis faites-le pour chaque type.',
    "`p=$(docker inspect -f '{{.State.Pid}}' ordinaire); for t in cgroup ipc mnt net pid time user uts; do echo $t $(readlink /proc/1/ns/$t /proc/$p/ns/$t); done`",
  ],
  checks: [
    {
      id: 'ordinaire-par-defaut',
      title: 'Le conteneur ordinaire est en marche, avec les réglages par défaut',
      section: 'huit-espaces',
      references: { anssi: ['R6', 'R7'], cis: ['5.16', '5.17', '5.21', '5.31'] },
      evaluate(observation) {
        const ordinary = runningContainer(observation, NAME);
        if ('status' in ordinary) return ordinary;
        return (
          unusual(observation, ordinary) ??
          passed(`${quote(NAME)} est en marche, sans option d’isolation : son PID est ${ordinary.process.sandboxPid}.`)
        );
      },
    },
    {
      id: 'types-partages',
      title: 'Vous connaissez les types d’espaces qu’il partage avec l’hôte',
      section: 'comparer-par-inode',
      references: { anssi: ['R6', 'R7'] },
      answer: { key: SHARED_TYPES, label: 'Types partagés avec l’hôte', placeholder: 'ipc, uts' },
      evaluate(observation) {
        const answer = observation.answers[SHARED_TYPES] ?? '';
        if (!answer) return waiting('Saisissez la liste des types partagés.');
        const ordinary = runningContainer(observation, NAME);
        if ('status' in ordinary) return ordinary;
        return unusual(observation, ordinary) ?? judgeTypes(observation, ordinary, answer);
      },
    },
    {
      id: 'inode-reseau',
      title: 'Vous connaissez l’inode de son espace réseau',
      section: 'comparer-par-inode',
      references: { anssi: ['R4'] },
      answer: {
        key: NET_INODE,
        label: 'Inode de l’espace réseau du conteneur',
        placeholder: 'un nombre',
        input: 'number',
      },
      evaluate(observation) {
        const answer = observation.answers[NET_INODE] ?? '';
        if (!answer) return waiting('Saisissez le numéro d’inode de l’espace réseau du conteneur.');
        const ordinary = runningContainer(observation, NAME);
        if ('status' in ordinary) return ordinary;
        return unusual(observation, ordinary) ?? judgeInode(observation, ordinary, answer);
      },
    },
  ],
});

/** What makes the container out of the ordinary: an option that the engine tells, or a sharing that only the kernel tells. */
function unusual(observation: Observation, { container, process }: RunningContainer): FailedVerdict | undefined {
  const option = isolationOption(observation, container.host);
  const shared = ALWAYS_OWN.find((type) => sameNamespace(process, observation.kernel.host, type));
  if (!option && !shared) return undefined;
  return failed({
    expected: 'Un conteneur aux réglages par défaut, sans option qui touche à ses espaces de noms.',
    observed: option
      ? `${quote(NAME)} a été lancé avec ${option}.`
      : `L’espace ${shared} de ${quote(NAME)} est celui de l’hôte.`,
    mechanism:
      'Chaque option de ce genre fait rejoindre au conteneur un espace existant, ou lui en donne un de plus : la liste obtenue ne vaut plus pour un conteneur ordinaire.',
    see: `docker inspect -f '{{json .HostConfig}}' ${NAME}`,
    ...(option
      ? {}
      : {
          contradiction: `Le moteur n’annonce aucune option particulière ; le noyau montre le même espace ${shared} des deux côtés.`,
        }),
  });
}

function isolationOption(observation: Observation, host: RunningContainer['container']['host']): string | undefined {
  const joins = (mode: string): boolean => mode === 'host' || mode.startsWith('container:');
  if (host.privileged) return '--privileged';
  if (joins(host.pidMode)) return `--pid=${quote(host.pidMode)}`;
  if (joins(host.networkMode)) return `--network=${quote(host.networkMode)}`;
  if (joins(host.ipcMode)) return `--ipc=${quote(host.ipcMode)}`;
  if (joins(host.utsMode)) return `--uts=${quote(host.utsMode)}`;
  if (joins(host.usernsMode)) return `--userns=${quote(host.usernsMode)}`;
  const usual = observation.kernel.cgroupVersion === 1 ? 'host' : 'private';
  return host.cgroupnsMode && host.cgroupnsMode !== usual ? `--cgroupns=${quote(host.cgroupnsMode)}` : undefined;
}

function judgeTypes(observation: Observation, { process }: RunningContainer, answer: string): Verdict {
  const host = observation.kernel.host;
  const shared = NAMESPACE_TYPES.filter((type) => sameNamespace(process, host, type));
  const words = answer
    .toLowerCase()
    .split(/[^\p{L}_]+/u)
    .filter((word) => word && !FILLERS.includes(word));
  const named = new Set(words.filter((word) => !NOTHING.includes(word)).map((word) => SYNONYMS[word] ?? word));
  const refuse = (observed: string, mechanism: string): Verdict =>
    failed({ expected: 'Tous les types partagés avec l’hôte, et eux seuls.', observed, mechanism, see: COMPARE });

  for (const name of named) {
    const type = NAMESPACE_TYPES.find((candidate) => candidate === name);
    if (name.endsWith('_for_children')) {
      return refuse(
        `${quote(name)} n’est pas un type d’espace.`,
        'Ce lien désigne l’espace où naîtront les prochains enfants du processus ; son type est écrit dans la cible du lien.',
      );
    }
    if (!type)
      return refuse(
        `${quote(name)} n’est pas un type d’espace de noms.`,
        'Les noms attendus sont ceux des liens de /proc/<PID>/ns.',
      );
    if (shared.includes(type)) continue;
    const inside = process.namespaces[type];
    return inside === undefined
      ? refuse(
          `Ce noyau n’a pas d’espaces de type ${type}.`,
          'Les types sont venus un à un dans le noyau ; les plus récents manquent aux plus anciens.',
        )
      : refuse(
          `${type} n’est pas partagé : l’hôte a ${type}:[${host?.namespaces[type] ?? '?'}], le conteneur ${type}:[${inside}].`,
          'Deux inodes différents désignent deux espaces différents, même quand leur contenu se ressemble.',
        );
  }
  const missing = shared.filter((type) => !named.has(type));
  const [first] = missing;
  if (!first)
    return passed(
      `Partagés avec l’hôte, inodes à l’appui : ${shared.map((type) => `${type}:[${process.namespaces[type]}]`).join(', ')}.`,
    );
  return refuse(
    missing.length === shared.length
      ? 'Vous n’avez nommé aucun des types partagés.'
      : `Il manque ${missing.length === 1 ? 'un type' : `${missing.length} types`} à la liste.`,
    WHY_SHARED[first] ?? 'Un inode identique des deux côtés suffit à dire le partage.',
  );
}

/** Why a type is easily forgotten, without its name. */
const WHY_SHARED: Readonly<Partial<Record<NamespaceType, string>>> = {
  cgroup:
    'Le moteur choisit, pour l’un des types, selon la version des cgroups de la machine : voyez « Cgroup Version » dans docker info, et CgroupnsMode dans docker inspect.',
  time: 'L’un des types est récent, et la plupart des moteurs n’en créent pas de nouveau : les anciens schémas ne le montrent pas.',
  user: 'Le plus lourd de conséquences des partages est aussi le moins visible : celui dont dépend ce que vaut, sur l’hôte, le root du conteneur.',
};

function judgeInode(observation: Observation, ordinary: RunningContainer, answer: string): Verdict {
  const inode = /\d{4,}/.exec(answer)?.[0];
  const { net } = ordinary.process.namespaces;
  if (inode !== undefined && inode === net)
    return passed(
      `net:[${net}] est l’espace réseau de ${quote(NAME)} ; l’hôte a net:[${observation.kernel.host?.namespaces.net ?? '?'}].`,
    );
  return failed({
    expected: 'L’inode de l’espace réseau du conteneur ordinaire, tel qu’il tourne en ce moment.',
    observed: `${quote(answer)} ${whatIs(observation, ordinary, inode)}.`,
    mechanism:
      'Un espace de noms vit avec ses processus. Son inode le distingue de tous les autres espaces en vie sur la machine.',
    see: `ls -l /proc/$(docker inspect -f '{{.State.Pid}}' ${NAME})/ns`,
  });
}

function whatIs(observation: Observation, { container, process }: RunningContainer, inode: string | undefined): string {
  if (inode === undefined) return 'n’est pas un numéro d’inode';
  if (inode === observation.kernel.host?.namespaces.net) return 'est l’inode de l’espace réseau de l’hôte';
  const type = NAMESPACE_TYPES.find((candidate) => process.namespaces[candidate] === inode);
  if (type) return `est bien un inode du conteneur, mais de son espace ${type}`;
  const neighbour = observation.engine.containers.find(
    (candidate) => candidate.id !== container.id && processesOf(observation, candidate)[0]?.namespaces.net === inode,
  );
  if (neighbour) return `est l’inode de l’espace réseau de ${quote(neighbour.name)}`;
  return 'n’est l’inode d’aucun espace de ce conteneur ; chaque démarrage en crée de nouveaux';
}
