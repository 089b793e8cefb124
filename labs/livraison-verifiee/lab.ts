import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, processesOf, runningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';
import { readPolicy, required, type Policy, type Requirement } from './policy.ts';

const NAME = 'boutique';
const REPOSITORY = '127.0.0.1:5000/boutique';
/** Where the registry writes which digest the tag stands for. */
const TAG = '/var/lib/registre/docker/registry/v2/repositories/boutique/_manifests/tags/1.0/current/link';
const POLICY = '/etc/containers/policy.json';
const KEY = '/root/livraison/editeur.asc';

const SEE_TAG = `skopeo inspect --format '{{.Digest}}' docker://${REPOSITORY}:1.0`;
const SEE_POLICY = `jq . ${POLICY}; deployer`;

export default defineLab({
  id: 'livraison-verifiee',
  title: 'Une livraison vérifiée',
  chapter: 'images',
  order: 4,
  kind: 'attaquer-defendre',
  difficulty: 4,
  minutes: 30,
  summary:
    'Réécrire une étiquette dans un registre et voir le piège se déployer, puis exiger une signature qui le fait refuser.',
  scenario: `Chaque nuit, la commande \`deployer\` prend \`${REPOSITORY}:1.0\` au registre de la maison et relance le conteneur \`boutique\`. L’éditeur signe ses images ; personne ne vérifie ses signatures. Et le registre ne demande de mot de passe à personne.

**Attaquez.** Vous avez un pied sur ce réseau. Construisez une image piégée, qui sert une autre page sur le port 8080, publiez-la sous l’étiquette \`1.0\`, et lancez \`deployer\` : le piège est en production.

**Défendez.** Laissez l’étiquette empoisonnée où elle est : dans la vie, vous ne savez pas encore qu’elle l’est. \`deployer\` se sert de \`skopeo\`, qui obéit à la politique \`${POLICY}\`. Aujourd’hui elle accepte tout.

1. Une image du dépôt \`${REPOSITORY}\`, demandée par étiquette ou par empreinte, doit porter la signature de l’éditeur. Sa clé publique est \`${KEY}\` ; l’autre, dans le même dossier, est révoquée.
2. Tout ce que la politique ne prévoit pas est refusé.
3. \`deployer\`, relancé, doit échouer. Remettez alors en service l’image authentique : \`deployer\` accepte en argument une image désignée par son empreinte.

Les signatures sont rangées dans \`/var/lib/signatures\`.`,
  hints: [
    'Publier, c’est donner à une image un nom qui commence par l’adresse du registre (`docker build -t` ou `docker tag`), puis `docker push`. Pour la défense, lisez la politique actuelle : `jq . /etc/containers/policy.json`. Que dit sa clé `default` ?',
    'Une politique a deux parties : `default`, et `transports`, où la clé `docker` associe à un dépôt une liste d’exigences. Les types utiles sont `signedBy` (avec `keyType` et `keyPath`) et `reject`. L’empreinte signée par l’éditeur se lit dans le nom d’un répertoire de `/var/lib/signatures`.',
    '`{"default":[{"type":"reject"}],"transports":{"docker":{"127.0.0.1:5000/boutique":[{"type":"signedBy","keyType":"GPGKeys","keyPath":"…"}]}}}`, puis `deployer` (refusé) et `deployer 127.0.0.1:5000/boutique@sha256:…`.',
  ],
  reads: { files: [TAG, POLICY] },
  checks: [
    {
      id: 'etiquette-detournee',
      title: 'L’étiquette 1.0 désigne une autre image que celle de l’éditeur',
      section: 'une-etiquette-n-est-pas-une-identite',
      references: { attack: ['T1525', 'T1204.003'] },
      evaluate: judgeAttack,
    },
    {
      id: 'signature-exigee',
      title: 'La politique exige la signature de l’éditeur pour ce dépôt',
      section: 'signer-verifier-refuser',
      references: { cis: ['4.2', '4.12'], attack: ['T1204.003'] },
      evaluate: (observation) => judgePolicy(observation, judgeRepository),
    },
    {
      id: 'reste-refuse',
      title: 'La politique refuse tout ce qu’elle ne prévoit pas',
      section: 'signer-verifier-refuser',
      references: { cis: ['4.2', '4.12'] },
      evaluate: (observation) => judgePolicy(observation, judgeDefault),
    },
    {
      id: 'boutique-authentique',
      title: 'La boutique a été redéployée depuis l’image authentique',
      section: 'signer-verifier-refuser',
      references: { cis: ['4.2', '4.12'] },
      evaluate: judgeService,
    },
  ],
});

/** The digest that the publisher delivered, which the deployment noted on the container. */
const delivered = (o: Observation): string => baselineContainer(o, NAME)?.config.labels.empreinte ?? '';

/** The digest that the tag stands for now; `null` when there is no such tag. */
const tagged = (o: Observation): string | null => o.files[TAG]?.trim() ?? null;

const isAttacked = (o: Observation): boolean => (tagged(o) ?? delivered(o)) !== delivered(o);

function judgeAttack(o: Observation): Verdict {
  const now = tagged(o);
  if (now === null) {
    return failed({
      expected: `Une étiquette 1.0, réécrite, dans le dépôt ${quote(REPOSITORY)}.`,
      observed: 'Le registre n’a plus cette étiquette.',
      mechanism:
        'Effacer une étiquette se remarque : le déploiement échoue. La réécrire ne se remarque pas, et c’est ce qui en fait une attaque. Réinitialisez le bac pour la retrouver.',
      see: SEE_TAG,
    });
  }
  return isAttacked(o)
    ? passed(
        `L’étiquette désigne ${quote(now.slice(0, 19))}, l’éditeur avait livré ${quote(delivered(o).slice(0, 19))}.`,
      )
    : waiting('L’étiquette 1.0 désigne encore l’image de l’éditeur : attaquez d’abord.');
}

/** A policy is judged as soon as it is no longer the one that accepts everything by default and says nothing else. */
function judgePolicy(o: Observation, judge: (policy: Policy) => Verdict): Verdict {
  const text = o.files[POLICY] ?? null;
  const policy = text === null ? null : readPolicy(text);
  if (!policy) {
    return failed({
      expected: `Une politique que skopeo sache lire dans ${POLICY}.`,
      observed: text === null ? 'Le fichier n’existe pas.' : 'Le fichier n’est pas une politique valable.',
      mechanism:
        'C’est du JSON : guillemets doubles, pas de virgule finale. La clé default est obligatoire, et chaque exigence est un objet dans une liste.',
      see: SEE_POLICY,
    });
  }
  const isInitial = Object.keys(policy.transports).length === 0 && policy.default.every(acceptsAll);
  return isInitial ? waiting('La politique accepte tout, comme au départ.') : judge(policy);
}

const acceptsAll = ({ type }: Requirement): boolean => type === 'insecureAcceptAnything';
const isByPublisher = ({ type, keyType, keyPath }: Requirement): boolean =>
  type === 'signedBy' && keyType === 'GPGKeys' && keyPath === KEY;

function judgeRepository(policy: Policy): Verdict {
  const byTag = required(policy, REPOSITORY, ':1.0');
  const byDigest = required(policy, REPOSITORY, '@sha256:0');
  const weak = [byTag, byDigest].find(
    (list) => !list.some(isByPublisher) || list.some(({ type }) => type === 'reject'),
  );
  if (!weak) return passed(`Sans signature faite avec la clé ${quote(KEY)}, skopeo refuse une image de ce dépôt.`);
  const how = weak === byTag ? 'Demandée par son étiquette' : 'Demandée par son empreinte';
  const signed = weak.find(({ type }) => type === 'signedBy');
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Une signature faite avec la clé ${KEY}, que l’image soit demandée par étiquette ou par empreinte.`,
      observed,
      mechanism,
      see: SEE_POLICY,
    });
  if (weak.some(({ type }) => type === 'reject')) {
    return refuse(
      `${how}, une image de ce dépôt est toujours refusée.`,
      'Tout refuser, l’éditeur compris, arrête l’attaque et le service avec elle. La portée écrite au plus près du nom de l’image l’emporte ; à défaut, c’est default.',
    );
  }
  if (signed) {
    return refuse(
      `${how}, une image doit être signée avec ${quote(signed.keyPath ?? 'une clé sans chemin')}, de type ${quote(signed.keyType ?? 'absent')}.`,
      'Une signature ne dit que ceci : le détenteur de telle clé a signé telle empreinte. Tout l’enjeu est de savoir à quelle clé l’on fait confiance.',
    );
  }
  return refuse(
    `${how}, une image de ce dépôt est acceptée sans signature.`,
    'Une seule règle s’applique : celle dont la portée est la plus précise. Écrite pour une étiquette, elle ne dit rien de la même image demandée par empreinte ; écrite pour un autre nom, elle ne dit rien du tout.',
  );
}

function judgeDefault(policy: Policy): Verdict {
  const elsewhere = required(policy, '127.0.0.1:5000/inconnu', ':1.0');
  if ([policy.default, elsewhere].every((list) => list.some(({ type }) => type === 'reject'))) {
    return passed('Un dépôt que la politique ne nomme pas est refusé.');
  }
  return failed({
    expected: 'Un refus pour tout dépôt que la politique ne nomme pas.',
    observed: [policy.default, elsewhere].some((list) => list.some(acceptsAll))
      ? 'Une image d’un dépôt inconnu est acceptée sans condition.'
      : 'Une image d’un dépôt inconnu peut encore être acceptée.',
    mechanism:
      'Une liste de ce qui est interdit oublie toujours quelque chose : il suffirait de publier le piège sous un autre nom. On refuse d’office, puis l’on nomme ce qui est permis.',
    see: SEE_POLICY,
  });
}

function judgeService(o: Observation): Verdict {
  const before = baselineContainer(o, NAME);
  if (!isAttacked(o)) return waiting('À juger quand l’étiquette aura été détournée.');
  const service = runningContainer(o, NAME);
  if ('status' in service) return service;
  if (service.container.id === before?.id) {
    return waiting(`${quote(NAME)} est encore le conteneur du départ : le piège n’a pas été déployé.`);
  }
  if (service.container.imageId !== before?.imageId) {
    return failed({
      expected: `${quote(NAME)} sur l’image que l’éditeur a signée.`,
      observed: `${quote(NAME)} tourne sur ${quote(service.container.imageId.slice(0, 19))}, qui n’est pas celle de l’éditeur.`,
      mechanism:
        'Une étiquette est un nom que l’on peut réattribuer. L’empreinte, elle, se calcule sur le contenu : demander une image par empreinte, c’est obtenir celle-là ou rien.',
      see: `docker inspect -f '{{.Image}} {{json .Config.Labels}}' ${NAME}`,
    });
  }
  return processesOf(o, service.container).some(({ name }) => name === 'httpd')
    ? passed(`${quote(NAME)} sert de nouveau l’image authentique, malgré l’étiquette empoisonnée.`)
    : waiting(`${quote(NAME)} ne sert pas encore sa page.`);
}
