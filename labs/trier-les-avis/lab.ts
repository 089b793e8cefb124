import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, container, image, interruptionOf, runningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const ANSWER = 'atteints';
const AFFECTED = ['panier', 'recherche'] as const;
const UNAFFECTED = ['caisse', 'courriel'] as const;
const FIXED_IMAGES = { panier: 'labo/panier:2.1', recherche: 'labo/recherche:3' } as const;

const seeInventory = (name: string): string => `docker exec ${name} grep -A 2 libcachet /var/lib/dpkg/status`;

export default defineLab({
  id: 'trier-les-avis',
  title: 'Trier les avis',
  chapter: 'correctifs',
  order: 2,
  kind: 'reparer',
  difficulty: 3,
  minutes: 25,
  summary:
    'Un avis critique, quatre services, des inventaires et une attestation VEX : trouver qui est atteint, et ne corriger que ceux-là.',
  scenario: `Vendredi, 17 heures. Un avis critique vient de tomber sur \`libcachet\`, et l’analyseur a signalé les quatre services de l’hôte. « On redéploie tout ? » Non : \`caisse\` encaisse, \`courriel\` a trois mille messages en file, et chaque coupure se paie. Vous avez :

- l’avis, dans \`/root/avis/avis.json\` ;
- les attestations de l’équipe produit, au format OpenVEX, dans \`/root/avis/vex.json\` ;
- l’inventaire des paquets de chaque service, qui suit la forme de Debian : \`/var/lib/dpkg/status\`, dans son conteneur. Toutes les images sont bâties sur Debian 13 ;
- des images corrigées déjà sur l’hôte : \`labo/panier:2.1\`, et \`labo/recherche:3\`, reconstruite la nuit dernière sous la même étiquette.

1. Donnez le nom des conteneurs **en marche** réellement atteints.
2. Remplacez ceux-là par leur image corrigée, sous le même nom.
3. Ne touchez pas aux autres.

(L’avis et le paquet sont inventés pour l’exercice.)`,
  hints: [
    'Trois questions, dans l’ordre : quelle version ce conteneur contient-il, est-elle antérieure à celle que Debian a corrigée, et une attestation couvre-t-elle exactement ce produit ?',
    'Les numéros de version ne se comparent pas comme des mots : `dpkg --compare-versions A lt B && echo antérieure`. Une étiquette d’image peut avoir changé de main depuis le lancement : lisez l’inventaire dans le conteneur.',
    "`docker exec <service> grep -A 2 libcachet /var/lib/dpkg/status` pour chacun ; `docker inspect -f '{{.Config.Image}}' <service>` face au champ `@id` de `vex.json`. Puis `docker rm -f` et `docker run -d --name …` pour les atteints seulement.",
  ],
  checks: [
    {
      id: 'atteints-trouves',
      title: 'Vous savez quels conteneurs en marche sont réellement atteints',
      section: 'trouver-qui-est-atteint',
      references: { cis: ['4.4'], attack: ['T1190'] },
      answer: { key: ANSWER, label: 'Conteneurs atteints', placeholder: 'noms séparés par une espace' },
      evaluate(observation) {
        const answer = observation.answers[ANSWER] ?? '';
        return answer ? judgeAnswer(answer) : waiting('Saisissez les noms des conteneurs atteints.');
      },
    },
    {
      id: 'panier-corrige',
      title: 'Le panier exécute son image corrigée',
      section: 'reconstruire-ne-pas-reparer',
      references: { cis: ['4.4'] },
      evaluate: (observation) => judgeFixed(observation, 'panier'),
    },
    {
      id: 'recherche-corrigee',
      title: 'La recherche exécute son image corrigée',
      section: 'reconstruire-ne-pas-reparer',
      references: { cis: ['4.4', '5.28'] },
      evaluate: (observation) => judgeFixed(observation, 'recherche'),
    },
    {
      id: 'autres-intacts',
      title: 'Les services qui n’étaient pas atteints n’ont pas été interrompus',
      section: 'trouver-qui-est-atteint',
      evaluate: judgeOthers,
    },
  ],
});

const WHY_NOT: Record<(typeof UNAFFECTED)[number], { observed: string; mechanism: string; see: string }> = {
  caisse: {
    observed: `Votre liste contient ${quote('caisse')}, dont la libcachet 3.0.9-1+deb13u10 n’a plus la faille.`,
    mechanism:
      'Debian garde la version de tête et y rapporte le correctif : seul le suffixe avance. Et les versions se comparent par nombres, non lettre à lettre.',
    see: 'dpkg --compare-versions 3.0.9-1+deb13u9 lt 3.0.9-1+deb13u10 && echo antérieure',
  },
  courriel: {
    observed: `Votre liste contient ${quote('courriel')}, couvert par une attestation.`,
    mechanism:
      'Le paquet fautif est là, mais le producteur de cette image exacte déclare que le code vulnérable n’y est jamais exécuté. On garde la preuve, et la reconstruction attend son tour.',
    see: `docker inspect -f '{{.Config.Image}}' courriel; jq '.statements[0]' /root/avis/vex.json`,
  },
};

const WHY: Record<(typeof AFFECTED)[number], { mechanism: string; see: string }> = {
  panier: {
    mechanism:
      'Une attestation vaut pour un produit et une version. Comparez celle que ce conteneur exécute à celle que l’attestation nomme.',
    see: `docker inspect -f '{{.Config.Image}}' panier; jq '.statements[1]' /root/avis/vex.json`,
  },
  recherche: {
    mechanism:
      'Une étiquette peut être déplacée sur une autre image ; un conteneur garde celle de sa naissance. L’inventaire de l’image étiquetée aujourd’hui n’est pas le sien.',
    see: seeInventory('recherche'),
  },
};

function judgeAnswer(answer: string): Verdict {
  const given = new Set(answer.toLowerCase().match(/[a-z0-9_.-]{2,}/g) ?? []);
  given.delete('et');
  const refuse = (verdict: { observed: string; mechanism: string; see: string }): FailedVerdict =>
    failed({
      expected: 'Les noms des conteneurs qui contiennent la faille et qu’aucune attestation ne couvre.',
      ...verdict,
    });
  const excess = UNAFFECTED.find((name) => given.has(name));
  if (excess) return refuse(WHY_NOT[excess]);
  const stranger = [...given].find((name) => !AFFECTED.some((affected) => affected === name));
  if (stranger) {
    return refuse({
      observed: `${quote(stranger)} n’est pas l’un des services en marche au départ.`,
      mechanism: 'On répare des conteneurs en marche : une image atteinte que rien n’exécute peut attendre.',
      see: "docker ps --format '{{.Names}} {{.Image}}'",
    });
  }
  const missing = AFFECTED.find((name) => !given.has(name));
  if (missing) return refuse({ observed: `Un conteneur atteint n’est pas dans votre liste.`, ...WHY[missing] });
  return passed(`${AFFECTED.map(quote).join(' et ')} : version antérieure au correctif, aucune attestation.`);
}

function judgeFixed(o: Observation, name: keyof typeof FIXED_IMAGES): Verdict {
  const tag = FIXED_IMAGES[name];
  const before = baselineContainer(o, name);
  const found = container(o, name);
  if (found && found.id === before?.id && !interruptionOf(o, name)) {
    return waiting(`${quote(name)} est encore le conteneur du départ.`);
  }
  const running = runningContainer(o, name);
  if ('status' in running) return running;
  const { id, imageId } = running.container;
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `${quote(name)} sur l’image corrigée, ${quote(tag)}.`,
      observed,
      mechanism,
      see: `docker inspect -f '{{.Id}} {{.Image}}' ${name}; docker image inspect -f '{{.Id}}' ${tag}`,
    });
  if (id === before?.id) {
    return refuse(
      `${quote(name)} a été arrêté puis relancé : c’est toujours le même conteneur.`,
      'Relancer un conteneur relance ses processus sur les mêmes fichiers. Son image est fixée à sa création.',
    );
  }
  if (imageId === before?.imageId) {
    return refuse(
      `Recréé, ${quote(name)} exécute encore l’image du départ.`,
      'Une étiquette n’est qu’un nom : la donner à l’ancienne image n’en change pas le contenu. L’identifiant, lui, ne ment pas.',
    );
  }
  return imageId === image(o, tag)?.id
    ? passed(`${quote(name)}, recréé, exécute l’image ${quote(imageId.slice(0, 19))}, celle de ${quote(tag)}.`)
    : refuse(
        `${quote(name)} exécute une autre image que celle qui a été livrée corrigée.`,
        'Un conteneur modifié sur place, puis enregistré, ne contient que ce que l’on y a mis à la main : l’inventaire peut dire « corrigé » quand la bibliothèque ne l’est pas.',
      );
}

function judgeOthers(o: Observation): Verdict {
  if (!o.engine.reachable) return waiting('Le moteur du bac ne répond pas : rien ne peut être jugé pour l’instant.');
  for (const name of UNAFFECTED) {
    const what = interruptionOf(o, name);
    if (what) {
      return failed({
        expected: `${quote(name)} en marche depuis le début, sans interruption.`,
        observed: `${quote(name)} ${what}.`,
        mechanism:
          'Redéployer dans l’urgence ce qui n’est pas atteint coûte une coupure sans ôter un risque. Réinitialisez le bac pour repartir de services intacts.',
        see: `docker inspect -f '{{.Name}} {{.State.StartedAt}}' ${UNAFFECTED.join(' ')}`,
      });
    }
  }
  return AFFECTED.every((name) => container(o, name)?.id === baselineContainer(o, name)?.id)
    ? waiting('À juger quand vous aurez remplacé les services atteints.')
    : passed(`${UNAFFECTED.map(quote).join(' et ')} sont en marche depuis le départ.`);
}
