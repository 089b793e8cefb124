import { knownEscapes } from './known-escapes.ts';
import type { MachineFacts } from './machine-facts.ts';

/** `good`: nothing to do · `advice`: better otherwise · `warning`: something will not work or not be bounded · `danger`: a way out. */
export type Severity = 'good' | 'advice' | 'warning' | 'danger';

export interface Finding {
  group: 'Isolation' | 'Moteur' | 'Limites du noyau' | 'Ressources';
  severity: Severity;
  subject: string;
  /** What was read. */
  state: string;
  /** What it means for the course. */
  meaning: string;
  /** Commands that improve it. */
  remedy?: string;
}

const GIB = 2 ** 30;
/** Memory of an idle sandbox with its engine, measured; and what the system and the server want for themselves. */
const IDLE_SANDBOX = 64 * 2 ** 20;
const OWN_NEEDS = 1 * GIB;

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1).replace('.', ',')} Gio`;

/** What the facts mean for the course, and how to improve each. Pure. */
export function diagnose(facts: MachineFacts): Finding[] {
  return [...isolation(facts), ...engine(facts), ...kernelLimits(facts), ...resources(facts)];
}

function isolation(facts: MachineFacts): Finding[] {
  const group = 'Isolation';
  const userNamespaces: Finding =
    facts.maxUserNamespaces === 0
      ? {
          group,
          severity: 'danger',
          subject: 'espaces de noms d’utilisateur',
          state: 'interdits',
          meaning: 'C’est la frontière d’un bac : sans eux, aucun bac ne peut être créé.',
          remedy: 'sysctl -w user.max_user_namespaces=10000',
        }
      : {
          group,
          severity: 'good',
          subject: 'espaces de noms d’utilisateur',
          state: 'présents',
          meaning: 'Root dans un bac est un utilisateur sans droit sur la machine.',
        };
  const cgroups: Finding =
    facts.cgroupVersion === 2
      ? {
          group,
          severity: 'good',
          subject: 'cgroups',
          state: 'version 2',
          meaning:
            'Le noyau délègue lui-même ses sous-groupes à chaque bac ; les limites ne se relèvent pas de l’intérieur.',
        }
      : {
          group,
          severity: 'advice',
          subject: 'cgroups',
          state: facts.cgroupVersion === 1 ? 'version 1' : 'illisibles',
          meaning:
            'Tout fonctionne, mais la délégation se fait par changement de propriétaire, que le noyau ne garantit pas : à réserver aux essais et aux classes connues.',
          remedy: 'Ajoutez systemd.unified_cgroup_hierarchy=1 à la ligne de commande du noyau, puis redémarrez.',
        };
  const seccomp: Finding = facts.seccomp
    ? {
        group,
        severity: 'good',
        subject: 'seccomp',
        state: 'présent',
        meaning: 'Le filtre d’appels système d’Étanche s’applique à tout ce qui tourne dans un bac.',
      }
    : {
        group,
        severity: 'danger',
        subject: 'seccomp',
        state: 'absent',
        meaning: 'Rien ne filtre les appels système d’un bac : toute faille du noyau est à sa portée.',
        remedy: 'Installez un noyau de la distribution.',
      };
  const appArmor: Finding = facts.appArmor
    ? {
        group,
        severity: 'good',
        subject: 'AppArmor',
        state: 'actif',
        meaning:
          'Il protège le reste de la machine ; les bacs eux-mêmes n’ont pas de profil, leur moteur doit pouvoir monter.',
      }
    : {
        group,
        severity: 'advice',
        subject: 'AppArmor',
        state: 'inactif',
        meaning: 'Le cours s’en passe ; le chapitre qui en parle le montre par le texte seulement.',
      };
  return [userNamespaces, cgroups, seccomp, appArmor];
}

function engine(facts: MachineFacts): Finding[] {
  const group = 'Moteur';
  const findings: Finding[] = [];
  for (const [program, subject, found] of [
    ['engine', 'Docker Engine', facts.engine],
    ['runc', 'runc', facts.runc],
  ] as const) {
    if (found === null) continue;
    const escapes = knownEscapes(program, found);
    findings.push(
      escapes.length === 0
        ? {
            group,
            severity: 'good',
            subject,
            state: found,
            meaning: 'Étanche ne connaît aucune évasion de cette version.',
          }
        : {
            group,
            severity: 'danger',
            subject,
            state: found,
            meaning: `Évasions connues par le numéro de version : ${escapes.map(({ id, effect }) => `${id} (${effect})`).join(' ; ')}. L’espace de noms d’utilisateur en réduit la portée, et Étanche n’emploie jamais docker cp ; votre distribution a pu corriger sans changer de numéro. N’ouvrez pas cette machine à des inconnus.`,
            remedy: `Installez Docker Engine 29.5.1 ou plus récent (runc 1.3.6 ou 1.4.3) : https://docs.docker.com/engine/install/`,
          },
    );
  }
  if (facts.missingPrograms.length > 0) {
    findings.push({
      group,
      severity: facts.debianLike && facts.isRoot ? 'advice' : 'warning',
      subject: 'programmes',
      state: `il manque ${facts.missingPrograms.join(', ')}`,
      meaning: facts.debianLike
        ? 'npm start, lancé par root, les installe depuis la distribution.'
        : 'Sans eux, Étanche cherche un Docker Engine qui réponde et y met son moteur dans un conteneur.',
      ...(facts.debianLike ? { remedy: 'apt-get install docker.io mmdebstrap btrfs-progs jq iptables' } : {}),
    });
  }
  findings.push(
    facts.btrfs
      ? {
          group,
          severity: 'good',
          subject: 'btrfs',
          state: 'présent',
          meaning: 'Le disque de chaque bac est borné : un bac plein ne gêne que lui.',
        }
      : {
          group,
          severity: 'warning',
          subject: 'btrfs',
          state: 'absent du noyau',
          meaning: 'Le disque des bacs n’est pas borné : une seule personne peut remplir celui de la machine.',
          remedy: 'Installez un noyau de la distribution (module btrfs).',
        },
  );
  findings.push({
    group,
    severity: 'good',
    subject: 'moteur des bacs',
    state: facts.sandboxes === null ? 'arrêté' : `en marche, ${facts.sandboxes} bac(s)`,
    meaning: facts.sandboxes === null ? 'npm start le démarrera.' : 'Il survit au serveur ; npm run stop l’arrête.',
  });
  return findings;
}

function kernelLimits(facts: MachineFacts): Finding[] {
  const wanted = facts.limits.maximum;
  return [
    limit(
      'trousseaux de clés (kernel.keys.maxkeys)',
      'kernel.keys.maxkeys',
      facts.maxKeys,
      wanted + 50,
      20_000,
      'Chaque bac en occupe un, sur un compte commun',
    ),
    limit(
      'inotify (fs.inotify.max_user_instances)',
      'fs.inotify.max_user_instances',
      facts.maxInotify,
      4 * wanted + 40,
      8192,
      'Les programmes des bacs les tirent d’une réserve commune',
    ),
    limit(
      'processus (kernel.pid_max)',
      'kernel.pid_max',
      facts.pidMax,
      768 * wanted + 4096,
      262_144,
      'Tous les bacs, limités chacun à 768 processus, doivent y tenir ensemble',
    ),
    ...(facts.dmesgRestricted === false
      ? [
          {
            group: 'Limites du noyau',
            severity: 'advice',
            subject: 'journal du noyau',
            state: 'lisible par tous',
            meaning: 'Le filtre d’Étanche le ferme aux bacs ; les autres comptes de la machine le lisent.',
            remedy: 'sysctl -w kernel.dmesg_restrict=1',
          } satisfies Finding,
        ]
      : []),
  ];
}

function limit(
  subject: string,
  name: string,
  value: number | null,
  needed: number,
  advised: number,
  why: string,
): Finding {
  const group = 'Limites du noyau';
  if (value === null) return { group, severity: 'good', subject, state: 'non lisible ici', meaning: `${why}.` };
  return value >= needed
    ? { group, severity: 'good', subject, state: String(value), meaning: `${why} : c’est assez.` }
    : {
        group,
        severity: 'warning',
        subject,
        state: String(value),
        meaning: `${why} : il en faudrait ${needed} pour le nombre de bacs voulu.`,
        remedy: `sysctl -w ${name}=${advised}    # pour toujours : une ligne dans /etc/sysctl.d/etanche.conf`,
      };
}

function resources(facts: MachineFacts): Finding[] {
  const group = 'Ressources';
  const usable = Math.max(0, facts.memoryAvailable - OWN_NEEDS);
  const idle = Math.floor(usable / IDLE_SANDBOX);
  const full = Math.floor(usable / facts.limits.memory);
  const fits = idle >= facts.limits.maximum;
  const diskNeeded = (facts.limits.diskGiB + 2) * GIB;
  return [
    {
      group,
      severity: fits ? 'good' : 'warning',
      subject: 'mémoire',
      state: `${gib(facts.memoryAvailable)} libres sur ${gib(facts.memoryTotal)}`,
      meaning: `De quoi tenir environ ${idle} bacs au repos, ou ${full} à leur limite de ${gib(facts.limits.memory)}, pour ${facts.limits.maximum} voulus.`,
      ...(fits ? {} : { remedy: `ETANCHE_SANDBOXES=${Math.max(1, idle)} npm start` }),
    },
    {
      group,
      severity: facts.cpus >= 2 ? 'good' : 'advice',
      subject: 'processeurs',
      state: String(facts.cpus),
      meaning: `Comptez une dizaine de personnes actives par processeur : environ ${facts.cpus * 10}.`,
    },
    {
      group,
      severity: facts.diskFree >= diskNeeded ? 'good' : 'warning',
      subject: 'disque',
      state: `${gib(facts.diskFree)} libres sous ${facts.stateDir}`,
      meaning:
        facts.diskFree >= diskNeeded
          ? `Les ${facts.limits.diskGiB} Gio réservés aux bacs y tiennent.`
          : `Les ${facts.limits.diskGiB} Gio voulus pour les bacs n’y tiennent pas : ils en auront moins.`,
      ...(facts.diskFree >= diskNeeded ? {} : { remedy: 'ETANCHE_STATE=/un/autre/disque npm start' }),
    },
  ];
}
