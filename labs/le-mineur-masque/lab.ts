import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, container, formatBytes, image, interruptionOf, mainProcess } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { CgroupFacts, ContainerFacts, Observation } from '../observation.ts';

const EVIDENCE = 'preuve/mineur:1';
const NAME = 'nom';
const POOL = 'pool';
/** The miner writes twice as much: an image without it weighs what the original does. */
const LEAST_WRITTEN = 2 ** 20;

export default defineLab({
  id: 'le-mineur-masque',
  title: 'Le mineur masqué',
  chapter: 'attaques',
  order: 4,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Parmi cinq conteneurs aux noms rassurants, trouver celui qui calcule pour un autre, le neutraliser et garder les preuves, sans toucher aux voisins.',
  scenario: `La facture d’électricité grimpe, et l’hôte ne se repose jamais. Cinq conteneurs y tournent ; deux calculent, un seul a une bonne raison de le faire : \`indexation\`, plafonné à 5 % d’un processeur. Trois autres, \`journaux\`, \`metriques\` et \`alertes\`, viennent de la même image et ne devraient presque rien consommer.

L’un d’eux mine. L’équipe d’enquête sera là demain ; d’ici là :

1. **trouvez-le**, et donnez son nom ;
2. **figez-le** : il ne doit plus calculer, mais sa mémoire doit rester telle quelle ;
3. **coupez-le** de tout réseau ;
4. **gardez** l’état de ses fichiers dans une image nommée \`preuve/mineur:1\` ;
5. **relevez** l’adresse à laquelle il rend ses comptes (\`hôte:port\`). Elle n’est écrite en clair que dans sa mémoire partagée ;
6. **ne touchez pas** aux quatre autres : ils sont en service.`,
  hints: [
    '`docker stats --no-stream` montre qui consomme ; `docker top <nom>` montre quoi. Un `kworkerd` avec un chemin de fichier n’est pas un fil du noyau.',
    '`docker pause` gèle tous les processus d’un conteneur sans rien leur prendre ; `docker network disconnect` et `docker commit` fonctionnent ensuite. `docker exec`, lui, refuse d’entrer dans un conteneur gelé : l’hôte voit ses fichiers par `/proc/<PID>/root`.',
    "`docker pause X`, `docker network disconnect bridge X`, `docker commit X preuve/mineur:1`, puis `cat /proc/$(docker inspect -f '{{.State.Pid}}' X)/root/dev/shm/agent/reglages`.",
  ],
  checks: [
    {
      id: 'mineur-trouve',
      title: 'Vous savez lequel mine',
      section: 'le-mineur-et-son-masque',
      references: { attack: ['T1496.001', 'T1036.005'] },
      answer: { key: NAME, label: 'Nom du conteneur qui mine' },
      evaluate: judgeName,
    },
    {
      id: 'fige',
      title: 'Il ne calcule plus, et sa mémoire est intacte',
      section: 'repondre-a-un-incident',
      references: { attack: ['T1496.001'] },
      evaluate: (o) => judgePresent(o, judgeFreeze),
    },
    {
      id: 'coupe-du-reseau',
      title: 'Il n’a plus aucun réseau',
      section: 'repondre-a-un-incident',
      references: { anssi: ['R5'] },
      evaluate: (o) => judgePresent(o, judgeNetwork),
    },
    {
      id: 'preuve-gardee',
      title: 'L’image preuve/mineur:1 contient ce qu’il a écrit',
      section: 'repondre-a-un-incident',
      evaluate: (o) => judgeMiner(o, (miner) => judgeEvidence(o, miner)),
    },
    {
      id: 'adresse-relevee',
      title: 'Vous savez à qui il rend ses comptes',
      section: 'le-mineur-et-son-masque',
      references: { attack: ['T1496.001'] },
      answer: { key: POOL, label: 'Adresse relevée', placeholder: 'hôte:port' },
      evaluate: judgePool,
    },
    {
      id: 'voisins-intacts',
      title: 'Les quatre autres conteneurs n’ont rien senti',
      section: 'repondre-a-un-incident',
      evaluate: (o) => judgeMiner(o, (miner) => judgeNeighbours(o, miner)),
    },
  ],
});

const START_UNKNOWN = 'L’état de départ n’est pas connu : réinitialisez le bac.';

/** The address in the settings that a container was started with; `undefined` for an honest one. */
function poolOf({ config }: ContainerFacts): string | undefined {
  const settings = Buffer.from(config.command.at(-1) ?? '', 'base64').toString('latin1');
  return /\bpool=(?<pool>[\w.-]+:\d+)/.exec(settings)?.groups?.['pool'];
}

const minerOf = (o: Observation): ContainerFacts | undefined =>
  o.baseline?.containers.find((c) => poolOf(c) !== undefined);

function judgeName(o: Observation): Verdict {
  const answer = (o.answers[NAME] ?? '').toLowerCase().replace(/^\//, '');
  if (!answer) return waiting('Saisissez le nom du conteneur.');
  const miner = minerOf(o);
  if (!miner) return waiting(START_UNKNOWN);
  if (answer === miner.name) return passed(`${quote(miner.name)} exécute un calcul sous le nom de kworkerd.`);
  return failed({
    expected: 'Le nom du conteneur qui calcule sans raison de le faire.',
    observed: baselineContainer(o, answer)
      ? `${quote(answer)} fait ce que l’on attend de lui.`
      : `${quote(answer)} n’est pas l’un des cinq conteneurs.`,
    mechanism:
      'Consommer n’est pas miner : un service peut calculer à bon droit, sous son plafond. Un nom de conteneur ou d’image ne prouve rien non plus ; le programme en cours, si.',
    see: 'docker stats --no-stream',
  });
}

function judgePool(o: Observation): Verdict {
  const answer = (o.answers[POOL] ?? '').toLowerCase().replace(/^.*pool=/, '');
  if (!answer) return waiting('Saisissez l’adresse relevée.');
  const miner = minerOf(o);
  if (!miner) return waiting(START_UNKNOWN);
  const pool = poolOf(miner) ?? '';
  return answer === pool
    ? passed(`${quote(pool)} : de quoi chercher les autres machines qui lui parlent.`)
    : failed({
        expected: 'L’hôte et le port donnés au mineur par ses réglages.',
        observed: pool.startsWith(`${answer}:`)
          ? `${quote(answer)} : le port manque.`
          : `${quote(answer)} n’est pas cette adresse.`,
        mechanism:
          'Le réglage est passé en base64, qui n’est pas un chiffrement, et décodé dans /dev/shm : un fichier en mémoire, qu’aucune image ne gardera et que l’arrêt efface.',
        see: "docker ps -q | xargs docker inspect -f '{{.Name}} {{json .Args}}'",
      });
}

/** Whether the learner has done anything to it: before, there is nothing to judge, and its name must not be given away. */
function touched(o: Observation, miner: ContainerFacts): boolean {
  return (
    interruptionOf(o, miner.name) !== undefined ||
    image(o, EVIDENCE) !== undefined ||
    container(o, miner.name)?.networks.length !== miner.networks.length ||
    !sameLimits(o.kernel.cgroups[miner.id], o.baseline?.cgroups[miner.id])
  );
}

/** Judges what became of the miner, as it was at the start, once something has been done to it. */
function judgeMiner(o: Observation, judge: (before: ContainerFacts) => Verdict): Verdict {
  const before = minerOf(o);
  if (!before) return waiting(START_UNKNOWN);
  return touched(o, before) ? judge(before) : waiting('Le mineur est encore à l’œuvre.');
}

/** The same, of the miner as it is now: it has to be there. */
const judgePresent = (o: Observation, judge: (now: ContainerFacts, o: Observation) => Verdict): Verdict =>
  judgeMiner(o, (before) => {
    const now = container(o, before.name);
    return now?.id === before.id
      ? judge(now, o)
      : failed({
          expected: 'Le mineur toujours là, hors d’état de nuire.',
          observed: `Le conteneur ${quote(before.name)} du départ n’existe plus.`,
          mechanism:
            'Supprimer un conteneur détruit sa couche d’écriture, sa mémoire et son journal. Vous ne saurez ni par où l’intrus est entré, ni où il est allé ensuite. Réinitialisez le bac pour le retrouver.',
          see: 'docker ps -a',
        });
  });

function judgeFreeze(miner: ContainerFacts, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un mineur gelé : ses processus existent encore, et n’avancent plus.',
      observed,
      mechanism,
      see: `docker inspect -f '{{.State.Status}} {{.State.StartedAt}}' ${miner.name}`,
    });
  const name = quote(miner.name);
  const what = interruptionOf(o, miner.name);
  if (what === undefined) {
    return refuse(
      `${name} tourne encore.`,
      'Sans réseau, ou plafonné plus bas, il calcule toujours, et peut encore effacer ses traces. Le gel du groupe arrête tous ses processus d’un coup, sans qu’ils puissent réagir.',
    );
  }
  if (what !== 'est suspendu') {
    return refuse(
      `${name} ${what}.`,
      'Arrêter un conteneur met fin à ses processus : leur mémoire disparaît, et /dev/shm avec elle. Les fichiers restent, mais une part de la preuve est perdue. Réinitialisez le bac pour la retrouver.',
    );
  }
  return mainProcess(o, miner)
    ? passed(`${name} est gelé, et le noyau montre encore son processus, mémoire comprise.`)
    : waiting(`Le moteur dit que ${name} est gelé, mais le noyau ne montre pas son processus pour l’instant.`);
}

function judgeNetwork(miner: ContainerFacts): Verdict {
  const joined = miner.networks.find(({ name }) => name !== 'none');
  return joined
    ? failed({
        expected: 'Un mineur relié à aucun réseau.',
        observed: `${quote(miner.name)} est encore relié au réseau ${quote(joined.name)}.`,
        mechanism:
          'Geler suffit tant que personne ne dégèle. Couper d’abord le réseau évite qu’un mineur réveillé pour l’enquête prévienne son maître ou atteigne un voisin.',
        see: `docker inspect -f '{{json .NetworkSettings.Networks}}' ${miner.name}`,
      })
    : passed(`${quote(miner.name)} n’est plus relié à aucun réseau.`);
}

function judgeEvidence(o: Observation, miner: ContainerFacts): Verdict {
  const evidence = image(o, EVIDENCE);
  const original = o.engine.images.find(({ id }) => id === miner.imageId);
  if (!evidence) return waiting(`Aucune image nommée ${quote(EVIDENCE)} pour l’instant.`);
  if (!original) return waiting('L’image d’origine n’est plus là : réinitialisez le bac pour comparer.');
  const written = evidence.size - original.size;
  return written >= LEAST_WRITTEN
    ? passed(
        `${quote(EVIDENCE)} garde ${formatBytes(written)} de plus que l’image d’origine : ce que le mineur a écrit.`,
      )
    : failed({
        expected: 'Une image qui contient les fichiers écrits par le mineur depuis son démarrage.',
        observed: `${quote(EVIDENCE)} pèse ${formatBytes(evidence.size)}, comme l’image d’origine.`,
        mechanism:
          'Une image ne change pas quand un conteneur s’en sert : ce qu’il écrit va dans une couche à part, qui lui est propre. Renommer l’image, ou prendre la couche d’un autre, ne garde rien de lui.',
        see: `docker diff ${miner.name}`,
      });
}

function judgeNeighbours(o: Observation, miner: ContainerFacts): Verdict {
  for (const before of o.baseline?.containers ?? []) {
    if (before.id === miner.id) continue;
    const what =
      interruptionOf(o, before.name) ??
      (sameLimits(o.kernel.cgroups[before.id], o.baseline?.cgroups[before.id]) ? undefined : 'a d’autres limites') ??
      (container(o, before.name)?.networks.length === before.networks.length
        ? undefined
        : 'a perdu ou gagné un réseau');
    if (!what) continue;
    return failed({
      expected: `${quote(before.name)} tel qu’au départ.`,
      observed: `${quote(before.name)} ${what}.`,
      mechanism:
        'Une réponse à incident qui arrête les services fait le travail de l’attaquant. Défaites ce geste s’il peut l’être, ou réinitialisez le bac.',
      see: 'docker ps -a',
    });
  }
  return passed('Les quatre autres conteneurs tournent sans interruption.');
}

const sameLimits = (a: CgroupFacts | undefined, b: CgroupFacts | undefined): boolean =>
  a === undefined || (['memoryMax', 'cpuMax', 'pidsMax', 'cpuShares'] as const).every((key) => a[key] === b?.[key]);
