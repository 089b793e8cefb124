import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  exceedsOrdinary,
  filtersOfItsOwn,
  interruptionOf,
  replacement,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const EXPOSED = 'releve-memoire';
const OTHERS = ['releve-charge', 'releve-disque'] as const;
/** What the exposed agent is there for. */
const TASK = 'grep MemAvailable /proc/meminfo';
const PROBE = 'chemins';

/** What is possible in the container, one word a line. */
const TRIALS = [
  '[ -n "$(head -c 1 /proc/keys)" ] && echo ouvert:/proc/keys',
  '[ -n "$(ls -A /sys/firmware)" ] && echo ouvert:/sys/firmware',
  'awk \'$5 == "/proc/sys" && $6 ~ /^ro(,|$)/ { found = 1 } END { exit !found }\' /proc/self/mountinfo || echo inscriptible:/proc/sys',
  'grep -q MemAvailable /proc/meminfo && echo releve',
  'echo fini',
].join('\n');

const SEE_PATHS =
  "docker inspect -f '{{.Name}} {{len .HostConfig.MaskedPaths}} {{len .HostConfig.ReadonlyPaths}}' $(docker ps -q)";

export default defineLab({
  id: 'chemins-demasques',
  title: 'Les chemins démasqués',
  chapter: 'noyau',
  order: 3,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Trois agents semblent pareils ; l’un lit des fichiers du noyau que le moteur cache aux autres. Le trouver et refermer ces chemins.',
  scenario: `Trois agents relèvent l’état de la machine : \`releve-charge\`, \`releve-memoire\` et \`releve-disque\`. Chacun lit un seul fichier de \`/proc\`, toutes les cinq secondes, et l’écrit dans son journal. Ces fichiers-là sont visibles de n’importe quel conteneur.

Pourtant, une alerte dit que l’un des trois a lu la liste des clés du noyau, \`/proc/keys\`. On a regardé leurs options de sécurité : pas de \`privileged\`, pas de capacité ajoutée, rien de suspect dans \`SecurityOpt\`.

1. Trouvez l’agent dont les chemins sensibles de \`/proc\` et de \`/sys\` ne sont plus masqués.
2. Recréez-le, sous le même nom, depuis la même image et avec la même commande, pour qu’il ne lise plus que ce que lit un conteneur ordinaire.
3. Ne touchez pas aux deux autres.`,
  hints: [
    'Le moteur cache des fichiers du noyau en montant par-dessus un fichier vide, et en rend d’autres non modifiables. Dans chaque agent, essayez `wc -c /proc/keys`, `ls /sys/firmware`, ou lisez `/proc/mounts`.',
    '`docker inspect` tient deux listes : `.HostConfig.MaskedPaths` et `.HostConfig.ReadonlyPaths`. Comparez leur longueur d’un agent à l’autre. L’option qui les vide, `systempaths=unconfined`, ne laisse pas d’autre trace.',
    'Relevez la commande (`docker inspect -f "{{json .Config.Cmd}}" releve-memoire`), supprimez le conteneur, puis relancez-le avec cette commande et **aucune** option de sécurité.',
  ],
  reads: { probes: { [PROBE]: { container: EXPOSED, command: ['sh', '-c', TRIALS] } } },
  checks: [
    {
      id: 'chemins-masques',
      title: 'Plus aucun agent ne lit les fichiers que le moteur cache',
      section: 'proc-et-sys',
      references: { anssi: ['R1'], attack: ['T1611'] },
      evaluate(observation) {
        const tried = triedAgent(observation);
        return 'status' in tried ? tried : judgeMasks(observation, tried);
      },
    },
    {
      id: 'reglages-figes',
      title: 'Les réglages du noyau, dans /proc/sys, sont en lecture seule',
      section: 'proc-et-sys',
      references: { anssi: ['R1'], attack: ['T1611'] },
      evaluate(observation) {
        const tried = triedAgent(observation);
        return 'status' in tried ? tried : judgeSettings(tried);
      },
    },
    {
      id: 'rien-de-trop',
      title: 'L’agent recréé est un conteneur ordinaire, sans dossier du noyau monté',
      section: 'proc-et-sys',
      references: { anssi: ['R1', 'R8'], cis: ['5.4', '5.5', '5.6', '5.22'] },
      evaluate(observation) {
        const agent = replacedAgent(observation);
        return 'status' in agent ? agent : judgeExcess(observation, agent);
      },
    },
    {
      id: 'releve-continue',
      title: 'L’agent recréé fait le même relevé qu’avant',
      section: 'proc-et-sys',
      evaluate(observation) {
        const tried = triedAgent(observation);
        return 'status' in tried ? tried : judgeTask(observation, tried);
      },
    },
    {
      id: 'autres-intacts',
      title: 'Les deux autres agents n’ont pas été touchés',
      section: 'proc-et-sys',
      evaluate: judgeOthers,
    },
  ],
});

const replacedAgent = (o: Observation): RunningContainer | FailedVerdict | WaitingVerdict =>
  replacement(o, EXPOSED, 'L’agent aux chemins démasqués est encore celui du départ.');

interface TriedAgent extends RunningContainer {
  trials: readonly string[];
}

function triedAgent(o: Observation): TriedAgent | FailedVerdict | WaitingVerdict {
  const agent = replacedAgent(o);
  if ('status' in agent) return agent;
  const trials = o.probes[PROBE]?.output.split('\n') ?? [];
  return trials.includes('fini')
    ? { ...agent, trials }
    : waiting('Les essais n’ont pas encore pu être joués dans l’agent recréé.');
}

function judgeMasks(o: Observation, { container, trials }: TriedAgent): Verdict {
  const open = trials.filter((line) => line.startsWith('ouvert:')).map((line) => line.slice('ouvert:'.length));
  // The engine's word, for the containers in which nothing is tried.
  const bare = o.engine.containers.find(({ state, host }) => state.running && host.maskedPaths.length === 0);
  if (open.length === 0 && !bare)
    return passed(
      `Dans ${quote(EXPOSED)}, /proc/keys et /sys/firmware sont vides ; chaque agent a ses chemins masqués.`,
    );
  return failed({
    expected: 'Les fichiers sensibles du noyau cachés dans tous les conteneurs.',
    observed: open.length
      ? `Dans ${quote(EXPOSED)}, ${open.join(' et ')} ${open.length > 1 ? 'se lisent' : 'se lit'} encore.`
      : `${quote(bare?.name ?? '')} n’a aucun chemin masqué.`,
    mechanism: container.host.privileged
      ? '--privileged emporte aussi les chemins masqués : c’est l’option que l’on vient de retirer, et bien davantage.'
      : 'Les masques sont des montages posés à la création, par-dessus /proc et /sys. Couvrir soi-même un chemin, ou rendre l’image non modifiable, laisse tous les autres découverts.',
    see: open.length ? `docker exec ${EXPOSED} sh -c 'wc -c /proc/keys; ls /sys/firmware'` : SEE_PATHS,
    ...(open.length && container.host.maskedPaths.length
      ? { contradiction: 'Le moteur annonce des chemins masqués ; un essai dans le conteneur les lit.' }
      : {}),
  });
}

function judgeSettings({ container, trials }: TriedAgent): Verdict {
  if (!trials.includes('inscriptible:/proc/sys') && container.host.readonlyPaths.length > 0)
    return passed(`Dans ${quote(EXPOSED)}, /proc/sys est un montage en lecture seule.`);
  return failed({
    expected: '/proc/sys monté en lecture seule dans l’agent.',
    observed: `Dans ${quote(EXPOSED)}, rien ne couvre /proc/sys.`,
    mechanism:
      'Ces fichiers règlent le noyau de la machine entière. Votre bac, enfermé dans un espace utilisateur, y refuse presque tout ; sur un hôte qui n’a ni espace utilisateur ni AppArmor, root dans ce conteneur pourrait par exemple choisir le programme que le noyau lance à chaque plantage (core_pattern).',
    see: `docker exec ${EXPOSED} grep ' /proc' /proc/mounts`,
  });
}

function judgeExcess(o: Observation, { container: { host, mounts }, process }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Un conteneur ordinaire : ni pouvoir, ni montage, ni filtre retiré.',
      observed,
      mechanism,
      see,
    });

  const bind = mounts.find(({ type, source }) => type === 'bind' && /^\/(?:proc|sys)?(?:\/|$)/.test(source));
  if (bind) {
    return refuse(
      `${quote(bind.source)}, sur l’hôte, est monté dans ${quote(EXPOSED)}.`,
      'Le même dossier du noyau, monté ailleurs, n’a plus aucun masque : le moteur ne couvre que /proc et /sys. L’agent n’en a pas besoin, /proc/meminfo se lit partout.',
      `docker inspect -f '{{json .Mounts}}' ${EXPOSED}`,
    );
  }
  if (host.privileged || exceedsOrdinary(process.capBounding)) {
    return refuse(
      `${quote(EXPOSED)} peut plus qu’un conteneur ordinaire : CapBnd ${process.capBounding}.`,
      'Relever la mémoire disponible est à la portée de n’importe quel compte, sans aucune capacité.',
      `grep CapBnd /proc/$(docker inspect -f '{{.State.Pid}}' ${EXPOSED})/status`,
    );
  }
  return process.seccomp === 2 && filtersOfItsOwn(o, process) !== 0
    ? passed(`${quote(EXPOSED)} a un filtre, des capacités ordinaires, et aucun dossier du noyau monté.`)
    : refuse(
        `${quote(EXPOSED)} n’a pas de filtre d’appels système à lui.`,
        'On ne referme pas une porte en ouvrant la voisine.',
        `grep Seccomp /proc/1/status /proc/$(docker inspect -f '{{.State.Pid}}' ${EXPOSED})/status`,
      );
}

function judgeTask(o: Observation, { container, process, trials }: TriedAgent): Verdict {
  const sameImage = container.image === baselineContainer(o, EXPOSED)?.image;
  if (sameImage && process.commandLine.includes(TASK) && trials.includes('releve'))
    return passed(`${quote(EXPOSED)} exécute la même commande, et /proc/meminfo lui répond.`);
  return failed({
    expected: `Le même programme, depuis la même image : il relève MemAvailable dans /proc/meminfo.`,
    observed: `${quote(EXPOSED)}, de l’image ${quote(container.image)}, exécute ${quote(process.commandLine)}.`,
    mechanism:
      'Les fichiers masqués ne servent pas à ce relevé : rien n’oblige à choisir entre la protection et le service.',
    see: `docker inspect -f '{{.Config.Image}} {{json .Config.Cmd}}' ${EXPOSED}`,
  });
}

function judgeOthers(o: Observation): Verdict {
  const touched = OTHERS.find((name) => interruptionOf(o, name) !== undefined);
  if (touched) {
    return failed({
      expected: 'Les deux autres agents en marche depuis le début, sans interruption.',
      observed: `${quote(touched)} ${interruptionOf(o, touched)}.`,
      mechanism:
        'Un système de fichiers en lecture seule ou no-new-privileges sont des protections de plus, non des anomalies. Réinitialisez le bac pour retrouver les agents d’origine.',
      see: `docker inspect -f '{{.Name}} {{.Created}} {{.State.StartedAt}}' ${OTHERS.join(' ')}`,
    });
  }
  const agent = replacedAgent(o);
  return 'status' in agent ? agent : passed('Les deux autres agents sont ceux du départ, sans interruption.');
}
