import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import {
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
import type { ContainerFacts, NamespaceType, Observation } from '../observation.ts';

const SERVICE = 'appli';
const DIAGNOSTIC = 'diagnostic';
const BATCH = 'lot';

/** What a container that only looks at processes has no reason to share. */
const UNNEEDED = ['net', 'ipc', 'uts', 'mnt'] as const satisfies readonly NamespaceType[];

const SEE_PID_MODE = `docker inspect -f '{{.HostConfig.PidMode}}' ${DIAGNOSTIC}`;

export default defineLab({
  id: 'voir-le-voisin',
  title: 'Voir le voisin, et lui seul',
  chapter: 'namespaces',
  order: 2,
  kind: 'proteger',
  difficulty: 2,
  minutes: 15,
  summary: 'Diagnostiquer un service en production depuis un conteneur qui partage son espace de PID, et rien d’autre.',
  scenario: `Le service \`appli\` traite des lots de commandes, et l’un d’eux traîne depuis ce matin. L’astreinte doit savoir **lequel**, sans couper le service ni y installer quoi que ce soit. La dernière fois, quelqu’un avait lancé un conteneur de diagnostic avec \`--pid=host --privileged\` : il voyait, et pouvait tuer, tous les processus de la machine.

Deux conteneurs sont en marche : \`appli\`, et un autre service, \`stock\`, qui ne vous regarde pas.

1. Lancez un conteneur nommé \`diagnostic\` (image \`labo/base:1\`, commande qui dure) qui voit les processus d’\`appli\`… et rien de plus : ni ceux de l’hôte, ni ceux de \`stock\`, ni le réseau d’\`appli\`, ni privilège supplémentaire.
2. Depuis ce conteneur, lisez la liste des processus et relevez le numéro du lot en cours (argument \`--lot\`).

\`appli\` ne doit être ni arrêté, ni redémarré, ni recréé.`,
  hints: [
    'Ce qu’un conteneur voit comme processus dépend d’un seul de ses espaces de noms. Une option de `docker run` permet de choisir lequel.',
    'L’option `--pid` n’accepte pas que `host` : on peut lui désigner un conteneur en marche. Ne touchez pas aux autres espaces.',
    '`docker run -d --name diagnostic --pid=container:appli labo/base:1 sleep 3600`, puis `docker exec diagnostic ps`.',
  ],
  checks: [
    {
      id: 'diagnostic-voit-appli',
      title: 'Le conteneur diagnostic voit les processus d’appli, et seulement eux',
      section: 'partager-un-espace-pid',
      references: { anssi: ['R6'], cis: ['5.16'] },
      evaluate(observation) {
        const diagnostic = runningContainer(observation, DIAGNOSTIC);
        if ('status' in diagnostic) return diagnostic;
        const service = runningContainer(observation, SERVICE);
        if ('status' in service) return service;
        return sameNamespace(diagnostic.process, service.process, 'pid')
          ? passed(
              `${quote(DIAGNOSTIC)} et ${quote(SERVICE)} ont le même espace : pid:[${service.process.namespaces.pid}].`,
            )
          : wrongView(observation, diagnostic, service);
      },
    },
    {
      id: 'rien-de-plus',
      title: 'Le conteneur diagnostic ne partage et ne peut rien d’autre',
      section: 'partager-un-espace-pid',
      references: {
        anssi: ['R1', 'R4', 'R6', 'R8'],
        cis: ['5.4', '5.5', '5.10', '5.17', '5.21', '5.32'],
        attack: ['T1611'],
      },
      evaluate(observation) {
        const diagnostic = runningContainer(observation, DIAGNOSTIC);
        if ('status' in diagnostic) return diagnostic;
        return (
          excessPower(diagnostic) ??
          excessSharing(observation, diagnostic) ??
          passed(
            `Réseau, IPC, nom de machine et fichiers de ${quote(DIAGNOSTIC)} lui sont propres ; ses pouvoirs sont ceux d’un conteneur ordinaire.`,
          )
        );
      },
    },
    {
      id: 'appli-intacte',
      title: 'Le service appli n’a pas été interrompu',
      section: 'partager-un-espace-pid',
      evaluate: (observation) =>
        interruption(observation) ??
        (container(observation, DIAGNOSTIC)
          ? passed(`${quote(SERVICE)} est le conteneur du départ, en marche sans interruption.`)
          : waiting('À juger quand le conteneur diagnostic sera lancé.')),
    },
    {
      id: 'lot-en-cours',
      title: 'Vous savez quel lot appli est en train de traiter',
      section: 'partager-un-espace-pid',
      references: { attack: ['T1613'] },
      answer: { key: BATCH, label: 'Numéro du lot que traite appli', placeholder: 'un nombre', input: 'number' },
      evaluate(observation) {
        const answer = observation.answers[BATCH] ?? '';
        if (!answer) return waiting('Saisissez le numéro du lot.');
        const service = container(observation, SERVICE);
        const batch = service && batchOf(observation, service);
        if (!batch) return waiting(`Le noyau ne montre aucun traitement dans ${quote(SERVICE)}.`);
        const given = /\d+/.exec(answer)?.[0];
        if (given === batch) return passed(`${quote(SERVICE)} traite bien le lot ${batch}.`);
        const owner = observation.engine.containers.find(
          (candidate) => candidate.id !== service.id && batchOf(observation, candidate) === given,
        );
        return failed({
          expected: 'Le nombre qui suit --lot dans la ligne de commande du traitement d’appli.',
          observed:
            owner && given
              ? `Le lot ${given} est traité par ${quote(owner.name)}.`
              : `${quote(answer)} n’est pas le lot qu’${quote(SERVICE)} traite.`,
          mechanism:
            'La ligne de commande d’un processus se lit depuis tout conteneur qui partage son espace de PID. Qui voit plusieurs conteneurs à la fois peut les confondre.',
          see: `docker exec ${DIAGNOSTIC} ps`,
        });
      },
    },
  ],
});

function wrongView(observation: Observation, diagnostic: RunningContainer, service: RunningContainer): Verdict {
  const { process } = diagnostic;
  const inode = `pid:[${process.namespaces.pid}]`;
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Le même espace de PID qu’${quote(SERVICE)}.`,
      observed,
      mechanism,
      see: SEE_PID_MODE,
      ...(diagnostic.container.host.pidMode === `container:${service.container.id}`
        ? {
            contradiction: `Le moteur annonce l’espace de PID d’${quote(SERVICE)} ; le noyau en montre un autre, ${inode}.`,
          }
        : {}),
    });

  if (sameNamespace(process, observation.kernel.host, 'pid')) {
    return refuse(
      `${quote(DIAGNOSTIC)} est dans l’espace de PID de l’hôte, ${inode}.`,
      'Avec --pid=host, le conteneur voit tous les processus de la machine et, en root, peut leur envoyer des signaux. Voir un service n’exige pas de tous les voir.',
    );
  }
  const neighbour = sharedNamespace(observation, process, ['pid']);
  return neighbour
    ? refuse(
        `${quote(DIAGNOSTIC)} partage l’espace de PID de ${neighbour.owner}, ${inode}.`,
        'L’option --pid rejoint l’espace du conteneur qu’on lui nomme, quel qu’il soit.',
      )
    : refuse(
        `${quote(DIAGNOSTIC)} a un espace de PID à lui seul, ${inode}.`,
        'Par défaut, un conteneur ne voit que ses propres processus : le voilà bien isolé, mais aveugle.',
      );
}

function excessPower({ container: { host, mounts }, process }: RunningContainer): FailedVerdict | undefined {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Un conteneur sans privilège ni accès supplémentaires.', observed, mechanism, see });

  if (host.privileged || exceedsOrdinary(process.capEffective)) {
    return refuse(
      host.privileged
        ? `${quote(DIAGNOSTIC)} est privilégié (CapEff ${process.capEffective}).`
        : `${quote(DIAGNOSTIC)} a des capacités de plus que l’ordinaire : CapEff ${process.capEffective}.`,
      'Lister des processus et lire leur ligne de commande ne demande aucune capacité particulière : un pouvoir inutile ne sert qu’à qui s’emparera du conteneur.',
      `grep CapEff /proc/$(docker inspect -f '{{.State.Pid}}' ${DIAGNOSTIC})/status`,
    );
  }
  const unfiltered = host.securityOpt.find((option) => option.endsWith('unconfined'));
  if (unfiltered) {
    return refuse(
      `${quote(DIAGNOSTIC)} a été lancé avec --security-opt ${quote(unfiltered)}.`,
      'Le profil par défaut refuse des dizaines d’appels au noyau dont un diagnostic n’a pas l’usage : le lever ouvre ces portes pour rien.',
      `docker inspect -f '{{json .HostConfig.SecurityOpt}}' ${DIAGNOSTIC}`,
    );
  }
  const bind = mounts.find((mount) => mount.type === 'bind');
  return (
    bind &&
    refuse(
      `${quote(bind.source)}, sur l’hôte, est monté dans ${quote(DIAGNOSTIC)}.`,
      'Un montage ouvre les fichiers de l’hôte au conteneur ; celui du socket Docker lui donne les pleins pouvoirs sur la machine.',
      `docker inspect -f '{{json .Mounts}}' ${DIAGNOSTIC}`,
    )
  );
}

function excessSharing(observation: Observation, { process }: RunningContainer): FailedVerdict | undefined {
  const shared = sharedNamespace(observation, process, UNNEEDED);
  return (
    shared &&
    failed({
      expected: 'Un seul espace partagé, celui des PID.',
      observed: `${quote(DIAGNOSTIC)} partage aussi l’espace ${shared.type} de ${shared.owner}, ${shared.type}:[${shared.inode}].`,
      mechanism:
        'Chaque espace partagé est une cloison de moins : interfaces et ports pour net, mémoire partagée pour ipc, nom de la machine pour uts, fichiers pour mnt.',
      see: `ls -l /proc/$(docker inspect -f '{{.State.Pid}}' ${DIAGNOSTIC})/ns`,
    })
  );
}

function interruption(observation: Observation): FailedVerdict | undefined {
  const what = interruptionOf(observation, SERVICE);
  if (!what) return undefined;
  return failed({
    expected: `${quote(SERVICE)} en marche depuis le début, sans interruption.`,
    observed: `${quote(SERVICE)} ${what}.`,
    mechanism:
      'Un conteneur qui rejoint l’espace de PID d’un autre ne demande rien à celui-ci : il n’y a aucune raison de toucher au service. Réinitialisez le bac pour repartir d’un service intact.',
    see: `docker inspect -f '{{.Created}} {{.State.StartedAt}}' ${SERVICE}`,
  });
}

const batchOf = (observation: Observation, c: ContainerFacts): string | undefined =>
  processesOf(observation, c)
    .map((process) => /--lot=(\d+)/.exec(process.commandLine)?.[1])
    .find((batch) => batch !== undefined);
