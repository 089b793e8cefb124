import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { baselineContainer, capabilitiesOf, container, replacement, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { Observation } from '../observation.ts';

const NAME = 'entrepot';
const ACCOUNT = 10001;
const NEEDED: readonly string[] = ['CHOWN', 'SETGID', 'SETUID'];
const INVENTORY = 'palettes en stock';

const SEE_BOUNDING = `capsh --decode=$(awk '/CapBnd/ {print $2}' /proc/$(docker inspect -f '{{.State.Pid}}' ${NAME})/status)`;

export default defineLab({
  id: 'juste-ce-qu-il-faut',
  title: 'Juste ce qu’il faut',
  chapter: 'root',
  order: 3,
  kind: 'proteger',
  difficulty: 3,
  minutes: 25,
  summary:
    'Remplacer --privileged par le plus petit ensemble de capacités avec lequel un programme que l’on ne peut pas modifier fait encore son travail.',
  scenario: `« Lancez-le avec \`--privileged\`, sinon il ne démarre pas. » C’est toute la documentation du fournisseur, et voici ce qui tourne :

\`\`\`sh
docker run -d --name entrepot --privileged -v stock:/donnees entrepot:1
\`\`\`

Le programme \`/bin/entrepot\` démarre en root, prend possession du répertoire \`/donnees\`, ouvre le port 80, puis son serveur quitte root pour le compte 10001. L’image est signée : **ni le programme, ni l’image ne se changent**. L’équipe de sécurité, elle, ne veut plus de \`--privileged\`, ni d’une capacité de trop.

Recréez \`entrepot\`, sous le même nom, avec la même image, le même volume et la même commande, et **les seules capacités sans lesquelles il ne démarre pas**. C’est l’ensemble borné du processus, tel que le noyau l’affiche, qui en jugera.`,
  hints: [
    'Retirez tout, lancez, lisez le journal (`docker logs entrepot`) : il nomme l’opération que le noyau a refusée. Rendez ce qu’elle demande, et recommencez.',
    'Trois opérations seulement demandent un pouvoir : changer le propriétaire d’un fichier, changer de groupes, changer d’utilisateur. Chacune a sa capacité. Le port 80, dans un conteneur, n’en demande pas.',
    '`docker run -d --name entrepot --cap-drop ALL --cap-add CHOWN --cap-add … --cap-add … -v stock:/donnees entrepot:1`. Les deux qui manquent commencent par SET.',
  ],
  reads: {
    probes: { service: { container: NAME, command: ['wget', '-q', '-O', '-', 'http://127.0.0.1:80/'] } },
  },
  checks: [
    {
      id: 'entrepot-au-travail',
      title: 'entrepot sert son inventaire, et son serveur a quitté root',
      section: 'retirer-tout-puis-rendre',
      references: { cis: ['4.1'] },
      evaluate: (observation) => judgeReplaced(observation, judgeWork),
    },
    {
      id: 'rien-de-trop',
      title: 'Son ensemble borné ne contient que ce que le démarrage demande',
      section: 'retirer-tout-puis-rendre',
      references: { anssi: ['R8'], cis: ['5.4', '5.5'], attack: ['T1611'] },
      evaluate: (observation) => judgeReplaced(observation, judgeBounding),
    },
    {
      id: 'meme-programme',
      title: 'C’est le programme du fournisseur, sans autre passe-droit',
      section: 'privileged-n-est-pas-une-option',
      references: { anssi: ['R1', 'R2'], cis: ['5.5', '5.22'] },
      evaluate: (observation) => judgeReplaced(observation, judgeProgram),
    },
  ],
});

function judgeReplaced(o: Observation, judge: (entrepot: RunningContainer, o: Observation) => Verdict): Verdict {
  const entrepot = replacement(o, NAME, `${quote(NAME)} est encore le conteneur du fournisseur, avec --privileged.`);
  if (!('status' in entrepot)) return judge(entrepot, o);
  return entrepot.status === 'failed' ? (refusedAtStart(o) ?? entrepot) : entrepot;
}

/** The program ends at the first operation that is refused to it. */
function refusedAtStart(o: Observation): FailedVerdict | undefined {
  const stopped = container(o, NAME);
  if (stopped?.state.status !== 'exited') return undefined;
  return failed({
    expected: `${quote(NAME)} en marche.`,
    observed: `Le programme s’est arrêté, avec le code de sortie ${stopped.state.exitCode}.`,
    mechanism:
      'Sans la capacité voulue, l’appel système échoue avec « Operation not permitted », et le programme renonce. Son journal dit laquelle de ses opérations a été refusée.',
    see: `docker logs ${NAME}`,
  });
}

function judgeWork({ process: { uids, commandLine } }: RunningContainer, o: Observation): Verdict {
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({ expected: `L’inventaire servi, par un serveur sous l’UID ${ACCOUNT}.`, observed, mechanism, see });
  if (!uids.every((uid) => uid === ACCOUNT)) {
    return refuse(
      `Le premier processus, ${quote(commandLine)}, est sous l’UID ${[...new Set(uids)].join(', puis ')}.`,
      'Les capacités rendues servent à quitter root. Un service qui y reste les garde en vigueur.',
      `ps -o uid,args -p $(docker inspect -f '{{.State.Pid}}' ${NAME})`,
    );
  }
  const probe = o.probes['service'];
  if (!probe || probe.exitCode < 0) return waiting('L’inventaire n’a pas encore pu être demandé.');
  return probe.output.includes(INVENTORY)
    ? passed(`L’inventaire est servi sur le port 80, par un processus sous l’UID ${ACCOUNT}.`)
    : refuse(
        'L’inventaire ne vient pas.',
        'Le programme sert ce que contient /donnees : le volume qui y est monté compte autant que les capacités.',
        `docker inspect -f '{{json .Mounts}}' ${NAME}; docker logs ${NAME}`,
      );
}

const WHY: Readonly<Record<string, string>> = {
  SYS_ADMIN:
    'SYS_ADMIN ouvre le montage et des dizaines d’autres opérations, et le filtre seccomp de Docker s’élargit avec elle.',
  NET_BIND_SERVICE:
    'Dans l’espace réseau d’un conteneur, Docker règle à 0 le premier port libre de droits : le port 80 ne demande rien.',
  DAC_OVERRIDE:
    'DAC_OVERRIDE fait ignorer les droits de tous les fichiers. Changer un propriétaire n’en a pas besoin, c’est une autre capacité.',
};

function judgeBounding({ container: { host }, process: { capBounding } }: RunningContainer): Verdict {
  const extra = capabilitiesOf(capBounding).filter((name) => !NEEDED.includes(name));
  if (extra.length === 0) {
    const kept = capabilitiesOf(capBounding);
    return passed(`CapBnd ${capBounding} : ${kept.length > 0 ? kept.join(', ') : 'plus aucune capacité'}.`);
  }
  const claimed =
    !host.privileged && host.capDrop.includes('ALL') && host.capAdd.every((name) => NEEDED.includes(name));
  return failed({
    expected: 'Un ensemble borné réduit aux capacités dont le démarrage se sert.',
    observed: `CapBnd ${capBounding}, soit ${extra.length} de trop : ${extra.slice(0, 6).join(', ')}${extra.length > 6 ? '…' : ''}.`,
    mechanism: host.privileged
      ? 'Avec --privileged, le moteur accorde tout, quoi que l’on retire par ailleurs.'
      : ((extra.length < 3 ? WHY[extra[0] ?? ''] : undefined) ??
        'Le moteur part de ses quatorze capacités d’origine. Ajouter n’en retire aucune, et ajouter « ALL » les rend toutes ; seul ce que l’on retire sort de l’ensemble borné.'),
    see: SEE_BOUNDING,
    ...(claimed ? { contradiction: 'Le moteur annonce le minimum ; le noyau en accorde davantage.' } : {}),
  });
}

function judgeProgram({ container: now }: RunningContainer, o: Observation): Verdict {
  const before = baselineContainer(o, NAME);
  if (!before) return waiting('L’état de départ n’est pas connu : réinitialisez le bac.');
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: 'L’image et la commande du fournisseur, sans privilège hors des capacités.',
      observed,
      mechanism,
      see,
    });
  if (now.imageId !== before.imageId || now.config.command.join(' ') !== before.config.command.join(' ')) {
    return refuse(
      now.imageId === before.imageId
        ? `La commande est devenue ${quote(now.config.command.join(' '))}.`
        : `L’image est une autre : ${quote(now.image)}.`,
      'Contourner le démarrage dispense de ses capacités, et aussi de ce qu’il fait : à la prochaine version, la commande du fournisseur aura changé sans vous.',
      `docker inspect -f '{{.Config.Image}} {{json .Config.Cmd}}' ${NAME}`,
    );
  }
  const loose = now.host.securityOpt.find((option) => /unconfined|disable/.test(option));
  if (now.host.privileged || loose) {
    return refuse(
      now.host.privileged ? 'Il est encore lancé avec --privileged.' : `L’option ${quote(loose ?? '')} lui est donnée.`,
      'Capacités, filtre seccomp, module de sécurité et périphériques sont quatre défenses distinctes ; --privileged les lève toutes, ces options une par une.',
      `docker inspect -f '{{.HostConfig.Privileged}} {{.HostConfig.SecurityOpt}}' ${NAME}`,
    );
  }
  return passed('Même image, même commande ; ni --privileged, ni défense levée.');
}
