import { failed, passed, quote, waiting, type Verdict } from '../check.ts';
import { baselineContainer, container, processesOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import { judgePids, limitedContainer, seeLimit, type LimitedContainer } from '../limits.ts';
import type { Observation } from '../observation.ts';

const NAME = 'compilateur';
const BOMB = ['sonde', 'forks', '300', '3600'];
const LEAST = 16;
const MOST = 64;

export default defineLab({
  id: 'bombe-a-fork-desamorcee',
  title: 'Désamorcer une bombe à fork',
  chapter: 'cgroups',
  order: 3,
  kind: 'proteger',
  difficulty: 2,
  minutes: 15,
  summary:
    'Laisser exploser une bombe à fork dans un conteneur qui la contient, et choisir la limite qui arrête vraiment root.',
  scenario: `Le conteneur \`compilateur\` exécute en root du code remis par des étudiants. Hier, l’un des programmes s’est dupliqué sans fin : le serveur n’avait plus un seul numéro de processus libre, et il a fallu le redémarrer par son bouton.

Le conteneur est là, préparé mais pas démarré, avec ce programme pour commande : \`sonde forks 300 3600\`, une bombe bridée à 300 processus, pour que votre bac y survive.

1. Faites en sorte que le conteneur \`compilateur\` ne puisse jamais dépasser **64 processus**, tout en lui en laissant au moins 16 pour travailler.
2. Lancez-le **avec la même commande**, en root, et regardez la bombe échouer dans son journal (\`docker logs compilateur\`).

Le recréer est permis ; adoucir la bombe ne l’est pas.`,
  hints: [
    'Mémoire et processeur ont chacun leur contrôleur. Un autre compte les processus d’un groupe et refuse le suivant : il porte le nom de ce qu’il compte.',
    '`docker run --help | grep pids` montre l’option. Un conteneur qui existe déjà se supprime avec `docker rm`, ou se modifie avec `docker update`.',
    '`docker rm -f compilateur`, puis `docker run -d --name compilateur --pids-limit … labo/base:1 sonde forks 300 3600`.',
  ],
  checks: [
    {
      id: 'processus-plafonnes',
      title: 'Le noyau n’accorde à compilateur que 16 à 64 processus',
      section: 'borner-les-processus',
      references: { anssi: ['R9'], cis: ['5.29'], attack: ['T1499'] },
      evaluate(observation) {
        const compiler = startedCompiler(observation);
        return 'status' in compiler ? compiler : judgePids(observation, compiler, LEAST, MOST);
      },
    },
    {
      id: 'commande-inchangee',
      title: 'Il exécute en root la commande imposée',
      section: 'borner-les-processus',
      evaluate(observation) {
        const compiler = startedCompiler(observation);
        return 'status' in compiler ? compiler : judgeCommand(compiler);
      },
    },
    {
      id: 'bombe-contenue',
      title: 'La bombe a explosé, et elle est contenue',
      section: 'borner-les-processus',
      references: { cis: ['5.29'], attack: ['T1499'] },
      evaluate(observation) {
        const compiler = startedCompiler(observation);
        return 'status' in compiler ? compiler : judgeExplosion(observation, compiler);
      },
    },
  ],
});

/** The prepared container has never run: that is not the learner's failure. One that its limit keeps from starting is. */
function startedCompiler(o: Observation): LimitedContainer | Verdict {
  const found = container(o, NAME);
  if (found?.state.status !== 'created') return limitedContainer(o, NAME);
  if (found.state.exitCode !== 0) {
    return failed({
      expected: `${quote(NAME)} en marche.`,
      observed: `Le moteur n’a pas pu démarrer ${quote(NAME)} (code ${found.state.exitCode}).`,
      mechanism:
        'Un plafond trop bas arrête jusqu’au lanceur, qui a besoin de quelques fils d’exécution dans le groupe avant de laisser sa place.',
      see: `docker inspect -f '{{.HostConfig.PidsLimit}} {{.State.Error}}' ${NAME}`,
    });
  }
  return waiting(
    found.id === baselineContainer(o, NAME)?.id
      ? `${quote(NAME)} est prêt, et pas encore démarré : bornez-le d’abord.`
      : `${quote(NAME)} est créé, mais n’a pas démarré.`,
  );
}

function judgeCommand({ container: { config }, process }: LimitedContainer): Verdict {
  const [user] = process.uids;
  if (user !== 0) {
    return failed({
      expected: 'Un programme exécuté en root, comme celui des étudiants.',
      observed: `Le premier processus de ${quote(NAME)} a l’identifiant ${user}.`,
      mechanism: 'Renoncer à root est une bonne idée, mais une autre : le plafond doit tenir même contre root.',
      see: `docker top ${NAME}`,
    });
  }
  const command = config.command.join(' ');
  return command === BOMB.join(' ')
    ? passed(`${quote(NAME)} exécute ${quote(command)}, en root.`)
    : failed({
        expected: `La commande ${quote(BOMB.join(' '))}.`,
        observed: command ? `La commande est ${quote(command)}.` : 'Le conteneur n’a pas de commande.',
        mechanism: 'Une protection se juge devant l’attaque entière. Une attaque adoucie ne prouve rien.',
        see: `docker inspect -f '{{json .Config.Cmd}}' ${NAME}`,
      });
}

/**
 * The kernel shows a group filled to its limit: the next fork was refused. One or two more may come by `docker exec`,
 * which moves a process into the group instead of forking in it; pids.max does not refuse those.
 */
function judgeExplosion(o: Observation, compiler: LimitedContainer): Verdict {
  const { pidsMax, pidsCurrent } = compiler.cgroup;
  const counted = Math.max(pidsCurrent, processesOf(o, compiler.container).length);
  const see = seeLimit(o, NAME, 'pids').replace('pids.max', 'pids.current');
  if (counted > MOST + 2) {
    return failed({
      expected: `Une bombe arrêtée avant ${MOST} processus.`,
      observed: `${quote(NAME)} compte ${counted} processus.`,
      mechanism:
        'Chaque processus prend un numéro dans une table que toute la machine se partage. Quand elle est pleine, plus rien ne démarre, pas même la commande qui arrêterait la bombe.',
      see,
    });
  }
  if (judgeCommand(compiler).status !== 'passed') return waiting('À juger avec la commande imposée.');
  if (pidsMax === null) return waiting('La bombe est lancée, sans plafond pour l’arrêter.');
  if (pidsMax < LEAST) {
    return failed({
      expected: 'Une bombe arrêtée, et un conteneur qui peut encore travailler.',
      observed: `${quote(NAME)} en est réduit à ${counted} processus.`,
      mechanism:
        'Un service qui ne peut plus créer de processus ne compile plus rien : la panne a seulement changé de cause.',
      see,
    });
  }
  return counted >= pidsMax
    ? passed(`Le groupe est plein : ${pidsMax} processus, et le noyau a refusé le suivant.`)
    : waiting(`La bombe n’a pas encore atteint le plafond : ${counted} processus sur ${pidsMax}.`);
}
