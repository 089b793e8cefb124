import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, interruptionOf, replacement, sharedNamespace, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const SOUND = ['accueil', 'coursier'] as const;
const FAULTY = ['compteur', 'veilleur', 'livreur'] as const;
const IMAGE = 'labo/web:1';

const seeIds = (name: string): string =>
  `grep -E '^(Uid|Gid):' /proc/$(docker inspect -f '{{.State.Pid}}' ${name})/status`;
const seeMounts = (name: string): string => `docker inspect -f '{{json .Mounts}}' ${name}`;

export default defineLab({
  id: 'audit-de-parc',
  title: 'L’audit du parc',
  chapter: 'pratiques',
  order: 2,
  kind: 'reparer',
  difficulty: 3,
  minutes: 25,
  summary:
    'Relire un rapport d’audit qui se trompe deux fois, trouver lesquelles, et ne réparer que les conteneurs vraiment fautifs.',
  scenario: `Cinq services tournent sur cette machine : \`accueil\`, \`compteur\`, \`coursier\`, \`livreur\` et \`veilleur\`. Un prestataire a laissé un script d’audit, \`auditer\`, qui vérifie trois points : pas de root, pas d’espace PID partagé avec l’hôte, pas de socket de Docker. Lancez-le.

La direction veut « tout ce qui est en rouge corrigé ce soir ». Votre responsable, elle, vous prévient : ce script ne lit que ce que répond le moteur. **Il accuse un conteneur à tort, et il en laisse passer un autre.**

1. Répondez : quel conteneur est accusé à tort ? Lequel est fautif sans être accusé ?
2. Réparez les conteneurs **vraiment** fautifs, et eux seuls, pour ces trois points. Ils gardent leur nom et l’image \`labo/web:1\`. Aucun n’a besoin d’être root, de voir les processus de l’hôte, ni de lire ses fichiers.
3. Ne touchez pas aux autres : ils sont en service.`,
  hints: [
    'Pour chaque alerte, et pour chaque absence d’alerte, demandez-vous ce que le script a lu. Lisez-le : `cat /usr/local/bin/auditer`. Puis cherchez le même fait dans `/proc`.',
    'Le compte demandé au lancement n’est pas toujours celui du processus : comparez `Uid` dans `/proc/<pid>/status`. Et un fichier peut être monté sans être nommé, si l’on monte le répertoire qui le contient.',
    "Compte, espaces et montages se choisissent à la création. Pour chaque fautif : `docker rm -f`, puis `docker run -d --name … labo/web:1`, sans l’option en cause. Que dit `docker inspect -f '{{json .Mounts}}'` de chacun des cinq ?",
  ],
  checks: [
    {
      id: 'faux-positif',
      title: 'Vous avez nommé le conteneur accusé à tort',
      section: 'lire-un-audit',
      references: { cis: ['4.1'] },
      answer: { key: 'faux-positif', label: 'Conteneur accusé à tort', placeholder: 'un nom' },
      evaluate: judgeFalsePositive,
    },
    {
      id: 'faux-negatif',
      title: 'Vous avez nommé le conteneur fautif que le rapport épargne',
      section: 'lire-un-audit',
      references: { cis: ['5.32'] },
      answer: { key: 'faux-negatif', label: 'Conteneur fautif, non accusé', placeholder: 'un nom' },
      evaluate: judgeFalseNegative,
    },
    {
      id: 'compteur-sans-root',
      title: 'Le service compteur ne tourne plus en root',
      section: 'le-moindre-privilege',
      references: { cis: ['4.1'], attack: ['T1611'] },
      evaluate: (observation) => judgeRepaired(observation, 'compteur', judgeAccount),
    },
    {
      id: 'veilleur-chez-lui',
      title: 'Le service veilleur a son propre espace PID',
      section: 'lire-un-audit',
      references: { anssi: ['R6'], cis: ['5.16'] },
      evaluate: (observation) => judgeRepaired(observation, 'veilleur', judgeSpace),
    },
    {
      id: 'livreur-sans-hote',
      title: 'Le service livreur ne voit plus aucun fichier de l’hôte',
      section: 'lire-un-audit',
      references: { anssi: ['R1'], cis: ['5.6', '5.32'], attack: ['T1611'] },
      evaluate: (observation) => judgeRepaired(observation, 'livreur', judgeMounts),
    },
    {
      id: 'sains-epargnes',
      title: 'Les deux conteneurs sains n’ont pas été interrompus',
      section: 'lire-un-audit',
      evaluate: judgeSpared,
    },
  ],
});

const named = (o: Observation, key: string): string => (o.answers[key] ?? '').toLowerCase();

function judgeFalsePositive(o: Observation): Verdict {
  const name = named(o, 'faux-positif');
  if (!name) return waiting('Aucun nom donné pour l’instant.');
  if (name === 'coursier')
    return passed('« coursier » est lancé en root, mais le noyau voit son service sous l’UID 10001.');
  const refuse = (observed: string, see: string): FailedVerdict =>
    failed({
      expected: 'Le conteneur accusé de ce que le noyau ne voit pas.',
      observed,
      mechanism:
        'Une alerte est fausse quand le script a lu une demande, et que le noyau applique autre chose. Vérifiez chaque WARN dans /proc.',
      see,
    });
  if (name === 'compteur')
    return refuse('« compteur » est accusé de root, et le noyau le voit bien sous l’UID 0.', seeIds(name));
  return name === 'veilleur'
    ? refuse(
        '« veilleur » est accusé de partager l’espace PID, et le noyau le voit bien.',
        "readlink /proc/1/ns/pid /proc/$(docker inspect -f '{{.State.Pid}}' veilleur)/ns/pid",
      )
    : refuse(`Le rapport n’accuse pas ${quote(name)}.`, 'auditer | grep WARN');
}

function judgeFalseNegative(o: Observation): Verdict {
  const name = named(o, 'faux-negatif');
  if (!name) return waiting('Aucun nom donné pour l’instant.');
  if (name === 'livreur')
    return passed('« livreur » a reçu /run, le répertoire du socket : le script n’en cherchait que le nom.');
  const accused = ['coursier', 'compteur', 'veilleur'].includes(name);
  return failed({
    expected: 'Un conteneur fautif qui n’a aucune alerte.',
    observed: accused
      ? `Le rapport accuse ${quote(name)} : à tort ou à raison, il ne l’épargne pas.`
      : `Le rapport et le noyau n’ont rien à reprocher à ${quote(name)}.`,
    mechanism:
      'Un PASS dit seulement que le script n’a pas trouvé ce qu’il cherchait, de la façon dont il le cherchait. Un fichier se monte aussi par le répertoire qui le contient.',
    see: "docker inspect -f '{{.Name}} {{range .Mounts}}{{.Source}} {{end}}' $(docker ps -q)",
  });
}

type Repair = (service: RunningContainer, o: Observation) => Verdict;

function judgeRepaired(o: Observation, name: (typeof FAULTY)[number], judge: Repair): Verdict {
  const service = replacement(o, name, `${quote(name)} est encore le conteneur du départ.`);
  if ('status' in service) return service;
  const { image, imageId } = service.container;
  return imageId === baselineContainer(o, name)?.imageId
    ? judge(service, o)
    : failed({
        expected: `${quote(name)} sur l’image ${quote(IMAGE)}.`,
        observed: `Il tourne sur ${quote(image)}.`,
        mechanism: 'Réparer un réglage ne doit pas changer le service rendu.',
        see: `docker inspect -f '{{.Config.Image}}' ${name}`,
      });
}

function judgeAccount({ container: { name }, process: { uids, gids } }: RunningContainer): Verdict {
  return uids.includes(0) || gids.includes(0)
    ? failed({
        expected: 'Un compte et un groupe ordinaires.',
        observed: `Le noyau le voit sous l’UID ${uids[0]}, GID ${gids[0]}.`,
        mechanism: 'Sous un nom, sous un nombre ou sans rien, root est root : seul compte ce que le noyau applique.',
        see: seeIds(name),
      })
    : passed(`Le noyau le voit sous ${uids[0]}:${gids[0]}.`);
}

function judgeSpace({ container: { name }, process }: RunningContainer, o: Observation): Verdict {
  const shared = sharedNamespace(o, process, ['pid']);
  return shared
    ? failed({
        expected: 'Un espace PID que personne d’autre n’habite.',
        observed: `Il partage l’espace ${shared.inode} avec ${shared.owner}.`,
        mechanism:
          'Qui partage un espace PID voit les processus des autres, et leur environnement s’il a le même compte.',
        see: `docker exec ${name} ps`,
      })
    : passed(`Son espace PID, ${process.namespaces.pid ?? ''}, n’est qu’à lui.`);
}

function judgeMounts({ container: { name, mounts } }: RunningContainer): Verdict {
  const bind = mounts.find(({ type }) => type === 'bind');
  return bind
    ? failed({
        expected: 'Aucun montage d’un chemin de l’hôte.',
        observed: `${quote(bind.source)} y est encore monté.`,
        mechanism:
          'La lecture seule protège les fichiers, pas les sockets : on y écrit en s’y connectant, et celui de Docker vaut root.',
        see: seeMounts(name),
      })
    : passed('Aucun chemin de l’hôte n’y est monté.');
}

function judgeSpared(o: Observation): Verdict {
  if (!o.engine.reachable) return waiting('Le moteur du bac ne répond pas pour l’instant.');
  for (const name of SOUND) {
    const what = interruptionOf(o, name);
    if (what) {
      return failed({
        expected: '« accueil » et « coursier » en marche, tels qu’ils étaient.',
        observed: `${quote(name)} ${what}.`,
        mechanism:
          'Une alerte n’est pas une faute. Corriger ce qui est sain coupe un service pour rien, et fait perdre confiance dans l’audit suivant. Réinitialisez le bac pour recommencer.',
        see: "docker inspect -f '{{.Name}} {{.Created}}' $(docker ps -aq)",
      });
    }
  }
  return FAULTY.some((name) => interruptionOf(o, name) !== undefined)
    ? passed('Les deux sont ceux du départ, en marche sans interruption.')
    : waiting('Aucun conteneur n’a encore été réparé.');
}
