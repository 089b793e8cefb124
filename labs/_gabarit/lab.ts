import { failed, passed, quote, waiting } from '../check.ts';
import { container, mainProcess } from '../facts.ts';
import { defineLab } from '../lab.ts';

export default defineLab({
  id: 'gabarit-a-renommer',
  title: 'Le titre de l’exercice',
  chapter: 'introduction',
  order: 9,
  kind: 'comprendre',
  difficulty: 1,
  minutes: 10,
  summary: 'Une phrase qui dit ce que l’on fait et ce que l’on apprend.',
  scenario:
    'La situation, telle qu’une personne du métier la reconnaîtrait : qui demande, ce qui s’est passé, ce qui est attendu.',
  hints: [
    'Un premier indice, qui oriente le regard sans rien donner.',
    'Un deuxième indice, qui nomme le mécanisme ou l’option.',
    'Le dernier indice, presque la commande.',
  ],
  checks: [
    {
      id: 'temoin-en-marche',
      title: 'Un conteneur nommé temoin est en marche',
      section: 'un-processus-pas-une-machine',
      references: { attack: ['T1613'] },
      evaluate(observation) {
        const temoin = container(observation, 'temoin');
        if (!temoin) return waiting('Aucun conteneur nommé « temoin » pour l’instant.');
        if (!temoin.state.running) {
          return failed({
            expected: 'Un conteneur en marche.',
            observed: `« temoin » est dans l’état ${quote(temoin.state.status)}, avec le code de sortie ${temoin.state.exitCode}.`,
            mechanism:
              'Un conteneur vit aussi longtemps que son premier processus : quand la commande se termine, il s’arrête.',
            see: 'docker ps -a',
          });
        }
        const process = mainProcess(observation, temoin);
        if (!process) return waiting('Le noyau ne montre pas encore son processus.');
        return passed(`« temoin » est en marche : le noyau lui connaît le processus ${process.sandboxPid}.`);
      },
    },
  ],
});
