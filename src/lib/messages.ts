import type { EndReason, SandboxHealth } from '../../server/contract/api.ts';
import type { TerminalEnd } from '../../server/contract/terminal-frames.ts';
import type { FailureCode } from './http.ts';

/** What happened, and what to do about it. */
export interface Message {
  title: string;
  advice: string;
}

/** One entry a code: the compiler refuses a code without its sentence. */
export const FAILURES: Record<FailureCode, Message> = {
  unreachable: {
    title: 'Le serveur des exercices ne répond pas.',
    advice: 'Le cours reste lisible. Vérifiez que le serveur tourne et que le réseau passe, puis réessayez.',
  },
  'bad-request': {
    title: 'Le serveur n’a pas compris cette demande.',
    advice: 'Rechargez la page : elle est peut-être plus ancienne que le serveur.',
  },
  'not-signed-in': {
    title: 'Le serveur ne vous reconnaît plus.',
    advice: 'Indiquez de nouveau un pseudonyme pour continuer.',
  },
  forbidden: {
    title: 'Cette action vous est refusée.',
    advice:
      'Elle porte sur le travail de quelqu’un d’autre, ou vient d’une autre page. Rechargez celle-ci et recommencez.',
  },
  'not-found': {
    title: 'Le serveur ne connaît pas cette adresse.',
    advice: 'Rechargez la page : elle est peut-être plus ancienne que le serveur.',
  },
  'lab-not-found': {
    title: 'Cet exercice n’existe pas, ou n’existe plus.',
    advice: 'Choisissez-en un autre dans la liste des exercices.',
  },
  'attempt-not-found': {
    title: 'Cette tentative n’existe plus.',
    advice: 'Rouvrez l’exercice : vous recevrez un bac à sable neuf.',
  },
  'attempt-ended': {
    title: 'Cette tentative est terminée.',
    advice: 'Rouvrez l’exercice pour recommencer dans un bac à sable neuf. Vos résultats sont gardés.',
  },
  'attempt-preparing': {
    title: 'L’état de départ se met encore en place.',
    advice: 'Attendez quelques secondes, puis recommencez.',
  },
  'pseudonym-invalid': {
    title: 'Ce pseudonyme ne convient pas.',
    advice:
      'De 2 à 40 caractères : des lettres, des chiffres, des espaces, des traits d’union, des points ou des apostrophes.',
  },
  'pseudonym-taken': {
    title: 'Ce pseudonyme est déjà pris dans cette classe.',
    advice: 'Choisissez-en un autre. Si c’est le vôtre, revenez avec votre code de reprise.',
  },
  'class-code-unknown': {
    title: 'Aucune classe ne répond à ce code.',
    advice: 'Relisez-le : huit lettres et chiffres, sans O ni I. Il a peut-être été remplacé ; redemandez-le.',
  },
  'class-closed': {
    title: 'Cette classe n’accueille plus personne.',
    advice: 'Demandez qu’on la rouvre. Si vous en étiez déjà, revenez avec votre code de reprise.',
  },
  'class-full': {
    title: 'Cette classe est complète.',
    advice: 'Demandez qu’on agrandisse la classe, puis réessayez.',
  },
  'class-required': {
    title: 'Ici, on apprend dans une classe.',
    advice: 'Saisissez le code de votre classe. La personne qui anime la formation vous le donnera.',
  },
  'class-not-found': {
    title: 'Cette classe n’existe pas, ou n’est pas la vôtre.',
    advice: 'Revenez à la liste de vos classes.',
  },
  'learner-not-found': {
    title: 'Cette personne n’est pas, ou n’est plus, dans la classe.',
    advice: 'Revenez à la salle : la liste y est à jour.',
  },
  'not-in-a-class': {
    title: 'Vous apprenez hors de toute classe.',
    advice: 'Personne ne peut donc répondre ici. Rejoignez une classe avec son code pour demander de l’aide.',
  },
  'lab-closed': {
    title: 'Cet exercice n’est pas encore ouvert dans votre classe.',
    advice: 'Il s’ouvrira quand la formation y arrivera. Les autres exercices vous attendent.',
  },
  'resume-code-unknown': {
    title: 'Ce code de reprise ne correspond à personne.',
    advice: 'Relisez-le. Un nouveau code remplace l’ancien : utilisez le dernier que vous avez reçu.',
  },
  'trainer-not-signed-in': {
    title: 'Votre session de formation est terminée.',
    advice: 'Entrez de nouveau avec votre nom et votre mot de passe.',
  },
  'credentials-invalid': {
    title: 'Ce nom et ce mot de passe ne vont pas ensemble.',
    advice: 'Vérifiez les deux. Après plusieurs erreurs, l’attente s’allonge entre deux essais.',
  },
  'second-factor-needed': {
    title: 'Il faut aussi le code à six chiffres.',
    advice: 'Lisez-le dans votre application d’authentification.',
  },
  'second-factor-invalid': {
    title: 'Ce code à six chiffres n’est pas le bon.',
    advice:
      'Il change toutes les trente secondes et ne sert qu’une fois : attendez le suivant. Vérifiez l’heure de l’appareil.',
  },
  'invitation-invalid': {
    title: 'Ce lien ne vaut plus.',
    advice: 'Il ne sert qu’une fois et expire. Demandez-en un autre.',
  },
  'login-taken': {
    title: 'Ce nom est déjà pris.',
    advice: 'Choisissez-en un autre.',
  },
  'trainer-not-found': {
    title: 'Aucun compte ne porte ce nom.',
    advice: 'Vérifiez le nom, ou invitez cette personne.',
  },
  'last-administrator': {
    title: 'C’est le dernier compte d’administration.',
    advice: 'Invitez d’abord quelqu’un d’autre à administrer.',
  },
  'account-closed': {
    title: 'Ce compte est fermé.',
    advice: 'Rouvrez-le d’abord.',
  },
  'account-without-password': {
    title: 'Ce compte entre par le fournisseur d’identité.',
    advice: 'Il n’a pas de mot de passe ici : c’est au fournisseur de laisser entrer cette personne.',
  },
  'password-common': {
    title: 'Ce mot de passe est de ceux qu’on essaie en premier.',
    advice:
      'Il est courant, ou à peine différent d’un mot de passe courant. Prenez une phrase de quatre mots sans rapport entre eux, ou laissez un gestionnaire de mots de passe en choisir un.',
  },
  'password-expected': {
    title: 'Ce mot de passe se devine : il tient à votre nom ou à celui de ce site.',
    advice: 'Prenez une phrase de quatre mots sans rapport avec eux ni entre eux.',
  },
  'open-id-refused': {
    title: 'Le fournisseur d’identité n’a pas ouvert la porte.',
    advice: 'Recommencez. Si cela se répète, votre compte n’est peut-être pas autorisé ici.',
  },
  'lti-platform-unknown': {
    title: 'Cette plateforme n’est pas déclarée ici.',
    advice:
      'La personne qui administre Étanche la déclare dans Administration, Plateformes, avec l’émetteur et le client que la plateforme affiche.',
  },
  'lti-refused': {
    title: 'Le lancement depuis votre plateforme est refusé.',
    advice:
      'Son jeton ne convient pas : signature, date, déploiement ou type de message. Recommencez depuis le cours ; si le refus revient, le journal du serveur en dit la raison.',
  },
  'lti-lost': {
    title: 'Ce lancement ne se retrouve plus.',
    advice:
      'Il a trop attendu, a déjà servi, ou ce navigateur a refusé un cookie (il en faut un, et le site doit être en HTTPS). Revenez dans le cours de votre plateforme et cliquez de nouveau sur le lien.',
  },
  'lti-not-teaching': {
    title: 'Choisir des pages pour un cours est réservé à qui l’enseigne.',
    advice: 'La plateforme vous annonce sans ce rôle : demandez-le à la personne qui tient le cours.',
  },
  'platform-known': {
    title: 'Cette plateforme est déjà déclarée avec ce client.',
    advice: 'Changez la déclaration qui existe, dans la liste, plutôt que d’en ajouter une.',
  },
  'platform-invalid': {
    title: 'Cette déclaration ne convient pas.',
    advice:
      'Les trois adresses sont en HTTPS (HTTP pour cette machine seule), et aucun champ n’est vide. Recopiez-les telles que la plateforme les affiche.',
  },
  'platform-not-found': {
    title: 'Cette plateforme n’est plus déclarée.',
    advice: 'Quelqu’un vient de la retirer. Rechargez la page.',
  },
  'course-not-found': {
    title: 'Ce cours n’est pas relié à cette classe.',
    advice: 'Quelqu’un vient de le délier. Rechargez la page.',
  },
  'nothing-live': {
    title: 'Cette personne n’a pas d’exercice ouvert.',
    advice: 'Attendez qu’elle en ouvre un.',
  },
  'consent-needed': {
    title: 'Il faut d’abord l’accord de cette personne.',
    advice: 'Demandez-le : elle le verra dans sa page.',
  },
  'certificate-not-earned': {
    title: 'Il reste des exercices à réussir.',
    advice: 'La liste est sur cette page : chacun se rouvre d’un clic.',
  },
  'certificate-not-found': {
    title: 'Cette attestation n’existe pas.',
    advice: 'Vérifiez son numéro.',
  },
  'recording-not-found': {
    title: 'Cet enregistrement n’existe plus.',
    advice: 'Sa durée de conservation est passée, ou il a été effacé.',
  },
  'too-many-requests': {
    title: 'Trop de demandes en peu de temps.',
    advice: 'Attendez une dizaine de secondes, puis recommencez.',
  },
  'too-many-terminals': {
    title: 'Quatre terminaux sont déjà ouverts.',
    advice: 'Fermez-en un pour en ouvrir un autre.',
  },
  'capacity-full': {
    title: 'Tous les bacs à sable sont occupés.',
    advice:
      'Une place se libère dès qu’une personne ferme son exercice. Réessayez dans quelques minutes ; le cours reste lisible.',
  },
  'sandbox-unavailable': {
    title: 'Le bac à sable n’a pas pu être préparé.',
    advice: 'Réessayez. Si cela se répète, prévenez la personne qui tient le serveur.',
  },
  'extension-exhausted': {
    title: 'Il n’y a plus de prolongation.',
    advice: 'Notez ce que vous voulez garder, puis rouvrez l’exercice : vos résultats, eux, sont gardés.',
  },
  'solution-locked': {
    title: 'La solution n’est pas encore disponible.',
    advice: 'Elle s’ouvre après la réussite, ou après un essai sérieux : essayez une commande, lisez un indice.',
  },
  'no-more-hints': {
    title: 'Il n’y a plus d’indice.',
    advice: 'Relisez le retour des contrôles, ou demandez la solution.',
  },
  'ticket-invalid': {
    title: 'L’accès au terminal a expiré.',
    advice: 'La connexion va être reprise d’elle-même. Sinon, rechargez la page.',
  },
  internal: {
    title: 'Le serveur a rencontré une erreur.',
    advice: 'Réessayez. Si cela se répète, transmettez la référence à la personne qui tient le serveur.',
  },
};

/** Why an attempt ended. */
export const ENDS: Record<EndReason, Message> = {
  closed: {
    title: 'Vous avez fermé cet exercice.',
    advice: 'Vos résultats sont gardés. Vous pouvez le rouvrir quand vous voulez, dans un bac à sable neuf.',
  },
  expired: {
    title: 'Le temps de ce bac à sable est écoulé.',
    advice: 'Vos résultats sont gardés. Rouvrez l’exercice pour continuer dans un bac à sable neuf.',
  },
  idle: {
    title: 'Ce bac à sable a été repris, faute d’activité.',
    advice:
      'Personne ne regardait cette page depuis longtemps. Rouvrez l’exercice pour continuer : vos résultats sont gardés.',
  },
  replaced: {
    title: 'Vous avez ouvert un autre exercice.',
    advice: 'Un seul bac à sable sert à la fois. Rouvrez celui-ci pour y revenir, dans un état neuf.',
  },
  'signed-out': {
    title: 'Vous avez quitté cette session.',
    advice: 'Indiquez un pseudonyme pour rouvrir un exercice.',
  },
  lost: {
    title: 'Ce bac à sable a disparu.',
    advice:
      'La machine ou son moteur a redémarré. Ce qu’il contenait est perdu, vos résultats sont gardés : rouvrez l’exercice.',
  },
  'setup-failed': {
    title: 'L’état de départ de cet exercice n’a pas pu être mis en place.',
    advice:
      'Rouvrez l’exercice. Si cela se répète, prévenez la personne qui tient le serveur : l’exercice est en cause, pas vous.',
  },
};

/** The sandbox’s health; `ok` says nothing. */
export const HEALTH: Record<Exclude<SandboxHealth, 'ok'>, Message> = {
  'engine-down': {
    title: 'Le moteur Docker de votre bac à sable ne répond plus.',
    advice: 'Vos terminaux restent utilisables. Redémarrez le moteur : vos fichiers et vos conteneurs sont gardés.',
  },
  restarting: {
    title: 'Le moteur Docker de votre bac à sable redémarre.',
    advice: 'Les contrôles reprennent dès qu’il répond, en quelques secondes.',
  },
  'disk-full': {
    title: 'Le disque de votre bac à sable est plein.',
    advice: 'Supprimez des fichiers, des images ou des conteneurs (docker system prune), ou repartez d’un bac neuf.',
  },
  saturated: {
    title: 'Votre bac à sable a atteint sa limite de processus ou de mémoire.',
    advice: 'Arrêtez ce qui consomme (docker ps, puis docker kill). Si plus rien ne répond, redémarrez le moteur.',
  },
};

/** Why a terminal closed. */
export const TERMINAL_ENDS: Record<TerminalEnd, Message> = {
  exit: { title: 'Ce shell est terminé.', advice: 'Appuyez sur Entrée, ou sur « Rouvrir », pour en lancer un autre.' },
  'attempt-ended': { title: 'L’exercice est terminé.', advice: 'Rouvrez-le pour retrouver un terminal.' },
  replaced: { title: 'Ce terminal est ouvert dans trop de fenêtres.', advice: 'Fermez-en une, puis reprenez ici.' },
  error: { title: 'Ce terminal s’est interrompu.', advice: 'Reprenez : le shell, lui, tourne toujours.' },
};
