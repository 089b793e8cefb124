import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  exceedsOrdinary,
  filtersOfItsOwn,
  interruptionOf,
  mainProcess,
  replacement,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';
import { isUnfiltered, letsTheRestThrough, profileOf, seeProfile } from '../seccomp-profile.ts';

const UNFILTERED = 'vitrine';
const LEAKY = 'comptoir';
const SOUND = 'reserve';
const FAULTY = [UNFILTERED, LEAKY] as const;

/** What is possible in the container, one word a line. */
const TRIALS = [
  'unshare -U true && echo permis:unshare',
  'wget -q -O /dev/null http://127.0.0.1:8080/ && echo permis:page',
  'echo fini',
].join('\n');

const SEE_FILTERS = `for c in $(docker ps -q); do docker inspect -f '{{.Name}}' $c; grep Seccomp /proc/$(docker inspect -f '{{.State.Pid}}' $c)/status; done`;

export default defineLab({
  id: 'filtre-debranche',
  title: 'Le filtre débranché',
  chapter: 'noyau',
  order: 1,
  kind: 'reparer',
  difficulty: 2,
  minutes: 20,
  summary:
    'Retrouver, parmi trois services, celui qui tourne sans filtre et celui dont le filtre ne retient rien, puis les remettre sous le filtre du moteur.',
  scenario: `Un soir de panne, quelqu’un a débranché le filtre d’appels système « le temps de comprendre ». La panne venait d’ailleurs ; le filtre, lui, n’est jamais revenu.

Trois services web tournent sur ce serveur : \`vitrine\`, \`comptoir\` et \`reserve\`. L’outil d’audit les signale **tous les trois**, parce que chacun porte une option \`seccomp\`. Il a raison pour deux d’entre eux : l’un tourne sans filtre, et avec un pouvoir de trop ; l’autre a bien un filtre, qui ne retient presque rien. Le troisième est irréprochable.

1. Démêlez-les en interrogeant le noyau, puis en essayant dans chaque conteneur un appel que le filtre du moteur refuse, par exemple \`unshare -U true\`.
2. Recréez les deux fautifs, sous le même nom et depuis la même image, avec le filtre par défaut du moteur et les capacités d’un conteneur ordinaire.
3. Ne touchez pas au troisième. À la fin, tous servent leur page sur le port 8080.`,
  hints: [
    'Le noyau dit dans `/proc/<PID>/status` si un processus est filtré, et par combien de filtres (`Seccomp_filters`). Votre bac en a déjà un, dont tout hérite : comparez à `/proc/1/status`.',
    'Un filtre présent peut tout laisser passer : `docker exec <service> unshare -U true` ne doit pas réussir. Pour le pouvoir de trop, comparez `CapBnd` d’un service à l’autre.',
    'Pour chaque fautif : `docker rm -f <nom>`, puis `docker run -d --name <nom> labo/web:1`, sans rien de plus. Le filtre du moteur est celui que l’on reçoit quand on ne demande rien.',
  ],
  reads: {
    probes: {
      [UNFILTERED]: { container: UNFILTERED, command: ['sh', '-c', TRIALS] },
      [LEAKY]: { container: LEAKY, command: ['sh', '-c', TRIALS] },
    },
  },
  checks: [
    {
      id: 'aucun-sans-filtre',
      title: 'Plus aucun conteneur ne tourne sans filtre',
      section: 'lire-le-mot-du-noyau',
      references: { cis: ['5.22'], attack: ['T1562.001', 'T1611'] },
      evaluate(observation) {
        const target = replacement(observation, UNFILTERED, 'Le conteneur sans filtre est encore celui du départ.');
        return 'status' in target ? target : judgeFilters(observation);
      },
    },
    {
      id: 'aucune-passoire',
      title: 'Les filtres des services recréés refusent ce que refuse celui du moteur',
      section: 'une-liste-d-autorisation',
      references: { anssi: ['R7'], cis: ['2.17', '5.22'], attack: ['T1611'] },
      evaluate: (observation) => forEachReplaced(observation, judgeRefusals),
    },
    {
      id: 'pouvoirs-ordinaires',
      title: 'Leurs pouvoirs sont ceux d’un conteneur ordinaire',
      section: 'une-liste-d-autorisation',
      references: { anssi: ['R8'], cis: ['5.4', '5.5'] },
      evaluate: (observation) => forEachReplaced(observation, judgePowers),
    },
    {
      id: 'pages-servies',
      title: 'Ils servent toujours leur page',
      section: 'une-liste-d-autorisation',
      evaluate: (observation) => forEachReplaced(observation, judgePage),
    },
    {
      id: 'sain-intact',
      title: 'Le service irréprochable n’a pas été touché',
      section: 'lire-le-mot-du-noyau',
      evaluate(observation) {
        const what = interruptionOf(observation, SOUND);
        if (!what)
          return forEachReplaced(observation, () => passed(`${quote(SOUND)} est en marche sans interruption.`));
        return failed({
          expected: 'Le service sain en marche depuis le début, sans interruption.',
          observed: `${quote(SOUND)} ${what}.`,
          mechanism:
            'Une option seccomp n’est pas une faute en soi : « builtin » demande le profil du moteur. Ses clients ont été coupés pour rien ; réinitialisez le bac pour repartir d’un service intact.',
          see: `docker inspect -f '{{.Created}} {{.State.StartedAt}} {{.HostConfig.SecurityOpt}}' ${SOUND}`,
        });
      },
    },
  ],
});

/** Judges the two services that had to be recreated, once both have been; the first that does not pass decides. */
function forEachReplaced(
  o: Observation,
  judge: (o: Observation, target: RunningContainer, trials: readonly string[]) => Verdict,
): Verdict {
  const verdicts = FAULTY.map((name): Verdict => {
    const target = replacement(o, name, 'Les deux services fautifs n’ont pas encore été recréés.');
    if ('status' in target) return target;
    const trials = o.probes[name]?.output.split('\n') ?? [];
    return trials.includes('fini')
      ? judge(o, target, trials)
      : waiting(`Les essais n’ont pas encore pu être joués dans ${quote(name)}.`);
  });
  return (
    verdicts.find(({ status }) => status === 'failed') ??
    verdicts.find(({ status }) => status === 'waiting') ??
    verdicts[0] ??
    waiting('Rien à juger pour l’instant.')
  );
}

/** A container that the kernel shows without a filter of its own. */
function unfiltered(o: Observation): ContainerFacts | FailedVerdict | WaitingVerdict | undefined {
  for (const container of o.engine.containers) {
    const process = mainProcess(o, container);
    if (!process) continue;
    const own = filtersOfItsOwn(o, process);
    if (own === undefined) return waiting('Ce noyau ne compte pas les filtres d’un processus.');
    if (process.seccomp !== 2 || own < 1) return container;
  }
  return undefined;
}

function judgeFilters(o: Observation): Verdict {
  const found = unfiltered(o);
  if (!found) return passed('Chaque conteneur a, selon le noyau, un filtre de plus que le processus 1 de l’hôte.');
  if (!('id' in found)) return found;
  return failed({
    expected: 'Un filtre propre à chaque conteneur.',
    observed: `${quote(found.name)} n’en a pas : Seccomp_filters: ${mainProcess(o, found)?.seccompFilters}, comme le processus 1 de l’hôte.`,
    mechanism: found.host.privileged
      ? 'Un conteneur privilégié ne reçoit pas de filtre, quoi que l’on demande par ailleurs.'
      : 'Le filtre se pose au démarrage du premier processus et ne se retire plus ; il ne s’ajoute pas non plus après coup. Une autre option de sécurité n’en tient pas lieu.',
    see: SEE_FILTERS,
    ...(isUnfiltered(found)
      ? {}
      : { contradiction: 'Le moteur annonce un filtre ; le noyau n’en montre pas de plus que pour l’hôte.' }),
  });
}

function judgeRefusals(_: Observation, { container, process }: RunningContainer, trials: readonly string[]): Verdict {
  if (!trials.includes('permis:unshare')) return passed('unshare -U est refusé dans les deux services recréés.');
  const profile = profileOf(container);
  const leaky = profile !== null && letsTheRestThrough(profile);
  return failed({
    expected: 'Un filtre qui refuse, par défaut, ce qu’il ne connaît pas.',
    observed: `Dans ${quote(container.name)}, unshare -U réussit.`,
    mechanism: leaky
      ? `L’action par défaut de son profil est ${quote(profile.defaultAction)} : le noyau le compte pour un filtre, mais il n’interdit que ce qu’il nomme. Un filtre présent n’est pas un filtre utile.`
      : exceedsOrdinary(process.capBounding)
        ? 'Le profil du moteur dépend des capacités : avec CAP_SYS_ADMIN, il autorise unshare, mount et bien d’autres. La capacité ouvre le filtre.'
        : 'Cet appel donne à un intrus un espace utilisateur où il a toutes les capacités, et du code du noyau jadis réservé à root.',
    see: leaky ? seeProfile(container.name, '.defaultAction') : `docker exec ${container.name} unshare -U id`,
  });
}

function judgePowers(_: Observation, { container, process }: RunningContainer): Verdict {
  if (!container.host.privileged && !exceedsOrdinary(process.capBounding))
    return passed('Leur plafond de capacités ne dépasse pas celui d’un conteneur ordinaire, 00000000a80425fb.');
  return failed({
    expected: 'Un plafond de capacités qui ne dépasse pas 00000000a80425fb.',
    observed: `Celui de ${quote(container.name)} est ${process.capBounding}.`,
    mechanism:
      'Le service n’est pas root : ses capacités effectives sont nulles, et l’excès ne se voit que dans le plafond, CapBnd. Il attend un programme setuid, ou un docker exec en root. En prime, le moteur assouplit son filtre à la mesure des capacités accordées.',
    see: `grep Cap /proc/$(docker inspect -f '{{.State.Pid}}' ${container.name})/status`,
  });
}

function judgePage(_: Observation, { container }: RunningContainer, trials: readonly string[]): Verdict {
  if (container.image === 'labo/web:1' && trials.includes('permis:page'))
    return passed('Les deux services recréés rendent leur page sur le port 8080.');
  return failed({
    expected: 'La page de labo/web:1 servie sur le port 8080.',
    observed: `${quote(container.name)}, de l’image ${quote(container.image)}, ${trials.includes('permis:page') ? 'sert une page' : 'ne rend pas de page'}.`,
    mechanism: 'Réparer un service, c’est aussi le rendre : même image, même commande, seules les options changent.',
    see: `docker exec ${container.name} wget -q -O - http://127.0.0.1:8080/`,
  });
}
