import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  container,
  formatBytes,
  image,
  neverRestarted,
  runningContainer,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const SHOP = 'boutique';
const BEFORE = 'labo/boutique:1';
const AFTER = 'labo/boutique:2';
const FIXED_BASE = 'labo/socle:1.1';
/** Runs the fixed base as it is: its layers are the base's. */
const BASE_TRIAL = 'recette-socle';
const DOCKERFILE = '/root/boutique/Dockerfile';
const MEMORY = 64 * 2 ** 20;

const SEE_LAYERS = `docker image inspect -f '{{json .RootFS.Layers}}' ${FIXED_BASE}; docker image inspect -f '{{json .RootFS.Layers}}' $(docker inspect -f '{{.Image}}' ${SHOP})`;

export default defineLab({
  id: 'reconstruire-et-redeployer',
  title: 'Reconstruire et redéployer',
  chapter: 'correctifs',
  order: 1,
  kind: 'reparer',
  difficulty: 2,
  minutes: 25,
  summary:
    'Un service en marche sur un socle fautif, corrigé à la main par docker exec : le reconstruire sur le socle réparé, sans rien perdre.',
  scenario: `Le programme de démarrage du socle \`labo/socle:1.0\` écrit toutes les variables d’environnement dans le journal, jetons compris (\`docker logs boutique\` vous le montrera). L’équipe du socle a livré \`labo/socle:1.1\`, qui n’a plus ce défaut ; son conteneur de recette, \`recette-socle\`, l’exécute tel quel.

\`boutique\`, elle, tourne depuis des mois sur la 1.0. Un collègue l’a « corrigée » hier soir : \`docker exec -u 0 boutique sed -i …\`. « C’est réglé, j’ai vérifié. » Ses sources sont dans \`/root/boutique\`, avec le script de son lancement.

1. Reconstruisez la boutique sur le socle 1.1, sous l’étiquette \`${AFTER}\`. Le Dockerfile doit garder trace de ce choix.
2. Redéployez \`boutique\` sur cette image, avec **tous** ses réglages et ses commandes (le volume \`commandes\`).
3. Gardez de quoi revenir en arrière : \`${BEFORE}\` doit rester l’image d’avant.`,
  hints: [
    'Regardez d’abord ce que la rustine a changé (`docker diff boutique`), puis d’où l’image est partie : la première ligne du Dockerfile. Un conteneur redémarré garde son image.',
    'Un Dockerfile épinglé sur un socle fautif reproduit la faille à chaque construction : c’est la ligne `FROM` qui doit avancer. Pour changer d’image, un conteneur se recrée ; `lancer.sh` et `docker inspect` disent avec quelles options.',
    'Dans le Dockerfile, `FROM labo/socle:1.1` ; `docker build -t labo/boutique:2 /root/boutique` ; `docker rm -f boutique` ; puis la commande de `lancer.sh`, dont seule l’étiquette change.',
  ],
  reads: {
    files: [DOCKERFILE],
    probes: {
      orders: { container: SHOP, command: ['wget', '-q', '-O', '-', 'http://127.0.0.1:8080/commandes.txt'] },
    },
  },
  checks: [
    {
      id: 'dockerfile-a-jour',
      title: 'Les sources de la boutique partent du socle corrigé',
      section: 'epingler-et-renouveler',
      references: { cis: ['4.2'] },
      evaluate: judgeSource,
    },
    {
      id: 'socle-corrige',
      title: 'La boutique en marche repose sur les couches du socle corrigé',
      section: 'reconstruire-ne-pas-reparer',
      references: { cis: ['4.4', '5.28'] },
      evaluate: judgeBase,
    },
    {
      id: 'retour-possible',
      title: 'L’image d’avant reste disponible sous son étiquette',
      section: 'epingler-et-renouveler',
      evaluate: judgeTags,
    },
    {
      id: 'memes-reglages',
      title: 'La boutique a gardé son volume, son jeton, son port et ses limites',
      section: 'reconstruire-ne-pas-reparer',
      references: { anssi: ['R10', 'R14'], cis: ['5.11', '5.14'] },
      evaluate(observation) {
        const shop = replacedShop(observation);
        if ('status' in shop) return shop;
        return (
          lostSetting(observation, shop) ??
          passed('Volume, jeton, port, compte et plafond de mémoire sont ceux d’avant.')
        );
      },
    },
    {
      id: 'commandes-servies',
      title: 'La boutique redéployée sert les commandes enregistrées',
      section: 'reconstruire-ne-pas-reparer',
      evaluate: judgeService,
    },
  ],
});

const baseOf = (dockerfile: string | null): string | undefined =>
  [...(dockerfile ?? '').slice(0, 8192).matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)].at(-1)?.[1];

function judgeSource(o: Observation): Verdict {
  const base = baseOf(o.files[DOCKERFILE] ?? null);
  if (base === FIXED_BASE) return passed(`La dernière ligne FROM nomme ${quote(base)}.`);
  if (base === 'labo/socle:1.0' && !image(o, AFTER)) return waiting('Le Dockerfile part encore du socle fautif.');
  return failed({
    expected: `Un Dockerfile qui part de ${quote(FIXED_BASE)}.`,
    observed: base ? `Sa dernière ligne FROM nomme ${quote(base)}.` : 'Il n’a pas de ligne FROM lisible.',
    mechanism:
      'Les sources décident de la prochaine image. Tant qu’elles épinglent l’ancien socle, la prochaine construction, par vous ou par l’intégration continue, ramène la faille.',
    see: `grep -n FROM ${DOCKERFILE}`,
  });
}

/** The shop once the learner has acted on it. */
function replacedShop(o: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  return neverRestarted(o, SHOP)
    ? waiting('La boutique est encore le conteneur du départ, rustine comprise.')
    : runningContainer(o, SHOP);
}

function judgeBase(o: Observation): Verdict {
  const shop = replacedShop(o);
  if ('status' in shop) return shop;
  const { container: now } = shop;
  const before = baselineContainer(o, SHOP);
  const base = baselineContainer(o, BASE_TRIAL)?.layers ?? [];
  if (!before || base.length === 0) return waiting('L’état de départ n’est pas connu : réinitialisez le bac.');
  const refuse = (observed: string, mechanism: string, see = SEE_LAYERS): FailedVerdict =>
    failed({ expected: `Des couches qui commencent par celles de ${quote(FIXED_BASE)}.`, observed, mechanism, see });
  if (now.id === before.id) {
    return refuse(
      'La boutique a été relancée : c’est toujours le même conteneur, sur la même image.',
      'Un conteneur garde l’image de sa création, et sa couche d’écriture avec elle : la rustine survit au redémarrage, la faille reste dans l’image. Le prochain recréé l’aura de nouveau.',
      `docker diff ${SHOP}; docker inspect -f '{{.Image}}' ${SHOP}`,
    );
  }
  if (startsWith(now, base)) {
    return now.layers.length > base.length
      ? passed(`Ses ${now.layers.length} couches commencent par les ${base.length} du socle corrigé.`)
      : refuse('Ce sont les couches du socle seul.', 'Le socle démarre, mais la boutique n’est pas dedans.');
  }
  return startsWith(now, before.layers.slice(-base.length))
    ? refuse(
        'Ses couches sont encore les couches de l’ancien socle.',
        'Une correction posée par-dessus, à la main ou dans le Dockerfile, laisse l’ancien socle dessous : il faudra la refaire à chaque faille, et aucun analyseur ne saura qu’elle existe.',
      )
    : refuse(
        'Ses couches ne viennent d’aucun des deux socles.',
        'Une image hérite d’un socle par ses premières couches, et par rien d’autre.',
      );
}

/** Layers are listed from the last to the first: those of the base are at the end. */
const startsWith = ({ layers }: ContainerFacts, base: readonly string[]): boolean =>
  base.length > 0 && layers.slice(-base.length).join() === base.join();

function judgeTags(o: Observation): Verdict {
  const shop = replacedShop(o);
  if ('status' in shop) return shop;
  const imageBefore = baselineContainer(o, SHOP)?.imageId;
  const old = image(o, BEFORE);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `${quote(BEFORE)} inchangée, et la boutique sur ${quote(AFTER)}.`,
      observed,
      mechanism,
      see: `docker images labo/boutique; docker inspect -f '{{.Config.Image}} {{.Image}}' ${SHOP}`,
    });
  if (old?.id !== imageBefore) {
    return refuse(
      old ? `${quote(BEFORE)} désigne maintenant une autre image.` : `${quote(BEFORE)} n’existe plus.`,
      'Réutiliser une étiquette efface le chemin du retour : si la nouvelle version échoue, il n’y a plus de nom pour l’ancienne. Une version, une étiquette.',
    );
  }
  return shop.container.imageId === image(o, AFTER)?.id
    ? passed(`${quote(BEFORE)} est l’image d’avant ; la boutique exécute ${quote(AFTER)}.`)
    : refuse(
        `La boutique exécute ${quote(shop.container.image)}, qui n’est pas ${quote(AFTER)}.`,
        'Construire une image ne déplace aucun conteneur : chacun reste sur celle qui lui a été donnée à sa création.',
      );
}

function lostSetting(o: Observation, { container: now, process }: RunningContainer): FailedVerdict | undefined {
  const before = baselineContainer(o, SHOP);
  const refuse = (observed: string, see: string): FailedVerdict =>
    failed({
      expected: 'Une boutique qui ne diffère de l’ancienne que par son image.',
      observed,
      mechanism:
        'Les options de lancement appartiennent au conteneur, non à l’image : tout ce qui n’est pas redit à docker run est perdu. Un fichier Compose évite de compter sur la mémoire.',
      see,
    });
  const volume = now.mounts.find(({ destination }) => destination === '/donnees');
  if (volume?.type !== 'volume' || volume.source !== before?.mounts[0]?.source || !volume.writable) {
    return refuse('La boutique tourne sans le volume des commandes.', `docker inspect -f '{{json .Mounts}}' ${SHOP}`);
  }
  const token = before.config.env.find((entry) => entry.startsWith('JETON_PAIEMENT='));
  if (!token || !now.config.env.includes(token)) {
    return refuse('La variable JETON_PAIEMENT n’est plus la même.', `docker inspect -f '{{json .Config.Env}}' ${SHOP}`);
  }
  if (describePorts(now) !== describePorts(before)) {
    return refuse(
      `La boutique publie ${quote(describePorts(now) || 'rien')} au lieu de ${quote(describePorts(before))}.`,
      `docker port ${SHOP}`,
    );
  }
  if (process.uids[1] !== 10001) {
    return refuse(
      `Son premier processus est l’utilisateur ${process.uids[1] ?? '?'}, non 10001.`,
      `docker top ${SHOP}`,
    );
  }
  const memory = o.kernel.cgroups[now.id]?.memoryMax ?? null;
  return memory === MEMORY
    ? undefined
    : refuse(
        `Le noyau lui accorde comme mémoire : ${formatBytes(memory)}. Avant : ${formatBytes(MEMORY)}.`,
        `docker stats --no-stream ${SHOP}`,
      );
}

const describePorts = ({ ports }: ContainerFacts): string =>
  ports
    .map(({ hostIp, hostPort, containerPort }) => `${hostIp}:${hostPort}->${containerPort}`)
    .sort()
    .join(', ');

function judgeService(o: Observation): Verdict {
  const shop = replacedShop(o);
  if ('status' in shop) return shop;
  if (container(o, SHOP)?.id === baselineContainer(o, SHOP)?.id)
    return waiting('À juger quand la boutique aura été recréée.');
  const orders = o.probes['orders'];
  if (!orders || orders.exitCode < 0) return waiting('La boutique n’a pas encore pu être interrogée.');
  return orders.exitCode === 0 && orders.output.includes('commande 1042')
    ? passed('Interrogée sur son port 8080, elle rend la commande 1042.')
    : failed({
        expected: 'La commande 1042, enregistrée avant le redéploiement, toujours servie.',
        observed: `La boutique répond : ${quote(orders.output)}.`,
        mechanism:
          'Ce qu’un conteneur écrit hors d’un volume disparaît avec lui. Les commandes sont dans un volume : encore faut-il le rendre au nouveau conteneur.',
        see: `docker exec ${SHOP} wget -q -O - http://127.0.0.1:8080/commandes.txt`,
      });
}
