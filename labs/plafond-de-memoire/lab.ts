import { defineLab } from '../lab.ts';
import { judgeMemory, judgeSwap, limitedContainer } from '../limits.ts';

const NAME = 'cache';
const LIMIT = 64 * 2 ** 20;

export default defineLab({
  id: 'plafond-de-memoire',
  title: 'Poser un plafond de mémoire',
  chapter: 'cgroups',
  order: 1,
  kind: 'proteger',
  difficulty: 1,
  minutes: 10,
  summary:
    'Lancer un conteneur que le noyau tient à 64 Mio de mémoire, échange compris, et le vérifier là où la limite vit.',
  scenario: `Le service \`cache\` garde en mémoire tout ce qu’on lui demande, sans jamais rien oublier. Vendredi soir, il a occupé toute la mémoire du serveur : le noyau a dû tuer un processus pour survivre, et il a choisi la base de données.

Relancez ce service sous un plafond :

1. un conteneur nommé \`cache\`, image \`labo/base:1\`, qui reste en marche (par exemple avec la commande \`sleep 3600\`) ;
2. 64 Mio de mémoire au plus ;
3. **rien au-delà sur le disque** : mémoire et espace d’échange (*swap*) réunis, toujours 64 Mio.

Vérifiez ensuite votre limite dans le noyau, pas seulement dans \`docker inspect\` : c’est lui qui l’applique, et c’est lui que ces contrôles croient.`,
  hints: [
    'Deux options vont ensemble : l’une borne la mémoire, l’autre dit jusqu’où l’échange peut la prolonger. `docker run --help | grep memory` les montre.',
    'L’option `--memory-swap` ne compte pas l’échange seul : elle compte la mémoire **plus** l’échange. Que vaut-elle quand aucun échange n’est permis ?',
    'La même valeur aux deux : `docker run -d --name cache --memory 64m --memory-swap … labo/base:1 sleep 3600`. Si un conteneur `cache` existe déjà : `docker rm -f cache`.',
  ],
  checks: [
    {
      id: 'memoire-plafonnee',
      title: 'La mémoire de cache est plafonnée à 64 Mio',
      section: 'memoire-et-echange',
      references: { anssi: ['R10'], cis: ['5.11'], attack: ['T1499'] },
      evaluate(observation) {
        const cache = limitedContainer(observation, NAME);
        return 'status' in cache ? cache : judgeMemory(observation, cache, LIMIT);
      },
    },
    {
      id: 'sans-echange',
      title: 'L’espace d’échange n’y ajoute rien',
      section: 'memoire-et-echange',
      references: { anssi: ['R10'], cis: ['5.11'] },
      evaluate(observation) {
        const cache = limitedContainer(observation, NAME);
        return 'status' in cache ? cache : judgeSwap(observation, cache);
      },
    },
  ],
});
