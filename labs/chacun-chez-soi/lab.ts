import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { runningContainer, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { NetworkFacts, Observation } from '../observation.ts';
import { isEveryAddress, isLoopback, listAddresses, publicationsOf } from '../publications.ts';

const NETWORK = 'mutualise';
const ICC = 'com.docker.network.bridge.enable_icc';
const TENANTS = [
  { name: 'locataire-a', port: '8101' },
  { name: 'locataire-b', port: '8102' },
] as const;
type Tenant = (typeof TENANTS)[number];

/** A page, a refusal, and the end of patience (SIGTERM): anything else is not a call. */
const ANSWERED: readonly number[] = [0, 1, 143];

const SEE_OPTIONS = `docker network inspect -f '{{json .Options}}' ${NETWORK}`;
const SEE_NETWORKS = `docker inspect -f '{{.Name}} {{json .NetworkSettings.Networks}}' ${TENANTS.map(({ name }) => name).join(' ')}`;
const NOT_YET = `Aucun réseau nommé ${quote(NETWORK)} pour l’instant.`;

export default defineLab({
  id: 'chacun-chez-soi',
  title: 'Chacun chez soi',
  chapter: 'reseau',
  order: 3,
  kind: 'proteger',
  difficulty: 3,
  minutes: 15,
  summary:
    'Faire vivre deux locataires sur un même réseau sans qu’ils puissent se parler, ni en face ni par la fenêtre.',
  scenario: `Vous hébergez des sites de clients différents sur un même serveur. Tous sont sur le réseau \`hebergement\`, et chacun a été publié d’un simple \`-p\`. Un client vous écrit : « Mon voisin lit mes pages internes. » Il a raison :

\`\`\`sh
docker exec locataire-b wget -qO- http://locataire-a:8080/
\`\`\`

Un réseau par client épuiserait vos plages d’adresses. La direction veut garder **un seul réseau**, nommé \`mutualise\`, où les conteneurs ne se parlent pas entre eux.

- \`locataire-a\` et \`locataire-b\` (image \`labo/web:1\`, port 8080) sont sur \`mutualise\`, et sur lui seul.
- Le serveur frontal, installé sur l’hôte, joint le premier en \`127.0.0.1:8101\`, le second en \`127.0.0.1:8102\`.
- Aucun locataire n’atteint l’autre, **par aucun chemin** : pensez à celui qui passe par l’hôte.

Vous pouvez recréer les conteneurs.`,
  hints: [
    'Par défaut, un pont laisse passer tout ce que ses conteneurs s’envoient. Le pilote a une option pour cela, qui se donne à la création : `docker network create --help`, option `-o`.',
    'L’option du pilote s’appelle `com.docker.network.bridge.enable_icc` : les communications entre conteneurs. Quant aux ports, relisez la sortie de `docker port locataire-a` : l’hôte a aussi une adresse sur ce réseau.',
    'Créez `mutualise` avec `-o com.docker.network.bridge.enable_icc=…`, puis recréez chaque locataire avec `--network mutualise -p 127.0.0.1:<port>:8080`.',
  ],
  reads: {
    probes: {
      // A dropped packet gets no answer: the patience is short, a neighbour answers within a few milliseconds.
      voisin: {
        container: 'locataire-b',
        command: ['timeout', '0.2', 'wget', '-qO-', 'http://locataire-a:8080/'],
      },
    },
  },
  checks: [
    {
      id: 'reseau-sans-voisinage',
      title: 'Le réseau mutualise refuse les communications entre conteneurs',
      section: 'voisins-de-palier',
      references: { anssi: ['R5'], cis: ['2.2'] },
      evaluate: judgeNetwork,
    },
    {
      id: 'un-seul-reseau',
      title: 'Les deux locataires sont sur mutualise, et sur lui seul',
      section: 'voisins-de-palier',
      references: { anssi: ['R3', 'R5'], cis: ['5.30'] },
      evaluate: (observation) => judgeTenants(observation, judgeAttachment),
    },
    {
      id: 'voisin-injoignable',
      title: 'Un locataire n’obtient aucune réponse de l’autre',
      section: 'voisins-de-palier',
      references: { cis: ['2.2'], attack: ['T1046'] },
      evaluate: (observation) => judgeTenants(observation, () => judgeSilence(observation)),
    },
    {
      id: 'hote-seul-client',
      title: 'Le frontal joint chacun sur la boucle locale, et personne d’autre',
      section: 'voisins-de-palier',
      references: { cis: ['5.14'], attack: ['T1133'] },
      evaluate: (observation) => judgeTenants(observation, judgePublication),
    },
  ],
});

const networkOf = (o: Observation): NetworkFacts | undefined => o.engine.networks.find(({ name }) => name === NETWORK);

/** As the engine reads a boolean (Go, `strconv.ParseBool`). */
const isFalse = (value: string | undefined): boolean => /^(?:0|f|false)$/i.test(value ?? '');

function judgeNetwork(o: Observation): Verdict {
  const network = networkOf(o);
  if (!network) return waiting(NOT_YET);
  const value = network.options[ICC];
  if (network.driver === 'bridge' && isFalse(value))
    return passed(`${quote(NETWORK)} porte l’option ${ICC} = ${quote(value ?? '')}.`);
  const refuse = (observed: string, mechanism: string, see = SEE_OPTIONS): FailedVerdict =>
    failed({ expected: 'Un pont dont les conteneurs ne se parlent pas.', observed, mechanism, see });

  if (network.driver !== 'bridge') {
    return refuse(
      `${quote(NETWORK)} a pour pilote ${quote(network.driver)}.`,
      'L’option qui coupe les communications entre conteneurs est celle du pilote bridge.',
      `docker network inspect -f '{{.Driver}}' ${NETWORK}`,
    );
  }
  const similar = Object.keys(network.options).find((key) => /icc/i.test(key));
  if (value === undefined && similar !== undefined) {
    return refuse(
      `${quote(NETWORK)} porte l’option ${quote(similar)}, que le pilote ne lit pas.`,
      'Le moteur garde sans protester une option inconnue : mal écrite, elle s’affiche et n’a aucun effet.',
    );
  }
  return network.internal && value === undefined
    ? refuse(
        `${quote(NETWORK)} est un réseau interne, sans l’option.`,
        'Un réseau interne coupe le chemin vers l’extérieur, pas celui des voisins : sur son pont, tout le monde se parle.',
        `docker network inspect -f '{{.Internal}} {{json .Options}}' ${NETWORK}`,
      )
    : refuse(
        `${quote(NETWORK)} laisse ses conteneurs se parler : ${value === undefined ? 'l’option est absente' : `l’option vaut ${quote(value)}`}.`,
        'Sans elle, le pilote accepte tout paquet qui entre et sort par le même pont, quel que soit le port.',
      );
}

/** The first tenant for whom it is not true, else what the last one shows. */
function judgeTenants(
  o: Observation,
  judge: (o: Observation, tenant: Tenant, running: RunningContainer) => Verdict,
): Verdict {
  if (!networkOf(o)) return waiting(NOT_YET);
  const verdicts = TENANTS.map((tenant): Verdict => {
    const running: RunningContainer | FailedVerdict | WaitingVerdict = runningContainer(o, tenant.name);
    return 'status' in running ? running : judge(o, tenant, running);
  });
  return (
    verdicts.find(({ status }) => status === 'failed') ??
    verdicts.find(({ status }) => status === 'waiting') ??
    passed(
      verdicts
        .map((verdict) => (verdict.status === 'passed' ? verdict.observed : ''))
        .filter(unique)
        .join(' '),
    )
  );
}

const unique = (text: string, index: number, all: readonly string[]): boolean => all.indexOf(text) === index;

function judgeAttachment(o: Observation, { name }: Tenant, { container }: RunningContainer): Verdict {
  const others = container.networks.filter((network) => network.name !== NETWORK);
  const attached = others.length < container.networks.length;
  if (attached && others.length === 0) return passed(`${quote(name)} n’est que sur ${quote(NETWORK)}.`);
  return failed({
    expected: `${quote(name)} sur ${quote(NETWORK)}, et nulle part ailleurs.`,
    observed: `${quote(name)} est sur ${
      container.networks
        .slice(0, 4)
        .map((network) => quote(network.name))
        .join(', ') || 'aucun réseau'
    }.`,
    mechanism: attached
      ? 'Un conteneur relié à deux réseaux parle aux voisins des deux : la règle de l’un ne vaut pas pour l’autre.'
      : 'La règle est celle d’un pont : elle ne s’applique qu’aux conteneurs qui y sont reliés.',
    see: SEE_NETWORKS,
  });
}

function judgeSilence(o: Observation): Verdict {
  const call = o.probes['voisin'];
  if (!call || !ANSWERED.includes(call.exitCode)) return waiting('Le voisin n’a pas encore pu être appelé.');
  return call.exitCode === 0
    ? failed({
        expected: 'Aucune réponse d’un locataire à l’autre.',
        observed: `Rejouée dans ${quote('locataire-b')}, la commande du client rend la page de ${quote('locataire-a')}.`,
        mechanism:
          'Le nom se résout dès que les deux ont un réseau en commun ; c’est au pont de refuser le paquet. Une option de pilote vaut pour les conteneurs du réseau qui la porte, et demande que le noyau soumette les trames du pont au pare-feu.',
        see: 'docker exec locataire-b timeout 2 wget -qO- http://locataire-a:8080/',
      })
    : passed('Le voisin, appelé par son nom, ne répond pas.');
}

function judgePublication(o: Observation, { name, port }: Tenant, { container }: RunningContainer): Verdict {
  const refuse = (observed: string, mechanism: string, see = `docker port ${name}`): FailedVerdict =>
    failed({
      expected: `${quote(name)} publié en 127.0.0.1:${port}, et nulle part ailleurs.`,
      observed,
      mechanism,
      see,
    });

  const publications = publicationsOf(o, container);
  const outside = publications.filter((door) => !isLoopback(door));
  if (outside.length > 0) {
    return refuse(
      `On atteint ${quote(name)} par ${listAddresses(outside)}.`,
      'La passerelle du réseau est une adresse de l’hôte : un port publié partout l’est là aussi. Le voisin frappe chez l’hôte, dont le docker-proxy ouvre la connexion à sa place, et la règle du pont ne voit rien passer.',
      outside.some(isEveryAddress)
        ? `docker exec locataire-b sh -c 'wget -qO- http://$(ip route | sed -n "s/default via \\([0-9.]*\\).*/\\1/p"):${port}/'`
        : undefined,
    );
  }
  const door = publications.find((one) => one.hostPort === port && one.hostIp === '127.0.0.1');
  if (!door) {
    return refuse(
      publications.length > 0
        ? `${quote(name)} est publié en ${listAddresses(publications)}.`
        : `Aucun port de ${quote(name)} n’est publié.`,
      publications.length > 0
        ? 'Le frontal appelle une adresse et un port précis.'
        : 'Un conteneur sans publication, ou sur un réseau interne, n’a pas d’adresse stable pour le frontal.',
    );
  }
  return door.containerPort === '8080/tcp'
    ? passed(`127.0.0.1:${port} mène à ${quote(name)}.`)
    : refuse(
        `127.0.0.1:${port} mène au port ${door.containerPort} de ${quote(name)}.`,
        'Le service écoute sur le port 8080 du conteneur : c’est le dernier champ de l’option.',
      );
}
