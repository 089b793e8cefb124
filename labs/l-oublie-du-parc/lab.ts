import { failed, passed, quote, waiting, type Verdict } from '../check.ts';
import { baselineContainer, container, formatBytes, interruptionOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import {
  formatCpus,
  judgeCpu,
  judgeMemory,
  judgePids,
  judgeSwap,
  limitedContainer,
  type LimitedContainer,
} from '../limits.ts';
import type { CgroupFacts, ContainerFacts, Observation } from '../observation.ts';

const ANSWER = 'service-oublie';
const MEMORY = 64 * 2 ** 20;
const CPUS = 0.25;
const PIDS = 64;

const SEE_ALL = 'docker stats --no-stream';
const SEE_STARTS = `docker inspect -f '{{.Name}} {{.State.Status}} {{.State.StartedAt}}' $(docker ps -aq)`;

export default defineLab({
  id: 'l-oublie-du-parc',
  title: 'Trouver l’oublié du parc',
  chapter: 'cgroups',
  order: 5,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Parmi plusieurs services en marche, trouver le seul que rien ne borne et lui poser ses limites sans l’arrêter un instant.',
  scenario: `Vous reprenez un serveur où tournent cinq services. La règle de la maison veut que chacun ait une limite de mémoire, un quota de processeur et un plafond de processus. On vous jure que c’est le cas, « on a mis des options partout ». C’est presque vrai : **un service n’a aucune limite**, seulement des réglages qui y ressemblent.

1. Trouvez-le, en lisant ce que le noyau applique plutôt que ce qui a été demandé, et donnez son nom.
2. Bornez-le **sans le redémarrer ni le recréer**, des clients y sont connectés : 64 Mio de mémoire sans échange au-delà, un quart de processeur, 64 processus.
3. Ne touchez pas aux quatre autres.`,
  hints: [
    'Une limite se lit dans le groupe du conteneur : mémoire, processeur, processus. `docker stats --no-stream` en montre une partie pour tout le monde à la fois. Comparez la limite de mémoire de chacun à la mémoire de l’hôte.',
    'Une réservation de mémoire et un poids de processeur remplissent des champs de `docker inspect` sans rien plafonner. Pour changer les limites d’un conteneur en marche, voyez `docker update --help`.',
    '`docker update --memory 64m --memory-swap 64m --cpus … --pids-limit … <service>` : une seule commande, mémoire et échange ensemble.',
  ],
  checks: [
    {
      id: 'oublie-trouve',
      title: 'Vous savez quel service n’a aucune limite',
      section: 'aucune-limite-par-defaut',
      references: { anssi: ['R10', 'R11'], cis: ['5.11', '5.12', '5.29'] },
      answer: { key: ANSWER, label: 'Nom du service sans limite' },
      evaluate(observation) {
        const answer = observation.answers[ANSWER] ?? '';
        if (!answer) return waiting('Saisissez le nom du service.');
        return judgeAnswer(observation, answer);
      },
    },
    {
      id: 'memoire-bornee',
      title: 'Sa mémoire est plafonnée à 64 Mio, échange compris',
      section: 'memoire-et-echange',
      references: { anssi: ['R10'], cis: ['5.11'] },
      evaluate(observation) {
        return judgeForgotten(observation, (target) => {
          const memory = judgeMemory(observation, target, MEMORY);
          return memory.status === 'passed' ? judgeSwap(observation, target) : memory;
        });
      },
    },
    {
      id: 'processeur-borne',
      title: 'Il a un quota d’un quart de processeur',
      section: 'quota-et-poids',
      references: { anssi: ['R11'], cis: ['5.12'] },
      evaluate: (observation) => judgeForgotten(observation, (target) => judgeCpu(observation, target, CPUS)),
    },
    {
      id: 'processus-bornes',
      title: 'Il est plafonné à 64 processus',
      section: 'borner-les-processus',
      references: { cis: ['5.29'], attack: ['T1499'] },
      evaluate: (observation) => judgeForgotten(observation, (target) => judgePids(observation, target, PIDS, PIDS)),
    },
    {
      id: 'sans-interruption',
      title: 'Ses clients n’ont rien vu : il n’a pas été interrompu',
      section: 'limiter-sans-redemarrer',
      evaluate: judgeContinuity,
    },
    {
      id: 'autres-intacts',
      title: 'Les quatre autres services sont intacts',
      section: 'limiter-sans-redemarrer',
      evaluate: judgeOthers,
    },
  ],
});

/** The service that the kernel left without any limit at the start. */
function forgotten(o: Observation): ContainerFacts | undefined {
  return o.baseline?.containers.find((before) => {
    const group = o.baseline?.cgroups[before.id];
    return group !== undefined && group.memoryMax === null && group.cpuMax === null && group.pidsMax === null;
  });
}

/** Whether the learner has done anything to it: before, there is nothing to judge, and its name must not be given away. */
function touched(o: Observation, before: ContainerFacts): boolean {
  const now = container(o, before.name);
  const group = o.kernel.cgroups[before.id];
  return (
    interruptionOf(o, before.name) !== undefined ||
    JSON.stringify(now?.host) !== JSON.stringify(before.host) ||
    (group !== undefined && !sameLimits(group, o.baseline?.cgroups[before.id]))
  );
}

const UNTOUCHED = 'Le service oublié n’a encore reçu aucune limite.';

function judgeForgotten(o: Observation, judge: (target: LimitedContainer) => Verdict): Verdict {
  const before = forgotten(o);
  if (!before || !touched(o, before)) return waiting(UNTOUCHED);
  const target = limitedContainer(o, before.name);
  return 'status' in target ? target : judge(target);
}

function judgeAnswer(o: Observation, answer: string): Verdict {
  const given = answer.toLowerCase().replace(/^\//, '');
  const before = forgotten(o);
  if (!before) return waiting('L’état de départ n’est pas connu : réinitialisez le bac.');
  if (given === before.name)
    return passed(
      `Au départ, le noyau n’imposait rien à ${quote(before.name)} : ni mémoire, ni processeur, ni processus.`,
    );
  const other = baselineContainer(o, given);
  const group = other && o.baseline?.cgroups[other.id];
  return failed({
    expected: 'Le nom du seul service dont le groupe n’avait aucune limite au départ.',
    observed: group
      ? `${quote(given)} était borné : ${describeLimits(group)}.`
      : `${quote(answer)} n’est pas l’un des services du départ.`,
    mechanism:
      'Un quota peut se demander en processeurs ou en microsecondes par période : un seul champ vide, dans docker inspect, ne prouve rien. Le noyau, lui, n’a qu’un fichier par limite.',
    see: SEE_ALL,
  });
}

const describeLimits = ({ memoryMax, cpuMax, pidsMax }: CgroupFacts): string =>
  [
    memoryMax === null ? 'mémoire illimitée' : formatBytes(memoryMax),
    cpuMax === null ? 'sans quota de processeur' : formatCpus(cpuMax),
    pidsMax === null ? 'processus illimités' : `${pidsMax} processus`,
  ].join(', ');

function judgeContinuity(o: Observation): Verdict {
  const before = forgotten(o);
  if (!before || !touched(o, before)) return waiting(UNTOUCHED);
  const what = interruptionOf(o, before.name);
  return what
    ? failed({
        expected: `${quote(before.name)} en marche depuis le début, sans interruption.`,
        observed: `${quote(before.name)} ${what}.`,
        mechanism:
          'Une limite est un nombre dans un fichier du noyau : elle se change pendant que les processus tournent. Recréer, redémarrer ou suspendre coupe les connexions ; réinitialisez le bac pour repartir d’un service intact.',
        see: SEE_STARTS,
      })
    : passed(`${quote(before.name)} est le conteneur du départ, en marche sans interruption.`);
}

function judgeOthers(o: Observation): Verdict {
  const target = forgotten(o);
  if (!target || !o.baseline) return waiting(UNTOUCHED);
  for (const before of o.baseline.containers) {
    if (before.id === target.id) continue;
    const what = interruptionOf(o, before.name) ?? changeOf(o, before);
    if (what) {
      return failed({
        expected: `${quote(before.name)} tel qu’au départ.`,
        observed: `${quote(before.name)} ${what}.`,
        mechanism:
          'Ce service avait déjà ses limites, choisies pour lui. Les changer au passage, c’est provoquer la panne que l’on voulait éviter. Réinitialisez le bac, ou rendez-lui ce qu’il avait.',
        see: SEE_ALL,
      });
    }
  }
  return touched(o, target)
    ? passed('Les quatre autres services ont gardé leurs limites, sans interruption.')
    : waiting(UNTOUCHED);
}

function changeOf(o: Observation, before: ContainerFacts): string | undefined {
  const then = o.baseline?.cgroups[before.id];
  const now = o.kernel.cgroups[before.id];
  if (!then || !now || sameLimits(now, then)) return undefined;
  return `a maintenant pour limites : ${describeLimits(now)} ; il avait : ${describeLimits(then)}`;
}

function sameLimits(a: CgroupFacts, b: CgroupFacts | undefined): boolean {
  return (['memoryMax', 'memorySwapMax', 'cpuMax', 'pidsMax', 'cpuShares'] as const).every(
    (key) => a[key] === b?.[key],
  );
}
