import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  container,
  exceedsOrdinary,
  interruptionOf,
  processesOf,
  runningContainer,
  sameNamespace,
  sharedNamespace,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { NamespaceType, Observation } from '../observation.ts';

const SPY = 'espion';
const SERVICE = 'appli';
const BACKUP = '/usr/local/sbin/sauvegarde';
const KEY = 'cle';
/** What the agent is there for. */
const TASK = 'pidof httpd';

/** What an agent that only looks for a process has no reason to share. */
const UNNEEDED = ['net', 'ipc', 'uts', 'mnt'] as const satisfies readonly NamespaceType[];

export default defineLab({
  id: 'l-espion-sort-du-jeu',
  title: 'L’espion sort du jeu',
  chapter: 'namespaces',
  order: 3,
  kind: 'attaquer-defendre',
  difficulty: 3,
  minutes: 25,
  summary:
    'Voler, depuis un conteneur lancé avec --pid=host, un secret de l’hôte, puis rendre ce vol impossible sans priver l’agent de son travail.',
  scenario: `Un prestataire a installé son agent de supervision, le conteneur \`espion\` :

\`\`\`sh
docker run -d --name espion --pid=host --ipc=host labo/base:1 sh -c 'while sleep 5; do pidof httpd || echo introuvable; done'
\`\`\`

« C’est dans notre documentation », dit-il. Le seul travail de cet agent : vérifier que le service \`appli\` a bien son processus \`httpd\`, et en écrire le numéro dans son journal. Son code vient d’ailleurs ; supposez-le compromis.

**Attaquez.** Mettez-vous à la place de qui tient cet agent : ouvrez un shell dans \`espion\`, et n’utilisez que ce que vous y trouvez. Une sauvegarde tourne sur l’hôte avec, sur sa ligne de commande, la clé de son dépôt. Relevez cette clé et saisissez-la.

**Défendez.** Recréez \`espion\`, sous le même nom, à partir de la même image et avec la même commande, mais avec la seule vue dont il a besoin : les processus d’\`appli\`. L’attaque doit échouer, l’agent doit continuer son travail, et ni \`appli\` ni la sauvegarde ne doivent être interrompues.

Gardez la clé saisie : elle prouve que l’attaque réussissait avant votre défense.`,
  hints: [
    'Entrez dans le conteneur (`docker exec -it espion sh`) et regardez la liste des processus. Lesquels ne devraient pas y être ?',
    'La ligne de commande d’un processus est lisible par tous ceux qui voient ce processus : `ps`, ou `/proc/<PID>/cmdline`. Pour la défense, `--pid` accepte autre chose que `host`.',
    'Attaque : `docker exec espion ps | grep sauvegarde`. Défense : `docker rm -f espion`, puis la commande du prestataire, où `--pid=container:appli` remplace `--pid=host --ipc=host`.',
  ],
  reads: {
    probes: {
      // The agent’s task, whose exit status it keeps, and the attack: each probe is a process to start in the sandbox.
      agent: {
        container: SPY,
        command: [
          'sh',
          '-c',
          `${TASK}; found=$?; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\000' '\\n' | grep -e --cle=; exit $found`,
        ],
      },
    },
  },
  checks: [
    {
      id: 'cle-volee',
      title: 'Vous avez lu la clé de la sauvegarde avec les yeux de l’agent',
      section: 'pid-host-vu-par-l-attaquant',
      references: { attack: ['T1611', 'T1613'] },
      answer: { key: KEY, label: 'Clé de la sauvegarde', placeholder: '16 chiffres hexadécimaux' },
      evaluate(observation) {
        const answer = (observation.answers[KEY] ?? '').replace(/^.*--cle=/, '');
        if (!answer) return waiting('Saisissez la clé que l’agent peut lire.');
        const key = backupKey(observation);
        if (!key) return backupGone();
        return answer.toLowerCase() === key
          ? passed(
              `La clé ${quote(key)} est bien celle de la sauvegarde : un conteneur l’a lue sans fichier monté ni capacité ajoutée.`,
            )
          : wrongKey(observation, answer);
      },
    },
    {
      id: 'attaque-sans-effet',
      title: 'L’attaque échoue : aucun conteneur ne voit plus les processus de l’hôte',
      section: 'pid-host-vu-par-l-attaquant',
      references: { anssi: ['R6'], cis: ['5.16'], attack: ['T1611', 'T1613'] },
      evaluate(observation) {
        const spy = replacedSpy(observation);
        if ('status' in spy) return spy;
        return stillLooking(observation) ?? attackWorks(observation) ?? safe(spy);
      },
    },
    {
      id: 'agent-au-travail',
      title: 'L’agent voit le processus d’appli et fait son travail',
      section: 'partager-un-espace-pid',
      references: { anssi: ['R6'] },
      evaluate(observation) {
        const spy = replacedSpy(observation);
        return 'status' in spy ? spy : work(observation, spy);
      },
    },
    {
      id: 'rien-de-trop',
      title: 'L’agent ne garde aucun autre partage ni privilège',
      section: 'partager-un-espace-pid',
      references: { anssi: ['R1', 'R4', 'R6', 'R8'], cis: ['5.4', '5.5', '5.10', '5.17', '5.21', '5.32'] },
      evaluate(observation) {
        const spy = replacedSpy(observation);
        if ('status' in spy) return spy;
        return (
          excess(observation, spy) ??
          passed(
            `IPC, réseau, nom de machine et fichiers de ${quote(SPY)} lui sont propres ; ses capacités sont celles d’un conteneur ordinaire.`,
          )
        );
      },
    },
    {
      id: 'services-intacts',
      title: 'Ni appli ni la sauvegarde n’ont été interrompues',
      section: 'pid-host-vu-par-l-attaquant',
      evaluate(observation) {
        const what = interruptionOf(observation, SERVICE);
        if (what) {
          return failed({
            expected: `${quote(SERVICE)} en marche depuis le début, sans interruption.`,
            observed: `${quote(SERVICE)} ${what}.`,
            mechanism:
              'Seul le conteneur trop curieux devait changer : le service qu’il surveille n’a rien à se reprocher. Réinitialisez le bac pour repartir d’un service intact.',
            see: `docker inspect -f '{{.Created}} {{.State.StartedAt}}' ${SERVICE}`,
          });
        }
        if (!backupKey(observation)) return backupGone();
        const spy = replacedSpy(observation);
        return 'status' in spy
          ? waiting('À juger quand l’agent aura été recréé.')
          : passed(`${quote(SERVICE)} et la sauvegarde sont en marche sans interruption.`);
      },
    },
  ],
});

/** The key on the command line of the host's backup, as the kernel tells it. */
const backupKey = (observation: Observation): string | undefined =>
  observation.kernel.processes
    .filter((process) => process.containerId === null && process.commandLine.includes(BACKUP))
    .sort((a, b) => a.sandboxPid - b.sandboxPid)
    .map((process) => /--cle=([0-9a-f]{16})\b/.exec(process.commandLine)?.[1])
    .find((key) => key !== undefined);

const backupGone = (): FailedVerdict =>
  failed({
    expected: 'La sauvegarde de l’hôte en marche.',
    observed: 'Le noyau ne montre plus son processus.',
    mechanism:
      'Arrêter ce que l’attaquant regarde n’est pas se défendre : la prochaine sauvegarde serait lue de même. Réinitialisez le bac pour la retrouver.',
    see: 'ps -ef | grep sauvegarde',
  });

function wrongKey(observation: Observation, answer: string): FailedVerdict {
  const ofAgent = [container(observation, SPY), baselineContainer(observation, SPY)].some((c) =>
    c?.config.env.some((entry) => entry.endsWith(`=${answer}`)),
  );
  return failed({
    expected: 'La clé qui suit --cle= sur la ligne de commande de la sauvegarde.',
    observed: ofAgent
      ? `${quote(answer)} vient de l’environnement de l’agent lui-même.`
      : `${quote(answer)} n’est pas cette clé.`,
    mechanism: ofAgent
      ? 'Les variables d’environnement d’un conteneur sont à lui. Le butin est ailleurs : chez un processus qui n’est pas le sien et qu’il voit pourtant.'
      : 'La ligne de commande d’un processus est publique pour tous ceux qui partagent son espace de PID. Son environnement, lui, exige des droits que ce conteneur n’a pas.',
    see: `docker exec ${SPY} ps`,
  });
}

/** The agent that took the place of the prepared one. */
function replacedSpy(observation: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  const found = container(observation, SPY);
  return found && found.id === baselineContainer(observation, SPY)?.id
    ? waiting(`${quote(SPY)} est encore le conteneur du prestataire. Attaquez d’abord, défendez ensuite.`)
    : runningContainer(observation, SPY);
}

/** A container, this one or another, that lives in the host's pid namespace. */
function stillLooking(observation: Observation): FailedVerdict | undefined {
  const onlooker = observation.engine.containers.find((candidate) =>
    processesOf(observation, candidate).some((process) => sameNamespace(process, observation.kernel.host, 'pid')),
  );
  if (!onlooker) return undefined;
  return failed({
    expected: 'Aucun conteneur dans l’espace de PID de l’hôte.',
    observed: `${quote(onlooker.name)} y est encore, pid:[${observation.kernel.host?.namespaces.pid}].`,
    mechanism:
      'Un espace de noms se choisit à la création du conteneur : renommer, arrêter ou mettre à jour l’ancien ne l’en fait pas sortir, et un second agent ne désarme pas le premier.',
    see: "docker ps -q | xargs docker inspect -f '{{.Name}} {{.HostConfig.PidMode}}'",
    ...(onlooker.host.pidMode === 'host'
      ? {}
      : {
          contradiction: `Le moteur annonce ${quote(onlooker.host.pidMode || 'private')} ; le noyau montre l’espace de PID de l’hôte.`,
        }),
  });
}

function attackWorks(observation: Observation): Verdict | undefined {
  const attack = observation.probes['agent'];
  if (!attack || attack.exitCode < 0) return waiting('L’attaque n’a pas encore pu être rejouée.');
  const key = backupKey(observation);
  if (!key || !attack.output.includes(key)) return undefined;
  return failed({
    expected: 'Une attaque qui ne rapporte rien.',
    observed: `Rejouée dans ${quote(SPY)}, elle donne encore la clé.`,
    mechanism:
      'Le répertoire /proc montre les processus d’un espace de PID : si celui de l’hôte est visible, quelque chose le lui apporte.',
    see: `docker exec ${SPY} ps`,
  });
}

const safe = ({ process }: RunningContainer): Verdict =>
  passed(`L’attaque, rejouée, ne trouve plus rien : ${quote(SPY)} est dans pid:[${process.namespaces.pid}].`);

function work(observation: Observation, { process }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: `Le programme de l’agent en marche, et le processus httpd d’${quote(SERVICE)} sous ses yeux.`,
      observed,
      mechanism,
      see,
    });

  const service = runningContainer(observation, SERVICE);
  if ('status' in service) return service;
  if (!process.commandLine.includes(TASK)) {
    return refuse(
      `${quote(SPY)} exécute ${quote(process.commandLine)}.`,
      'Ce n’est pas le programme de l’agent : bien isolé, mais il ne surveille plus rien. La commande est donnée à docker run, après le nom de l’image.',
      `docker inspect -f '{{.Config.Image}} {{json .Config.Cmd}}' ${SPY}`,
    );
  }
  if (!sameNamespace(process, service.process, 'pid')) {
    const owner = sharedNamespace(observation, process, ['pid'])?.owner;
    return refuse(
      owner ? `${quote(SPY)} voit les processus de ${owner}.` : `${quote(SPY)} ne voit que ses propres processus.`,
      owner
        ? 'L’agent doit voir un service, et lui seul.'
        : 'Un espace de PID à soi protège l’hôte, mais rend l’agent aveugle : son journal ne dit plus qu’« introuvable ».',
      `docker logs --tail 3 ${SPY}`,
    );
  }
  const found = observation.probes['agent']?.exitCode;
  if (found === 0) return passed(`${quote(SPY)} est dans l’espace de PID d’${quote(SERVICE)} et y trouve httpd.`);
  return found === 1
    ? refuse(
        `Dans ${quote(SPY)}, ${TASK} ne trouve rien.`,
        'L’espace de PID est le bon, mais le processus cherché n’y est pas visible.',
        `docker exec ${SPY} ps`,
      )
    : waiting('Le travail de l’agent n’a pas encore pu être vérifié.');
}

function excess(
  observation: Observation,
  { container: { host, mounts }, process }: RunningContainer,
): FailedVerdict | undefined {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Un agent qui n’a que l’espace de PID de son service.', observed, mechanism, see });

  const shared = sharedNamespace(observation, process, UNNEEDED);
  if (shared) {
    return refuse(
      `${quote(SPY)} partage l’espace ${shared.type} de ${shared.owner}, ${shared.type}:[${shared.inode}].`,
      'Chercher un processus ne demande qu’un espace de PID. Les autres partages ouvrent la mémoire partagée, le réseau ou les fichiers d’autrui.',
      `docker inspect -f '{{.HostConfig.IpcMode}} {{.HostConfig.NetworkMode}} {{.HostConfig.UTSMode}}' ${SPY}`,
    );
  }
  if (host.privileged || exceedsOrdinary(process.capEffective)) {
    return refuse(
      `${quote(SPY)} a plus de pouvoirs qu’un conteneur ordinaire : CapEff ${process.capEffective}.`,
      'Avec eux, l’environnement, la mémoire et les fichiers des processus visibles deviennent lisibles à leur tour.',
      `grep CapEff /proc/$(docker inspect -f '{{.State.Pid}}' ${SPY})/status`,
    );
  }
  const bind = mounts.find((mount) => mount.type === 'bind');
  if (!bind) return undefined;
  return refuse(
    `${quote(bind.source)}, sur l’hôte, est monté dans ${quote(SPY)}.`,
    'Un montage rend par les fichiers ce que les espaces de noms retirent : /proc montre les processus, le socket Docker donne la machine.',
    `docker inspect -f '{{json .Mounts}}' ${SPY}`,
  );
}
