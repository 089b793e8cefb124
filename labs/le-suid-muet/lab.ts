import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, capabilitiesOf, container, replacement, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const NAME = 'releve';
const KEY = 'cle';
const KEY_FILE = '/srv/tls/cle';
const MOUNT = '/run/tls';
const ATTACK = `/opt/releve/journal ${MOUNT}/cle`;
const ACCOUNT = 10001;
const PAGE = 'Le service répond';

const SEE_STATUS = `grep -E 'Uid|CapBnd|NoNewPrivs' /proc/$(docker inspect -f '{{.State.Pid}}' ${NAME})/status`;

export default defineLab({
  id: 'le-suid-muet',
  title: 'Le SUID muet',
  chapter: 'root',
  order: 4,
  kind: 'attaquer-defendre',
  difficulty: 3,
  minutes: 20,
  summary:
    'Lire, depuis un conteneur sans root, un fichier réservé à root grâce à un exécutable oublié, puis désarmer cet exécutable sans toucher à l’image.',
  scenario: `Le service \`releve\` suit les règles : son image choisit le compte 10001, et il tourne sous ce compte.

\`\`\`sh
docker run -d --name releve -v /srv/tls:/run/tls:ro releve:1
\`\`\`

Le répertoire \`/run/tls\` contient une clé privée que root seul peut lire : l’exploitation s’en sert par \`docker exec -u 0\`. Or l’éditeur a oublié dans son image un exécutable **SUID**, qui appartient à root et s’exécute avec l’identité de root, quel que soit celui qui l’appelle.

**Attaquez.** Un shell dans \`releve\`, sous le compte du service (\`docker exec -it releve sh\`, jamais \`-u 0\`) : trouvez cet exécutable, devinez ce qu’il fait, faites-lui lire \`/run/tls/cle\`, et saisissez la clé.

**Défendez.** L’éditeur promet une image corrigée dans un mois. D’ici là, recréez \`releve\`, sous le même nom, avec **la même image et le même montage**, de sorte que cet exécutable, et tout autre que l’on n’aurait pas trouvé, ne donne plus rien : ni l’identité de root, ni une capacité. La page doit rester servie.

Gardez la clé saisie : elle prouve que l’attaque réussissait.`,
  hints: [
    'Un bit SUID se lit dans les droits : un « s » à la place du premier « x ». `find` sait chercher des droits (`-perm -4000`).',
    'Ce programme affiche la fin d’un fichier, comme `tail` dont il est une copie : donnez-lui un chemin. Pour la défense, le noyau a un drapeau qui interdit à tout `execve` de donner des privilèges ; Docker le pose par `--security-opt`.',
    'Attaque : `docker exec releve /opt/releve/journal …`. Défense : `docker rm -f releve`, puis la commande d’origine avec `--security-opt no-new-privileges` et une option qui vide l’ensemble borné.',
  ],
  reads: {
    files: [KEY_FILE],
    probes: {
      attack: { container: NAME, command: ['sh', '-c', `${ATTACK}; wget -q -O - http://127.0.0.1:8080/`] },
    },
  },
  checks: [
    {
      id: 'cle-volee',
      title: 'Vous avez lu la clé sous le compte du service',
      section: 'le-bit-suid',
      references: { cis: ['4.8'], attack: ['T1548.001', 'T1552.001'] },
      answer: { key: KEY, label: 'Clé lue dans /run/tls/cle', placeholder: '16 chiffres hexadécimaux' },
      evaluate: judgeAnswer,
    },
    {
      id: 'attaque-sans-effet',
      title: 'L’attaque échoue : plus rien ne donne l’identité de root',
      section: 'no-new-privileges',
      references: { cis: ['5.26', '2.14'], attack: ['T1548.001'] },
      evaluate: judgeAttack,
    },
    {
      id: 'rien-a-reprendre',
      title: 'Plus aucune capacité ne peut être reprise',
      section: 'no-new-privileges',
      references: { anssi: ['R8'], cis: ['5.4'] },
      evaluate(observation) {
        const releve = replaced(observation);
        return 'status' in releve ? releve : judgeBounding(releve);
      },
    },
    {
      id: 'service-rendu',
      title: 'Le service tourne comme avant : même image, même compte, même montage',
      section: 'no-new-privileges',
      evaluate(observation) {
        const releve = replaced(observation);
        return 'status' in releve ? releve : judgeService(releve, observation);
      },
    },
  ],
});

const replaced = (o: Observation): ReturnType<typeof replacement> =>
  replacement(o, NAME, `${quote(NAME)} est encore le conteneur d’origine. Attaquez d’abord, défendez ensuite.`);

const keyOf = (o: Observation): string | undefined => /^[0-9a-f]{16}$/.exec(o.files[KEY_FILE]?.trim() ?? '')?.[0];

function judgeAnswer(o: Observation): Verdict {
  const answer = o.answers[KEY]?.toLowerCase() ?? '';
  if (!answer) return waiting('Saisissez la clé.');
  const key = keyOf(o);
  if (!key) return waiting(`${KEY_FILE}, sur l’hôte, ne contient plus la clé du départ : réinitialisez le bac.`);
  return answer === key
    ? passed(`La clé ${quote(key)} est la bonne : un fichier 0600 de root, lu par le compte ${ACCOUNT}.`)
    : failed({
        expected: 'Les seize chiffres que contient /run/tls/cle.',
        observed: `${quote(answer)} n’est pas cette clé.`,
        mechanism:
          'Sous le compte du service, cat échoue : le fichier est à root. L’exécutable cherché change d’identité avant de lire.',
        see: `docker exec ${NAME} find / -xdev -type f -perm -4000`,
      });
}

/** What the attack gives in the container as it is; `undefined` when it could not be played. */
function stolen(o: Observation): boolean | undefined {
  const probe = o.probes['attack'];
  const key = keyOf(o);
  return probe && probe.exitCode >= 0 && key ? probe.output.includes(key) : undefined;
}

function judgeAttack(o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, contradiction?: string): FailedVerdict =>
    failed({
      expected: 'Un service que le noyau marque NoNewPrivs, et une attaque qui ne rapporte rien.',
      observed,
      mechanism,
      see: SEE_STATUS,
      ...(contradiction ? { contradiction } : {}),
    });

  const works = stolen(o);
  const releve = replaced(o);
  if ('status' in releve) {
    return releve.status === 'waiting' && works === false && container(o, NAME)
      ? refuse(
          `L’attaque échoue, mais ${quote(NAME)} est le conteneur d’origine : c’est le fichier qui a changé.`,
          'Ce qu’un exec modifie reste dans ce conteneur : le prochain, né de la même image, retrouvera le bit SUID, et les autres exécutables de ce genre ne sont pas touchés.',
        )
      : releve;
  }
  const { process } = releve;
  if (works === undefined) return waiting('L’attaque n’a pas encore pu être rejouée.');
  if (process.uids.includes(0)) {
    return refuse(
      'Le service est root : il n’a plus besoin d’un exécutable SUID.',
      'Le drapeau interdit de gagner un privilège, il n’en retire aucun.',
    );
  }
  if (process.noNewPrivs && !works) {
    return passed('Le noyau affiche NoNewPrivs 1 ; rejouée, l’attaque se heurte à « Permission denied ».');
  }
  if (!process.noNewPrivs) {
    const options = releve.container.host.securityOpt.filter((option) => option.startsWith('no-new-privileges'));
    const dropped = capabilitiesOf(process.capBounding).length === 0;
    return refuse(
      works
        ? 'NoNewPrivs vaut 0, et l’attaque donne encore la clé.'
        : 'NoNewPrivs vaut 0, même si cette attaque-ci échoue.',
      dropped
        ? 'Sans capacité, le SUID donne encore l’UID 0 : un root sans pouvoir, mais propriétaire des fichiers de root, qu’il lit comme tout propriétaire.'
        : 'Tant que ce drapeau est à zéro, exécuter un fichier SUID fait prendre l’identité de son propriétaire.',
      options.some((option) => !option.endsWith('false'))
        ? `Le moteur annonce ${quote(options.join(' '))} ; le noyau, NoNewPrivs 0.`
        : undefined,
    );
  }
  return refuse(
    'NoNewPrivs vaut 1, et la clé se lit encore.',
    'Le fichier est devenu lisible autrement : ses droits ou son propriétaire ont changé sur l’hôte.',
  );
}

function judgeBounding({ process: { capBounding } }: RunningContainer): Verdict {
  const kept = capabilitiesOf(capBounding);
  return kept.length === 0
    ? passed(`CapBnd ${capBounding} : l’ensemble borné est vide.`)
    : failed({
        expected: 'Un ensemble borné vide.',
        observed: `CapBnd ${capBounding} : ${kept.length} capacités peuvent encore être prises.`,
        mechanism:
          'Sans être root, le service n’a rien en vigueur (CapEff 0), mais l’ensemble borné est le plafond de ce qu’un execve peut rendre. Deux défenses valent mieux qu’une, si l’une est oubliée.',
        see: SEE_STATUS,
      });
}

function judgeService({ container: now, process }: RunningContainer, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: 'Le service d’avant, désarmé et rien d’autre.', observed, mechanism, see });
  if (now.imageId !== baselineContainer(o, NAME)?.imageId) {
    return refuse(
      `L’image est une autre : ${quote(now.image)}.`,
      'Retirer le bit dans une image dérivée corrige l’exécutable que l’on connaît. L’énoncé demande de tenir avec l’image de l’éditeur, contre ceux que l’on ne connaît pas.',
      `docker inspect -f '{{.Config.Image}}' ${NAME}`,
    );
  }
  if (!process.uids.every((uid) => uid === ACCOUNT)) {
    return refuse(
      `Le service est sous l’UID ${[...new Set(process.uids)].join(', puis ')}.`,
      'Le compte de l’image est déjà le bon : rien ne demandait d’en changer.',
      SEE_STATUS,
    );
  }
  if (!now.mounts.some(({ destination, source }) => destination === MOUNT && source === '/srv/tls')) {
    return refuse(
      `${quote('/srv/tls')} n’est plus monté dans ${quote(MOUNT)}.`,
      'Retirer le butin n’est pas désarmer l’exécutable, et l’exploitation a besoin de ce fichier.',
      `docker inspect -f '{{json .Mounts}}' ${NAME}`,
    );
  }
  const probe = o.probes['attack'];
  if (!probe || probe.exitCode < 0) return waiting('La page n’a pas encore pu être demandée.');
  return probe.output.includes(PAGE)
    ? passed(`La page est servie, sous l’UID ${ACCOUNT}, par la même image.`)
    : refuse('La page n’est plus servie.', 'La défense ne vaut que si le service reste.', `docker logs ${NAME}`);
}
