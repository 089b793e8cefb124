import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  container,
  exceedsOrdinary,
  processesOf,
  runningContainer,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const READER = 'releve';
const SETTINGS_FOLDER = '/etc/boutique';
const SCHEDULER = '/usr/local/sbin/planificateur';
const FLAG_FILE = '/root/drapeau';
const FLAG = 'drapeau';

/**
 * The service's page, then the attack on each mount but the container's own: is it writable, if need be once remounted?
 * In a mount namespace that ends with the command, and on dates alone: replaying it leaves nothing behind.
 */
const PAGE_THEN_ATTACK = `echo "page $(wget -qO- http://127.0.0.1:8080/ | tr '\\n' ' ')"
for m in $(awk '{for(i=7;i<=NF;i++)if($i=="-")t=$(i+1)} t!="tmpfs"&&$5!~"^/(proc|sys|dev)(/|$)|^/$|^/etc/(hosts|hostname|resolv.conf)$"{print $5}' /proc/self/mountinfo); do
if touch -c "$m" || unshare -m sh -c "mount -o remount,bind,rw '$m' && touch -c '$m'"; then echo "inscriptible $m"; fi; done 2>/dev/null; :`;

export default defineLab({
  id: 'privilegie-par-habitude',
  title: 'Privilégié par habitude',
  chapter: 'attaques',
  order: 2,
  kind: 'attaquer-defendre',
  difficulty: 3,
  minutes: 25,
  summary:
    'Lever la lecture seule d’un montage depuis un conteneur privilégié, faire exécuter une commande par le root de l’hôte, puis rendre le service utile et inoffensif.',
  scenario: `Le conteneur \`releve\` affiche, sur le port 8080, les réglages de la boutique. Il a été lancé ainsi, il y a deux ans :

\`\`\`sh
docker run -d --name releve --privileged -v /etc:/hote/etc:ro -p 127.0.0.1:8080:8080 labo/releve:1
\`\`\`

« \`--privileged\`, sinon ça ne marchait pas. Mais \`/etc\` est en lecture seule, alors ça va. » Son seul besoin : lire \`/etc/boutique/boutique.conf\`, sur l’hôte, à chaque visite.

Sur l’hôte, un planificateur exécute en root, chaque seconde, les scripts \`/etc/planif.d/*.sh\`, comme \`cron\` le ferait.

**Attaquez.** Ouvrez un shell dans \`releve\` et n’en sortez pas. Faites exécuter une commande par le root de l’hôte, et servez-vous-en pour lire \`/root/drapeau\`, qui n’est monté nulle part. Saisissez ce qu’il contient : cette preuve reste acquise.

**Défendez.** Effacez vos traces, puis recréez \`releve\`, sous le même nom et depuis la même image. La page doit toujours donner les réglages du moment ; le conteneur ne doit plus avoir ni pouvoir particulier, ni vue sur le reste de \`/etc\`. Le planificateur, qui n’est pas en cause, continue.`,
  hints: [
    'Écrire dans `/hote/etc` échoue : `Read-only file system`. Cette lecture seule est une option du montage, et un conteneur privilégié a le droit de monter. Que peut-on faire d’une option de montage ?',
    'Voyez `mount -o remount,…`. Un script déposé dans `/hote/etc/planif.d` s’exécutera hors du conteneur : il peut copier le drapeau là où vous savez lire. Pour la défense, le montage peut être plus étroit.',
    'Attaque : `mount -o remount,bind,rw /hote/etc`, puis un fichier `.sh` qui contient `cp /root/drapeau /etc/planif.d/butin`. Défense : sans `--privileged`, avec `-v /etc/boutique:…:ro` au bon endroit.',
  ],
  reads: {
    files: [FLAG_FILE],
    probes: { releve: { container: READER, command: ['sh', '-c', PAGE_THEN_ATTACK] } },
  },
  checks: [
    {
      id: 'drapeau-lu',
      title: 'Le root de l’hôte a exécuté votre commande',
      section: 'privilegie-et-lecture-seule',
      references: { attack: ['T1611', 'T1053.003'] },
      answer: { key: FLAG, label: 'Contenu de /root/drapeau', placeholder: '16 chiffres hexadécimaux' },
      evaluate: judgeFlag,
    },
    {
      id: 'sans-privilege',
      title: 'Aucun conteneur n’a plus de pouvoirs qu’un conteneur ordinaire',
      section: 'privilegie-et-lecture-seule',
      references: { anssi: ['R1', 'R8'], cis: ['5.4', '5.5'], attack: ['T1611'] },
      evaluate(observation) {
        const reader = replacedReader(observation);
        return 'status' in reader ? reader : judgePowers(observation, reader);
      },
    },
    {
      id: 'montage-etroit',
      title: 'De l’hôte, le relevé ne voit que les réglages de la boutique',
      section: 'privilegie-et-lecture-seule',
      references: { anssi: ['R1', 'R15'], cis: ['5.6'] },
      evaluate(observation) {
        const reader = replacedReader(observation);
        return 'status' in reader ? reader : judgeMounts(reader);
      },
    },
    {
      id: 'attaque-sans-effet',
      title: 'L’attaque échoue : rien de l’hôte n’est inscriptible depuis le relevé',
      section: 'privilegie-et-lecture-seule',
      references: { anssi: ['R1', 'R15'], attack: ['T1611', 'T1053.003'] },
      evaluate(observation) {
        const reader = replacedReader(observation);
        return 'status' in reader ? reader : judgeAttack(observation, reader);
      },
    },
    {
      id: 'page-servie',
      title: 'La page donne toujours les réglages, et le planificateur tourne',
      section: 'prouver-la-defense',
      evaluate(observation) {
        const reader = replacedReader(observation);
        return 'status' in reader ? reader : judgeService(observation);
      },
    },
  ],
});

function judgeFlag(o: Observation): Verdict {
  const answer = (o.answers[FLAG] ?? '').toLowerCase();
  if (!answer) return waiting('Saisissez le contenu du drapeau.');
  const flag = o.files[FLAG_FILE]?.trim();
  if (!flag) return waiting(`Le fichier ${FLAG_FILE} n’est plus là : réinitialisez le bac pour le retrouver.`);
  if (answer === flag) {
    return passed(`${quote(flag)} : le dossier /root n’était pas monté, c’est bien l’hôte qui a lu pour vous.`);
  }
  return failed({
    expected: `Le contenu du fichier ${FLAG_FILE} de l’hôte.`,
    observed: `${quote(answer)} n’est pas ce contenu.`,
    mechanism:
      'Le conteneur ne voit de l’hôte que /etc. Mais ce dossier décide de ce que l’hôte exécute : qui peut y écrire fait agir root à sa place.',
    see: `docker exec ${READER} ls /hote/etc/planif.d`,
  });
}

/** The service that took the place of the prepared one. */
function replacedReader(o: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  const found = container(o, READER);
  return found && found.id === baselineContainer(o, READER)?.id
    ? waiting(`${quote(READER)} est encore celui du départ. Attaquez d’abord, défendez ensuite.`)
    : runningContainer(o, READER);
}

function judgePowers(o: Observation, { process }: RunningContainer): Verdict {
  for (const candidate of o.engine.containers) {
    const powerful = processesOf(o, candidate).find(
      ({ capEffective, capBounding }) => exceedsOrdinary(capEffective) || exceedsOrdinary(capBounding),
    );
    if (!powerful) continue;
    return failed({
      expected: 'Dans chaque conteneur, au plus les quatorze capacités d’un conteneur ordinaire.',
      observed: `Le noyau montre dans ${quote(candidate.name)} un processus qui en a d’autres : CapBnd ${powerful.capBounding}.`,
      mechanism: candidate.host.privileged
        ? 'L’option --privileged rend toutes les capacités, lève les filtres et ouvre les périphériques. Elle se choisit à la création : renommer l’ancien conteneur ou en lancer un second ne la retire pas.'
        : 'Lire un fichier de réglages ne demande aucune capacité ajoutée. CAP_SYS_ADMIN, à elle seule, permet de monter et de remonter.',
      see: `grep Cap /proc/$(docker inspect -f '{{.State.Pid}}' ${candidate.name.replace(/[^\w.-]/g, '')})/status`,
    });
  }
  return passed(
    `Les pouvoirs de ${quote(READER)} sont ceux d’un conteneur ordinaire : CapEff ${process.capEffective}.`,
  );
}

function judgeMounts({ container: reader }: RunningContainer): Verdict {
  const see = `docker inspect -f '{{range .Mounts}}{{.Source}} {{.RW}} {{end}}' ${READER}`;
  const binds = reader.mounts.filter(({ type }) => type === 'bind');
  const wide = binds.find(({ source }) => source !== SETTINGS_FOLDER && !source.startsWith(`${SETTINGS_FOLDER}/`));
  if (wide) {
    return failed({
      expected: `Rien de l’hôte, sinon ce que contient ${SETTINGS_FOLDER}.`,
      observed: `${quote(wide.source)} est monté dans ${quote(READER)}.`,
      mechanism:
        'Même en lecture seule, /etc contient /etc/shadow et bien des clés, que le root du conteneur peut lire : pour les fichiers, il est le root de l’hôte. Un montage se taille sur le besoin.',
      see,
    });
  }
  const writable = binds.find((mount) => mount.writable);
  if (writable) {
    return failed({
      expected: 'Des réglages en lecture seule.',
      observed: `${quote(writable.source)} est monté en écriture.`,
      mechanism:
        'Qui prend le relevé réécrirait les réglages de la boutique. La lecture seule vaut quand rien, dans le conteneur, ne permet de la lever.',
      see,
    });
  }
  return passed(
    binds[0] ? `Seul ${quote(binds[0].source)} est monté, en lecture seule.` : 'Aucun fichier de l’hôte n’est monté.',
  );
}

function judgeAttack(o: Observation, { container: reader }: RunningContainer): Verdict {
  const output = o.probes['releve']?.output ?? '';
  if (!output.startsWith('page ')) return waiting('L’attaque n’a pas encore pu être rejouée.');
  const volumes = reader.mounts.filter(({ type }) => type === 'volume').map(({ destination }) => destination);
  const target = [...output.matchAll(/^inscriptible (?<path>.+)$/gm)]
    .map(({ groups }) => groups?.['path'] ?? '')
    .find((path) => !volumes.includes(path));
  return target === undefined
    ? passed(`Rejouée dans ${quote(READER)}, l’attaque n’a trouvé aucun montage de l’hôte où écrire.`)
    : failed({
        expected: 'Aucun montage de l’hôte où l’on puisse écrire, même en le remontant.',
        observed: `Rejouée dans ${quote(READER)}, l’attaque obtient d’écrire dans ${quote(target)}.`,
        mechanism:
          'La lecture seule est un drapeau posé sur le montage. Qui a le droit de monter a le droit de l’enlever ; qui ne l’a pas doit encore le trouver posé.',
        see: `docker exec ${READER} grep /hote /proc/self/mountinfo`,
      });
}

function judgeService(o: Observation): Verdict {
  if (!o.kernel.processes.some((p) => p.containerId === null && p.commandLine.includes(SCHEDULER))) {
    return failed({
      expected: 'Le planificateur de l’hôte en marche.',
      observed: 'Le noyau ne montre plus son processus.',
      mechanism:
        'Arrêter ce que l’attaquant détourne n’est pas se défendre : les tâches de l’hôte ne se font plus, et /etc reste ouvert. Réinitialisez le bac pour le retrouver.',
      see: 'ps -ef | grep planificateur',
    });
  }
  const page = /^page (?<page>.*)$/m.exec(o.probes['releve']?.output ?? '')?.groups?.['page'];
  if (page === undefined) return waiting('La page n’a pas encore pu être demandée.');
  const setting = /seuil=\d+/.exec(page)?.[0];
  return setting
    ? passed(`La page répond ${quote(setting)}, et le planificateur tourne.`)
    : failed({
        expected: 'Une page qui donne les réglages de la boutique.',
        observed: 'La page ne donne aucun réglage.',
        mechanism:
          'Le programme lit le fichier que nomme sa variable REGLAGES, par défaut /hote/etc/boutique/boutique.conf. Il doit le trouver, et avoir le droit de le lire.',
        see: `docker exec ${READER} sh -c 'ls -l $REGLAGES'`,
      });
}
