import { failed, passed, quote, waiting, type Verdict } from '../check.ts';
import { runningContainer, sameNamespace, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { KernelProcess, Observation } from '../observation.ts';

const NAME = 'temoin';
const HOST_PID = 'pid-hote';
const INNER_PID = 'pid-interne';

export default defineLab({
  id: 'un-processus-comme-un-autre',
  title: 'Un processus comme un autre',
  chapter: 'introduction',
  order: 1,
  kind: 'comprendre',
  difficulty: 1,
  minutes: 10,
  summary:
    'Retrouver, parmi les processus de l’hôte, celui d’un conteneur, et comprendre pourquoi il porte deux numéros.',
  scenario: `L’équipe système refuse les conteneurs : « Nous ne laisserons pas tourner de petites machines virtuelles dont nous ne voyons rien. » Vous allez lui montrer qu’elle voit tout, parce qu’il n’y a pas de petite machine.

Ce terminal est ouvert sur l’hôte, en root.

1. Lancez en arrière-plan un conteneur nommé \`temoin\`, à partir de l’image \`labo/base:1\`, avec une commande qui dure (\`sleep 3600\` convient).
2. Retrouvez son processus dans la liste des processus de l’hôte et relevez son numéro (son PID).
3. Relevez aussi le numéro que ce même processus porte à l’intérieur du conteneur.

Saisissez les deux numéros dans les champs prévus.`,
  hints: [
    'Deux outils montrent le même processus : la liste des processus de l’hôte (`ps -ef --forest`) et celle que le moteur dresse pour un conteneur (`docker top`).',
    'Le moteur retient le numéro du premier processus de chaque conteneur : cherchez `State.Pid` dans `docker inspect temoin`. Pour l’autre numéro, lisez la ligne `NSpid` de `/proc/<PID>/status`.',
    "`docker run -d --name temoin labo/base:1 sleep 3600`, puis `grep NSpid /proc/$(docker inspect -f '{{.State.Pid}}' temoin)/status` : première colonne, l’hôte ; dernière colonne, le conteneur.",
  ],
  checks: [
    {
      id: 'temoin-en-marche',
      title: 'Le conteneur temoin est en marche, dans son propre espace de PID',
      section: 'un-processus-pas-une-machine',
      references: { anssi: ['R6'], attack: ['T1613'] },
      evaluate(observation) {
        const temoin = runningContainer(observation, NAME);
        if ('status' in temoin) return temoin;
        const own = ownPidNamespace(observation, temoin);
        if (own) return own;
        return passed(
          `${quote(NAME)} est en marche : le noyau lui connaît le processus ${quote(temoin.process.commandLine)}.`,
        );
      },
    },
    {
      id: 'pid-vu-de-l-hote',
      title: 'Vous connaissez le numéro que l’hôte donne à son processus',
      section: 'un-processus-pas-une-machine',
      references: { attack: ['T1613'] },
      answer: {
        key: HOST_PID,
        label: 'PID du conteneur temoin, vu de l’hôte',
        placeholder: 'un nombre',
        input: 'number',
      },
      evaluate(observation) {
        const answer = observation.answers[HOST_PID] ?? '';
        if (!answer) return waiting('Saisissez le numéro que l’hôte donne au processus de temoin.');
        const temoin = runningContainer(observation, NAME);
        if ('status' in temoin) return temoin;
        const own = ownPidNamespace(observation, temoin);
        if (own) return own;
        if (Number(answer) === temoin.process.sandboxPid) {
          return passed(
            `${answer} est bien le processus ${quote(temoin.process.commandLine)}, tel que l’hôte le voit.`,
          );
        }
        return wrongHostPid(observation, temoin, answer);
      },
    },
    {
      id: 'pid-vu-du-conteneur',
      title: 'Vous connaissez le numéro que ce processus porte à l’intérieur',
      section: 'un-processus-pas-une-machine',
      answer: {
        key: INNER_PID,
        label: 'PID du même processus, vu de l’intérieur',
        placeholder: 'un nombre',
        input: 'number',
      },
      evaluate(observation) {
        const answer = observation.answers[INNER_PID] ?? '';
        if (!answer) return waiting('Saisissez le numéro que ce processus porte à l’intérieur du conteneur.');
        const temoin = runningContainer(observation, NAME);
        if ('status' in temoin) return temoin;
        const own = ownPidNamespace(observation, temoin);
        if (own) return own;
        const { innerPid, sandboxPid } = temoin.process;
        if (Number(answer) === innerPid)
          return passed(
            `À l’intérieur, ce processus porte le numéro ${innerPid} ; sur l’hôte, le numéro ${sandboxPid}.`,
          );
        return failed({
          expected: 'Le numéro du premier processus de temoin, lu à l’intérieur du conteneur.',
          observed:
            Number(answer) === sandboxPid
              ? `${quote(answer)} est le numéro que l’hôte lui donne.`
              : `${quote(answer)} n’est pas le numéro de son premier processus dans son espace de PID.`,
          mechanism:
            'Chaque espace de PID numérote ses processus pour lui-même. Un processus placé dans un espace imbriqué reçoit un numéro par étage : celui de l’hôte et celui du conteneur.',
          see: 'docker exec temoin ps',
        });
      },
    },
  ],
});

/** Without a pid namespace of its own the container has one number only, and the exercise shows nothing. */
function ownPidNamespace(observation: Observation, { process }: RunningContainer): Verdict | undefined {
  if (sameNamespace(process, observation.kernel.host, 'pid') !== true) return undefined;
  return failed({
    expected: 'Un conteneur aux réglages ordinaires, qui numérote ses processus pour lui-même.',
    observed: `${quote(NAME)} est dans l’espace de PID de l’hôte (pid:[${process.namespaces.pid}]) : son processus ne porte qu’un seul numéro.`,
    mechanism:
      'L’option --pid=host fait renoncer le conteneur à son espace de PID : il voit tous les processus de l’hôte, et l’hôte et lui les numérotent de même.',
    see: "docker inspect -f '{{.HostConfig.PidMode}}' temoin",
  });
}

function wrongHostPid(observation: Observation, { container, process }: RunningContainer, answer: string): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): Verdict =>
    failed({ expected: 'Le numéro du premier processus de temoin, vu de l’hôte.', observed, mechanism, see });

  if (!/^\d+$/.test(answer)) {
    return refuse(
      `${quote(answer)} n’est pas un numéro de processus.`,
      'Un PID est un nombre entier. L’identifiant du conteneur, lui, est un nom que le moteur a choisi : le noyau ne le connaît pas.',
      'docker top temoin',
    );
  }
  const pid = Number(answer);
  if (pid === process.innerPid) {
    return refuse(
      `${pid} est le numéro que ce processus porte dans le conteneur. Sur l’hôte, ${pid} désigne ${quote(observation.kernel.host?.name ?? 'init')}.`,
      'La ligne NSpid de /proc/<PID>/status donne les deux : d’abord le numéro vu de l’hôte, en dernier celui vu du conteneur.',
      "docker inspect -f '{{.State.Pid}}' temoin",
    );
  }
  const named = observation.kernel.processes.find((candidate) => candidate.sandboxPid === pid);
  if (!named) {
    return refuse(
      `Aucun processus de l’hôte ne porte le numéro ${pid} en ce moment.`,
      'Un PID change à chaque démarrage du conteneur : celui d’un conteneur arrêté ou recréé ne désigne plus rien.',
      'docker top temoin',
    );
  }
  if (isShim(named) && named.commandLine.includes(container.id)) {
    return refuse(
      `${pid} est ${quote(named.name)}, le parent du processus cherché.`,
      'Le moteur laisse auprès de chaque conteneur un processus gardien, qui recueille sa sortie et son code de fin. Le conteneur est son enfant.',
      'ps -ef --forest',
    );
  }
  if (named.containerId === container.id) {
    return refuse(
      `${pid} est bien un processus de temoin (${quote(named.commandLine)}), mais pas le premier.`,
      'Le premier processus est celui dont la fin arrête le conteneur ; les autres descendent de lui ou d’un docker exec.',
      'docker top temoin',
    );
  }
  return refuse(
    `${pid} est ${quote(named.commandLine || named.name)}, qui n’appartient pas à temoin.`,
    'Le noyau range chaque processus d’un conteneur dans un groupe de contrôle qui porte l’identifiant de ce conteneur.',
    `cat /proc/${pid}/cgroup`,
  );
}

const isShim = (process: KernelProcess): boolean => process.name.startsWith('containerd-shim');
