import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { image, runningContainer, sameNamespace, type RunningContainer } from '../facts.ts';
import { defineLab } from '../lab.ts';
import type { KernelProcess, Observation } from '../observation.ts';

const NAME = 'remappe';
const IMAGE = 'labo/base:1';
const SETTINGS = '/etc/docker/daemon.json';
const OPTION = 'userns-remap';
const HOST_UID = 'uid-hote';

const SEE_UID = `ps -o uid,pid,args -p $(docker inspect -f '{{.State.Pid}}' ${NAME})`;

export default defineLab({
  id: 'root-n-est-plus-root',
  title: 'Root n’est plus root',
  chapter: 'namespaces',
  order: 4,
  kind: 'proteger',
  difficulty: 3,
  minutes: 20,
  summary:
    'Configurer le moteur pour que le root d’un conteneur soit, aux yeux de l’hôte, un utilisateur sans aucun droit, et le prouver.',
  scenario: `La politique de sécurité vient de changer : « Le root d’un conteneur ne doit plus être le root de l’hôte. » Impossible de modifier les images, qui ont besoin de root à l’intérieur. Il reste l’espace de noms **utilisateur** : dedans, UID 0 ; dehors, un UID quelconque que l’hôte ne connaît pas. Le moteur peut en donner un à tous ses conteneurs.

1. Activez le remappage dans \`/etc/docker/daemon.json\`, avec la valeur \`default\` : le moteur emploie alors la plage d’UID réservée à l’utilisateur \`dockremap\` dans \`/etc/subuid\`. Relancez le moteur avec la commande \`relancer-docker\`.
2. Les images ont disparu : le moteur remappé range les siennes ailleurs. Rechargez \`labo/base:1\` depuis \`/usr/local/lib/etanche/images/labo-base.tar\`.
3. Lancez, en root et en arrière-plan, un conteneur nommé \`remappe\` (image \`labo/base:1\`, commande qui dure).
4. Relevez l’UID que **l’hôte** voit pour son premier processus, et saisissez-le.

Particularité de ce bac : votre « hôte » est lui-même un conteneur remappé, et \`/proc/1/uid_map\` n’y montre pas \`0 0 4294967295\` comme sur une machine ordinaire. Comparez le conteneur à l’hôte, plutôt qu’à un manuel.`,
  hints: [
    'Le remappage est un réglage du moteur, non de `docker run` : une clé de `daemon.json`, lue au démarrage. Le fichier est du JSON : guillemets doubles, pas de virgule finale (`jq . /etc/docker/daemon.json` le vérifie).',
    'La clé s’appelle `userns-remap`. Après `relancer-docker`, `docker info` doit citer `userns` parmi les options de sécurité, et `docker load -i` recharge une image.',
    '`echo \'{"userns-remap":"default"}\' >/etc/docker/daemon.json` ; `relancer-docker` ; `docker load -i /usr/local/lib/etanche/images/labo-base.tar` ; `docker run -d --name remappe labo/base:1 sleep 3600` ; puis `ps -o uid,args -p <PID>`.',
  ],
  reads: { files: [SETTINGS] },
  checks: [
    {
      id: 'moteur-remappe',
      title: 'Le moteur en marche remappe les utilisateurs de ses conteneurs',
      section: 'l-espace-utilisateur',
      references: { anssi: ['R7'], cis: ['2.9'] },
      evaluate: (observation) => judgeSettings(observation.files[SETTINGS] ?? null, isRemapping(observation)),
    },
    {
      id: 'image-rechargee',
      title: 'L’image labo/base:1 est à la disposition du moteur remappé',
      section: 'l-espace-utilisateur',
      references: { cis: ['2.9'] },
      evaluate(observation) {
        if (!isRemapping(observation)) return waiting('À juger quand le remappage sera en service.');
        if (image(observation, IMAGE)) return passed(`Le moteur remappé connaît ${quote(IMAGE)}.`);
        return failed({
          expected: `L’image ${quote(IMAGE)} dans le magasin du moteur remappé.`,
          observed: `Ce moteur n’a pas d’image ${quote(IMAGE)} ; il en a ${observation.engine.images.length} en tout.`,
          mechanism:
            'Les fichiers des couches appartiennent aux UID remappés : le moteur tient donc un magasin d’images par plage, sous /var/lib/docker. L’ancien est intact, mais il ne le voit plus.',
          see: 'docker images; ls /var/lib/docker',
        });
      },
    },
    {
      id: 'root-dedans-personne-dehors',
      title: 'Le conteneur remappe tourne en root dedans, sans être root dehors',
      section: 'l-espace-utilisateur',
      references: { anssi: ['R7'], cis: ['2.9', '5.31'], attack: ['T1611'] },
      evaluate(observation) {
        const remapped = runningContainer(observation, NAME);
        if ('status' in remapped) return remapped;
        return sameUserNamespace(observation, remapped) ?? judgeMapping(observation, remapped);
      },
    },
    {
      id: 'uid-vu-de-l-hote',
      title: 'Vous savez sous quel UID l’hôte le voit',
      section: 'l-espace-utilisateur',
      references: { anssi: ['R7'] },
      answer: {
        key: HOST_UID,
        label: 'UID du processus de remappe, vu de l’hôte',
        placeholder: 'un nombre',
        input: 'number',
      },
      evaluate(observation) {
        const answer = observation.answers[HOST_UID] ?? '';
        if (!answer) return waiting('Saisissez l’UID que l’hôte voit pour le processus de remappe.');
        const remapped = runningContainer(observation, NAME);
        if ('status' in remapped) return remapped;
        return sameUserNamespace(observation, remapped) ?? judgeUid(observation, remapped.process, answer);
      },
    },
  ],
});

const isRemapping = (observation: Observation): boolean =>
  observation.engine.securityOptions.some((option) => /^name=userns\b/.test(option));

function judgeSettings(text: string | null, remapping: boolean): Verdict {
  if (text === null) return waiting(`${SETTINGS} est absent, ou n’a pas pu être lu.`);
  const refuse = (observed: string, mechanism: string, see: string): FailedVerdict =>
    failed({
      expected: `Un moteur qui applique le réglage ${OPTION}, écrit dans ${SETTINGS}.`,
      observed,
      mechanism,
      see,
    });

  const settings = parse(text);
  if (settings === undefined) {
    return refuse(
      `${SETTINGS} n’est pas du JSON valide.`,
      'Un fichier illisible empêche le moteur de démarrer. Le JSON veut des guillemets doubles, et aucune virgule après le dernier élément.',
      `jq . ${SETTINGS}`,
    );
  }
  const set = settings[OPTION];
  const value = typeof set === 'string' || set === undefined ? set : JSON.stringify(set);
  if (value === undefined) {
    if (Object.keys(settings).length === 0 && !remapping) return waiting(`${SETTINGS} ne règle encore rien.`);
    return refuse(
      `${SETTINGS} n’a pas de clé ${quote(OPTION)} ; il a ${Object.keys(settings).map(quote).join(', ') || 'zéro clé'}.`,
      'Le moteur ne devine pas une clé mal nommée : il refuse même de démarrer avec une clé inconnue. Et un réglage effacé du fichier ne survit pas au prochain démarrage.',
      `jq . ${SETTINGS}`,
    );
  }
  if (!remapping) {
    return refuse(
      `${OPTION} vaut ${quote(value)} dans le fichier, mais le moteur en marche n’annonce pas userns.`,
      'daemon.json est lu au démarrage du moteur : tant qu’il n’est pas relancé, il applique ses anciens réglages. La valeur doit aussi désigner une plage de /etc/subuid.',
      "docker info -f '{{.SecurityOptions}}'",
    );
  }
  return passed(`Le moteur annonce userns, et ${OPTION} vaut ${quote(value)}.`);
}

/** The settings; none for an empty file; `undefined` for what is not a JSON object. */
function parse(text: string): Record<string, unknown> | undefined {
  if (!text.trim()) return {};
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The container that has not left the host's user namespace, and the option that explains it. */
function sameUserNamespace(
  observation: Observation,
  { container, process }: RunningContainer,
): FailedVerdict | undefined {
  const { host } = observation.kernel;
  if (sameNamespace(process, host, 'user') === false) return undefined;
  const uid = process.uids[0] ?? 0;
  const optedOut = container.host.usernsMode === 'host';
  const promised = isRemapping(observation) && !optedOut;
  return failed({
    expected: `${quote(NAME)} dans un espace utilisateur à lui.`,
    observed: `Son espace utilisateur est celui de l’hôte, user:[${process.namespaces.user ?? '?'}] ; l’hôte le voit sous l’UID ${uid}.`,
    mechanism: optedOut
      ? 'L’option --userns=host rend au conteneur l’espace utilisateur de l’hôte : elle annule pour lui le réglage du moteur.'
      : uid !== 0
        ? 'L’option --user (ou USER) choisit un utilisateur dans le conteneur, sans rien remapper : cet UID est le même dehors, et l’UID 0, s’il revient, redevient root.'
        : 'Sans remappage, l’UID 0 du conteneur est l’UID 0 de l’hôte : seuls des pouvoirs retirés les distinguent.',
    see: `readlink /proc/1/ns/user /proc/$(docker inspect -f '{{.State.Pid}}' ${NAME})/ns/user`,
    ...(promised
      ? { contradiction: 'Le moteur annonce userns ; le noyau montre le même espace utilisateur des deux côtés.' }
      : {}),
  });
}

/** Where the process's real uid stands, by the mapping of its user namespace; all ids as the sandbox numbers them. */
function mappingOf(
  observation: Observation,
  process: KernelProcess,
): { rootOutside: number; count: number; uidInside: number } | undefined {
  const shift = observation.kernel.host?.uidMap[0]?.[1] ?? 0;
  const uid = process.uids[0] ?? -1;
  const line = process.uidMap.find(([, outside, count]) => uid >= outside - shift && uid < outside - shift + count);
  if (!line) return undefined;
  const [inside, outside, count] = line;
  return { rootOutside: outside - shift - inside, count, uidInside: uid - (outside - shift) + inside };
}

function judgeMapping(observation: Observation, { process }: RunningContainer): Verdict {
  const mapping = mappingOf(observation, process);
  if (mapping && mapping.rootOutside !== 0 && mapping.uidInside === 0) {
    return passed(`Dedans, UID 0 ; dehors, UID ${mapping.rootOutside}, dans user:[${process.namespaces.user}].`);
  }
  return failed({
    expected: 'UID 0 à l’intérieur, un autre à l’extérieur.',
    observed:
      mapping?.rootOutside === 0
        ? 'L’UID 0 de son espace utilisateur reste l’UID 0 de l’hôte.'
        : `À l’intérieur, son premier processus n’est pas root : UID ${mapping?.uidInside ?? 'inconnu'}.`,
    mechanism:
      'Le remappage décale tous les UID, root compris. Pour le prouver, il faut un processus qui soit root dedans : c’est ce que fait une image sans USER, lancée sans --user.',
    see: `docker exec ${NAME} id`,
  });
}

function judgeUid(observation: Observation, process: KernelProcess, answer: string): Verdict {
  const uid = process.uids[0];
  if (Number(answer) === uid) return passed(`L’hôte voit bien ce processus sous l’UID ${uid}.`);
  return failed({
    expected: 'L’UID du premier processus de remappe, dans la liste des processus de l’hôte.',
    observed: `${quote(answer)} ${whatUid(observation, process, Number(answer))}.`,
    mechanism:
      'Chaque espace utilisateur numérote à sa façon : une ligne de uid_map dit quel UID de dedans, quel UID de dehors, et combien se suivent.',
    see: SEE_UID,
  });
}

function whatUid(observation: Observation, process: KernelProcess, answer: number): string {
  const mapping = mappingOf(observation, process);
  if (answer === mapping?.uidInside) return 'est l’UID vu de l’intérieur';
  if (answer === mapping?.count) return 'est la longueur de la plage réservée, non son début';
  if (answer === observation.kernel.host?.uidMap[0]?.[1])
    return 'est le décalage du bac lui-même, le même pour tous ses processus';
  if (observation.kernel.processes.some(({ pids }) => pids[1] === answer))
    return 'est un numéro de processus, non d’utilisateur';
  return 'n’est pas l’UID de ce processus';
}
