import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { interruptionOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import { judgeCpu, judgeMemory, judgePids, judgeSwap, limitedContainer, type LimitedContainer } from '../limits.ts';
import type { CgroupFacts, Observation } from '../observation.ts';

const MEMORY = 64 * 2 ** 20;
const CPUS = 0.25;
const PIDS = 64;

const isUnlimited = (cgroup: CgroupFacts | undefined): boolean =>
  cgroup?.memoryMax === null && cgroup.cpuMax === null && cgroup.pidsMax === null;

/** The container that had no limit at all when the lab began, by the kernel's word then. */
const forgottenName = (o: Observation): string | undefined =>
  o.baseline?.containers.find((container) => isUnlimited(o.baseline?.cgroups[container.id]))?.name;

/** That container and its present limits, else the verdict that says why they cannot be judged. */
function forgotten(o: Observation): LimitedContainer | FailedVerdict | WaitingVerdict {
  const name = forgottenName(o);
  return name === undefined ? waiting('L’état de départ n’est pas encore connu.') : limitedContainer(o, name);
}

/** Judges one resource of the forgotten container, once something was done about it. */
function judged(
  o: Observation,
  untouched: (c: LimitedContainer) => boolean,
  judge: (c: LimitedContainer) => Verdict,
): Verdict {
  const found = forgotten(o);
  if ('status' in found) return found;
  return untouched(found)
    ? waiting('Le conteneur sans limite n’en a toujours pas pour cette ressource.')
    : judge(found);
}

/** What happened to the fleet that should not have, as a sentence and its reason. */
function disturbance(o: Observation): { observed: string; mechanism: string; see: string } | undefined {
  for (const before of o.baseline?.containers ?? []) {
    const interruption = interruptionOf(o, before.name);
    if (interruption) {
      return {
        observed: `${quote(before.name)} ${interruption}.`,
        mechanism:
          interruption === 'est suspendu'
            ? 'Suspendre gèle tous les processus : le service ne répond plus. Freiner, c’est le laisser travailler dans des bornes.'
            : 'Recréer ou redémarrer un conteneur coupe le service et perd ce qu’il tenait en mémoire. Les limites d’un groupe de contrôle se changent pendant que ses processus tournent.',
        see: `docker inspect -f '{{.State.StartedAt}}' ${before.name}`,
      };
    }
    const old = o.baseline?.cgroups[before.id];
    const now = o.kernel.cgroups[before.id];
    const changed =
      old && now && (old.memoryMax !== now.memoryMax || old.cpuMax !== now.cpuMax || old.pidsMax !== now.pidsMax);
    if (before.name !== forgottenName(o) && changed) {
      return {
        observed: `Les limites de ${quote(before.name)} ont changé, alors que les siennes étaient posées.`,
        mechanism:
          'Chaque service a les bornes que son équipe a choisies : les modifier, c’est risquer la panne que l’on voulait éviter.',
        see: `docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}' ${before.name}`,
      };
    }
  }
  return undefined;
}

export default defineLab({
  id: 'l-oublie-du-parc',
  title: 'L’oublié du parc',
  chapter: 'cgroups',
  order: 5,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary: 'Parmi plusieurs conteneurs en marche, trouver le seul que rien ne borne, et le limiter sans le redémarrer.',
  scenario: `Quatre services tournent sur cet hôte. L’audit d’hier conclut : « trois ont des limites, **un** n’en a aucune ». Il ne dit pas lequel, et l’équipe interdit toute coupure : des commandes sont en cours.

1. Trouvez le conteneur que **rien** ne borne, ni en mémoire, ni en processeur, ni en nombre de processus, et saisissez son nom.
2. Sans l’arrêter ni le recréer, donnez-lui : 64 Mio de mémoire **sans échange au-delà**, un quart de processeur, 64 processus.
3. Ne touchez pas aux trois autres.`,
  hints: [
    'Une boucle sur `docker ps -q` et un `docker inspect -f` bien choisi donnent les limites de tous les conteneurs d’un coup. Zéro veut dire « sans limite ».',
    'Les limites d’un conteneur en marche se changent à chaud : `docker update --help`.',
    'Une seule commande suffit : `docker update --memory 64m --memory-swap … --cpus … --pids-limit 64 <nom>`. Mémoire et échange se changent ensemble.',
  ],
  checks: [
    {
      id: 'oublie-designe',
      title: 'Vous avez désigné le conteneur sans limite',
      section: 'aucune-limite-par-defaut',
      references: { anssi: ['R10', 'R11'], cis: ['5.11', '5.12', '5.29'] },
      answer: { key: 'conteneur-oublie', label: 'Nom du conteneur sans limite', input: 'text' },
      evaluate(observation) {
        const answer = observation.answers['conteneur-oublie'];
        const name = forgottenName(observation);
        if (!answer || name === undefined) return waiting('Saisissez le nom du conteneur que rien ne borne.');
        if (answer === name) return passed(`Le noyau n’imposait aucune limite à ${quote(name)} au départ.`);
        const known = observation.baseline?.containers.some((container) => container.name === answer);
        return failed({
          expected: 'Le nom du seul conteneur que le noyau ne bornait en rien.',
          observed: known
            ? `${quote(answer)} a au moins une limite.`
            : `Aucun conteneur ne s’appelait ${quote(answer)} au départ.`,
          mechanism:
            'Trois limites se lisent : la mémoire, le processeur et le nombre de processus. Un conteneur borné sur deux des trois n’est pas celui que l’on cherche.',
          see: "docker ps -q | xargs docker inspect -f '{{.Name}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}'",
        });
      },
    },
    {
      id: 'memoire',
      title: 'Sa mémoire est plafonnée à 64 Mio',
      section: 'limiter-sans-redemarrer',
      references: { anssi: ['R10'], cis: ['5.11'] },
      evaluate: (o) =>
        judged(
          o,
          (c) => c.cgroup.memoryMax === null && c.container.host.memoryReservation === 0,
          (c) => judgeMemory(o, c, MEMORY),
        ),
    },
    {
      id: 'echange',
      title: 'L’espace d’échange n’y ajoute rien',
      section: 'memoire-et-echange',
      references: { anssi: ['R10'], cis: ['5.11'] },
      evaluate: (o) =>
        judged(
          o,
          (c) => c.cgroup.memoryMax === null,
          (c) => judgeSwap(o, c, MEMORY),
        ),
    },
    {
      id: 'processeur',
      title: 'Il ne dépasse pas un quart de processeur',
      section: 'quota-et-poids',
      references: { anssi: ['R11'], cis: ['5.12'] },
      evaluate: (o) =>
        judged(
          o,
          (c) => c.cgroup.cpuMax === null && c.cgroup.cpuShares === 1024 && !c.container.host.cpusetCpus,
          (c) => judgeCpu(o, c, CPUS),
        ),
    },
    {
      id: 'processus',
      title: 'Il ne compte jamais plus de 64 processus',
      section: 'borner-les-processus',
      references: { cis: ['5.29'], attack: ['T1499'] },
      evaluate: (o) =>
        judged(
          o,
          (c) => c.cgroup.pidsMax === null,
          (c) => judgePids(o, c, PIDS, PIDS),
        ),
    },
    {
      id: 'sans-coupure',
      title: 'Aucun service n’a été interrompu ni modifié sans raison',
      section: 'limiter-sans-redemarrer',
      references: { attack: ['T1499'] },
      evaluate(observation) {
        if (!observation.kernel.available || !observation.baseline)
          return waiting('L’état de départ n’est pas encore connu.');
        const trouble = disturbance(observation);
        if (trouble) {
          return failed({
            expected: 'Les quatre conteneurs du départ, toujours en marche, et trois d’entre eux intacts.',
            ...trouble,
          });
        }
        const found = forgotten(observation);
        if ('status' in found) return found;
        if (isUnlimited(found.cgroup))
          return waiting('Rien n’a encore changé : ce contrôle se prononcera quand vous aurez agi.');
        return passed(
          `${quote(found.container.name)} a reçu ses limites sans être redémarré ; les autres sont intacts.`,
        );
      },
    },
  ],
});
