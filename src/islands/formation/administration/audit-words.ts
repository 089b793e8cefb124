import type { AuditNames } from '../../../../server/contract/trainers.ts';

/** What the journal's rows say, in French. An action that is not here is shown as the server wrote it. Pure. */
const ACTIONS = new Map<string, string>([
  ['attempt.open', 'ouvre un exercice'],
  ['attempt.hint', 'lit un indice'],
  ['attempt.solution', 'lit la solution'],
  ['attempt.reset.engine', 'redémarre le moteur de son bac'],
  ['attempt.reset.fresh', 'repart d’un bac neuf'],
  ['consent.keyboard.asked', 'demande le clavier'],
  ['consent.keyboard.granted', 'prête son clavier'],
  ['consent.keyboard.refused', 'refuse ou reprend le clavier'],
  ['consent.reset.asked', 'propose de repartir d’un bac neuf'],
  ['consent.reset.granted', 'accepte de repartir d’un bac neuf'],
  ['consent.reset.refused', 'refuse de repartir d’un bac neuf'],
  ['certificate.issue', 'reçoit son attestation'],
  ['certificate.revoke', 'retire une attestation'],
  ['class.add-trainer', 'confie aussi la classe'],
  ['class.chapter', 'envoie un chapitre à une classe'],
  ['class.change', 'change les réglages d’une classe'],
  ['class.create', 'crée une classe'],
  ['class.delete', 'efface une classe'],
  ['class.hint', 'envoie un indice à une classe'],
  ['class.link-course', 'relie un cours à une classe'],
  ['class.message', 'écrit à une classe'],
  ['class.new-code', 'remplace le code d’une classe'],
  ['class.pause', 'suspend les terminaux d’une classe'],
  ['class.unlink-course', 'délie un cours d’une classe'],
  ['class.unpause', 'rend les terminaux d’une classe'],
  ['learner.chapter', 'envoie un chapitre à une personne'],
  ['learner.delete', 'efface une personne'],
  ['learner.hint', 'montre un indice à une personne'],
  ['learner.message', 'écrit à une personne'],
  ['learner.time', 'donne du temps à une personne'],
  ['learner.watch', 'regarde un terminal'],
  ['platform.add', 'déclare une plateforme'],
  ['platform.change', 'change une plateforme'],
  ['platform.remove', 'retire une plateforme'],
  ['trainer.accept', 'accepte une invitation'],
  ['trainer.disable', 'ferme un compte'],
  ['trainer.invite', 'invite'],
  ['trainer.password', 'change de mot de passe'],
  ['trainer.password-link', 'donne un lien vers un nouveau mot de passe'],
  ['trainer.password-renewed', 'choisit un nouveau mot de passe par un lien'],
  ['trainer.refused', 'n’a pas pu entrer'],
  ['trainer.reopen', 'rouvre un compte'],
  ['trainer.second-factor.remove', 'retire son second facteur'],
  ['trainer.second-factor.set', 'pose un second facteur'],
  ['trainer.sign-in', 'entre'],
  ['trainer.sign-out-everywhere', 'sort de tous les navigateurs'],
]);

/** Invitations are recorded with the role that they give. */
const ROLES = new Map<string, string>([
  ['trainer', 'pour former'],
  ['administrator', 'pour administrer'],
]);

const KINDS: Record<AuditNames[string]['kind'], string> = {
  class: 'classe',
  learner: 'personne',
  attempt: 'exercice',
  trainer: 'compte',
};

/** Random identifiers, all alike from the ninth character for whoever reads. */
const IDENTIFIER = /^([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Its kind goes with a name, which somebody chose: a pseudonym may look like a login. */
function named(id: string, names: AuditNames): string | undefined {
  const found = Object.hasOwn(names, id) ? names[id] : undefined;
  return found && `${KINDS[found.kind]} «\u00a0${found.name}\u00a0»`;
}

/** @param names what identifiers name today; those of what has been deleted are shortened */
export function subjectWords(action: string, subject: string, names: AuditNames): string {
  const role = action === 'trainer.invite' || action === 'trainer.accept' ? ROLES.get(subject) : undefined;
  return role ?? named(subject, names) ?? subject.replace(IDENTIFIER, '$1…');
}

export const actionWords = (action: string): string => ACTIONS.get(action) ?? action;

/**
 * @param actor `server`, `unknown`, `trainer:<login>`, or the opaque identifier of a learner
 * @param names as for `subjectWords`
 */
export function actorWords(actor: string, names: AuditNames): string {
  if (actor === 'server') return 'le serveur';
  if (actor === 'unknown') return 'quelqu’un d’inconnu';
  if (actor.startsWith('trainer:')) return actor.slice('trainer:'.length);
  return named(actor, names) ?? `personne ${actor.replace(IDENTIFIER, '$1…')}`;
}
