import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import {
  baselineContainer,
  container,
  interruptionOf,
  runningContainer,
  sameNamespace,
  type RunningContainer,
} from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';
import { addressOf, isEveryAddress, isLoopback, listAddresses, publicationsOf } from '../publications.ts';

const CONSOLE = 'admin';
const SITE = 'vitrine';
const PORT = '8080';

const SEE_PORTS = `docker port ${CONSOLE}`;

export default defineLab({
  id: 'publier-au-plus-juste',
  title: 'Publier au plus juste',
  chapter: 'reseau',
  order: 1,
  kind: 'proteger',
  difficulty: 1,
  minutes: 10,
  summary: 'Rendre une console d’administration à l’hôte seul, sans toucher au site public qui tourne à côté.',
  scenario: `Le site \`vitrine\` est public, c’est son rôle. Sa console d’administration, le conteneur \`admin\`, a été lancée un vendredi soir « juste pour essayer » :

\`\`\`sh
docker run -d --name admin -p 8080:8080 labo/web:1
\`\`\`

Lundi, un balayage de ports l’a trouvée depuis l’autre bout du bâtiment. Les administrateurs s’y connectent par un tunnel SSH, qui arrive sur l’hôte lui-même : \`ssh -L 8080:127.0.0.1:8080 hote\`.

Faites en sorte que la console, toujours nommée \`admin\` et issue de \`labo/web:1\`, ne réponde plus qu’en \`127.0.0.1:8080\`, **sur l’hôte et nulle part ailleurs**. Le site public ne doit pas être interrompu.`,
  hints: [
    'Qui peut joindre un port publié ? Regardez ce qu’affichent `docker port admin` et `ss -ltn` : à gauche du numéro de port, il y a une adresse.',
    'Une publication se choisit à la création du conteneur. L’option `-p` accepte trois champs : l’adresse de l’hôte, le port de l’hôte, le port du conteneur.',
    'Après `docker rm -f admin`, reprenez la commande du départ avec une publication de la forme `<adresse>:8080:8080`.',
  ],
  reads: { probes: { ecoute: { container: CONSOLE, command: ['netstat', '-ltn'] } } },
  checks: [
    {
      id: 'hote-seulement',
      title: 'Aucune adresse du réseau ne mène à la console',
      section: 'publier-un-port',
      references: { anssi: ['R4'], cis: ['5.9', '5.10', '5.14'], attack: ['T1133', 'T1046'] },
      evaluate: (observation) => judgeReplaced(observation, judgeExposure),
    },
    {
      id: 'tunnel-servi',
      title: 'Sur l’hôte, 127.0.0.1:8080 mène à la console',
      section: 'publier-un-port',
      references: { cis: ['5.14'] },
      evaluate: (observation) => judgeReplaced(observation, judgeTunnel),
    },
    {
      id: 'vitrine-intacte',
      title: 'Le site public est resté public, sans interruption',
      section: 'publier-un-port',
      evaluate(observation) {
        const what = interruptionOf(observation, SITE);
        if (what) {
          return failed({
            expected: `${quote(SITE)} en marche depuis le début, publiée sur le port 80 de toutes les adresses.`,
            observed: `${quote(SITE)} ${what}.`,
            mechanism:
              'Publier au plus juste ne veut pas dire tout fermer : ce service-là doit être joint du dehors. Réinitialisez le bac pour retrouver le site du départ.',
            see: `docker ps -a --filter name=${SITE}`,
          });
        }
        const verdict = judgeReplaced(observation, () =>
          passed(`${quote(SITE)} n’a pas bougé : c’est le conteneur du départ.`),
        );
        // What the console lacks is said by the other two.
        return verdict.status === 'failed'
          ? waiting(`${quote(SITE)} n’a pas bougé ; il reste à faire tourner ${quote(CONSOLE)}.`)
          : verdict;
      },
    },
  ],
});

/** The console that took the place of the careless one. */
function judgeReplaced(o: Observation, judge: (o: Observation, console: RunningContainer) => Verdict): Verdict {
  const found = container(o, CONSOLE);
  if (found && found.id === baselineContainer(o, CONSOLE)?.id)
    return waiting(`${quote(CONSOLE)} est encore le conteneur du vendredi soir.`);
  const running: RunningContainer | FailedVerdict | WaitingVerdict = runningContainer(o, CONSOLE);
  return 'status' in running ? running : judge(o, running);
}

function judgeExposure(o: Observation, { container: console, process }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string, see = SEE_PORTS): FailedVerdict =>
    failed({ expected: 'Une publication sur la boucle locale de l’hôte, et aucune autre.', observed, mechanism, see });

  if (sameNamespace(process, o.kernel.host, 'net')) {
    return refuse(
      `${quote(CONSOLE)} est dans l’espace réseau de l’hôte, net:[${process.namespaces.net}].`,
      'Sans espace réseau à lui, un conteneur écoute directement sur toutes les adresses de la machine : rien n’est publié, et tout est exposé.',
      `docker inspect -f '{{.HostConfig.NetworkMode}}' ${CONSOLE}`,
    );
  }
  const publications = publicationsOf(o, console);
  const outside = publications.filter((door) => !isLoopback(door));
  if (outside.length > 0) {
    const untold = outside.find((door) => door.untold);
    return {
      ...refuse(
        `On atteint ${quote(CONSOLE)} par ${listAddresses(outside)}.`,
        'Sans adresse dans l’option, Docker publie sur 0.0.0.0 et sur [::], c’est-à-dire sur toutes les adresses de la machine, présentes et à venir.',
      ),
      ...(untold && {
        contradiction: `Le moteur n’annonce pas ${addressOf(untold)} ; le noyau montre un docker-proxy qui l’ouvre.`,
      }),
    };
  }
  return publications.length > 0
    ? passed(`On n’atteint ${quote(CONSOLE)} que par ${listAddresses(publications)}.`)
    : refuse(
        `Aucun port de ${quote(CONSOLE)} n’est publié.`,
        'Déclarer un port, par EXPOSE ou par --expose, documente l’image : cela n’ouvre rien sur l’hôte.',
      );
}

function judgeTunnel(o: Observation, { container: console }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string, see = SEE_PORTS): FailedVerdict =>
    failed({ expected: `127.0.0.1:${PORT}, sur l’hôte, mène au port où le service écoute.`, observed, mechanism, see });

  const publications = publicationsOf(o, console);
  const door = publications.find((one) => one.hostPort === PORT && (isEveryAddress(one) || one.hostIp === '127.0.0.1'));
  if (!door) {
    return refuse(
      publications.length > 0
        ? `${quote(CONSOLE)} est publiée en ${listAddresses(publications)}.`
        : `Aucun port de ${quote(CONSOLE)} n’est publié.`,
      'Le tunnel arrive à une adresse et à un port précis : l’une et l’autre se donnent dans l’option de publication, avant le port du conteneur.',
    );
  }
  const listening = o.probes['ecoute'];
  if (!listening || listening.exitCode !== 0)
    return waiting('Les ports écoutés par la console ne sont pas encore connus.');
  const target = door.containerPort.split('/')[0];
  const bound = listening.output
    .split('\n')
    .map((line) => /^tcp\s+\d+\s+\d+\s+([0-9a-f.:]{2,45}):(\d+)\s/.exec(line))
    .filter((match) => match?.[2] === target)
    .map((match) => match?.[1] ?? '');
  const see = `docker exec ${CONSOLE} netstat -ltn`;
  if (bound.length === 0) {
    return refuse(
      `Dans ${quote(CONSOLE)}, aucun programme n’écoute sur le port ${target}.`,
      'Le dernier champ est un port du conteneur. Docker ne vérifie pas qu’un programme s’y trouve : il publie une porte qui donne sur un mur.',
      see,
    );
  }
  return bound.every((hostIp) => isLoopback({ hostIp }))
    ? refuse(
        `Dans ${quote(CONSOLE)}, le service n’écoute qu’en ${bound[0]}:${target}.`,
        'Chaque espace réseau a sa propre boucle locale. Celle du conteneur n’est pas celle de l’hôte : le service n’entend plus que lui-même.',
        see,
      )
    : passed(`${addressOf(door)}, sur l’hôte, mène au port ${target} où le service écoute.`);
}
