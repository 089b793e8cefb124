import { failed, passed, quote, waiting, type FailedVerdict, type Verdict, type WaitingVerdict } from '../check.ts';
import { exceedsOrdinary, filtersOfItsOwn, runningContainer, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';
import {
  isUnfiltered,
  lets,
  letsTheRestThrough,
  profileOf,
  seeProfile,
  type SeccompProfile,
} from '../seccomp-profile.ts';

const READER = 'lecteur';
const PROBE = 'essais';

/** The four calls of Linux that change the mode of a file. */
const MODE_CALLS = ['chmod', 'fchmod', 'fchmodat', 'fchmodat2'] as const;

/** Calls that the engine's profile refuses to an ordinary container, and that an intruder would like to have back. */
const GUARDED = [
  ...['unshare', 'setns', 'mount', 'umount2', 'pivot_root', 'fsopen', 'fsconfig', 'move_mount', 'open_tree'],
  ...['bpf', 'perf_event_open', 'userfaultfd', 'add_key', 'keyctl', 'request_key'],
  ...['init_module', 'finit_module', 'kexec_load', 'open_by_handle_at'],
] as const;

/**
 * What is possible in the container, one word a line. BusyBox's `sed -i` writes a file of mode 600, then gives it the
 * mode of the old one with fchmod(2): that shows the call without a tool of its own.
 */
const TRIALS = [
  'umask 022; cd /dev/shm || exit',
  'f=essai-$$; echo a >$f',
  'chmod 640 $f && [ "$(stat -c %a $f)" = 640 ] && echo permis:chmod',
  'sed -i s/a/b/ $f; [ "$(stat -c %a $f)" = 644 ] && echo permis:fchmod',
  'unshare -U true && echo permis:unshare',
  'mkdir d-$$ && rmdir d-$$ && echo permis:mkdir',
  'rm $f',
  'wget -q -O /dev/null http://127.0.0.1:8080/ && echo permis:page',
  'echo fini',
].join('\n');

const SEE_TRIAL = `docker exec ${READER} sh -c 'cd /dev/shm; touch f; chmod 600 f; ls -l f'`;

export default defineLab({
  id: 'filtre-sur-mesure',
  title: 'Un filtre sur mesure',
  chapter: 'noyau',
  order: 2,
  kind: 'proteger',
  difficulty: 3,
  minutes: 25,
  summary:
    'Écrire un profil seccomp qui refuse tout changement de permissions, à partir du profil par défaut et sans rien en perdre.',
  scenario: `Un incident de la semaine passée : par une faille de l’application, quelqu’un a déposé un programme dans un conteneur, l’a rendu exécutable, puis l’a lancé. Le service \`lecteur\`, lui, ne fait que servir des fichiers. Il n’a **jamais** besoin de changer des permissions ; votre équipe veut que le noyau le lui refuse.

Le profil seccomp que votre moteur applique d’office a été relevé dans \`/root/defaut.json\`. Il autorise \`chmod\` : il doit convenir à tout le monde.

1. Écrivez un profil qui **ajoute** à ses refus celui de changer les permissions d’un fichier, par quelque appel système que ce soit (Linux en a quatre : \`chmod\`, \`fchmod\`, \`fchmodat\`, \`fchmodat2\`). Tout ce qui était refusé doit le rester.
2. Lancez sous ce profil un conteneur \`lecteur\`, de l’image \`labo/web:1\`, qui sert sa page sur le port 8080 comme d’habitude.`,
  hints: [
    'Lisez le profil : `jq .defaultAction defaut.json`, puis `jq ".syscalls[0]" defaut.json | head`. Que deviennent les appels qui ne sont dans aucune liste ?',
    'Le profil est une liste d’autorisation : refuser un appel, c’est l’en retirer. En `jq`, l’opérateur `-=` ôte des éléments d’un tableau. Le fichier se donne à `docker run` par `--security-opt seccomp=…`, et c’est la commande `docker` qui le lit, sur l’hôte.',
    '`jq \'(.syscalls[].names) -= ["chmod", …]\' defaut.json >lecteur.json`, puis `docker run -d --name lecteur --security-opt seccomp=lecteur.json labo/web:1`.',
  ],
  reads: { probes: { [PROBE]: { container: READER, command: ['sh', '-c', TRIALS] } } },
  checks: [
    {
      id: 'noyau-filtre',
      title: 'Le noyau filtre les appels système de lecteur',
      section: 'lire-le-mot-du-noyau',
      references: { cis: ['5.22'] },
      evaluate(observation) {
        const reader = runningContainer(observation, READER);
        return 'status' in reader ? reader : judgeFilter(observation, reader);
      },
    },
    {
      id: 'permissions-figees',
      title: 'Aucun appel ne change plus les permissions d’un fichier',
      section: 'ecrire-un-profil',
      references: { cis: ['2.17', '5.22'] },
      evaluate(observation) {
        const tried = triedReader(observation);
        return 'status' in tried ? tried : judgeModes(tried);
      },
    },
    {
      id: 'rien-rouvert',
      title: 'Tout ce que le profil par défaut refuse est encore refusé',
      section: 'ecrire-un-profil',
      references: { anssi: ['R7', 'R8'], cis: ['5.4', '5.5', '5.22'], attack: ['T1611'] },
      evaluate(observation) {
        const tried = triedReader(observation);
        return 'status' in tried ? tried : judgeRest(tried);
      },
    },
    {
      id: 'service-rendu',
      title: 'Le service rend toujours sa page',
      section: 'ecrire-un-profil',
      evaluate(observation) {
        const tried = triedReader(observation);
        return 'status' in tried ? tried : judgeService(tried);
      },
    },
  ],
});

interface TriedReader extends RunningContainer {
  profile: SeccompProfile | null;
  /** Whether the trial of that name succeeded in the container. */
  permits: (what: string) => boolean;
}

function triedReader(o: Observation): TriedReader | FailedVerdict | WaitingVerdict {
  const reader = runningContainer(o, READER);
  if ('status' in reader) return reader;
  const lines = o.probes[PROBE]?.output.split('\n') ?? [];
  if (!lines.includes('fini')) return waiting(`Les essais n’ont pas encore pu être joués dans ${quote(READER)}.`);
  return { ...reader, profile: profileOf(reader.container), permits: (what) => lines.includes(`permis:${what}`) };
}

function judgeFilter(o: Observation, { container, process }: RunningContainer): Verdict {
  const own = filtersOfItsOwn(o, process);
  if (own === undefined) return waiting('Ce noyau ne compte pas les filtres d’un processus.');
  if (process.seccomp === 2 && own > 0) {
    return passed(
      `Seccomp: 2, et Seccomp_filters: ${process.seccompFilters} contre ${o.kernel.host?.seccompFilters} pour l’hôte : ${quote(READER)} a son filtre.`,
    );
  }
  return failed({
    expected: `Un filtre propre à ${quote(READER)}, en plus de ce dont il hérite.`,
    observed: `Seccomp: ${process.seccomp}, Seccomp_filters: ${process.seccompFilters}, comme le processus 1 de l’hôte.`,
    mechanism: isUnfiltered(container)
      ? 'Sans confinement, ou privilégié, le conteneur ne reçoit aucun filtre : tous les appels du noyau lui sont ouverts.'
      : 'Le filtre se charge au démarrage du conteneur et ses enfants en héritent : il se demande à la création.',
    see: `grep Seccomp /proc/1/status /proc/$(docker inspect -f '{{.State.Pid}}' ${READER})/status`,
  });
}

function judgeModes({ profile, permits }: TriedReader): Verdict {
  const allowed = MODE_CALLS.filter((call) => (profile ? lets(profile, call) : permits(call)));
  const tried = ['chmod', 'fchmod'].filter((call) => permits(call));
  if (tried.length === 0 && allowed.length === 0) {
    return passed(
      `chmod et fchmod, essayés dans ${quote(READER)}, sont refusés ; le profil n’autorise pas les autres.`,
    );
  }
  return failed({
    expected: 'chmod, fchmod, fchmodat et fchmodat2 refusés.',
    observed: tried.length
      ? `Dans ${quote(READER)}, ${tried.join(' et ')} ${tried.length > 1 ? 'réussissent' : 'réussit'} encore.`
      : `Le profil laisse passer ${allowed.join(', ')}.`,
    mechanism: whyAllowed(profile, allowed),
    see: tried.includes('chmod') ? SEE_TRIAL : seeProfile(READER, "'.syscalls[].names' | grep chmod"),
  });
}

function whyAllowed(profile: SeccompProfile | null, allowed: readonly string[]): string {
  if (!profile)
    return 'Ce conteneur n’a pas reçu de profil à lui : celui d’office, ou l’absence de profil, laisse changer les permissions.';
  const refused = profile.syscalls.some(
    ({ names, action }) => action === 'SCMP_ACT_ERRNO' && allowed.some((call) => names.includes(call)),
  );
  if (refused)
    return 'Une règle refuse, une autre autorise le même appel : la première lue l’emporte, et runc saute un refus qui ne fait que répéter l’action par défaut. Dans une liste d’autorisation, un appel se refuse en quittant la liste.';
  return allowed.length < MODE_CALLS.length
    ? 'La bibliothèque C choisit l’appel selon l’architecture et sa version : fermer l’un et laisser les autres, c’est fermer une porte sur quatre.'
    : 'Le profil autorise encore ces appels : tout nom présent dans une règle SCMP_ACT_ALLOW passe.';
}

function judgeRest({ container, process, profile, permits }: TriedReader): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'Les refus du profil par défaut, plus le vôtre ; aucun pouvoir de plus.',
      observed,
      mechanism,
      see,
    });

  if (container.host.privileged || exceedsOrdinary(process.capEffective)) {
    return refuse(
      `${quote(READER)} a plus de capacités qu’un conteneur ordinaire : CapEff ${process.capEffective}.`,
      'Refuser un appel et accorder des pouvoirs en même temps, c’est reculer.',
      `grep CapEff /proc/$(docker inspect -f '{{.State.Pid}}' ${READER})/status`,
    );
  }
  if (profile && letsTheRestThrough(profile)) {
    return refuse(
      `L’action par défaut du profil est ${quote(profile.defaultAction)}${permits('unshare') ? ', et unshare réussit' : ''}.`,
      'C’est une liste d’interdiction : tout ce qu’elle ne nomme pas passe. Un profil donné à un conteneur remplace celui du moteur, il ne s’y ajoute pas.',
      seeProfile(READER, '.defaultAction'),
    );
  }
  if (permits('unshare')) {
    return refuse(
      `Dans ${quote(READER)}, unshare réussit : un espace utilisateur neuf s’ouvre.`,
      'Le profil par défaut ne le permet pas : dans cet espace, un intrus retrouve toutes les capacités et du code du noyau jadis réservé à root.',
      `docker exec ${READER} unshare -U true`,
    );
  }
  const reopened = profile ? GUARDED.filter((call) => lets(profile, call)) : [];
  return reopened.length
    ? refuse(
        `Le profil laisse passer ${reopened.join(', ')}.`,
        'Ces appels ne sont pas dans la liste d’autorisation du moteur, et un service ordinaire s’en passe.',
        seeProfile(READER, `'.syscalls[].names' | grep -w ${reopened[0]}`),
      )
    : passed(`unshare est refusé dans ${quote(READER)}, et le profil ne rouvre aucun des appels que le moteur ferme.`);
}

function judgeService({ container, permits }: TriedReader): Verdict {
  if (container.image === 'labo/web:1' && permits('page') && permits('mkdir'))
    return passed(
      `La page de ${quote(READER)} arrive sur le port 8080, et mkdir réussit : le filtre ne gêne rien d’autre.`,
    );
  return failed({
    expected: 'La page de labo/web:1 servie sur le port 8080, et les autres appels ordinaires permis.',
    observed: !permits('page')
      ? `Dans ${quote(READER)}, de l’image ${quote(container.image)}, rien ne répond sur le port 8080.`
      : !permits('mkdir')
        ? `Dans ${quote(READER)}, mkdir est refusé aussi.`
        : `${quote(READER)} vient de l’image ${quote(container.image)}.`,
    mechanism:
      'Un filtre trop étroit ne se voit qu’à l’usage : l’appel refusé rend une erreur, et le programme fait ce qu’il peut.',
    see: `docker exec ${READER} wget -q -O - http://127.0.0.1:8080/`,
  });
}
