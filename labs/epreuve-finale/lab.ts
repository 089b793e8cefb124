import { defineLab } from '../lab.ts';
import {
  judgeAccounts,
  judgeEach,
  judgeHost,
  judgeLimits,
  judgePartitions,
  judgeSecret,
  judgeService,
} from './judges.ts';

export default defineLab({
  id: 'epreuve-finale',
  title: 'L’épreuve finale',
  chapter: 'pratiques',
  order: 3,
  kind: 'reparer',
  difficulty: 4,
  minutes: 45,
  summary:
    'Reprendre une application entière montée sans précaution, trois services et leurs données, et la rendre sûre sans qu’elle cesse de vendre.',
  scenario: `La billetterie du théâtre ouvre ses ventes demain. \`guichet\` reçoit le public sur le port 80 et interroge \`api\`, qui présente un jeton à \`stock\`, qui tient le registre des places. Tapez \`curl localhost\` : les trois répondent à la suite.

Tout est dans \`/root/billetterie/compose.yaml\`, monté un vendredi soir : conteneur privilégié, socket de Docker, racine de l’hôte, pont par défaut, tout publié, jeton en clair. La directrice vous donne quarante-cinq minutes. Les trois conteneurs gardent leur nom, l’image \`billetterie:1\` ne change pas, et pour **chacun** :

- un compte ordinaire, utilisateur et groupe, aucune capacité à reprendre, aucun gain de privilèges ;
- rien de l’hôte : filtre seccomp, espaces à lui, aucun socket ni répertoire de l’hôte, racine en lecture seule ;
- au plus 256 Mio de mémoire, échange compris, un processeur, 200 processus.

Et pour l’ensemble :

- \`guichet\` et \`stock\` n’ont aucun réseau en commun, \`api\` et \`stock\` n’ont aucune issue, et seul le port 80 est publié ;
- le jeton n’est plus ni dans l’environnement, ni dans une commande. L’image sait le lire dans un fichier, celui que nomme \`JETON_FICHIER\` ;
- la chaîne répond comme avant, avec les places du volume \`places\`, que \`stock\` doit pouvoir écrire.

Fichier compose ou \`docker run\` : à votre goût. L’adresse du service suivant est dans la variable \`SUIVANT\`.`,
  hints: [
    'Ne cherchez pas tout d’un coup. Prenez un service, `stock` par exemple, et remontez : compte, capacités, racine, limites. Relancez, lisez le retour, puis étendez aux deux autres. Une clé `x-…` et une ancre YAML évitent de l’écrire trois fois.',
    'Dans le fichier compose : `user`, `cap_drop`, `security_opt`, `read_only`, `mem_limit`, `memswap_limit`, `pids_limit`, `cpus` ; pour l’ensemble, `networks` avec `internal`, et `secrets` avec `file`. Le registre et le fichier du jeton appartiennent encore à root : le compte du service doit pouvoir les lire.',
    'Trois réseaux : `parvis` pour `guichet`, `comptoir` (`internal: true`) pour `guichet` et `api`, `reserve` (`internal: true`) pour `api` et `stock`. `SUIVANT` devient `api:8080`, puis `stock:8080`. Le jeton : un fichier à 10001:10001, droits 400, cité par `secrets`, que le conteneur lit dans `/run/secrets/<nom>`. Le registre : `chown -R 10001:10001` dans le volume.',
  ],
  reads: {
    probes: { billet: { container: 'guichet', command: ['wget', '-qO-', 'http://127.0.0.1:8080/'] } },
  },
  checks: [
    {
      id: 'comptes-sans-pouvoir',
      title: 'Les trois services ont un compte ordinaire, sans capacité ni gain de privilèges',
      section: 'le-moindre-privilege',
      references: { anssi: ['R8'], cis: ['4.1', '5.4', '5.26'], attack: ['T1548.001'] },
      evaluate: (observation) => judgeEach(observation, judgeAccounts),
    },
    {
      id: 'hote-hors-d-atteinte',
      title: 'Aucun ne tient l’hôte, et aucun ne réécrit sa racine',
      section: 'le-moindre-privilege',
      references: {
        anssi: ['R1', 'R6', 'R12'],
        cis: ['5.5', '5.6', '5.13', '5.16', '5.22', '5.32'],
        attack: ['T1611'],
      },
      evaluate: (observation) => judgeEach(observation, judgeHost),
    },
    {
      id: 'ressources-bornees',
      title: 'Mémoire, échange, processeur et processus sont bornés pour chacun',
      section: 'borner-et-cloisonner',
      references: { anssi: ['R9', 'R10', 'R11'], cis: ['5.11', '5.12', '5.29'], attack: ['T1499'] },
      evaluate: (observation) => judgeEach(observation, judgeLimits),
    },
    {
      id: 'services-cloisonnes',
      title: 'Les services sont cloisonnés, et seul le port 80 est publié',
      section: 'borner-et-cloisonner',
      references: { anssi: ['R3', 'R5'], cis: ['5.9', '5.14', '5.30'], attack: ['T1046', 'T1133'] },
      evaluate: (observation) => judgeEach(observation, judgePartitions),
    },
    {
      id: 'jeton-en-fichier',
      title: 'Le jeton n’est ni dans l’environnement, ni dans une commande',
      section: 'les-secrets',
      references: { anssi: ['R15'], attack: ['T1552.007'] },
      evaluate: (observation) => judgeEach(observation, judgeSecret),
    },
    {
      id: 'billetterie-ouverte',
      title: 'La billetterie répond du port 80 jusqu’au registre des places',
      section: 'un-fichier-qui-tient-la-recette',
      evaluate: (observation) => judgeEach(observation, judgeService),
    },
  ],
});
