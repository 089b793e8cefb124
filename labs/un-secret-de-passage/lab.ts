import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { baselineContainer, container, processesOf, runningContainer, type RunningContainer } from '../facts.ts';
import { broughtBy, CUSTOMS, storedFiles, type StoredFile } from '../layers.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const NAME = 'meteo';
const SEARCH = 'recherche';
/** What the customs officer types. */
const SEE = `docker exec ${CUSTOMS} grep -rslFf /cle /couches /configurations`;

export default defineLab({
  id: 'un-secret-de-passage',
  title: 'Un secret de passage',
  chapter: 'images',
  order: 2,
  kind: 'proteger',
  difficulty: 3,
  minutes: 20,
  summary:
    'Donner une clé à la construction d’une image sans qu’elle reste dans ses couches, dans son historique ni dans le cache.',
  scenario: `Le service \`meteo\` se construit dans \`/root/meteo\`. Pendant la construction, \`obtenir-module\` a besoin de la clé \`depot.cle\` pour s’identifier auprès du dépôt de la maison et en rapporter un module ; une fois l’image faite, plus rien n’a besoin de cette clé.

Le Dockerfile la copie, s’en sert, puis l’efface. La **douane** a refusé la livraison. C’est un conteneur qui cherche la clé dans tout ce que range le moteur, couches et configurations, sans lancer aucune image :

\`\`\`sh
${SEE}
\`\`\`

1. Corrigez la construction : la clé est là pendant l’instruction qui s’en sert, et nulle part ensuite.
2. Remplacez le conteneur \`meteo\` par un autre, de même nom, né de l’image corrigée.
3. Faites place nette : la douane ne doit plus rien trouver sur cette machine.

Gardez \`depot.cle\` où elle est, et laissez la douane travailler.`,
  hints: [
    'Ce qui entre dans une image par `COPY` ou par un argument y reste. Il faut une troisième voie : un fichier *monté* le temps d’une instruction. Cherchez `--mount` parmi les options de `RUN`, et `docker build --help`.',
    'Dans le Dockerfile, `RUN --mount=type=secret,id=…` présente un fichier dans `/run/secrets/`. À la construction, `--secret id=…,src=…` dit lequel. La douane nomme encore des couches ? Le constructeur a un cache : `docker builder --help`.',
    '`RUN --mount=type=secret,id=depot obtenir-module /run/secrets/depot`, sans le `COPY` de la clé ; `docker build --secret id=depot,src=depot.cle …` ; puis, le service remplacé, `docker rmi` pour l’ancienne image et `docker builder prune --all` pour le cache.',
  ],
  reads: {
    probes: {
      [SEARCH]: {
        container: CUSTOMS,
        command: ['grep', '-rslFf', '/cle', '/couches', '/configurations'],
      },
    },
  },
  checks: [
    {
      id: 'service-renouvele',
      title: 'Le service tourne, né d’une autre image, avec son module',
      section: 'un-secret-de-construction',
      evaluate(observation) {
        const service = renewed(observation);
        if ('status' in service) return service;
        return (
          keyMounted(service) ??
          (processesOf(observation, service.container).some(({ name }) => name === 'httpd')
            ? passed(`${quote(NAME)} tourne sur ${quote(service.container.image)} : le module y est.`)
            : waiting(`${quote(NAME)} démarre : son serveur n’est pas encore là.`))
        );
      },
    },
    {
      id: 'cle-hors-de-l-image',
      title: 'L’image du service ne contient la clé ni dans ses couches, ni dans sa configuration',
      section: 'un-secret-de-construction',
      references: { anssi: ['R15'], cis: ['4.10'], attack: ['T1552.001'] },
      evaluate(observation) {
        const service = renewed(observation);
        if ('status' in service) return service;
        const found = search(observation);
        if ('status' in found) return found;
        const [leak] = broughtBy(found, service.container);
        return leak
          ? leaking(leak)
          : passed(`La douane a lu les couches et la configuration de ${quote(service.container.image)} : rien.`);
      },
    },
    {
      id: 'plus-une-trace',
      title: 'La douane ne trouve plus la clé nulle part dans le moteur',
      section: 'un-secret-de-construction',
      references: { cis: ['4.10'], attack: ['T1552.001'] },
      evaluate(observation) {
        const service = renewed(observation);
        if ('status' in service) return service;
        const found = search(observation);
        if ('status' in found) return found;
        const [first] = found;
        return first
          ? remaining(observation, found, first)
          : passed('Ni image, ni cache de construction : rien à déclarer.');
      },
    },
  ],
});

/** The service in operation, once it is no longer the prepared one. */
function renewed(o: Observation): RunningContainer | FailedVerdict | WaitingVerdict {
  const before = baselineContainer(o, NAME);
  const now = container(o, NAME);
  if (!now || !before || (now.id !== before.id && now.imageId !== before.imageId)) return runningContainer(o, NAME);
  const other = o.engine.images.find(
    ({ tags, id }) => tags.some((tag) => tag.startsWith(`${NAME}:`)) && id !== before.imageId,
  );
  if (now.id === before.id && !other) return waiting(`${quote(NAME)} est encore celui du départ : à vous de jouer.`);
  return failed({
    expected: `${quote(NAME)} né d’une image corrigée.`,
    observed:
      now.id === before.id
        ? `${quote(NAME)} est encore le conteneur du départ, alors qu’une autre image existe.`
        : `${quote(NAME)} a été recréé à partir de l’image du départ.`,
    mechanism:
      'Un conteneur garde pour toujours l’image dont il est né : en construire une meilleure, même sous la même étiquette, ne le change pas. Il faut l’ôter et le recréer.',
    see: `docker inspect -f '{{.Image}}' ${NAME}; docker images --no-trunc`,
  });
}

/** The service must have its module from its image: a key brought at run time would follow it into production. */
function keyMounted({ container: { mounts } }: RunningContainer): FailedVerdict | undefined {
  const mount = mounts.find(({ type }) => type === 'bind');
  return mount
    ? failed({
        expected: `${quote(NAME)} sans montage : ce qu’il sert est dans son image.`,
        observed: `${quote(mount.source)} est monté dans ${quote(NAME)} : ce qu’il en tire ne vient pas de l’image.`,
        mechanism:
          'Un secret de construction ne sert qu’à construire. Monté au lancement, il accompagne le service partout où il tourne, et qui prend le service prend la clé.',
        see: `docker inspect -f '{{json .Mounts}}' ${NAME}`,
      })
    : undefined;
}

function search(o: Observation): StoredFile[] | WaitingVerdict {
  return (
    storedFiles(o, SEARCH) ??
    waiting(`La douane ne répond pas : le conteneur ${quote(CUSTOMS)} doit être en marche, tel qu’au départ.`)
  );
}

const leaking = ({ layer, path }: StoredFile): Verdict =>
  failed({
    expected: 'Une image où la douane ne trouve pas la clé.',
    observed: layer
      ? `La clé est dans une de ses couches, à l’adresse ${quote(path)}.`
      : 'La clé est dans la configuration de l’image : variable, étiquette ou historique.',
    mechanism: layer
      ? 'Chaque instruction fige ce qu’elle a ajouté. Effacer ensuite pose une marque au-dessus ; et recopier un secret monté, c’est le faire entrer dans la couche.'
      : 'Le constructeur écrit la valeur des arguments devant chaque commande qui les a reçus, et celle des variables dans la configuration : elle part avec l’image.',
    see: SEE,
  });

/** What still holds the key, once the image in service does not: another image, or the builder's cache. */
function remaining(o: Observation, found: readonly StoredFile[], first: StoredFile): Verdict {
  const tagged = found.find(({ layer }) => layer === undefined);
  const before = baselineContainer(o, NAME);
  const old = before && o.engine.images.find(({ id }) => id === before.imageId);
  return failed({
    expected: 'Une recherche qui ne rapporte rien.',
    observed: tagged
      ? `La configuration d’une image la contient encore, sha256:${tagged.path.slice(0, 12)}.`
      : old
        ? `La clé est encore dans ${found.length} couches de cet hôte. L’image du départ y est toujours, ${quote(old.tags[0] ?? old.id)}.`
        : `Le cache de construction, ou une image sans nom, la garde encore à l’adresse ${quote(first.path)}.`,
    mechanism: old
      ? 'Une étiquette neuve n’efface pas l’ancienne image, et ses couches restent tant que quelque chose s’en sert.'
      : 'Pour aller vite, le constructeur garde les couches de ses constructions et une copie du contexte envoyé. Rien ne les efface tant que la place ne manque pas.',
    see: old ? 'docker images --all' : 'docker buildx du',
  });
}
