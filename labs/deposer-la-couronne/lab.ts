import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { replacement, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { KernelProcess, Observation } from '../observation.ts';

const NAME = 'boutique';
const ACCOUNT = 20010;
const ORDER = 'commande 0001';
const PAGE = 'La boutique est ouverte';

const SEE_IDS = `ps -o uid,gid,args -p $(docker inspect -f '{{.State.Pid}}' ${NAME})`;

export default defineLab({
  id: 'deposer-la-couronne',
  title: 'Déposer la couronne',
  chapter: 'root',
  order: 1,
  kind: 'proteger',
  difficulty: 1,
  minutes: 15,
  summary: 'Faire tourner sans root, utilisateur et groupe, un service que l’on disait incapable de s’en passer.',
  scenario: `Le service \`boutique\` a été lancé ainsi, il y a deux ans :

\`\`\`sh
docker run -d --name boutique -v commandes:/commandes boutique:1
\`\`\`

Il tourne en root. « Obligé, il écoute sur le port 80 et il écrit dans un volume », dit le développeur. L’équipe de sécurité lui a pourtant attribué un compte, que personne d’autre n’emploie : **UID 20010, GID 20010**.

Relancez \`boutique\`, sous le même nom, avec ce compte. La page doit toujours être servie sur le port 80 du conteneur. Les commandes déjà enregistrées dans \`/commandes/registre\` doivent y être encore, et le service doit pouvoir en ajouter, sans que le registre soit ouvert à tous les comptes.

L’image ne connaît pas l’utilisateur 20010 : aucune ligne de son \`/etc/passwd\` ne le cite.`,
  hints: [
    'Deux questions se suivent. Sous quelle identité le processus tourne-t-il ? C’est une option de `docker run`. À qui appartient le fichier qu’il doit écrire ? C’est l’affaire du volume.',
    'L’option `--user` prend un utilisateur **et** un groupe, séparés par deux-points ; regardez le GID quand on ne donne que le premier. Pour le volume, un conteneur de passage, en root, peut changer le propriétaire des fichiers.',
    'Propriétaire : `docker run --rm -v commandes:/commandes boutique:1 chown -R … /commandes`. Puis `docker rm -f boutique`, et la commande d’origine avec `--user <UID>:<GID>`.',
  ],
  reads: {
    probes: {
      service: {
        container: NAME,
        command: [
          'sh',
          '-c',
          `echo "groupes=$(id -G)"; cd /commandes; echo "droits=$(stat -c %a . registre | tr '\\n' ' ')"; [ -w registre ] && echo inscriptible; head -n 1 registre; wget -q -O - http://127.0.0.1:80/`,
        ],
      },
    },
  },
  checks: [
    {
      id: 'utilisateur-dedie',
      title: 'Le service tourne sous l’UID 20010, sans aucune capacité',
      section: 'root-par-defaut',
      references: { cis: ['4.1'], attack: ['T1611'] },
      evaluate: (observation) => judgeReplaced(observation, judgeUser),
    },
    {
      id: 'groupe-dedie',
      title: 'Il n’appartient qu’au groupe 20010',
      section: 'changer-de-compte',
      references: { cis: ['4.1'] },
      evaluate: (observation) => judgeReplaced(observation, judgeGroup),
    },
    {
      id: 'registre-tenu',
      title: 'Il écrit dans le registre, dont il a gardé les commandes, et tout le monde ne le peut pas',
      section: 'changer-de-compte',
      references: { anssi: ['R14', 'R15'] },
      evaluate: (observation) => judgeReplaced(observation, judgeRegister),
    },
    {
      id: 'page-servie',
      title: 'La page est toujours servie sur le port 80',
      section: 'changer-de-compte',
      evaluate: (observation) => judgeReplaced(observation, judgePage),
    },
  ],
});

function judgeReplaced(o: Observation, judge: (boutique: RunningContainer, o: Observation) => Verdict): Verdict {
  const boutique = replacement(o, NAME, `${quote(NAME)} est encore le conteneur d’origine, en root.`);
  return 'status' in boutique ? boutique : judge(boutique, o);
}

/** What the service can do, told from inside; `undefined` when the probe could not be run. */
const probed = (o: Observation): string | undefined => {
  const probe = o.probes['service'];
  return probe && probe.exitCode >= 0 && probe.exitCode < 126 ? probe.output : undefined;
};

const UNPROBED = waiting('Le service n’a pas encore pu être éprouvé de l’intérieur.');

function judgeUser({ container, process }: RunningContainer): Verdict {
  const { uids, capEffective } = process;
  if (uids.every((uid) => uid === ACCOUNT)) {
    return /^0+$/.test(capEffective)
      ? passed(`Le noyau le voit sous l’UID ${ACCOUNT}, CapEff ${capEffective} : aucun pouvoir de root.`)
      : failed({
          expected: `L’UID ${ACCOUNT}, et aucune capacité en vigueur.`,
          observed: `L’UID est le bon, mais CapEff vaut ${capEffective}.`,
          mechanism: 'Une capacité en vigueur est une part du pouvoir de root, quel que soit l’UID.',
          see: `getpcaps $(docker inspect -f '{{.State.Pid}}' ${NAME})`,
        });
  }
  const claimed = container.config.user.split(':')[0] === String(ACCOUNT);
  return failed({
    expected: `Un premier processus sous l’UID ${ACCOUNT}.`,
    observed: `Le noyau le voit sous l’UID ${whichUser(process)}.`,
    mechanism: whyUser(process, container.config.user),
    see: SEE_IDS,
    ...(claimed
      ? {
          contradiction: `Le moteur annonce l’utilisateur ${quote(container.config.user)} ; le noyau en voit un autre.`,
        }
      : {}),
  });
}

const whichUser = ({ uids }: KernelProcess): string => [...new Set(uids)].join(', puis ');

function whyUser({ uids }: KernelProcess, user: string): string {
  if (uids.includes(0)) {
    return user
      ? 'Sous ce nom ou sous ce nombre, c’est encore root.'
      : 'Quand ni l’image ni la commande ne nomment d’utilisateur, le moteur choisit root. Un docker exec -u ne change que la commande qu’il ajoute, pas le service.';
  }
  return uids.includes(65534)
    ? 'Le compte « nobody » est celui de tous les services qui n’en ont pas : ils se partagent leurs fichiers et leurs signaux.'
    : 'Un compte par service : sous celui d’un autre, ce service pourrait lire ses fichiers et arrêter ses processus.';
}

function judgeGroup({ process: { gids } }: RunningContainer, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Le groupe ${ACCOUNT}, seul.`,
      observed,
      mechanism,
      see: `docker exec ${NAME} id`,
    });
  if (!gids.every((gid) => gid === ACCOUNT)) {
    return refuse(
      `Le noyau le voit dans le groupe ${[...new Set(gids)].join(', puis ')}.`,
      gids.includes(0)
        ? 'Un UID seul ne dit rien du groupe : le moteur cherche cet UID dans le /etc/passwd de l’image et, faute de l’y trouver, prend le groupe 0. Tout fichier ouvert au groupe root le reste pour le service.'
        : 'Le groupe est la seconde moitié de l’identité : il ouvre les fichiers que partagent les membres.',
    );
  }
  const output = probed(o);
  if (output === undefined) return UNPROBED;
  const groups = /^groupes=([\d ]*)$/m.exec(output)?.[1]?.trim().split(' ') ?? [];
  const others = groups.filter((group) => group !== String(ACCOUNT));
  return others.length === 0
    ? passed(`Le noyau le voit dans le groupe ${ACCOUNT}, et aucun autre groupe ne s’y ajoute.`)
    : refuse(
        `Il a aussi pour groupe ${others.map((group) => quote(group)).join(', ')}.`,
        'Un groupe supplémentaire ouvre autant de fichiers que le groupe principal ; --group-add 0 rend ceux de root.',
      );
}

function judgeRegister(_: RunningContainer, o: Observation): Verdict {
  const output = probed(o);
  if (output === undefined) return UNPROBED;
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un registre qui a gardé ses commandes, que le service peut compléter, et lui seul.',
      observed,
      mechanism,
      see: 'ls -lan /var/lib/docker/volumes/commandes/_data',
    });
  const lines = output.split('\n');
  if (!lines.includes('inscriptible')) {
    return refuse(
      'Sous son compte, le service ne peut pas écrire dans le registre.',
      'Changer d’UID ne change pas le propriétaire des fichiers. Les anciens appartiennent à root, et les nombres comptent seuls : un volume garde ceux qu’il a.',
    );
  }
  if (!lines.includes(ORDER)) {
    return refuse(
      'La première commande n’y est plus.',
      'Un volume neuf, ou un registre vidé, rend l’écriture possible et perd ce que l’on devait protéger. Réinitialisez le bac pour retrouver les commandes.',
    );
  }
  const rights = /^droits=([0-7 ]+)$/m.exec(output)?.[1]?.trim().split(' ') ?? [];
  return rights.some((right) => (Number.parseInt(right.slice(-1), 8) & 2) !== 0)
    ? refuse(
        `Les droits du répertoire et du registre sont ${quote(rights.join(' et '))} : n’importe quel compte peut y écrire.`,
        'Ouvrir à tous évite de choisir un propriétaire, et permet à tout processus qui atteint le volume de falsifier les commandes.',
      )
    : passed(
        `Le registre a ses anciennes commandes ; le service y écrit, et les droits sont ${quote(rights.join(' et '))}.`,
      );
}

function judgePage(_: RunningContainer, o: Observation): Verdict {
  const output = probed(o);
  if (output === undefined) return UNPROBED;
  return output.includes(PAGE)
    ? passed('La page répond sur le port 80, sans root et sans capacité.')
    : failed({
        expected: 'La page de la boutique sur le port 80 du conteneur.',
        observed: 'Rien ne répond, ou autre chose.',
        mechanism:
          'Sur un réseau de conteneurs, aucun port n’est réservé à root. Un service qui ne répond plus a une autre raison, que ses journaux donnent.',
        see: `docker logs ${NAME}; docker exec ${NAME} netstat -ltn`,
      });
}
