import { failed, passed, quote, waiting, type Verdict } from '../check.ts';
import { baselineContainer, image, interruptionOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const NAME = 'catalogue';
const IMAGE = 'catalogue:1';
const KEY = 'cle';
const TOKEN = 'jeton';
const LAYER = 'couche';

const SEE_HISTORY = `docker history --no-trunc --format '{{.CreatedBy}}' ${IMAGE}`;
const SEE_LAYERS = `docker image inspect -f '{{json .RootFS.Layers}}' ${IMAGE} | jq .`;

export default defineLab({
  id: 'le-secret-efface',
  title: 'Le secret effacé',
  chapter: 'images',
  order: 1,
  kind: 'comprendre',
  difficulty: 2,
  minutes: 15,
  summary:
    'Retrouver dans une image la clé que son auteur a effacée et le jeton qu’il croyait passager, puis nommer la couche coupable.',
  scenario: `Un prestataire vous a livré l’image \`catalogue:1\`, déjà en service dans le conteneur \`catalogue\`. Pour la construire, il s’est servi de la clé du dépôt de code de la maison et d’un jeton d’API. « Rien n’est resté, répond-il : j’ai effacé la clé à la dernière ligne du Dockerfile, et le jeton n’était qu’un argument de construction. »

Vous n’avez pas son Dockerfile. Vous avez l’image, c’est-à-dire autant que n’importe qui d’autre à qui elle aura été livrée.

1. Retrouvez la clé du dépôt, une ligne qui commence par \`depot-\`.
2. Retrouvez le jeton d’API, qui commence par \`jeton-\`.
3. Relevez l’empreinte de la couche qui contient la clé : \`sha256:\` suivi de 64 chiffres hexadécimaux.

L’image et le conteneur sont des pièces à conviction : laissez-les comme vous les avez trouvés.`,
  hints: [
    'Une image est une pile d’archives, et un historique. Ni l’un ni l’autre n’a besoin d’un conteneur pour se lire : cherchez une commande pour l’historique (`docker history --help`), une autre pour sortir l’image dans un fichier.',
    '`docker history --no-trunc` montre les arguments de construction en clair. `docker save catalogue:1 | tar x -C <répertoire>` donne un fichier par couche dans `blobs/sha256`, et le nom de ce fichier est l’empreinte de la couche.',
    '`for c in blobs/sha256/*; do tar tf "$c" 2>/dev/null | grep -q depot && echo "$c"; done` : la couche qui porte le fichier, et celle qui ne porte que la marque de son effacement, `.wh.`. Puis `tar xOf <couche> <fichier>`.',
  ],
  checks: [
    {
      id: 'cle-retrouvee',
      title: 'Vous avez retrouvé la clé effacée',
      section: 'une-pile-de-couches',
      references: { anssi: ['R15'], cis: ['4.10'], attack: ['T1552.001'] },
      answer: { key: KEY, label: 'Clé du dépôt', placeholder: 'depot-…' },
      evaluate(observation) {
        const answer = answerTo(observation, KEY);
        if (!answer) return waiting('Saisissez la clé du dépôt.');
        if (trace(answer) === expected(observation, KEY)) {
          return passed(
            `${quote(answer)} est bien la clé : l’effacer dans une couche ne l’a pas ôtée de la précédente.`,
          );
        }
        return failed({
          expected: 'Le contenu du fichier que l’auteur a effacé, une ligne qui commence par depot-.',
          ...wrongKey(observation, answer),
          see: SEE_HISTORY,
        });
      },
    },
    {
      id: 'jeton-retrouve',
      title: 'Vous avez retrouvé le jeton passé en argument',
      section: 'une-pile-de-couches',
      references: { cis: ['4.10'], attack: ['T1552.001'] },
      answer: { key: TOKEN, label: 'Jeton d’API', placeholder: 'jeton-…' },
      evaluate(observation) {
        const answer = answerTo(observation, TOKEN);
        if (!answer) return waiting('Saisissez le jeton d’API.');
        if (trace(answer) === expected(observation, TOKEN)) {
          return passed(`${quote(answer)} est bien le jeton : l’historique de l’image le donne à qui la possède.`);
        }
        return failed({
          expected: 'La valeur de l’argument de construction, qui commence par jeton-.',
          observed:
            trace(answer) === expected(observation, KEY)
              ? `${quote(answer)} est la clé du dépôt, non le jeton.`
              : `${quote(answer)} n’est pas ce jeton.`,
          mechanism:
            'Un argument de construction n’est pas une variable du conteneur : il n’est ni dans son environnement, ni dans ses fichiers. Le moteur l’écrit en revanche devant chaque commande qui l’a reçu, dans la configuration de l’image.',
          see: SEE_HISTORY,
        });
      },
    },
    {
      id: 'couche-nommee',
      title: 'Vous savez quelle couche contient la clé',
      section: 'une-pile-de-couches',
      references: { cis: ['4.10'] },
      answer: { key: LAYER, label: 'Empreinte de la couche', placeholder: 'sha256:…' },
      evaluate(observation) {
        const answer = answerTo(observation, LAYER);
        return answer ? judgeLayer(observation, answer) : waiting('Saisissez l’empreinte de la couche.');
      },
    },
    {
      id: 'pieces-intactes',
      title: 'L’image et le conteneur sont restés intacts',
      section: 'une-pile-de-couches',
      evaluate: judgeEvidence,
    },
  ],
});

/** FNV-1a on 32 bits, as the preparation computes it: it recognises a value without giving it away. */
const trace = (value: string): string =>
  String([...value].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), 2_166_136_261) >>> 0);

const answerTo = (o: Observation, key: string): string => (o.answers[key] ?? '').trim();

/** The preparation leaves on the container the trace of each secret, and the digests of the image's layers in order. */
const expected = (o: Observation, key: string): string | undefined =>
  baselineContainer(o, NAME)?.config.labels[`controle.${key}`];

function wrongKey(o: Observation, answer: string): { observed: string; mechanism: string } {
  if (answer.replace(/^sha256:/, '') === baselineContainer(o, NAME)?.config.labels['controle.empreinte']) {
    return {
      observed: `${quote(answer)} est l’empreinte du fichier, laissée par une commande de la construction.`,
      mechanism:
        'Une empreinte identifie un contenu sans le révéler : elle prouve que la clé a servi, elle n’ouvre aucun dépôt. Le fichier lui-même est dans une couche antérieure.',
    };
  }
  return trace(answer) === expected(o, TOKEN)
    ? {
        observed: `${quote(answer)} est le jeton d’API, non la clé.`,
        mechanism: 'Le jeton est venu par un argument, la clé par un fichier : les deux ne laissent pas la même trace.',
      }
    : {
        observed: `${quote(answer)} n’est pas cette clé.`,
        mechanism:
          'Un conteneur ne montre que le dessus de la pile, où une marque d’effacement cache le fichier. La couche qui l’a apporté n’a pas changé, et accompagne l’image partout.',
      };
}

function judgeLayer(o: Observation, answer: string): Verdict {
  const layers = (expected(o, 'couches') ?? '').split(' ');
  const given = /^(?:.*[/:])?([0-9a-f]{64})$/i.exec(answer)?.[1]?.toLowerCase();
  const position = given === undefined ? -1 : layers.indexOf(`sha256:${given}`);
  if (position === KEY_LAYER) {
    return passed(
      `Couche ${KEY_LAYER + 1} sur ${layers.length} : celle qui a copié la clé. Les suivantes s’y ajoutent.`,
    );
  }
  return failed({
    expected: 'L’empreinte de la couche dont l’archive contient le fichier de la clé.',
    observed:
      given === undefined
        ? `${quote(answer)} n’est pas une empreinte de couche.`
        : position < 0
          ? 'Cette empreinte n’est celle d’aucune couche de l’image.'
          : `Cette empreinte est celle de la couche ${position + 1} sur ${layers.length}, qui ne contient pas la clé.`,
    mechanism:
      position === layers.length - 1
        ? 'La couche de l’effacement ne contient qu’un fichier vide dont le nom commence par .wh. : une marque qui cache le fichier du dessous, sans le toucher.'
        : 'L’empreinte d’une couche est celle de son archive : la même partout où l’image est livrée. Les répertoires d’overlay2, eux, portent un nom propre à cet hôte.',
    see: SEE_LAYERS,
  });
}

/** Place, among the layers, of the one that brings the key: just above the base. */
const KEY_LAYER = 1;

function judgeEvidence(o: Observation): Verdict {
  const before = baselineContainer(o, NAME);
  const what = interruptionOf(o, NAME);
  const now = image(o, IMAGE);
  const observed = what
    ? `${quote(NAME)} ${what}.`
    : now === undefined
      ? `L’image ${quote(IMAGE)} n’est plus là.`
      : now.id === before?.imageId
        ? undefined
        : `${quote(IMAGE)} désigne maintenant une autre image.`;
  if (observed) {
    return failed({
      expected: `${quote(IMAGE)} et ${quote(NAME)} tels que vous les avez trouvés.`,
      observed,
      mechanism:
        'Supprimer l’image ne rappelle pas les copies déjà livrées, et détruit la preuve dont vous aurez besoin : une clé sortie de la maison se révoque. Réinitialisez le bac pour retrouver les pièces.',
      see: 'docker images --no-trunc; docker ps -a',
    });
  }
  return trace(answerTo(o, KEY)) === expected(o, KEY)
    ? passed(`${quote(NAME)} tourne toujours sur l’image livrée.`)
    : waiting('À juger quand la clé aura été retrouvée.');
}
