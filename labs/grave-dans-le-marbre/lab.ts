import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { formatBytes, replacement, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';
import { isLoopback, publicationsOf } from '../publications.ts';
import { readMounts, sizeOf, type Mount } from './mounts.ts';

const NAME = 'livre-d-or';
const DATA = '/livre';
const SCRATCH = '/tmp';
const LARGEST = 16 * 2 ** 20;
const FIRST_MESSAGE = 'Premier visiteur, le 3 mai.';
const OPEN = 'Le livre est ouvert.';

const seeMount = (point: string): string => `docker exec ${NAME} grep ' ${point} ' /proc/mounts`;

export default defineLab({
  id: 'grave-dans-le-marbre',
  title: 'Gravé dans le marbre',
  chapter: 'pratiques',
  order: 1,
  kind: 'proteger',
  difficulty: 2,
  minutes: 20,
  summary:
    'Figer la racine d’un service pour qu’un intrus n’y dépose rien, et lui laisser les deux endroits où il doit écrire.',
  scenario: `Le livre d’or du musée, conteneur \`livre-d-or\`, recueille les messages des visiteurs. Il n’est pas root, et pourtant sa page d’accueil a été remplacée, puis un mineur de cryptomonnaie est apparu dans \`/tmp\`. Tout ce que le service possède, l’intrus pouvait l’écrire.

Le développeur prévient : « Il lui faut \`/tmp\` pour ses brouillons, et \`/livre\` pour les messages. » Le conteneur a été lancé ainsi, sans volume :

\`\`\`sh
docker run -d --name livre-d-or -p 80:8080 livre-d-or:1
\`\`\`

Relancez-le, sous le même nom et sur la même image :

- sa racine est en lecture seule ;
- \`/tmp\` est en mémoire, de 16 Mio au plus, et l’on ne peut pas y exécuter de fichier ;
- \`/livre\` est dans un volume, avec **les messages déjà reçus** ;
- rien d’autre ne s’écrit, et le livre répond sur le port 80 de l’hôte : \`curl localhost\`, ou \`curl 'localhost/?Bravo'\` pour signer.`,
  hints: [
    'Où sont les messages, à cet instant ? Que deviendront-ils quand vous supprimerez le conteneur ? Commencez par les mettre à l’abri.',
    'Une option de `docker run` fige la racine ; `--tmpfs` et `-v` ouvrent des exceptions. Un `--tmpfs` sans taille en a une, bien trop grande. Essayez le service sans exception : il dit ce qui lui manque.',
    "Sauvez : `docker exec livre-d-or cat /livre/messages >/root/messages`. Relancez avec `--read-only`, `--tmpfs /tmp:size=…` et `-v livre:/livre`. Remettez les messages par `docker exec -i livre-d-or sh -c 'cat >…'`, pour qu’ils appartiennent au compte du service.",
  ],
  reads: {
    probes: {
      livre: {
        container: NAME,
        command: [
          'sh',
          '-c',
          'while read -r _ point type options _; do echo "montage $point $type $options"; done </proc/mounts; wget -qO- http://127.0.0.1:8080/',
        ],
      },
    },
  },
  checks: [
    {
      id: 'racine-figee',
      title: 'La racine du conteneur est en lecture seule',
      section: 'la-racine-en-lecture-seule',
      references: { anssi: ['R12'], cis: ['5.13'] },
      evaluate: (observation) => judgeReplaced(observation, judgeRoot),
    },
    {
      id: 'tmp-en-memoire',
      title: '/tmp est en mémoire, borné à 16 Mio, et rien ne s’y exécute',
      section: 'la-racine-en-lecture-seule',
      references: { anssi: ['R13'], attack: ['T1496.001'] },
      evaluate: (observation) => judgeReplaced(observation, judgeScratch),
    },
    {
      id: 'messages-gardes',
      title: '/livre est un volume, avec les messages déjà reçus',
      section: 'la-racine-en-lecture-seule',
      references: { anssi: ['R14'] },
      evaluate: (observation) => judgeReplaced(observation, judgeMessages),
    },
    {
      id: 'rien-d-autre',
      title: 'Aucun autre endroit n’est ouvert à l’écriture',
      section: 'la-racine-en-lecture-seule',
      references: { anssi: ['R1', 'R12'], cis: ['5.6'] },
      evaluate: (observation) => judgeReplaced(observation, judgeRest),
    },
    {
      id: 'service-rendu',
      title: 'Le livre d’or répond sur le port 80, et l’on peut y écrire',
      section: 'la-racine-en-lecture-seule',
      evaluate: (observation) => judgeReplaced(observation, judgeService),
    },
  ],
});

/** The service, what is mounted in it, and what it answers. */
interface Book extends RunningContainer {
  mounts: Mount[];
  lines: string[];
}

function judgeReplaced(o: Observation, judge: (book: Book, o: Observation) => Verdict): Verdict {
  const found = replacement(o, NAME, `${quote(NAME)} est encore le conteneur d’origine, à la racine inscriptible.`);
  if ('status' in found) return found;
  const probe = o.probes['livre'];
  const mounts = readMounts(probe?.output ?? '');
  if (mounts.length === 0) return waiting('Les montages du conteneur n’ont pas encore pu être lus.');
  return judge({ ...found, mounts, lines: (probe?.output ?? '').split('\n') }, o);
}

/** The one that counts is the last mounted there. */
const at = ({ mounts }: Book, point: string): Mount | undefined => mounts.findLast((mount) => mount.point === point);

function judgeRoot(book: Book): Verdict {
  const root = at(book, '/');
  if (root?.options.includes('ro')) return passed('La racine est montée avec l’option « ro ».');
  return failed({
    expected: 'Une racine montée en lecture seule.',
    observed: 'Elle est montée avec l’option « rw ».',
    mechanism:
      'Chaque conteneur reçoit au-dessus de son image une couche à lui, où ses processus peuvent tout écrire de ce que leur compte permet. Ajouter des volumes ne ferme pas cette couche.',
    see: seeMount('/'),
    ...(book.container.host.readonlyRootfs
      ? { contradiction: 'Le moteur annonce une racine en lecture seule ; le noyau la montre inscriptible.' }
      : {}),
  });
}

function judgeScratch(book: Book): Verdict {
  const scratch = at(book, SCRATCH);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un système de fichiers en mémoire sur /tmp, de 16 Mio au plus, avec noexec.',
      observed,
      mechanism,
      see: scratch ? seeMount(SCRATCH) : `docker exec ${NAME} cat /proc/mounts`,
    });
  if (scratch?.type !== 'tmpfs') {
    return refuse(
      scratch ? `/tmp est de type ${quote(scratch.type)}.` : 'Rien n’est monté sur /tmp.',
      'Un brouillon n’a pas à survivre : en mémoire, il disparaît avec le conteneur, et l’intrus avec lui.',
    );
  }
  if (!scratch.options.includes('noexec')) {
    return refuse(
      '/tmp est monté sans noexec.',
      'Docker l’ajoute de lui-même à un tmpfs ; l’option exec le retire. Un répertoire où l’on écrit et d’où l’on exécute est ce que cherche un programme déposé.',
    );
  }
  const size = sizeOf(scratch);
  if (size === undefined) {
    return refuse(
      'Aucune taille n’est posée sur /tmp.',
      'Sans taille, le noyau accorde à un tmpfs jusqu’à la moitié de la mémoire de la machine.',
    );
  }
  return size <= LARGEST
    ? passed(`/tmp est un tmpfs de ${formatBytes(size)}, avec noexec.`)
    : refuse(`/tmp peut contenir ${formatBytes(size)}.`, 'Ce qui est écrit là occupe de la mémoire vive.');
}

function judgeMessages({ container, lines }: Book): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Un volume sur /livre, avec les messages déjà reçus.', observed, mechanism, see });
  const volume = container.mounts.find(({ destination }) => destination === DATA);
  if (volume?.type !== 'volume') {
    return refuse(
      volume ? `/livre est un montage de type ${quote(volume.type)}.` : '/livre n’est pas dans un volume.',
      'Ce qui est écrit dans un conteneur, ou en mémoire, disparaît avec lui. Un volume lui survit, et n’ouvre aucun répertoire de l’hôte.',
      `docker inspect -f '{{json .Mounts}}' ${NAME}`,
    );
  }
  if (!lines.includes(OPEN)) return waiting('Les messages se liront quand le livre répondra.');
  return lines.includes(FIRST_MESSAGE)
    ? passed(
        `Le volume ${quote(container.mounts.find((m) => m.destination === DATA)?.source ?? '')} a le premier message.`,
      )
    : refuse(
        'Le premier message n’y est plus.',
        'Il était dans la couche du conteneur, que docker rm efface. Réinitialisez le bac pour le retrouver.',
        'curl -s localhost',
      );
}

/** What the engine itself mounts in every container. */
const ORDINARY = /^\/(?:dev|proc|sys)(?:\/|$)/;

function judgeRest({ mounts }: Book): Verdict {
  const open = mounts.find(
    ({ point, options }) => options.includes('rw') && !ORDINARY.test(point) && !['/', DATA, SCRATCH].includes(point),
  );
  return open === undefined
    ? passed('Hors de /livre et de /tmp, aucun montage n’est ouvert à l’écriture.')
    : failed({
        expected: 'Deux exceptions : /livre et /tmp.',
        observed: `Un montage est ouvert à l’écriture sur ${quote(open.point)}.`,
        mechanism:
          'Une racine figée ne fige pas ce qui est monté par-dessus. Chaque montage inscriptible est une décision : le service écrit-il là, oui ou non ?',
        see: `docker exec ${NAME} cat /proc/mounts`,
      });
}

function judgeService({ container, lines }: Book, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Un livre d’or ouvert, sur le port 80 de l’hôte.', observed, mechanism, see });
  if (!publicationsOf(o, container).some((door) => door.hostPort === '80' && !isLoopback(door))) {
    return refuse(
      'Le port 80 de l’hôte ne mène pas au livre.',
      'Un conteneur recréé ne publie que ce qu’on lui redemande.',
      `docker port ${NAME}`,
    );
  }
  if (lines.includes(OPEN)) return passed('Le livre répond, et le compte du service peut y écrire.');
  return refuse(
    `Le service répond : ${quote(lines.find((line) => line.startsWith('panne')) ?? 'rien')}.`,
    'Figer une racine révèle où un service écrivait. Un fichier posé par root dans le volume, un répertoire sans place : ses propres mots disent lequel manque.',
    `curl -s localhost; docker exec ${NAME} ls -lan /livre /tmp`,
  );
}
