import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { baselineContainer, container, formatBytes, runningContainer, type RunningContainer } from '../facts.ts';
import { broughtBy, CUSTOMS, storedFiles } from '../layers.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const NAME = 'suivi';
const JOURNAL = '/journal/commandes.log';
const SEARCH = 'executables';
const MAXIMUM = 5 * 2 ** 20;

/** What the customs officer lists: programs that hold several, which say so in their own text, then all of them. */
const FIND = `find /couches/*/diff -type f -perm +111 ! -name '*.so*'`;
/** By the names of their files. */
const SHELL = /^(?:busybox|toybox|(?:ba|da|z|k|a|c)?sh|python[0-9.]*|perl[0-9.]*)$/;

const SEE_FILES = `docker export ${NAME} | tar tv`;

export default defineLab({
  id: 'la-plus-petite-image',
  title: 'La plus petite image',
  chapter: 'images',
  order: 3,
  kind: 'proteger',
  difficulty: 3,
  minutes: 20,
  summary:
    'Refaire en deux étapes l’image d’un service pour qu’elle ne contienne que son programme : ni shell, ni outils, ni root.',
  scenario: `Le conteneur \`suivi\` recopie sur sa sortie le journal des commandes de la boutique, pour que le moteur le collecte. Il n’exécute qu’un programme, \`tail\`. Son image descend pourtant tout entière de l’image de chantier de la maison, avec Bash, Perl, OpenSSL et curl : 33 Mo à livrer, à surveiller, et à offrir à qui entrerait.

\`\`\`sh
docker run -d --name suivi -v journal:/journal:ro suivi:1
\`\`\`

Refaites cette image à partir de \`/root/suivi/Dockerfile\`, en deux étapes, puis remplacez le conteneur par un autre, de même nom et avec le même volume :

1. il recopie toujours le journal ;
2. son image contient un seul programme, et les seules bibliothèques dont il a besoin : ni shell, ni interpréteur ;
3. il ne tourne pas sous root ;
4. elle pèse moins de 5 Mio.

L’image \`labo/chantier:1\` convient à la première étape. Le conteneur \`douane\` lit les couches pour juger de leur contenu : laissez-le travailler.`,
  hints: [
    'Un Dockerfile peut contenir plusieurs `FROM`. Seule la dernière étape devient l’image ; les autres ne servent qu’à fabriquer. La plus petite base s’appelle `scratch` : elle est vide.',
    'Un programme lié dynamiquement a besoin de ses bibliothèques et de son chargeur, aux mêmes chemins : `ldd /usr/bin/tail` les nomme. Sans chargeur, le noyau répond « no such file or directory » d’un programme pourtant bien là.',
    "Première étape : `RUN mkdir /racine && cp --parents /usr/bin/tail $(ldd /usr/bin/tail | grep -o '/[^ ]*') /racine`. Dernière étape : `FROM scratch`, `COPY --from=… /racine /`, un `USER` numérique et un `CMD` entre crochets.",
  ],
  reads: {
    logs: [NAME],
    probes: {
      [SEARCH]: {
        container: CUSTOMS,
        command: ['sh', '-c', `${FIND} -exec grep -lF 'multi-call binary' {} +; ${FIND}`],
      },
    },
  },
  checks: [
    {
      id: 'suivi-au-travail',
      title: 'Le nouveau conteneur recopie le journal de la boutique',
      section: 'la-plus-petite-image',
      evaluate(observation) {
        const service = renewed(observation);
        return 'status' in service ? service : work(observation, service);
      },
    },
    {
      id: 'rien-d-autre',
      title: 'Son image contient un seul programme, et aucun shell',
      section: 'la-plus-petite-image',
      references: { cis: ['4.3'], attack: ['T1059'] },
      evaluate(observation) {
        const service = renewed(observation);
        return 'status' in service ? service : content(observation, service);
      },
    },
    {
      id: 'sans-root',
      title: 'Son processus n’est pas root',
      section: 'la-plus-petite-image',
      references: { cis: ['4.1'] },
      evaluate(observation) {
        const service = renewed(observation);
        if ('status' in service) return service;
        const uid = service.process.uids[1] ?? 0;
        if (uid !== 0) return passed(`Le noyau voit ${quote(NAME)} sous l’identifiant ${uid}.`);
        return failed({
          expected: `${quote(NAME)} sous un identifiant autre que 0.`,
          observed: 'Le noyau voit son premier processus sous l’identifiant 0.',
          mechanism:
            'Sans instruction USER dans la dernière étape, l’image ne dit pas sous quel compte tourner, et le moteur choisit root. Les réglages des étapes précédentes ne se transmettent pas.',
          see: `ps -o uid,args -p $(docker inspect -f '{{.State.Pid}}' ${NAME})`,
          ...(/^(?:0|root)?(?:$|:)/.test(service.container.config.user)
            ? {}
            : { contradiction: `Le moteur annonce ${quote(service.container.config.user)} ; le noyau montre root.` }),
        });
      },
    },
    {
      id: 'image-legere',
      title: 'Son image pèse moins de 5 Mio',
      section: 'la-plus-petite-image',
      references: { cis: ['4.3'] },
      evaluate(observation) {
        const service = renewed(observation);
        if ('status' in service) return service;
        const found = observation.engine.images.find(({ id }) => id === service.container.imageId);
        if (!found) return waiting('L’image du conteneur n’est plus dans le moteur : son poids est inconnu.');
        if (found.size < MAXIMUM) return passed(`${formatBytes(found.size)} : le service, et presque rien de plus.`);
        return failed({
          expected: 'Une image de moins de 5 Mio.',
          observed: `L’image de ${quote(NAME)} pèse ${formatBytes(found.size)}.`,
          mechanism:
            'Le poids d’une image est la somme de ses couches. Effacer des fichiers en ajoute une, et n’en allège aucune : il faut repartir d’une base vide et n’y copier que le nécessaire.',
          see: 'docker images; docker history suivi:1',
        });
      },
    },
  ],
});

/** The service in operation, once it is no longer the prepared one nor of its image. */
function renewed(o: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  const before = baselineContainer(o, NAME);
  const now = container(o, NAME);
  if (now && now.id === before?.id) return waiting(`${quote(NAME)} est encore celui du départ : à vous de jouer.`);
  if (now && now.imageId === before?.imageId) {
    return failed({
      expected: `${quote(NAME)} né d’une image refaite.`,
      observed: `${quote(NAME)} a été recréé à partir de l’image du départ.`,
      mechanism: 'Un conteneur naît de l’image que nomme la commande qui le crée, telle qu’elle est à cet instant.',
      see: `docker inspect -f '{{.Config.Image}} {{.Image}}' ${NAME}`,
    });
  }
  if (now && !now.state.running && (now.state.exitCode >= NOT_RUN || MISSING.test(o.logs[NAME] ?? ''))) {
    return notStarted(now.state.exitCode);
  }
  return runningContainer(o, NAME);
}

/** What the runtime says of a command that it could not run: by its exit code, or where the program's own output goes. */
const NOT_RUN = 126;
const MISSING = /^exec .*: no such file or directory$/m;

const notStarted = (exitCode: number): FailedVerdict =>
  failed({
    expected: `${quote(NAME)} en marche.`,
    observed: `${quote(NAME)} n’a pas démarré, code ${exitCode} : sa commande n’a pas pu être exécutée.`,
    mechanism:
      'Dans une image presque vide, trois choses manquent d’ordinaire : le shell qu’appelle un CMD écrit sans crochets, le programme lui-même, ou le chargeur et les bibliothèques auxquels il est lié.',
    see: `docker start -a ${NAME}; ldd /usr/bin/tail`,
  });

function work(o: Observation, { container: { mounts }, process }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Les lignes de ${JOURNAL} sur la sortie de ${quote(NAME)}.`,
      observed,
      mechanism,
      see: `docker logs --tail 3 ${NAME}`,
    });

  if (!mounts.some(({ destination }) => JOURNAL.startsWith(`${destination}/`))) {
    return refuse(
      `Rien n’est monté dans ${quote(NAME)} : le journal n’y est pas.`,
      'Un volume n’appartient pas à l’image : il se demande à chaque docker run.',
    );
  }
  if (!process.commandLine.includes(JOURNAL)) {
    return refuse(
      `${quote(NAME)} exécute ${quote(process.commandLine)}.`,
      'La commande par défaut d’une image est celle de sa dernière étape, qui n’hérite de rien quand elle part de scratch.',
    );
  }
  return /^commande \d+$/m.test(o.logs[NAME] ?? '')
    ? passed(`${quote(NAME)} recopie le journal des commandes.`)
    : waiting(`${quote(NAME)} n’a encore recopié aucune commande.`);
}

/** A program listed twice is one that holds several: BusyBox under another name is a shell all the same. */
function content(o: Observation, { container }: RunningContainer): Verdict {
  const found = storedFiles(o, SEARCH);
  if (!found) {
    return waiting(
      `La douane n’a pas tout lu : ${quote(CUSTOMS)} doit être en marche, tel qu’au départ, et les images en trop supprimées.`,
    );
  }
  const listed = broughtBy(found, container).map(({ path }) => path);
  const programs = [...new Set(listed)].filter((path) => !/\/ld-[^/]*$/.test(path));
  const multiple = programs.find((path) => listed.filter((other) => other === path).length > 1);
  const shell = multiple ?? programs.find((path) => SHELL.test(path.slice(path.lastIndexOf('/') + 1)));
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un seul programme dans l’image, et ses bibliothèques.',
      observed,
      mechanism,
      see: SEE_FILES,
    });

  if (shell !== undefined) {
    return refuse(
      `L’image contient ${programs.length} programme${programs.length > 1 ? 's' : ''}, dont un shell ou un interpréteur : ${quote(shell)}.`,
      shell === multiple
        ? 'BusyBox est un seul fichier qui en vaut trois cents : appelé sous un autre nom, il est tail ; appelé sh, il est un shell.'
        : 'Un intrus tape ses commandes dans le shell qu’il trouve. Une couche qui efface les outils ne suffit pas : celles du dessous les portent encore.',
    );
  }
  const [program] = programs;
  if (program === undefined)
    return waiting('La douane ne voit encore aucun programme dans les couches de cette image.');
  return programs.length === 1
    ? passed(`La douane a lu les couches : ${quote(program)} et des bibliothèques, rien d’autre.`)
    : refuse(
        `L’image contient ${programs.length} programmes : ${quote(programs.slice(0, 4).join(', '))}.`,
        'Chaque programme de plus est du code à mettre à jour et une arme possible. Copiez un fichier, non un répertoire entier.',
      );
}
