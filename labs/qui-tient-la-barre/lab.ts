import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { interruptionOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { KernelProcess, Observation } from '../observation.ts';
import { accountOf, isOfGroup, parseRegister, type Register } from './register.ts';

const GROUP = 'docker';
const ROBOT = 'livraison';
const INTERN = 'stagiaire';
const INVENTORY = 'inventaire';
const LOOKALIKE = 'atelier';
const COMMANDERS = [ROBOT, INTERN, INVENTORY] as const;
const ROBOT_PROGRAM = '/usr/local/bin/livrer';
const SERVICE = 'boutique';
const ANSWER = 'comptes';
const GROUP_FILE = '/etc/group';
const ACCOUNT_FILE = '/etc/passwd';

export default defineLab({
  id: 'qui-tient-la-barre',
  title: 'Qui tient la barre',
  chapter: 'introduction',
  order: 3,
  kind: 'reparer',
  difficulty: 2,
  minutes: 20,
  summary:
    'Sur un hôte repris d’une collègue, trouver tous les comptes qui commandent au moteur, et ne laisser ce pouvoir qu’à celui qui en a besoin.',
  scenario: `Vous reprenez l’hôte d’une collègue. Sur son dernier billet : « Aucun compte n’est administrateur ici, j’y ai veillé. » Vous savez autre chose : qui peut écrire dans le socket de Docker est root.

Les comptes de cet hôte, hormis root : \`atelier\`, \`caisse\`, \`inventaire\`, \`livraison\` et \`stagiaire\`. Un seul doit commander au moteur : \`livraison\`, dont le robot (\`livrer\`) redéploie le conteneur \`boutique\`. Le stagiaire est parti hier, et l’on vient de voler son ordinateur portable.

1. Avant de toucher à quoi que ce soit, saisissez la liste de **tous** les comptes qui peuvent commander au moteur, root excepté.
2. Retirez ce pouvoir à tous, sauf à \`livraison\`. Il ne doit plus rester à personne, ni demain ni **maintenant**.
3. Le robot doit continuer, sous son compte ; \`boutique\` ne doit pas être interrompue. Le socket garde son groupe et ses droits : c’est la liste des personnes que vous corrigez, pas la serrure.

Si le robot s’arrête, \`su livraison -c 'livrer &'\` le relance.`,
  hints: [
    'À qui est la serrure ? `ls -l /var/run/docker.sock` nomme un groupe. On en est de deux façons, et la commande `id` les montre toutes les deux.',
    'Le quatrième champ de `/etc/passwd` est le numéro du groupe principal. Quant aux sessions déjà ouvertes, leurs groupes se lisent à la ligne `Groups` de `/proc/<PID>/status` : que tourne-t-il encore sous ces comptes (`ps -u <compte>`) ?',
    '`gpasswd -d <compte> docker` retire un membre ; `usermod -g users <compte>` change un groupe principal ; `pkill -u <compte>` met fin à ce qui tourne encore. Deux comptes sont à reprendre, un seul a un processus.',
  ],
  reads: { files: [GROUP_FILE, ACCOUNT_FILE] },
  checks: [
    {
      id: 'comptes-nommes',
      title: 'Vous connaissez tous les comptes qui commandaient au moteur',
      section: 'qui-commande-au-moteur',
      references: { cis: ['1.1.2'], attack: ['T1078.003'] },
      answer: { key: ANSWER, label: 'Comptes qui commandent au moteur, hormis root', placeholder: 'caisse, atelier' },
      evaluate: judgeAnswer,
    },
    {
      id: 'acces-retires',
      title: 'Dans les comptes de l’hôte, seul livraison est encore du groupe docker',
      section: 'qui-commande-au-moteur',
      references: { cis: ['1.1.2'], attack: ['T1078.003', 'T1610'] },
      evaluate(observation) {
        const register = readRegister(observation);
        return 'status' in register ? register : judgeMembers(observation, register);
      },
    },
    {
      id: 'sessions-closes',
      title: 'Le noyau ne montre plus de processus d’un autre compte avec ce groupe',
      section: 'qui-commande-au-moteur',
      references: { attack: ['T1078.003', 'T1610', 'T1611'] },
      evaluate(observation) {
        const register = readRegister(observation);
        return 'status' in register ? register : judgeSessions(observation, register);
      },
    },
    {
      id: 'livraison-au-travail',
      title: 'Le robot de livraison commande toujours, et la boutique n’a pas été interrompue',
      section: 'qui-commande-au-moteur',
      evaluate(observation) {
        const register = readRegister(observation);
        return 'status' in register ? register : judgeDelivery(observation, register);
      },
    },
  ],
});

/** The host's files of accounts, else the verdict that says why nothing can be judged. */
function readRegister(o: Observation): Register | FailedVerdict | WaitingVerdict {
  const [groupFile, accountFile] = [o.files[GROUP_FILE], o.files[ACCOUNT_FILE]];
  if (!groupFile || !accountFile) return waiting('Les comptes de l’hôte n’ont pas pu être lus pour l’instant.');
  if (!o.kernel.available) return waiting('Le noyau n’a pas encore répondu.');
  const register = parseRegister(groupFile, accountFile, GROUP);
  if (!register) {
    return failed({
      expected: 'Le groupe docker, avec un seul membre.',
      observed: `Plus aucun groupe de l’hôte ne s’appelle ${quote(GROUP)}.`,
      mechanism:
        'Le socket appartient à un numéro de groupe, et le garde quand le nom disparaît. Supprimer le groupe retire aussi son pouvoir au seul compte qui en a besoin. Réinitialisez le bac, ou recréez-le sous le même numéro.',
      see: 'ls -ln /var/run/docker.sock',
    });
  }
  return isUntouched(o, register) ? waiting('Aucun accès n’a encore été retiré.') : register;
}

const REFUSED_SHELL = /\/(?:nologin|false)$/;

/** Processes of the host, not of a container, that the kernel lets write into the socket without being root. */
const sessions = (o: Observation, { gid }: Register): KernelProcess[] =>
  o.kernel.processes.filter(
    ({ containerId, uids, gids, groups }) =>
      containerId === null && uids[1] !== 0 && (gids.includes(gid) || groups.includes(gid)),
  );

function isUntouched(o: Observation, register: Register): boolean {
  const [intern, inventory] = [accountOf(register, INTERN), accountOf(register, INVENTORY)];
  if (!intern || !inventory || REFUSED_SHELL.test(intern.shell) || REFUSED_SHELL.test(inventory.shell)) return false;
  const internIsIn =
    register.members.includes(INTERN) && sessions(o, register).some(({ uids }) => uids[1] === intern.uid);
  return internIsIn && inventory.gid === register.gid && interruptionOf(o, SERVICE) === undefined;
}

function judgeAnswer(o: Observation): Verdict {
  const named = (o.answers[ANSWER] ?? '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}_-]+/u)
    .filter((word) => word && word !== 'et' && word !== 'root');
  if (named.length === 0) return waiting('Saisissez la liste des comptes.');
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Tous les comptes qui pouvaient écrire dans le socket, et eux seuls.',
      observed,
      mechanism,
      see,
    });

  const stranger = named.find((name) => !COMMANDERS.some((commander) => commander === name));
  if (stranger === LOOKALIKE) {
    return refuse(
      `${quote(stranger)} est membre du groupe ${quote('docker-lecture')}, auquel le socket n’appartient pas.`,
      'Un nom ne donne aucun droit : le noyau compare le numéro du groupe du fichier à ceux du processus.',
      'ls -ln /var/run/docker.sock; id atelier',
    );
  }
  if (stranger !== undefined) {
    return refuse(
      stranger === GROUP
        ? `${quote(GROUP)} est le nom du groupe, non celui d’un compte.`
        : `${quote(stranger)} ne pouvait pas écrire dans le socket.`,
      'Le socket est à root et à un groupe : seuls les comptes de ce groupe y écrivent.',
      'ls -l /var/run/docker.sock',
    );
  }
  const missing = COMMANDERS.filter((commander) => !named.includes(commander));
  if (missing.length === 0) {
    return passed('Trois comptes sans aucun titre d’administration étaient, chacun, root sur cet hôte.');
  }
  const count = missing.length === 1 ? 'un compte' : `${missing.length} comptes`;
  return missing.includes(INVENTORY)
    ? refuse(
        `Il manque ${count}.`,
        'Ce que /etc/group énumère n’est pas toute la liste : il ne cite que les membres ajoutés. Le groupe principal d’un compte est écrit dans /etc/passwd.',
        'cut -d : -f 1,4 /etc/passwd',
      )
    : refuse(
        `Il manque ${count}.`,
        'La question n’est pas qui devrait commander au moteur, mais qui le peut, à bon droit ou non.',
        'getent group docker',
      );
}

function judgeMembers(o: Observation, register: Register): Verdict {
  const left = register.accounts.find(
    (account) => account.uid !== 0 && account.name !== ROBOT && isOfGroup(register, account),
  );
  if (!left) {
    const robot = accountOf(register, ROBOT);
    return robot && isOfGroup(register, robot)
      ? passed(`Dans les comptes de l’hôte, seul ${quote(ROBOT)} est du groupe ${register.gid}.`)
      : passed(`Plus aucun compte ordinaire n’est du groupe ${register.gid}.`);
  }
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Aucun compte ordinaire dans le groupe docker, hormis ${quote(ROBOT)}.`,
      observed,
      mechanism,
      see: `id ${left.name.replace(/[^\w.-]/g, '')}`,
    });
  if (!register.members.includes(left.name)) {
    return refuse(
      `${quote(left.name)} a encore le groupe ${register.gid}, docker, pour groupe principal.`,
      'Le groupe principal est écrit dans /etc/passwd, au quatrième champ : les outils qui retirent un membre d’un groupe n’y touchent pas.',
    );
  }
  return refuse(
    `${quote(left.name)} est encore membre du groupe ${register.gid}, docker.`,
    REFUSED_SHELL.test(left.shell)
      ? 'Un mot de passe verrouillé et un shell refusé ne touchent pas à ses groupes : une tâche planifiée, ou un tunnel SSH ouvert jusqu’au socket, se passent de l’un et de l’autre.'
      : 'Mettre fin à ses processus ne vaut que pour aujourd’hui : sa prochaine session recevra de nouveau ce groupe, et avec lui le pouvoir de monter le disque de l’hôte.',
  );
}

function judgeSessions(o: Observation, register: Register): Verdict {
  const robot = accountOf(register, ROBOT);
  const left = sessions(o, register).find(({ uids }) => uids[1] !== robot?.uid);
  if (!left) return passed(`Hors du robot, aucun processus ordinaire de l’hôte n’a le groupe ${register.gid}.`);
  const owner = register.accounts.find(({ uid }) => uid === left.uids[1]);
  const who = owner ? quote(owner.name) : `l’UID ${left.uids[1]}`;
  return failed({
    expected: `Aucun processus avec le groupe docker, hormis ceux de ${quote(ROBOT)}.`,
    observed: `Le processus ${left.sandboxPid}, ${quote(left.commandLine || left.name)}, de ${who}, a encore le groupe ${register.gid}.`,
    mechanism:
      'Changer un compte ne vaut que pour les sessions à venir : un processus a reçu ses groupes à l’ouverture de la sienne, et les garde jusqu’à sa mort.',
    see: `grep -E '^(Uid|Groups):' /proc/${left.sandboxPid}/status`,
    ...(owner && isOfGroup(register, owner)
      ? {}
      : { contradiction: `Les comptes de l’hôte ne donnent plus ce groupe à ${who} ; le noyau le lui laisse.` }),
  });
}

function judgeDelivery(o: Observation, register: Register): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: `Le robot en marche sous le compte ${quote(ROBOT)}, et ${quote(SERVICE)} sans interruption.`,
      observed,
      mechanism,
      see,
    });

  const what = interruptionOf(o, SERVICE);
  if (what) {
    return refuse(
      `${quote(SERVICE)} ${what}.`,
      'Un groupe se lit dans le processus qui frappe à la porte, non dans le moteur : le relancer n’y change rien, et coupe le service. Réinitialisez le bac pour le retrouver intact.',
      `docker inspect -f '{{.Created}} {{.State.StartedAt}}' ${SERVICE}`,
    );
  }
  const robots = o.kernel.processes.filter(
    ({ containerId, commandLine }) => containerId === null && commandLine.includes(ROBOT_PROGRAM),
  );
  const account = accountOf(register, ROBOT);
  const [first] = robots;
  if (!first) {
    return refuse(
      'Le noyau ne montre plus le programme du robot.',
      'Il s’arrête quand le moteur ne lui répond plus : le socket doit garder son groupe et ses droits, et le compte du robot doit rester de ce groupe.',
      'ls -l /var/run/docker.sock; id livraison',
    );
  }
  const robot = robots.find(({ uids }) => uids[1] === account?.uid);
  if (!robot) {
    return refuse(
      `Le robot tourne sous l’UID ${first.uids[1]}.`,
      'Root n’a besoin d’aucun groupe pour ouvrir le socket. Mais échanger le groupe docker contre root, c’est troquer une clé contre la même clé, et perdre le nom de qui s’en sert.',
      'ps -o pid,user,args -C livrer',
    );
  }
  if (!account || !isOfGroup(register, account)) {
    return refuse(
      `${quote(ROBOT)} n’est plus du groupe docker.`,
      'Son programme vit encore sur les groupes de sa session. À son prochain démarrage, il ne pourra plus rien.',
      'id livraison',
    );
  }
  return robot.gids.includes(register.gid) || robot.groups.includes(register.gid)
    ? passed(`Le processus ${robot.sandboxPid} commande au moteur sous le compte ${quote(ROBOT)}.`)
    : refuse(
        `Le processus ${robot.sandboxPid} n’a pas le groupe ${register.gid}, celui que l’hôte appelle docker aujourd’hui.`,
        'Le socket et les sessions gardent le numéro qu’ils avaient : renuméroter le groupe les en sépare.',
        'ls -ln /var/run/docker.sock; getent group docker',
      );
}
