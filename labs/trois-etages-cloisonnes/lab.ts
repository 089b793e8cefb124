import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, container, interruptionOf, isDeadEnd, runningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';
import { isLoopback, listAddresses, publicationsOf } from '../publications.ts';

const FRONT = 'vitrine';
const MIDDLE = 'api';
const DATA = 'base';
const STAGES = [FRONT, MIDDLE, DATA] as const;

const SEE_NETWORKS = `docker inspect -f '{{.Name}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}' ${STAGES.join(' ')}`;
/** The careless way around: the base, through the host's address on a network that is not its own. */
const SEE_BY_THE_HOST = `docker exec ${FRONT} wget -qO- http://$(docker exec ${FRONT} ip route | awk '/default/ {print $3}'):5432/`;
const UNTOUCHED = 'Les trois étages sont encore tous reliés au seul réseau du départ.';

export default defineLab({
  id: 'trois-etages-cloisonnes',
  title: 'Trois étages cloisonnés',
  chapter: 'reseau',
  order: 2,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Cloisonner une boutique en marche, sans l’arrêter, pour qu’une vitrine compromise ne puisse plus atteindre la base de données.',
  scenario: `La boutique tourne depuis deux ans. \`vitrine\` reçoit les clients sur le port 80 et interroge \`api\`, qui interroge \`base\`. Tapez \`curl localhost\` : les trois étages répondent à la suite.

Celui qui l’a montée a créé un réseau, \`boutique\`, et y a tout mis. Il a aussi publié la base, « pour pouvoir regarder dedans ». L’auditrice a ouvert un shell dans \`vitrine\`, l’étage le plus exposé, et a lu la base en une commande :

\`\`\`sh
docker exec vitrine wget -qO- http://base:5432/
\`\`\`

Cloisonnez, **pendant que la boutique vend** : aucun des trois conteneurs ne doit être arrêté, redémarré ni recréé.

- \`vitrine\` ne partage plus aucun réseau avec \`base\` ; \`api\` fait le lien.
- \`base\` n’a aucune issue vers l’extérieur, et plus aucune adresse de l’hôte n’y mène.
- La boutique répond comme avant, du port 80 jusqu’à la base.

Les noms et le nombre des réseaux sont à votre goût.`,
  hints: [
    'Deux conteneurs se parlent s’ils ont un réseau en commun. Combien de liaisons la boutique a-t-elle vraiment ? Un conteneur peut être relié à plusieurs réseaux à la fois.',
    '`docker network connect` et `docker network disconnect` agissent sur un conteneur en marche. Une option de `docker network create` prive un réseau de toute issue, et un port publié ne survit pas au départ vers un tel réseau.',
    'Créez un réseau avec `docker network create --internal dorsal`, reliez-y `api` et `base`, puis détachez `base` de `boutique`. Reliez avant de détacher : personne n’attend.',
  ],
  reads: {
    probes: { commande: { container: FRONT, command: ['wget', '-qO-', 'http://127.0.0.1:8080/'] } },
  },
  checks: [
    {
      id: 'vitrine-loin-de-la-base',
      title: 'La vitrine et la base n’ont aucun réseau en commun',
      section: 'des-reseaux-a-soi',
      references: { anssi: ['R3', 'R5'], cis: ['5.30'], attack: ['T1046'] },
      evaluate: (observation) => judgeTouched(observation, judgeSeparation),
    },
    {
      id: 'base-sans-issue',
      title: 'La base n’est reliée qu’à des réseaux sans issue',
      section: 'un-reseau-sans-issue',
      references: { anssi: ['R5'] },
      evaluate: (observation) => judgeTouched(observation, judgeDeadEnd),
    },
    {
      id: 'base-non-publiee',
      title: 'Aucune adresse de l’hôte ne mène à la base',
      section: 'publier-un-port',
      references: { cis: ['5.9', '5.14'], attack: ['T1133'] },
      evaluate: (observation) => judgeTouched(observation, judgeClosed),
    },
    {
      id: 'boutique-ouverte',
      title: 'La boutique répond du port 80 jusqu’à la base',
      section: 'des-reseaux-a-soi',
      evaluate: (observation) => judgeTouched(observation, judgeService),
    },
    {
      id: 'sans-interruption',
      title: 'Aucun des trois étages n’a été interrompu',
      section: 'des-reseaux-a-soi',
      evaluate: (observation) => judgeTouched(observation, judgeContinuity),
    },
  ],
});

const networkNames = (c: ContainerFacts | undefined): string[] => (c?.networks ?? []).map(({ name }) => name).sort();

const quoteAll = (names: readonly string[]): string => names.slice(0, 4).map(quote).join(', ');

/** Before the learner has moved anything, there is nothing to judge. */
function judgeTouched(o: Observation, judge: (o: Observation) => Verdict): Verdict {
  if (!o.engine.reachable) return waiting('Le moteur du bac ne répond pas pour l’instant.');
  const touched = STAGES.some(
    (name) =>
      interruptionOf(o, name) !== undefined ||
      networkNames(container(o, name)).join() !== networkNames(baselineContainer(o, name)).join(),
  );
  return touched ? judge(o) : waiting(UNTOUCHED);
}

function judgeSeparation(o: Observation): Verdict {
  const front = networkNames(container(o, FRONT));
  const data = networkNames(container(o, DATA));
  if (front.length === 0 || data.length === 0)
    return waiting(`${quote(FRONT)} ou ${quote(DATA)} n’est relié à aucun réseau pour l’instant.`);
  const common = front.find((name) => data.includes(name));
  return common === undefined
    ? passed(`${quote(FRONT)} : ${quoteAll(front)} ; ${quote(DATA)} : ${quoteAll(data)}.`)
    : failed({
        expected: `Aucun réseau commun à ${quote(FRONT)} et à ${quote(DATA)}.`,
        observed: `Les deux sont sur ${quote(common)}.`,
        mechanism:
          'Sur un même pont, tous les ports de tous les conteneurs se joignent, publiés ou non. Relier un conteneur à un second réseau ne le retire pas du premier.',
        see: SEE_NETWORKS,
      });
}

function judgeDeadEnd(o: Observation): Verdict {
  const data = networkNames(container(o, DATA));
  if (data.length === 0) return waiting(`${quote(DATA)} n’est relié à aucun réseau pour l’instant.`);
  const open = data.find((name) => !isDeadEnd(o, name));
  return open === undefined
    ? passed(`${quote(DATA)} n’est reliée qu’à ${quoteAll(data)}, sans issue.`)
    : failed({
        expected: `${quote(DATA)} sur des réseaux sans issue seulement.`,
        observed: `${quote(DATA)} est sur ${quote(open)}, qui a une issue : Internal vaut false.`,
        mechanism:
          'Un réseau ordinaire traduit les adresses de ses conteneurs vers l’extérieur : une base compromise peut y envoyer ce qu’elle contient. Cela se décide à la création du réseau, et ne se change plus ensuite.',
        see: `docker network inspect -f '{{.Name}} {{.Internal}}' ${quotable(open)}`,
      });
}

/** A name that may stand in a command: the engine allows no other, but the engine may lie. */
const quotable = (name: string): string => (/^[\w.-]+$/.test(name) ? name : 'boutique');

function judgeClosed(o: Observation): Verdict {
  const data = runningContainer(o, DATA);
  if ('status' in data) return data;
  const publications = publicationsOf(o, data.container);
  return publications.length === 0
    ? passed(`Aucun port de ${quote(DATA)} n’est plus publié.`)
    : failed({
        expected: `Aucune adresse de l’hôte qui mène à ${quote(DATA)}.`,
        observed: `On l’atteint par ${listAddresses(publications)}.`,
        mechanism: publications.every(isLoopback)
          ? 'Tout processus de l’hôte peut encore la joindre. Une publication suit le conteneur de réseau en réseau, tant qu’il en reste un qui a une issue.'
          : 'Un port publié sur toutes les adresses l’est aussi sur la passerelle de chaque réseau Docker : la vitrine n’a qu’à frapper chez l’hôte, et le cloisonnement est contourné.',
        see: publications.every(isLoopback) ? `docker port ${DATA}` : SEE_BY_THE_HOST,
      });
}

function judgeService(o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Les trois étages répondent à la suite, depuis le port 80 de l’hôte.',
      observed,
      mechanism,
      see,
    });

  const front = runningContainer(o, FRONT);
  if ('status' in front) return front;
  const publications = publicationsOf(o, front.container);
  if (!publications.some((door) => door.hostPort === '80' && !isLoopback(door))) {
    return refuse(
      `Le port 80 de l’hôte ne mène plus à ${quote(FRONT)}.`,
      'Un port n’est publié que par un réseau qui a une issue : relié à des réseaux internes seulement, un conteneur n’est plus joint du dehors.',
      `docker port ${FRONT}`,
    );
  }
  const order = o.probes['commande'];
  if (!order || order.exitCode < 0) return waiting('La boutique n’a pas encore pu être interrogée.');
  const answered = order.output.split('\n').map((line) => line.split(' ')[0]);
  const silent = STAGES.find((name) => !answered.includes(name));
  return silent === undefined
    ? passed(`Le port 80 mène à ${quote(FRONT)}, qui joint ${quote(MIDDLE)}, qui joint ${quote(DATA)}.`)
    : refuse(
        `La commande s’arrête avant ${quote(silent)}.`,
        'Le nom d’un conteneur ne se résout que sur un réseau commun, et par le résolveur de Docker : à chaque liaison de l’application, son réseau.',
        'curl -s localhost',
      );
}

function judgeContinuity(o: Observation): Verdict {
  for (const name of STAGES) {
    const what = interruptionOf(o, name);
    if (what) {
      return failed({
        expected: 'Les trois conteneurs du départ, en marche sans interruption.',
        observed: `${quote(name)} ${what}.`,
        mechanism:
          'Un réseau Docker est une interface de plus dans l’espace réseau du conteneur : elle s’ajoute et se retire pendant que les processus tournent. Réinitialisez le bac pour retrouver les trois étages du départ.',
        see: `docker inspect -f '{{.Name}} {{.Created}} {{.State.StartedAt}}' $(docker ps -aq)`,
      });
    }
  }
  return passed('Les trois étages sont ceux du départ, en marche sans interruption.');
}
