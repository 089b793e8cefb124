import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { image, replacement, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ImageFacts, Observation } from '../observation.ts';

const NAME = 'vitrine';
const IMAGE = 'vitrine:1';
const PAGE = 'Bienvenue dans la vitrine';

const SEE_IMAGE = `docker image inspect -f '{{.Config.User}}' ${IMAGE}`;
const SEE_FILES = `docker exec ${NAME} ls -lanR /srv`;

export default defineLab({
  id: 'image-sans-root',
  title: 'Une image sans root',
  chapter: 'root',
  order: 2,
  kind: 'reparer',
  difficulty: 2,
  minutes: 20,
  summary:
    'Réparer un Dockerfile pour que le service ne soit pas root et ne puisse pas réécrire ses propres pages, puis le remettre en service.',
  scenario: `La page d’accueil de \`vitrine\` a été remplacée par celle d’un inconnu, deux fois. L’intrus entre par un formulaire, et n’a pas besoin d’aller plus loin : le service est root, et ses pages sont ouvertes à tous.

Tout vient de \`/root/vitrine/Dockerfile\`. On aurait pu ajouter \`--user\` à la commande de lancement ; mais l’image part chez trois exploitants, qui lancent chacun à leur façon. **C’est l’image qu’il faut réparer.**

1. L’image \`vitrine:1\`, reconstruite, ne tourne pas en root, sans que personne ait à le demander. Le compte est libre : l’image en connaît déjà un, \`labo\`, UID et GID 10001.
2. Le service ne peut rien modifier sous \`/srv/www\`, ses pages : ni les écrire, ni s’en rendre le droit.
3. Il peut écrire dans \`/srv/avis\`, où le formulaire dépose les avis des visiteurs. Aucun autre compte ne le peut.
4. Le conteneur \`vitrine\` tourne sur la nouvelle image, sans \`--user\`, et répond sur le port 8080 :

\`\`\`sh
docker run -d --name vitrine vitrine:1
\`\`\``,
  hints: [
    'Qui exécute les instructions `RUN` ? Et qui exécute la commande finale ? Une même instruction du Dockerfile change les deux, à partir de l’endroit où elle est écrite.',
    '`USER` vaut pour tout ce qui suit. Copiez et préparez en root, changez de compte à la fin. Un fichier que l’on possède est un fichier que l’on peut rouvrir : laissez les pages à root, et ne donnez au service que `/srv/avis`.',
    'À la place du `chmod -R 777` : un `RUN` qui donne `/srv/avis`, et lui seul, à 10001:10001, avec les droits 755. Puis `USER 10001:10001` avant `CMD`. Ensuite : `docker build -t vitrine:1 /root/vitrine`, `docker rm -f vitrine`, et la commande de l’énoncé.',
  ],
  reads: {
    probes: {
      service: {
        container: NAME,
        command: [
          'sh',
          '-c',
          `find /srv -path /srv/avis -prune -o \\( -perm -2 -o -user $(id -u) -o -group $(id -g) -perm -20 \\) -exec echo page={} \\;; find /srv/avis -perm -2 -exec echo ouvert={} \\;; [ -w /srv/avis ] && echo inscriptible; wget -q -O - http://127.0.0.1:8080/`,
        ],
      },
    },
  },
  checks: [
    {
      id: 'image-avec-compte',
      title: 'L’image vitrine:1 nomme un compte qui n’est pas root',
      section: 'graver-le-compte-dans-l-image',
      references: { cis: ['4.1'] },
      evaluate: judgeImage,
    },
    {
      id: 'service-sans-root',
      title: 'Le conteneur vitrine tourne sur cette image, sans root, utilisateur et groupe',
      section: 'graver-le-compte-dans-l-image',
      references: { cis: ['4.1'], attack: ['T1611'] },
      evaluate: (observation) => judgeReplaced(observation, judgeService),
    },
    {
      id: 'pages-intouchables',
      title: 'Le service ne peut pas modifier ses pages',
      section: 'graver-le-compte-dans-l-image',
      references: { anssi: ['R15'] },
      evaluate: (observation) => judgeReplaced(observation, judgePages),
    },
    {
      id: 'avis-recus',
      title: 'Il dépose les avis dans /srv/avis, et lui seul',
      section: 'graver-le-compte-dans-l-image',
      references: { anssi: ['R15'] },
      evaluate: (observation) => judgeReplaced(observation, judgeReviews),
    },
    {
      id: 'page-servie',
      title: 'La page est toujours servie sur le port 8080',
      section: 'graver-le-compte-dans-l-image',
      evaluate: (observation) => judgeReplaced(observation, judgePage),
    },
  ],
});

/** Whether that `USER` is root's, whatever its writing. */
const isRoot = (user: string): boolean => /^(|0+|root)$/.test(user.split(':')[0] ?? '');

function judgeImage(o: Observation): Verdict {
  const found = image(o, IMAGE);
  const before = o.baseline?.containers.find(({ name }) => name === NAME);
  if (!found || found.id === before?.imageId)
    return waiting(`L’image ${quote(IMAGE)} n’a pas encore été reconstruite.`);
  if (found.user === undefined) return waiting(`Le compte de ${quote(IMAGE)} n’a pas encore pu être lu.`);
  return isRoot(found.user)
    ? failed({
        expected: `Une image ${quote(IMAGE)} qui nomme un compte ordinaire.`,
        observed: found.user
          ? `Son compte est ${quote(found.user)}, donc root.`
          : 'Elle n’en nomme aucun : ses conteneurs seront root.',
        mechanism:
          'Seul compte le dernier USER de la dernière étape du Dockerfile. Un --user au lancement protège ce conteneur-là, pas ceux que lanceront les autres.',
        see: SEE_IMAGE,
      })
    : passed(`L’image nomme le compte ${quote(found.user)}.`);
}

function judgeReplaced(o: Observation, judge: (vitrine: RunningContainer, o: Observation) => Verdict): Verdict {
  const vitrine = replacement(o, NAME, `${quote(NAME)} est encore le conteneur d’origine, en root.`);
  return 'status' in vitrine ? vitrine : judge(vitrine, o);
}

function judgeService({ container, process: { uids, gids } }: RunningContainer, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: `${quote(NAME)} sur l’image reconstruite, sous un compte ordinaire.`,
      observed,
      mechanism,
      see,
    });
  if (container.imageId !== image(o, IMAGE)?.id) {
    return refuse(
      `Il tourne sur une autre image que l’actuelle ${quote(IMAGE)}.`,
      'Reconstruire déplace l’étiquette vers une image neuve ; un conteneur garde celle de sa création.',
      `docker inspect -f '{{.Image}}' ${NAME}; docker image inspect -f '{{.Id}}' ${IMAGE}`,
    );
  }
  const see = `ps -o uid,gid,args -p $(docker inspect -f '{{.State.Pid}}' ${NAME})`;
  if (uids.includes(0)) {
    return refuse(
      'Le noyau voit son premier processus sous l’UID 0.',
      'Root dans le conteneur est root pour le noyau, moins quelques pouvoirs : chaque fichier, et chaque montage, lui est ouvert.',
      see,
    );
  }
  if (gids.includes(0)) {
    return refuse(
      `L’UID est ${uids[0]}, mais le groupe est 0.`,
      'Un USER réduit à un nombre que le /etc/passwd de l’image ne connaît pas laisse le groupe root.',
      see,
    );
  }
  return withoutOption(container.config.user, image(o, IMAGE))
    ? passed(`Le noyau voit le service sous ${uids[0]}:${gids[0]}, tel que l’image le veut.`)
    : refuse(
        `Son compte ${quote(container.config.user)} n’est pas celui de l’image : il vient du lancement.`,
        'Un compte donné au lancement cache celui de l’image : on ne sait pas ce qui arrivera à qui ne le donne pas.',
        SEE_IMAGE,
      );
}

const withoutOption = (user: string, of: ImageFacts | undefined): boolean => of?.user === undefined || of.user === user;

/** What the service can do, told from inside, line by line; `undefined` when the probe could not be run. */
const probed = (o: Observation): string[] | undefined => {
  const probe = o.probes['service'];
  return probe && probe.exitCode >= 0 && probe.exitCode < 126 ? probe.output.split('\n') : undefined;
};

const UNPROBED = waiting('Le service n’a pas encore pu être éprouvé de l’intérieur.');

const after = (lines: readonly string[], mark: string): string | undefined =>
  lines.find((line) => line.startsWith(mark))?.slice(mark.length);

function judgePages(_: RunningContainer, o: Observation): Verdict {
  const lines = probed(o);
  if (!lines) return UNPROBED;
  const page = after(lines, 'page=');
  return page === undefined
    ? passed('Hors de /srv/avis, rien ne lui appartient sous /srv, et rien ne lui est ouvert en écriture.')
    : failed({
        expected: 'Des pages qui appartiennent à root, et que le service peut seulement lire.',
        observed: `Le service peut modifier ${quote(page)}, ou s’en rendre le droit.`,
        mechanism:
          'Écrire demande un droit ; posséder permet de se le donner, car le propriétaire change les droits de ses fichiers. L’intrus a les pouvoirs du compte, ni plus ni moins.',
        see: SEE_FILES,
      });
}

function judgeReviews(_: RunningContainer, o: Observation): Verdict {
  const lines = probed(o);
  if (!lines) return UNPROBED;
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un répertoire /srv/avis que le service, et lui seul, peut remplir.',
      observed,
      mechanism,
      see: SEE_FILES,
    });
  if (!lines.includes('inscriptible')) {
    return refuse(
      'Le service ne peut pas écrire dans /srv/avis, ou ce répertoire n’existe pas.',
      'COPY et RUN laissent à root ce qu’ils créent. Ce que le service remplit doit lui être donné, avant de changer de compte.',
    );
  }
  const open = after(lines, 'ouvert=');
  return open === undefined
    ? passed('Le service écrit dans /srv/avis, fermé aux autres comptes.')
    : refuse(
        `${quote(open)} est ouvert en écriture à tous les comptes.`,
        'Le droit « tous » n’a pas de destinataire : n’importe quel processus du conteneur, fût-il le moins fiable, l’obtient.',
      );
}

function judgePage(_: RunningContainer, o: Observation): Verdict {
  const lines = probed(o);
  if (!lines) return UNPROBED;
  return lines.some((line) => line.includes(PAGE))
    ? passed('La page répond sur le port 8080.')
    : failed({
        expected: 'La page d’accueil sur le port 8080 du conteneur.',
        observed: 'Rien ne répond, ou autre chose.',
        mechanism:
          'Une page que le compte ne peut pas lire n’est pas servie : retirer l’écriture ne doit retirer ni la lecture, ni la traversée des répertoires.',
        see: `docker logs ${NAME}; ${SEE_FILES}`,
      });
}
