import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { cgroupOf, container, formatBytes, missingContainer, processesOf } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { ContainerFacts, Observation } from '../observation.ts';

const NAME = 'victime';
const CODE = 'code-de-sortie';
const CAUSE = 'cause';
const MIB = 2 ** 20;
const LEAST = 6 * MIB;
const MOST = 256 * MIB;
/** 128 + 9: what a process killed by SIGKILL leaves as exit code. */
const KILLED = 137;

const SEE_STATE = `docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}' ${NAME}`;
const SEE_LIMIT = `docker inspect -f '{{.HostConfig.Memory}}' ${NAME}`;

export default defineLab({
  id: 'mort-par-oom',
  title: 'Reconnaître une mort par manque de mémoire',
  chapter: 'cgroups',
  order: 2,
  kind: 'comprendre',
  difficulty: 2,
  minutes: 15,
  summary:
    'Faire tuer un conteneur par le noyau, sans danger pour l’hôte, et lire les traces qui distinguent cette mort des autres.',
  scenario: `Trois nuits de suite, l’astreinte a noté « conteneur arrêté tout seul, redémarré ». Personne ne sait dire si quelqu’un l’avait arrêté, si le programme avait planté ou si le noyau l’avait tué faute de mémoire. Vous écrivez la fiche qui permettra de trancher en une commande, et vous la vérifiez sur une vraie mort.

1. Provoquez-la : un conteneur nommé \`victime\` (image \`labo/base:1\`) qui réclame plus de mémoire que sa limite, et que **le noyau** tue. L’hôte ne doit rien risquer : la limite est entre 6 et 256 Mio.
2. Relevez le **code de sortie** du conteneur.
3. Relevez la **cause** de la mort, celle qui ne se confond avec aucun arrêt volontaire.

La commande \`sonde mem 200\`, dans l’image, réclame 200 Mio et les garde. Si vous vous y prenez à plusieurs fois, \`docker rm -f victime\` libère le nom.`,
  hints: [
    'Le noyau tue quand un groupe dépasse sa limite de mémoire sans pouvoir rien reprendre : il faut donc une limite, plus petite que ce que le programme réclame.',
    'Le conteneur ne s’arrête que si son premier processus meurt. Quant au code de sortie, il ne dit pas tout : `docker inspect` montre, dans `State`, un autre champ que le code.',
    "`docker run --name victime -m 64m --memory-swap 64m labo/base:1 sonde mem 200`, puis `docker inspect -f '{{json .State}}' victime`.",
  ],
  checks: [
    {
      id: 'limite-posee',
      title: 'La victime avait une limite de mémoire, de 6 à 256 Mio',
      section: 'memoire-et-echange',
      references: { anssi: ['R10'], cis: ['5.11'], attack: ['T1499'] },
      evaluate(observation) {
        const victim = startedVictim(observation);
        return 'status' in victim ? victim : judgeLimit(observation, victim);
      },
    },
    {
      id: 'tuee-par-le-noyau',
      title: 'Le noyau a tué son premier processus, faute de mémoire',
      section: 'mort-par-oom',
      references: { anssi: ['R10'], cis: ['5.11'] },
      evaluate(observation) {
        const victim = startedVictim(observation);
        return 'status' in victim ? victim : judgeDeath(observation, victim);
      },
    },
    {
      id: 'code-de-sortie',
      title: 'Vous savez quel code de sortie cette mort laisse',
      section: 'mort-par-oom',
      answer: { key: CODE, label: 'Code de sortie du conteneur', placeholder: 'un nombre', input: 'number' },
      evaluate(observation) {
        const answer = observation.answers[CODE] ?? '';
        if (!answer) return waiting('Saisissez le code de sortie.');
        const given = /\d+/.exec(answer)?.[0];
        return (
          notYetDead(observation) ??
          (given === String(KILLED)
            ? passed(
                `${KILLED}, c’est 128 + 9 : le processus est mort du signal 9, SIGKILL. Ce code ne dit pas qui l’a envoyé.`,
              )
            : wrongCode(answer, given))
        );
      },
    },
    {
      id: 'cause',
      title: 'Vous savez nommer la cause, que le code ne dit pas',
      section: 'mort-par-oom',
      answer: { key: CAUSE, label: 'Cause de la mort, en un mot ou un sigle' },
      evaluate(observation) {
        const answer = observation.answers[CAUSE] ?? '';
        if (!answer) return waiting('Saisissez la cause.');
        return (
          notYetDead(observation) ??
          (/oom|m[ée]moire|memory/iu.test(answer)
            ? passed('Le manque de mémoire (out of memory, OOM) : le champ OOMKilled en garde la trace, et lui seul.')
            : wrongCause(answer))
        );
      },
    },
  ],
});

/** The victim once it has lived, or why there is none to judge. */
function startedVictim(o: Observation): ContainerFacts | Verdict {
  const victim = container(o, NAME);
  if (!victim) return missingContainer(o, NAME);
  if (victim.state.status === 'created') return waiting(`${quote(NAME)} est créé, mais n’a pas démarré.`);
  return victim;
}

/** While it runs, the kernel says its limit; afterwards the group is gone, and only the engine remembers it. */
function judgeLimit(o: Observation, victim: ContainerFacts): Verdict {
  const group = cgroupOf(o, victim);
  const limit = group ? group.memoryMax : victim.host.memory || null;
  if (limit !== null && limit >= LEAST && limit <= MOST) {
    return passed(
      `La limite de ${quote(NAME)} : ${formatBytes(limit)}. Au-delà, c’est lui que le noyau tue, et personne d’autre.`,
    );
  }
  return failed({
    expected: 'Une limite de mémoire de 6 à 256 Mio.',
    observed:
      limit === null
        ? `${quote(NAME)} n’a aucune limite de mémoire.`
        : `La limite de ${quote(NAME)} est de ${formatBytes(limit)}.`,
    mechanism:
      'La limite du groupe désigne la victime d’avance : le noyau ne tue que dans le groupe qui la dépasse. Sans elle, ou trop haute, c’est l’hôte entier qui manque de mémoire, et un service innocent peut mourir.',
    see: SEE_LIMIT,
  });
}

/**
 * A dead container's group, with its counters, is gone from the kernel: nothing remains there to confirm the cause. The
 * engine's state is believed as far as it is consistent: dead for the kernel too, marked as killed for want of memory,
 * with the code of SIGKILL and a limit to exceed.
 */
function judgeDeath(o: Observation, victim: ContainerFacts): Verdict {
  const { state, host } = victim;
  const name = quote(NAME);
  const refuse = (observed: string, mechanism: string, contradiction?: string): FailedVerdict =>
    failed({
      expected: 'Un conteneur arrêté parce que le noyau a tué son premier processus, faute de mémoire.',
      observed,
      mechanism,
      see: SEE_STATE,
      ...(contradiction ? { contradiction } : {}),
    });

  if (state.running) return judgeSurvivor(o, victim, refuse);
  const [survivor] = processesOf(o, victim);
  if (survivor) {
    return refuse(
      `${name} a encore des processus.`,
      'Un conteneur arrêté n’a plus aucun processus.',
      `Le moteur annonce ${name} arrêté ; le noyau y montre le processus ${survivor.sandboxPid}.`,
    );
  }
  if (!state.oomKilled) {
    return state.exitCode === KILLED
      ? refuse(
          `${name} s’est arrêté avec le code ${KILLED}, mais OOMKilled vaut false.`,
          'Le code dit seulement que le processus est mort de SIGKILL. Ici le signal ne vient pas d’un manque de mémoire : docker kill, ou docker stop après son délai, laissent le même code.',
        )
      : refuse(
          `${name} s’est arrêté avec le code ${state.exitCode}, et OOMKilled vaut false.`,
          'Le noyau n’a tué personne ici : le programme s’est terminé de lui-même, sur une erreur ou sur une demande d’arrêt.',
        );
  }
  if (state.exitCode !== KILLED) {
    return refuse(
      `OOMKilled vaut true, mais ${name} s’est arrêté avec le code ${state.exitCode}.`,
      'Le noyau a tué un processus du conteneur, un fils ; le premier processus lui a survécu, puis s’est terminé comme il l’entendait. C’est son code à lui que Docker rapporte.',
    );
  }
  if (host.memory === 0) {
    return refuse(
      `${name} a été tué sans avoir de limite de mémoire.`,
      'C’est donc la machine entière qui a manqué de mémoire. Cette fois le noyau a choisi ce conteneur ; une autre fois, il en choisira un autre.',
    );
  }
  return passed(
    `${name} est mort sous une limite de ${formatBytes(host.memory)} : OOMKilled vaut true, code ${KILLED}.`,
  );
}

function judgeSurvivor(
  o: Observation,
  victim: ContainerFacts,
  refuse: (observed: string, mechanism: string) => FailedVerdict,
): Verdict {
  const name = quote(NAME);
  const group = cgroupOf(o, victim);
  if (group && group.oomKills > 0) {
    return refuse(
      `Le noyau a déjà tué dans ${name}, et le conteneur est toujours en marche.`,
      'Le noyau choisit le processus qui occupe le plus de mémoire dans le groupe. Si c’est un fils, le premier processus continue, et le conteneur avec lui, amputé sans que rien ne le signale.',
    );
  }
  if (victim.host.oomKillDisable) {
    return refuse(
      `${name} est en marche, et il a été demandé au noyau de ne pas y tuer (OomKillDisable).`,
      'Au plafond, les processus du groupe restent alors bloqués jusqu’à ce que de la mémoire se libère : le service est figé au lieu d’être redémarré.',
    );
  }
  const limit = group?.memoryMax ? `, pour une limite de ${formatBytes(group.memoryMax)}` : '';
  const use = group ? ` Il occupe ${formatBytes(group.memoryCurrent)}${limit}.` : '';
  return waiting(`${name} est en marche : rien ne l’a encore tué.${use}`);
}

const notYetDead = (o: Observation): Verdict | undefined => {
  const victim = startedVictim(o);
  const death = 'status' in victim ? victim : judgeDeath(o, victim);
  return death.status === 'passed' ? undefined : waiting('À juger quand le noyau aura tué le conteneur victime.');
};

const wrongCode = (answer: string, given: string | undefined): FailedVerdict =>
  failed({
    expected: 'Le code que le moteur a noté pour le premier processus du conteneur.',
    observed:
      given === '9'
        ? '9 est le numéro du signal, pas le code de sortie.'
        : `${quote(answer)} n’est pas le code de sortie de ${quote(NAME)}.`,
    mechanism:
      'Un processus mort d’un signal n’a pas choisi de code : on lui en attribue un, 128 plus le numéro du signal.',
    see: SEE_STATE,
  });

const wrongCause = (answer: string): FailedVerdict =>
  failed({
    expected: 'Ce qui a décidé le noyau à tuer.',
    observed: /kill|signal|137|\b9\b/iu.test(answer)
      ? `${quote(answer)} désigne l’arme : le signal, ou le code qu’il laisse.`
      : `${quote(answer)} n’explique pas cette mort.`,
    mechanism:
      'Le même signal et le même code suivent un arrêt forcé par une personne. La différence est dans la raison, et le moteur la garde à part, dans l’état du conteneur.',
    see: `docker inspect -f '{{json .State}}' ${NAME}`,
  });
