import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, container, interruptionOf, runningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const SERVICES = ['billetterie', 'reservations'] as const;
const WITNESS = 'temoin';
const SETTINGS = '/etc/docker/daemon.json';
const SURVIVAL = 'live-restore';
const SEE_STARTS = `docker inspect -f '{{.Name}} {{.State.Status}} {{.State.StartedAt}}' ${SERVICES.join(' ')}`;

export default defineLab({
  id: 'relancer-sans-couper',
  title: 'Relancer sans couper',
  chapter: 'correctifs',
  order: 3,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Poser un correctif du moteur et un réglage qui attend son redémarrage, sans que deux services en marche s’en aperçoivent.',
  scenario: `Un correctif du paquet \`docker.io\` est à poser ce soir, et la vente des places a commencé : \`billetterie\` et \`reservations\` ont des clients. « La dernière fois, \`apt upgrade\` a tout arrêté, et rien n’est revenu. » Cette fois, personne ne doit rien voir.

La commande \`poser-le-correctif\` fait à ce bac ce que la mise à jour du paquet fait à un serveur : elle arrête \`dockerd\`, puis le relance. (Sans Internet, elle ne change pas ses fichiers ; n’employez pas \`relancer-docker\`, qui arrête tous les conteneurs.) Le démon n’a pour l’instant aucun réglage.

1. Faites en sorte que les conteneurs **survivent à l’arrêt du démon**, et que ce soit écrit dans \`/etc/docker/daemon.json\`.
2. Un audit attend depuis des mois que \`no-new-privileges\` soit le défaut du démon, pour tous les conteneurs à venir. Profitez de la relance pour le mettre en vigueur.
3. Posez le correctif. \`billetterie\` et \`reservations\` doivent rester les mêmes conteneurs, en marche sans interruption.
4. Prouvez le réglage : lancez un conteneur \`${WITNESS}\` (image \`labo/base:1\`, commande qui dure), **sans** option de sécurité.
5. La semaine prochaine, c’est le noyau, et la machine redémarrera : \`billetterie\` et \`reservations\` devront revenir d’eux-mêmes. Préparez-le dès maintenant, sans les recréer.`,
  hints: [
    "Le démon que l’on arrête est celui qui décide du sort des conteneurs : il doit connaître le réglage avant de s’arrêter. `docker info -f '{{.LiveRestoreEnabled}}'` dit ce qu’il sait.",
    'Certaines clés de `daemon.json` se relisent à chaud, sur le signal HUP envoyé à `dockerd` ; `live-restore` en fait partie, `no-new-privileges` non. La politique de relance d’un conteneur en marche se change avec `docker update`.',
    'Écrivez les deux clés dans `daemon.json` ; `kill -HUP $(cat /run/docker.pid)` ; vérifiez `docker info` ; `docker update --restart … billetterie reservations` ; `poser-le-correctif` ; enfin le témoin.',
  ],
  reads: { files: [SETTINGS] },
  checks: [
    {
      id: 'survie-declaree',
      title: 'Le fichier du démon demande que les conteneurs lui survivent',
      section: 'relancer-sans-couper',
      references: { cis: ['2.15'] },
      evaluate: (observation) => judgeSettings(observation.files[SETTINGS] ?? null),
    },
    {
      id: 'reglage-en-vigueur',
      title: 'Tout nouveau conteneur naît avec no-new-privileges',
      section: 'relancer-sans-couper',
      references: { cis: ['2.14'] },
      evaluate: judgeWitness,
    },
    {
      id: 'sans-interruption',
      title: 'Les deux services ont traversé la relance sans interruption',
      section: 'relancer-sans-couper',
      references: { cis: ['2.15'] },
      evaluate: judgeContinuity,
    },
    {
      id: 'reviennent-avec-la-machine',
      title: 'Les deux services reviendront d’eux-mêmes avec la machine',
      section: 'relancer-sans-couper',
      evaluate: judgePolicies,
    },
  ],
});

function judgeSettings(text: string | null): Verdict {
  const settings = parse(text ?? '{}');
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `La clé ${quote(SURVIVAL)} à true dans ${SETTINGS}.`,
      observed,
      mechanism,
      see: `jq . ${SETTINGS}`,
    });
  if (!settings) {
    return refuse(
      'Ce fichier n’est pas un objet JSON.',
      'dockerd refuse de démarrer sur un fichier qu’il ne comprend pas : une virgule de trop, et le correctif posé laisse un serveur sans démon.',
    );
  }
  if (settings[SURVIVAL] === true) return passed(`${SETTINGS} porte ${quote(`"${SURVIVAL}": true`)}.`);
  const others = Object.keys(settings);
  if (others.length === 0) return waiting('Le démon n’a encore aucun réglage.');
  return refuse(
    SURVIVAL in settings
      ? `La clé ${quote(SURVIVAL)} vaut ${quote(JSON.stringify(settings[SURVIVAL]))}.`
      : `Le fichier ne contient que : ${quote(others.join(', '))}, sans ${quote(SURVIVAL)}.`,
    'Sans elle, le démon qui s’arrête arrête d’abord tous ses conteneurs. Une politique de relance les ramène ensuite, clients perdus.',
  );
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Options of the daemon in operation, which it only reads when it starts. */
const hasRestarted = (o: Observation): boolean => o.engine.securityOptions.includes('name=no-new-privileges');

function judgeWitness(o: Observation): Verdict {
  const witness = runningContainer(o, WITNESS);
  if ('status' in witness) return witness;
  const own = witness.container.host.securityOpt.find((option) => option.startsWith('no-new-privileges'));
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: `${quote(WITNESS)}, lancé sans option de sécurité, avec NoNewPrivs à 1.`,
      observed,
      mechanism,
      see,
    });
  if (own) {
    return refuse(
      `${quote(WITNESS)} porte ${quote(own)}, demandé pour ce seul conteneur.`,
      'Une option de docker run ne vaut que pour le conteneur lancé. Le réglage du démon, lui, protège aussi ceux pour lesquels on oubliera de la donner.',
      `docker inspect -f '{{.HostConfig.SecurityOpt}}' ${WITNESS}`,
    );
  }
  if (witness.process.noNewPrivs) {
    return passed(`Le noyau montre NoNewPrivs 1 pour ${quote(WITNESS)}, lancé sans option.`);
  }
  return refuse(
    `Le premier processus de ${quote(WITNESS)} porte NoNewPrivs 0.`,
    hasRestarted(o)
      ? 'Le démon a bien ce défaut, mais ce conteneur ne l’a pas : créé avant la relance, il garde ses réglages de naissance ; créé après, une option l’en a dispensé.'
      : 'Le démon ne recharge à chaud que quelques clés. Celle-ci n’en est pas : elle vaut à partir de son prochain démarrage, pour les conteneurs créés ensuite.',
    `grep NoNewPrivs /proc/$(docker inspect -f '{{.State.Pid}}' ${WITNESS})/status; docker info -f '{{.SecurityOptions}}'`,
  );
}

function judgeContinuity(o: Observation): Verdict {
  for (const name of SERVICES) {
    const what = interruptionOf(o, name);
    if (!what) continue;
    if (!o.engine.reachable) return waiting('Le moteur du bac ne répond pas : rien ne peut être jugé pour l’instant.');
    return failed({
      expected: `${quote(name)} en marche depuis le début, sans interruption.`,
      observed: `${quote(name)} ${what}.`,
      mechanism:
        'Le démon qui s’arrête applique le réglage qu’il connaît, non celui que vous venez d’écrire : s’il n’a pas relu son fichier, il arrête tout le monde en partant. Réinitialisez le bac pour retrouver des services intacts.',
      see: SEE_STARTS,
    });
  }
  return hasRestarted(o)
    ? passed('Mêmes conteneurs, mêmes processus, même heure de démarrage : la relance n’a rien coupé.')
    : waiting('À juger quand le démon aura été relancé avec son nouveau réglage.');
}

function judgePolicies(o: Observation): Verdict {
  const policies = SERVICES.map((name) => ({
    name,
    policy: container(o, name)?.host.restartPolicy,
    before: baselineContainer(o, name)?.host.restartPolicy,
  }));
  if (policies.every(({ policy, before }) => policy === undefined || policy === before)) {
    return waiting('Les deux services n’ont encore aucune politique de relance.');
  }
  const refused = policies.find(({ policy }) => policy !== 'always' && policy !== 'unless-stopped');
  if (refused) {
    return failed({
      expected: 'Deux services que le démon relance quand la machine redémarre.',
      observed: `${quote(refused.name)} a pour politique de relance ${quote(refused.policy || 'no')}.`,
      mechanism:
        refused.policy === 'on-failure'
          ? 'Cette politique, qui borne les essais, ne ramène qu’un conteneur sorti en erreur : un service que l’arrêt de la machine termine proprement, avec le code 0, ne revient pas.'
          : 'Sans politique, un conteneur arrêté reste arrêté. live-restore n’y peut rien : quand le noyau redémarre, il n’y a plus de processus à retrouver.',
      see: `docker inspect -f '{{.Name}} {{.HostConfig.RestartPolicy.Name}}' ${SERVICES.join(' ')}`,
    });
  }
  const replaced = SERVICES.find((name) => container(o, name)?.id !== baselineContainer(o, name)?.id);
  return replaced
    ? failed({
        expected: 'Une politique de relance donnée aux conteneurs en place.',
        observed: `${quote(replaced)} a été recréé.`,
        mechanism:
          'La politique de relance est l’un des rares réglages qui se changent sur un conteneur en marche. Réinitialisez le bac pour repartir des conteneurs d’origine.',
        see: SEE_STARTS,
      })
    : passed(`${policies.map(({ name, policy }) => `${quote(name)} : ${policy}`).join(', ')}.`);
}
