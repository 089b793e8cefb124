import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { container, isDeadEnd, processesOf, runningContainer, sameNamespace, sharedNamespace } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';
import { addressOf, isEveryAddress, listAddresses, publicationsOf } from '../publications.ts';

const DOOR = 'porte';
const PORT = '80';
const SERVICES = ['boutique', 'blog', 'compta'] as const;

const SEE_PORTS = "docker ps --format '{{.Names}} {{.Ports}}'";
const SEE_NETWORKS = `docker inspect -f '{{.Name}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}' $(docker ps -q)`;

export default defineLab({
  id: 'une-seule-porte',
  title: 'Une seule porte',
  chapter: 'reseau',
  order: 4,
  kind: 'reparer',
  difficulty: 3,
  minutes: 20,
  summary:
    'Ramener trois services publiés partout derrière un seul relais, seule porte de la machine, sans en perdre un en route.',
  scenario: `Trois équipes, trois services, trois ports ouverts sur toutes les adresses de la machine : \`boutique\` en 8081, \`blog\` en 8082, \`compta\` en 8083. Pas un journal d’accès en commun, pas de chiffrement, et la comptabilité se lit depuis Internet. La règle devient : **une seule porte**.

L’équipe fournit le relais, l’image \`maison/porte:1\`. Il écoute sur le port 8080 de son conteneur et lit ses routes dans une variable, où le premier mot du chemin choisit la destination :

\`\`\`sh
ROUTES='boutique=boutique:8080 blog=blog:8080 compta=compta:8080'
\`\`\`

Ce qui est attendu :

- un conteneur \`porte\`, publié sur le port 80 de toutes les adresses, par lequel les trois services répondent : \`curl localhost/boutique\`, \`/blog\`, \`/compta\` ;
- aucun autre conteneur n’a de port publié, même sur la boucle locale ;
- les trois services, sous les mêmes noms et la même image \`maison/service:1\`, n’ont d’autre issue que la porte.

Une coupure de quelques secondes est acceptée.`,
  hints: [
    'Le relais appelle les services par leur nom. Sur quel genre de réseau un nom de conteneur se résout-il ? Et quels réseaux la porte doit-elle toucher, pour être jointe du dehors et joindre le dedans ?',
    'La porte est sur deux réseaux : un ordinaire, qui publie son port, et un interne (`--internal`) où vivent les services. Sur un réseau interne seulement, un conteneur ne publie rien.',
    'Services : `docker network connect` vers le réseau interne, puis `docker network disconnect bridge`. Porte : `docker run -d --name porte -e ROUTES=… -p 80:8080 --network <ordinaire> maison/porte:1`, puis reliez-la au réseau interne.',
  ],
  reads: {
    probes: {
      visite: {
        container: DOOR,
        command: ['sh', '-c', `for s in ${SERVICES.join(' ')}; do wget -qO- http://127.0.0.1:8080/$s; done; true`],
      },
    },
  },
  checks: [
    {
      id: 'porte-ouverte',
      title: 'Le port 80 de la machine mène à la porte',
      section: 'une-seule-porte',
      references: { cis: ['5.9', '5.14'] },
      evaluate: judgeDoor,
    },
    {
      id: 'rien-d-autre-de-publie',
      title: 'Aucun autre conteneur n’est joignable par une adresse de l’hôte',
      section: 'une-seule-porte',
      references: { anssi: ['R4'], cis: ['5.9', '5.10', '5.14'], attack: ['T1133', 'T1190'] },
      evaluate: judgeOthers,
    },
    {
      id: 'services-servis',
      title: 'Les trois services répondent à travers la porte',
      section: 'une-seule-porte',
      evaluate: judgeServices,
    },
    {
      id: 'pas-d-autre-issue',
      title: 'Les trois services ne sont que sur des réseaux sans issue',
      section: 'un-reseau-sans-issue',
      references: { anssi: ['R3', 'R5'], cis: ['5.30'] },
      evaluate: judgeDeadEnds,
    },
  ],
});

const noDoorYet = (o: Observation): boolean => container(o, DOOR) === undefined;
const DOOR_FIRST = `La porte n’est pas encore là : aucun conteneur nommé ${quote(DOOR)}.`;

function judgeDoor(o: Observation): Verdict {
  const door = runningContainer(o, DOOR);
  if ('status' in door) return door;
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `Le port ${PORT} de toutes les adresses mène au port 8080 de ${quote(DOOR)}.`,
      observed,
      mechanism,
      see: `docker port ${DOOR}`,
    });

  const publications = publicationsOf(o, door.container);
  if (publications.length === 0) {
    const wanted = door.container.networks.every(({ name }) => isDeadEnd(o, name));
    return refuse(
      `Aucun port de ${quote(DOOR)} n’est publié.`,
      wanted
        ? 'Un port n’est publié que par un réseau qui a une issue : relié à des réseaux internes seulement, un conteneur n’est pas joint du dehors, quoi que dise son option.'
        : 'Relier la porte à un réseau permet aux conteneurs de la joindre. Pour les visiteurs, il faut encore publier un port de l’hôte.',
    );
  }
  const open = publications.find((one) => one.hostPort === PORT && isEveryAddress(one));
  if (!open) {
    return refuse(
      `${quote(DOOR)} est publiée en ${listAddresses(publications)}.`,
      'La porte est le seul conteneur qui doive être joint du dehors : elle seule mérite toutes les adresses, sur le port que les visiteurs connaissent.',
    );
  }
  return open.containerPort === '8080/tcp'
    ? passed(`${addressOf(open)} mène à ${quote(DOOR)}.`)
    : refuse(
        `${addressOf(open)} mène au port ${quote(open.containerPort)} de la porte.`,
        'Le dernier champ de l’option est le port où le programme écoute, dans le conteneur.',
      );
}

function judgeOthers(o: Observation): Verdict {
  if (!o.engine.reachable || noDoorYet(o)) return waiting(DOOR_FIRST);
  for (const other of o.engine.containers) {
    if (other.name === DOOR) continue;
    const publications = publicationsOf(o, other);
    if (publications.length > 0) {
      return failed({
        expected: `Aucune adresse de l’hôte qui mène ailleurs qu’à ${quote(DOOR)}.`,
        observed: `On atteint ${quote(other.name)} par ${listAddresses(publications)}.`,
        mechanism:
          'Une porte à côté de la porte suffit : ni le journal, ni le chiffrement, ni l’authentification du relais ne voient ceux qui passent par là. Entre conteneurs d’un même réseau, rien n’a besoin d’être publié.',
        see: SEE_PORTS,
      });
    }
    if (processesOf(o, other).some((process) => sameNamespace(process, o.kernel.host, 'net'))) {
      return failed({
        expected: 'Aucun conteneur dans l’espace réseau de l’hôte.',
        observed: `${quote(other.name)} s’y trouve, net:[${o.kernel.host?.namespaces.net}].`,
        mechanism:
          'Il n’a pas de port publié parce qu’il n’en a pas besoin : il écoute sur les adresses de l’hôte lui-même.',
        see: `docker inspect -f '{{.Name}} {{.HostConfig.NetworkMode}}' $(docker ps -q)`,
      });
    }
  }
  return passed(`Seule ${quote(DOOR)} a un port publié.`);
}

function judgeServices(o: Observation): Verdict {
  const door = runningContainer(o, DOOR);
  if ('status' in door) return door;
  const visit = o.probes['visite'];
  if (!visit || visit.exitCode !== 0) return waiting('La visite des trois services n’a pas encore pu se faire.');
  const silent = SERVICES.find((name) => !visit.output.includes(`Ici ${name}.`));
  if (silent === undefined) return passed('Demandés à la porte, les trois services répondent.');
  const stopped = runningContainer(o, silent);
  if ('status' in stopped) return stopped;
  return failed({
    expected: 'Une réponse de chaque service, demandée à la porte.',
    observed: `${quote(silent)} ne répond pas à travers ${quote(DOOR)}.`,
    mechanism: onCommonNetwork(door.container, stopped.container)
      ? 'Les deux ont un réseau en commun. Restent la route, c’est-à-dire le nom et le port demandés, et le réseau : sur le pont par défaut, les noms ne se résolvent pas.'
      : 'Le relais cherche le service par son nom, que le résolveur de Docker ne donne qu’aux conteneurs d’un réseau commun.',
    see: `docker exec ${DOOR} sh -c 'echo $ROUTES; wget -qO- http://127.0.0.1:8080/${silent}'`,
  });
}

const onCommonNetwork = (a: ContainerFacts, b: ContainerFacts): boolean =>
  a.networks.some(({ name }) => b.networks.some((other) => other.name === name));

function judgeDeadEnds(o: Observation): Verdict {
  if (!o.engine.reachable || noDoorYet(o)) return waiting(DOOR_FIRST);
  for (const name of SERVICES) {
    const service = runningContainer(o, name);
    if ('status' in service) return service;
    const shared = sharedNamespace(o, service.process, ['net']);
    if (shared) {
      return failed({
        expected: `${quote(name)} dans un espace réseau à lui.`,
        observed: `${quote(name)} partage celui de ${shared.owner}, net:[${shared.inode}].`,
        mechanism: 'Qui partage un espace réseau en partage les interfaces, donc toutes les issues.',
        see: `docker inspect -f '{{.HostConfig.NetworkMode}}' ${name}`,
      });
    }
    const open = service.container.networks.find((network) => !isDeadEnd(o, network.name));
    if (!open) continue;
    return failed({
      expected: `${quote(name)} sur des réseaux sans issue seulement.`,
      observed: `${quote(name)} est sur ${quote(open.name)}, qui a une issue.`,
      mechanism:
        open.name === 'bridge'
          ? 'Le pont par défaut réunit tous ceux qui n’ont rien demandé, sans résolution de noms, et donne sur l’extérieur.'
          : 'Par ce réseau, un service compromis télécharge ses outils et envoie son butin. La porte, elle, peut avoir un pied dehors : c’est son rôle.',
      see: SEE_NETWORKS,
    });
  }
  return passed('Les trois services ne sont reliés qu’à des réseaux internes.');
}
