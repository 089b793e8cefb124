import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { container } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const KERNEL_PROOF = 'preuve-noyau';
const DISTRIBUTION_PROOF = 'preuve-distrib';
const HOST_RELEASE = 'noyau-de-l-hote';
const HOST_OS_RELEASE = '/etc/os-release';
const KERNEL_SILENT = 'Le noyau n’a pas encore répondu.';

/** Milliseconds during which an empty log proves nothing: the command may not have written yet. */
const FIRST_WORDS = 500;

export default defineLab({
  id: 'un-seul-noyau-pour-tous',
  title: 'Un seul noyau pour tous',
  chapter: 'introduction',
  order: 2,
  kind: 'comprendre',
  difficulty: 1,
  minutes: 15,
  summary: 'Produire une preuve journalisée que conteneur et hôte ont le même noyau, et montrer ce qui, lui, diffère.',
  scenario: `Un auditeur écrit dans son rapport : « Chaque image embarque son propre noyau ; une faille du noyau de l’hôte ne concerne donc pas les conteneurs. » C’est faux, et dangereux. Vous allez joindre au dossier des preuves qu’il pourra relire : des journaux de conteneurs.

1. Relevez la version du noyau de l’hôte et saisissez-la.
2. Lancez un conteneur nommé \`preuve-noyau\` (image \`labo/base:1\`) dont le **journal** contient la version du noyau que ce conteneur voit.
3. Lancez un conteneur nommé \`preuve-distrib\` (image \`labo/base:1\`) dont le **journal** contient la ligne \`ID=\` de sa distribution.

Les deux conteneurs doivent rester consultables après coup : l’auditeur lira \`docker logs\`. Et la preuve doit venir de l’intérieur du conteneur, non de votre clavier.`,
  hints: [
    'Le noyau donne sa version à qui la demande : cherchez du côté de la commande `uname`. La distribution, elle, se décrit dans un fichier de l’image, sous `/etc`.',
    'Le journal d’un conteneur garde ce que son premier processus écrit. Donnez-lui donc la question pour commande, et ne demandez pas sa suppression à la fin.',
    '`docker run --name preuve-noyau labo/base:1 uname -r` ; de même pour `preuve-distrib`, avec `cat /etc/os-release`. Sur l’hôte, `uname -r`.',
  ],
  reads: { files: [HOST_OS_RELEASE], logs: [KERNEL_PROOF, DISTRIBUTION_PROOF] },
  checks: [
    {
      id: 'version-du-noyau-de-l-hote',
      title: 'Vous connaissez la version du noyau de l’hôte',
      section: 'un-seul-noyau',
      answer: { key: HOST_RELEASE, label: 'Version du noyau de l’hôte', placeholder: 'par exemple 6.1.0-18-amd64' },
      evaluate(observation) {
        const answer = observation.answers[HOST_RELEASE] ?? '';
        if (!answer) return waiting('Saisissez la version du noyau de l’hôte.');
        if (!observation.kernel.available) return waiting(KERNEL_SILENT);
        const { release } = observation.kernel;
        if (answer === release) return passed(`Le noyau de l’hôte est bien ${quote(release)}.`);
        return failed({
          expected: 'La version complète du noyau, et rien d’autre.',
          observed: answer.includes(release)
            ? `${quote(answer)} contient la version, parmi d’autres mots.`
            : release.startsWith(answer)
              ? `${quote(answer)} n’est que le début de la version.`
              : `${quote(answer)} n’est pas la version du noyau en marche.`,
          mechanism:
            'Le nom et la version d’une distribution (Debian 13…) décrivent des fichiers installés. La version du noyau est une autre donnée, que l’appel système uname rend telle quelle.',
          see: 'uname --help',
        });
      },
    },
    {
      id: 'noyau-journalise',
      title: 'Le journal de preuve-noyau contient la version du noyau, lue dans le conteneur',
      section: 'un-seul-noyau',
      evaluate(observation) {
        if (!observation.kernel.available) return waiting(KERNEL_SILENT);
        const proof = readProof(observation, KERNEL_PROOF);
        if ('status' in proof) return proof;
        const { release } = observation.kernel;
        return (
          typedByHand(proof.container, release) ?? broughtByMount(proof.container) ?? kernelVerdict(proof.log, release)
        );
      },
    },
    {
      id: 'distribution-journalisee',
      title: 'Le journal de preuve-distrib montre une autre distribution que celle de l’hôte',
      section: 'un-seul-noyau',
      evaluate(observation) {
        const proof = readProof(observation, DISTRIBUTION_PROOF);
        if ('status' in proof) return proof;
        return distributionVerdict(proof, distributionId(observation.files[HOST_OS_RELEASE] ?? ''));
      },
    },
  ],
});

interface Proof {
  container: ContainerFacts;
  log: string;
}

/** The log that the auditor would read, or why there is none. */
function readProof(observation: Observation, name: string): Proof | FailedVerdict | WaitingVerdict {
  const found = container(observation, name);
  if (!found) {
    return waiting(
      `Aucun conteneur nommé ${quote(name)} n’est conservé. Un conteneur lancé avec --rm disparaît dès qu’il se termine, et son journal avec lui.`,
    );
  }
  const { state, host } = found;
  const log = observation.logs[name];
  if (host.logDriver === 'none') {
    return failed({
      expected: 'Un journal conservé, que l’auditeur puisse relire.',
      observed: `Le pilote de journal de ${quote(name)} est ${quote(host.logDriver)}.`,
      mechanism: 'Ce pilote jette tout ce que le conteneur écrit : docker logs n’a plus rien à montrer.',
      see: `docker logs ${name}`,
    });
  }
  if (!state.running && (state.status === 'created' || state.exitCode !== 0)) {
    return failed({
      expected: 'Un conteneur qui a accompli sa commande (code de sortie 0), ou qui l’accomplit encore.',
      observed: `${quote(name)} est dans l’état ${quote(state.status)}, avec le code de sortie ${state.exitCode}.`,
      mechanism:
        'Un conteneur créé sans être démarré n’a rien exécuté ; un code autre que 0 dit que la commande a échoué ou n’a pas été trouvée.',
      see: 'docker ps -a',
    });
  }
  if (log === null || log === undefined) return waiting(`Le journal de ${quote(name)} n’est pas encore lisible.`);
  if (log.trim()) return { container: found, log };
  if (state.running && observation.at - Date.parse(state.startedAt) < FIRST_WORDS)
    return waiting(`${quote(name)} vient de démarrer.`);
  return failed({
    expected: 'Un journal qui contient la preuve.',
    observed: `Le journal de ${quote(name)} est vide.`,
    mechanism:
      'Le moteur journalise ce qu’écrit le premier processus du conteneur. Ce qu’affiche un docker exec va dans votre terminal, jamais dans le journal.',
    see: `docker logs ${name}`,
  });
}

function typedByHand({ name, config }: ContainerFacts, text: string): Verdict | undefined {
  const literal = [...config.command, ...config.env].find((part) => part.includes(text));
  return literal === undefined
    ? undefined
    : failed({
        expected: 'Une valeur obtenue dans le conteneur.',
        observed: `La commande de ${quote(name)} contient déjà la valeur : ${quote(literal)}.`,
        mechanism:
          'Le conteneur n’a fait que répéter un texte. Attention aussi à $(…) : votre terminal le remplace par sa valeur avant d’appeler docker, donc sur l’hôte.',
        see: `docker inspect -f '{{json .Config.Cmd}}' ${name}`,
      });
}

function broughtByMount({ name, mounts }: ContainerFacts): Verdict | undefined {
  const [mount] = mounts;
  return (
    mount &&
    failed({
      expected: 'Une preuve qui ne doit rien aux fichiers de l’hôte.',
      observed: `${quote(name)} reçoit un montage : ${quote(mount.source || mount.type)} sur ${quote(mount.destination)}.`,
      mechanism:
        'Un montage remplace une partie des fichiers du conteneur par des fichiers venus d’ailleurs : ce qui y est lu ne dit rien du conteneur.',
      see: `docker inspect -f '{{json .Mounts}}' ${name}`,
    })
  );
}

const kernelVerdict = (log: string, release: string): Verdict =>
  log.includes(release)
    ? passed(`Le conteneur a lu ${quote(release)} : c’est le noyau de l’hôte.`)
    : failed({
        expected: 'La version du noyau en marche, lue par le conteneur.',
        observed: `Le journal dit ${quote(firstLine(log))}, et la version du noyau n’y est pas.`,
        mechanism:
          'La version se demande au noyau, par l’appel système uname ou par /proc/version. Les fichiers de l’image ne parlent que de la distribution : une image ne contient pas de noyau.',
        see: `docker logs ${KERNEL_PROOF}`,
      });

function distributionVerdict({ container: found, log }: Proof, hostId: string | undefined): Verdict {
  const id = distributionId(log);
  if (id === undefined) {
    return failed({
      expected: 'La ligne ID= de la distribution de l’image.',
      observed: `Le journal dit ${quote(firstLine(log))}, sans ligne ID=.`,
      mechanism:
        'Une distribution se présente dans un fichier de l’image, par des lignes NOM=valeur. L’une d’elles, ID, la nomme.',
      see: `docker logs ${found.name}`,
    });
  }
  if (id === hostId) {
    return (
      broughtByMount(found) ??
      failed({
        expected: 'La distribution de l’image, qui n’est pas celle de l’hôte.',
        observed: `Le journal montre ID=${id} : c’est la distribution de l’hôte.`,
        mechanism:
          'Les fichiers d’un conteneur viennent de son image. Pour lire ceux de l’hôte, il a fallu les lui apporter.',
        see: `grep ^ID= ${HOST_OS_RELEASE}`,
      })
    );
  }
  const asked = found.config.command.some((part) => part.includes('os-release'));
  const literal = asked ? undefined : typedByHand(found, `ID=${id}`);
  return (
    literal ??
    passed(`L’image est ${quote(id)}, l’hôte ${quote(hostId ?? 'inconnu')} : les fichiers diffèrent, le noyau non.`)
  );
}

const distributionId = (osRelease: string): string | undefined => /^ID=["']?([\w.-]+)["']?\s*$/m.exec(osRelease)?.[1];

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? '';
