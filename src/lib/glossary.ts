import type { ChapterSlug } from './chapters.ts';

export interface Term {
  /** Anchor in the glossary. */
  id: string;
  name: string;
  /** In one or two sentences. */
  definition: string;
  /** The chapter that explains it. */
  chapter: ChapterSlug;
  /** As the prose writes it, in lower case, besides its name; a plural in « s » or « x » is found by itself. */
  forms?: readonly string[];
}

/** In alphabetical order of names. */
export const GLOSSARY: readonly Term[] = [
  {
    id: 'apparmor',
    name: 'AppArmor',
    definition:
      'Module de sécurité du noyau qui borne un programme par un profil de chemins et d’actions permis. Sur Debian et Ubuntu, les conteneurs portent le profil docker-default.',
    chapter: 'noyau',
  },
  {
    id: 'appel-systeme',
    name: 'Appel système',
    definition:
      'Demande d’un programme au noyau : ouvrir un fichier, créer un processus, monter un disque. C’est la seule porte du noyau, donc sa surface d’attaque.',
    chapter: 'noyau',
    forms: ['appels système'],
  },
  {
    id: 'bombe-a-fork',
    name: 'Bombe à fork',
    definition:
      'Programme qui se dédouble sans fin et épuise les numéros de processus de la machine. Une limite de processus la désamorce.',
    chapter: 'cgroups',
    forms: ['bombes à fork'],
  },
  {
    id: 'capacite',
    name: 'Capacité',
    definition:
      'Fragment du pouvoir de root (capability), que le noyau accorde ou retire séparément : changer de propriétaire, ouvrir un port bas, charger un module…',
    chapter: 'root',
    forms: ['capacités linux'],
  },
  {
    id: 'cgroup',
    name: 'Cgroup',
    definition:
      'Groupe de contrôle : ensemble de processus dont le noyau mesure et plafonne la consommation de mémoire, de processeur et de processus.',
    chapter: 'cgroups',
    forms: ['groupe de contrôle', 'groupes de contrôle'],
  },
  {
    id: 'containerd',
    name: 'containerd',
    definition:
      'Programme auquel dockerd confie la vie des conteneurs : il range les images et lance, par un shim, chaque conteneur.',
    chapter: 'introduction',
  },
  {
    id: 'couche',
    name: 'Couche',
    definition:
      'Différence de fichiers qu’une instruction ajoute à une image. Les couches s’empilent et ne s’effacent pas : un fichier retiré plus haut reste lisible dessous.',
    chapter: 'images',
    forms: ['couche d’image', 'couches de l’image', 'couches d’une image'],
  },
  {
    id: 'cve',
    name: 'CVE',
    definition:
      'Numéro public d’une faille connue, par exemple CVE-2022-0847. Il sert à savoir si l’on parle de la même chose, et depuis quand.',
    chapter: 'correctifs',
  },
  {
    id: 'dockerd',
    name: 'dockerd',
    definition:
      'Démon de Docker : reçoit les demandes du client par un socket et les exécute en root. Qui peut lui parler est root sur la machine.',
    chapter: 'introduction',
  },
  {
    id: 'empreinte',
    name: 'Empreinte',
    definition:
      'Condensé SHA-256 (digest) qui désigne un contenu et lui seul : une étiquette peut changer de contenu, une empreinte jamais.',
    chapter: 'images',
  },
  {
    id: 'espace-de-noms',
    name: 'Espace de noms',
    definition:
      'Vue d’une ressource du noyau propre à un groupe de processus (namespace) : processus, réseau, montages, utilisateurs… Linux en connaît huit sortes.',
    chapter: 'namespaces',
    forms: ['espaces de noms'],
  },
  {
    id: 'evasion',
    name: 'Évasion',
    definition:
      'Passage d’un conteneur à l’hôte, par une faille ou, bien plus souvent, par un réglage trop généreux. ATT&CK la nomme Escape to Host (T1611).',
    chapter: 'attaques',
  },
  {
    id: 'gvisor',
    name: 'gVisor',
    definition:
      'Noyau écrit en Go qui s’interpose : les appels système du conteneur sont traités par lui, et non par celui de l’hôte.',
    chapter: 'noyau',
  },
  {
    id: 'hyperviseur',
    name: 'Hyperviseur',
    definition:
      'Programme qui fait tourner des machines virtuelles, chacune avec son propre noyau. Un conteneur n’en a pas.',
    chapter: 'introduction',
  },
  {
    id: 'inode',
    name: 'Inode',
    definition:
      'Numéro interne d’un objet du noyau. Deux processus qui lisent le même inode dans /proc/<pid>/ns partagent le même espace de noms.',
    chapter: 'namespaces',
  },
  {
    id: 'mandataire-inverse',
    name: 'Mandataire inverse',
    definition:
      'Programme (reverse proxy) placé devant des services, seule porte publiée : il reçoit les requêtes et les leur transmet.',
    chapter: 'reseau',
    forms: ['mandataires inverses'],
  },
  {
    id: 'mode-sans-root',
    name: 'Mode sans root',
    definition:
      'Fonctionnement de Docker (rootless) où le démon lui-même tourne sous un compte ordinaire : s’en échapper ne donne que ce compte.',
    chapter: 'root',
  },
  {
    id: 'moindre-privilege',
    name: 'Moindre privilège',
    definition: 'Règle qui ne laisse à chacun que les droits dont son travail a besoin, et pour le temps qu’il dure.',
    chapter: 'pratiques',
  },
  {
    id: 'oom',
    name: 'OOM',
    definition:
      'Out of memory : le noyau, à court de mémoire dans un groupe ou sur la machine, tue un processus pour en rendre. Le code de sortie est alors 137.',
    chapter: 'cgroups',
    forms: ['oom killer'],
  },
  {
    id: 'runc',
    name: 'runc',
    definition:
      'Programme qui fabrique le conteneur (espaces de noms, cgroups, capacités, filtre), lance son premier processus, puis s’efface.',
    chapter: 'introduction',
  },
  {
    id: 'sbom',
    name: 'SBOM',
    definition:
      'Nomenclature d’une image (software bill of materials) : la liste de ce qu’elle contient, avec les versions. On y cherche les failles sans rouvrir l’image.',
    chapter: 'images',
    forms: ['nomenclature logicielle'],
  },
  {
    id: 'seccomp',
    name: 'seccomp',
    definition:
      'Filtre du noyau qui refuse à un processus une partie des appels système. Docker en pose un par défaut.',
    chapter: 'noyau',
  },
  {
    id: 'selinux',
    name: 'SELinux',
    definition:
      'Module de sécurité du noyau qui décide par étiquettes, posées sur les processus et les fichiers. Actif sur Fedora et Red Hat.',
    chapter: 'noyau',
  },
  {
    id: 'setuid',
    name: 'Setuid',
    definition:
      'Permission d’un programme qui s’exécute avec l’identité de son propriétaire, et non de qui le lance : root, le plus souvent.',
    chapter: 'root',
    forms: ['suid'],
  },
  {
    id: 'shim',
    name: 'Shim',
    definition:
      'Petit programme resté auprès de chaque conteneur : parent de son premier processus, il permet à dockerd de s’arrêter sans l’emporter.',
    chapter: 'introduction',
    forms: ['containerd-shim'],
  },
  {
    id: 'userns-remap',
    name: 'userns-remap',
    definition:
      'Réglage de dockerd qui place les conteneurs dans un espace utilisateur : leur root devient, sur l’hôte, un identifiant sans droits.',
    chapter: 'namespaces',
  },
  {
    id: 'vex',
    name: 'VEX',
    definition:
      'Déclaration de l’éditeur (Vulnerability Exploitability eXchange) : cette faille touche ce produit, ou ne le touche pas, et pourquoi.',
    chapter: 'correctifs',
  },
];
