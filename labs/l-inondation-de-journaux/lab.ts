import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { baselineContainer, container, formatBytes, interruptionOf, runningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const TALKER = 'passerelle';
const TALKER_IMAGE = 'labo/passerelle:1';
const NEIGHBOUR = 'caisse';
const MOST = 3 * 2 ** 20;

/** Drivers that keep files on the host, and what they do where no option says otherwise (Docker, « Configure logging drivers »). */
const ROTATION: Readonly<Record<string, { size: string; files: string }>> = {
  'json-file': { size: '-1', files: '1' },
  local: { size: '20m', files: '5' },
};
const SEE = `docker inspect -f '{{json .HostConfig.LogConfig}}' ${TALKER}`;

export default defineLab({
  id: 'l-inondation-de-journaux',
  title: 'L’inondation de journaux',
  chapter: 'attaques',
  order: 3,
  kind: 'proteger',
  difficulty: 2,
  minutes: 15,
  summary:
    'Empêcher un conteneur trop bavard de remplir le disque de l’hôte, sans le faire taire ni changer son programme.',
  scenario: `L’alerte est arrivée à trois heures du matin : disque de l’hôte plein, tous les services en panne. La cause n’était ni une attaque élaborée, ni une fuite de mémoire : la \`passerelle\`, oubliée en mode bavard, écrit une ligne par requête, et il suffit de l’interroger en boucle pour qu’elle remplisse le disque.

Regardez grossir son journal :

\`\`\`sh
ls -lh $(docker inspect -f '{{.LogPath}}' passerelle)
\`\`\`

Ce qui est attendu :

1. les journaux de \`passerelle\` n’occupent jamais plus de **3 Mio** sur l’hôte ;
2. une rotation n’efface pas tout l’historique d’un coup ;
3. \`docker logs passerelle\` répond toujours, avec le même programme et la même image : l’enquête de demain en aura besoin ;
4. l’ancien journal ne reste pas sur le disque, et la \`caisse\`, qui n’y est pour rien, n’est pas interrompue.`,
  hints: [
    'Le pilote de journal d’un conteneur se choisit à sa création : `docker inspect` le montre sous `HostConfig.LogConfig`. Quelles options accepte-t-il ?',
    'Deux clés suffisent, données par `--log-opt` : la taille d’un fichier, et leur nombre. Leur produit est ce que le disque risque.',
    '`docker rm -f passerelle`, puis `docker run -d --name passerelle --log-opt max-size=… --log-opt max-file=… labo/passerelle:1`.',
  ],
  reads: { logs: [TALKER] },
  checks: [
    {
      id: 'journaux-bornes',
      title: 'Les journaux de passerelle n’occupent jamais plus de 3 Mio',
      section: 'deni-de-service',
      references: { anssi: ['R12'], attack: ['T1499'] },
      evaluate: (o) => judgeTalker(o, judgeSize),
    },
    {
      id: 'rotation-utile',
      title: 'Une rotation laisse l’historique récent : au moins deux fichiers',
      section: 'deni-de-service',
      evaluate: (o) => judgeTalker(o, judgeFiles),
    },
    {
      id: 'toujours-lisible',
      title: 'La passerelle fait le même travail et son journal se lit',
      section: 'deni-de-service',
      references: { anssi: ['R16'], cis: ['2.13'] },
      evaluate: (o) => judgeTalker(o, judgeVoice),
    },
    {
      id: 'ancien-journal-parti',
      title: 'Aucune ancienne passerelle ne garde son journal sur le disque',
      section: 'deni-de-service',
      evaluate: (o) => judgeTalker(o, (now) => judgeLeftovers(o, now)),
    },
    {
      id: 'caisse-intacte',
      title: 'La caisse n’a pas été interrompue',
      section: 'prouver-la-defense',
      evaluate(o) {
        const what = interruptionOf(o, NEIGHBOUR);
        if (!what) return judgeTalker(o, () => passed(`${quote(NEIGHBOUR)} est en marche sans interruption.`));
        return failed({
          expected: `${quote(NEIGHBOUR)} en marche depuis le début.`,
          observed: `${quote(NEIGHBOUR)} ${what}.`,
          mechanism:
            'Redémarrer le démon arrête les conteneurs qu’il n’a pas ordre de laisser vivre, et son nouveau réglage ne vaut que pour les conteneurs créés ensuite. Réinitialisez le bac pour repartir d’une caisse intacte.',
          see: `docker inspect -f '{{.State.Status}} {{.State.StartedAt}}' ${NEIGHBOUR}`,
        });
      },
    },
  ],
});

/** Judges the talker once it is no longer the prepared one. */
function judgeTalker(o: Observation, judge: (now: ContainerFacts, o: Observation) => Verdict): Verdict {
  const found = container(o, TALKER);
  if (found && found.id === baselineContainer(o, TALKER)?.id) {
    return waiting(`${quote(TALKER)} est encore celle du départ, avec les options de journal du départ.`);
  }
  const running: { container: ContainerFacts } | FailedVerdict | WaitingVerdict = runningContainer(o, TALKER);
  return 'status' in running ? running : judge(running.container, o);
}

/** Bytes, as the engine reads a size (go-units, `RAMInBytes`): powers of two. `null` when it sets no bound. */
export function logSize(text: string): number | null {
  const { amount, unit } = /^(?<amount>\d+(?:\.\d+)?) ?(?<unit>[kmgt]?)(?:i?b)?$/i.exec(text.trim())?.groups ?? {};
  if (amount === undefined || Number(amount) === 0) return null;
  return Number(amount) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf((unit ?? '').toLowerCase());
}

/** How many files of which size the driver keeps; `null` when it keeps none on the host. */
function rotation({ host }: ContainerFacts): { size: number | null; files: number } | null {
  const usual = ROTATION[host.logDriver];
  if (!usual) return null;
  const files = Number(host.logOptions['max-file'] ?? usual.files);
  return { size: logSize(host.logOptions['max-size'] ?? usual.size), files: Number.isInteger(files) ? files : 1 };
}

function judgeSize(now: ContainerFacts): Verdict {
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({ expected: `Au plus ${formatBytes(MOST)} de journaux en tout.`, observed, mechanism, see: SEE });
  const kept = rotation(now);
  if (!kept) {
    return refuse(
      `Le pilote de journal est ${quote(now.host.logDriver)}.`,
      'Ce pilote ne laisse pas au moteur de fichiers qu’il fasse tourner. Ici, c’est la borne des fichiers de l’hôte qui est demandée.',
    );
  }
  if (kept.size === null) {
    return now.host.memory > 0
      ? refuse(
          'La mémoire est bornée, les journaux ne le sont pas.',
          'Un journal n’est pas dans la mémoire du conteneur : c’est dockerd qui l’écrit, hors de ses limites. Un plafond de mémoire ne borne pas le disque.',
        )
      : refuse(
          `Le pilote ${quote(now.host.logDriver)} écrit sans limite de taille.`,
          'Sans option, json-file garde tout, pour toujours, dans un seul fichier. Vider ce fichier à la main ne fait que remettre le compteur à zéro.',
        );
  }
  const most = kept.size * kept.files;
  return most <= MOST
    ? passed(`${kept.files} × ${formatBytes(kept.size)} : les journaux n’occuperont pas plus de ${formatBytes(most)}.`)
    : refuse(
        `${kept.files} × ${formatBytes(kept.size)} : les journaux peuvent occuper jusqu’à ${formatBytes(most)}.`,
        'La taille est celle d’un fichier, et le moteur en garde plusieurs : c’est leur produit que le disque risque. Chaque pilote a ses valeurs d’office.',
      );
}

function judgeFiles(now: ContainerFacts): Verdict {
  const kept = rotation(now);
  if (!kept || kept.size === null) return waiting('La rotation se juge une fois les journaux bornés.');
  return kept.files >= 2
    ? passed(`La rotation garde ${kept.files} fichiers.`)
    : failed({
        expected: 'Au moins deux fichiers de journal.',
        observed: 'La rotation ne garde qu’un seul fichier.',
        mechanism:
          'Arrivé à sa taille, le fichier unique est vidé avant de repartir : à cet instant, tout l’historique disparaît. Un intrus n’a qu’à faire du bruit pour effacer ses traces.',
        see: SEE,
      });
}

function judgeVoice(now: ContainerFacts, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Le programme passerelle en marche, et ses lignes dans docker logs.',
      observed,
      mechanism,
      see,
    });
  if (now.host.logDriver === 'none') {
    return refuse(
      'Le pilote de journal est « none ».',
      'Le disque est sauf, mais plus rien ne raconte ce que fait le service : le jour de l’incident, il n’y aura rien à lire.',
      SEE,
    );
  }
  const running = runningContainer(o, TALKER);
  if ('status' in running) return running;
  if (now.image !== TALKER_IMAGE || !running.process.commandLine.includes('passerelle')) {
    return refuse(
      `${quote(TALKER)} exécute ${quote(running.process.commandLine)}, de l’image ${quote(now.image)}.`,
      'Ce n’est pas le programme de la passerelle : le service ne rend plus le même travail.',
      `docker inspect -f '{{.Config.Image}} {{json .Config.Cmd}}' ${TALKER}`,
    );
  }
  const logs = o.logs[TALKER];
  if (logs === null || logs === undefined) return waiting('Le journal n’a pas encore pu être lu.');
  return /requete \d+ etat=/.test(logs)
    ? passed('La passerelle tourne, et docker logs montre ses dernières requêtes.')
    : refuse(
        'Le journal est vide.',
        'Le moteur ne garde que ce que le premier processus écrit sur ses sorties. Les rediriger change l’application, et prive l’enquête de ses traces.',
        `docker logs --tail 3 ${TALKER}`,
      );
}

function judgeLeftovers(o: Observation, now: ContainerFacts): Verdict {
  const old = o.engine.containers.find(
    (c) => c.id !== now.id && c.image === TALKER_IMAGE && rotation(c) !== null && rotation(c)?.size === null,
  );
  return old
    ? failed({
        expected: 'Une seule passerelle, et l’ancien journal rendu au disque.',
        observed: `${quote(old.name)} garde son journal sans limite, dans l’état ${quote(old.state.status)}.`,
        mechanism:
          'Le journal d’un conteneur vit aussi longtemps que lui, même arrêté, même renommé. Seule sa suppression libère la place.',
        see: 'docker ps -a --filter ancestor=labo/passerelle:1',
      })
    : passed('Aucune autre passerelle ne garde de journal sans limite.');
}
