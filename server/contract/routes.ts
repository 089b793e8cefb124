import { z } from 'zod';
import * as api from './api.ts';
import * as certificates from './certificates.ts';
import * as classes from './classes.ts';
import * as results from './results.ts';
import * as room from './room.ts';
import * as seat from './seat.ts';
import type { ErrorCode } from './error-codes.ts';
import * as trainers from './trainers.ts';

/**
 * Every route of the HTTP API, once: the server registers nothing else, the table test tries each, and `/api/docs` is
 * made from it. All are same-origin, with a cookie session; a method that changes something needs the header
 * `x-etanche: 1`, which a foreign page cannot send without a preflight that we refuse.
 */

/**
 * Who may call:
 * `public`: anybody · `learner`: somebody with a pseudonym, on what is theirs · `trainer`: a signed-in trainer ·
 * `class`: a trainer of the class `:classId`, or an administrator · `administrator`.
 */
export type Access = 'public' | 'learner' | 'trainer' | 'class' | 'administrator';

/** What is not one JSON document: nothing at all, server-sent events, a file, a page of text, another address. */
export type Medium = 'nothing' | 'events' | 'csv' | 'asciicast' | 'html' | 'redirect';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As Fastify writes it: `:name` for a parameter. */
  readonly path: string;
  readonly access: Access;
  /** For `/api/docs`, in French. */
  readonly summary: string;
  readonly body?: z.ZodType;
  /** What a body that is not of the schema is refused with, when not `bad-request`. */
  readonly refusal?: ErrorCode;
  readonly answer: z.ZodType | Medium;
  /** Calls a minute, when fewer than 900: from one address for a public route, of one session for the others. */
  readonly perMinute?: number;
}

const table = <const T extends Record<string, Route>>(routes: T): T => routes;
const aClass = '/api/classes/:classId';
const aLearner = `${aClass}/learners/:learnerId`;

export const ROUTES = table({
  'session.read': {
    method: 'GET',
    path: '/api/session',
    access: 'public',
    summary: 'Qui apprend dans ce navigateur.',
    answer: api.sessionViewSchema,
  },
  'session.open': {
    method: 'POST',
    path: '/api/session',
    access: 'public',
    summary: 'Commencer sous un pseudonyme, seul ou dans une classe.',
    body: api.signInSchema,
    refusal: 'pseudonym-invalid',
    answer: api.signedInSchema,
    perMinute: 120,
  },
  'session.resume': {
    method: 'POST',
    path: '/api/session/resume',
    access: 'public',
    summary: 'Revenir, avec un code de reprise.',
    body: api.resumeSchema,
    answer: api.sessionViewSchema,
    perMinute: 120,
  },
  'session.close': {
    method: 'DELETE',
    path: '/api/session',
    access: 'public',
    summary: 'Se déconnecter : le bac à sable s’arrête.',
    answer: 'nothing',
  },
  'session.join': {
    method: 'GET',
    path: '/api/join/:code',
    access: 'public',
    summary: 'Ce qu’ouvre un code de classe.',
    answer: classes.joinViewSchema,
    perMinute: 120,
  },
  'learner.resume-code': {
    method: 'POST',
    path: '/api/learner/resume-code',
    access: 'learner',
    summary: 'Un nouveau code de reprise ; l’ancien ne vaut plus.',
    answer: api.resumeCodeSchema,
    perMinute: 10,
  },
  'learner.delete': {
    method: 'DELETE',
    path: '/api/learner',
    access: 'learner',
    summary: 'Partir en effaçant tout ce qui est à soi.',
    answer: 'nothing',
  },
  'learner.seat': {
    method: 'GET',
    path: '/api/learner/seat',
    access: 'learner',
    summary: 'Sa place dans la classe ; rien pour qui apprend seul.',
    answer: seat.seatViewSchema.nullable(),
  },
  'learner.seat-events': {
    method: 'GET',
    path: '/api/learner/seat/events',
    access: 'learner',
    summary: 'Sa place dans la classe, à chaque changement (évènement « seat »).',
    answer: 'events',
  },
  'learner.help': {
    method: 'PUT',
    path: '/api/learner/help',
    access: 'learner',
    summary: 'Demander de l’aide, ou ne plus en demander.',
    body: seat.helpSchema,
    answer: 'nothing',
    perMinute: 30,
  },
  'learner.consent': {
    method: 'PUT',
    path: '/api/learner/consent',
    access: 'learner',
    summary: 'Accepter ou refuser ce que demande un formateur ou une formatrice, ou reprendre le clavier.',
    body: seat.consentSchema,
    answer: 'nothing',
  },
  'learner.read-message': {
    method: 'PUT',
    path: '/api/learner/messages/:messageId/read',
    access: 'learner',
    summary: 'Ce message est lu.',
    answer: 'nothing',
  },
  'learner.certificate': {
    method: 'GET',
    path: '/api/learner/certificate',
    access: 'learner',
    summary: 'Son attestation, ou ce qui lui manque.',
    answer: certificates.certificateStateSchema,
  },
  'learner.issue-certificate': {
    method: 'POST',
    path: '/api/learner/certificate',
    access: 'learner',
    summary: 'Recevoir son attestation, une fois les exercices réussis.',
    answer: certificates.certificateStateSchema,
    perMinute: 10,
  },
  'progress.read': {
    method: 'GET',
    path: '/api/progress',
    access: 'learner',
    summary: 'Ce qui est fait : exercices, chapitres, questions.',
    answer: api.progressViewSchema,
  },
  'progress.chapter': {
    method: 'PUT',
    path: '/api/progress/chapters/:chapter',
    access: 'learner',
    summary: 'Où en est la lecture d’un chapitre.',
    body: api.chapterMarkSchema,
    answer: 'nothing',
  },
  'progress.quiz': {
    method: 'PUT',
    path: '/api/progress/quiz',
    access: 'learner',
    summary: 'Une réponse à une question.',
    body: api.quizMarkSchema,
    answer: 'nothing',
  },
  'attempts.current': {
    method: 'GET',
    path: '/api/attempts/current',
    access: 'learner',
    summary: 'La tentative en cours, à reprendre.',
    answer: api.attemptViewSchema.nullable(),
  },
  'attempts.open': {
    method: 'POST',
    path: '/api/attempts',
    access: 'learner',
    summary: 'Ouvrir un exercice, ou reprendre le même ; un autre en cours est fermé.',
    body: api.openAttemptSchema,
    answer: api.openedAttemptSchema,
    perMinute: 30,
  },
  'attempts.read': {
    method: 'GET',
    path: '/api/attempts/:attemptId',
    access: 'learner',
    summary: 'Une tentative.',
    answer: api.attemptViewSchema,
  },
  'attempts.events': {
    method: 'GET',
    path: '/api/attempts/:attemptId/events',
    access: 'learner',
    summary: 'La tentative, à chaque changement (évènement « attempt »).',
    answer: 'events',
  },
  'attempts.evaluate': {
    method: 'POST',
    path: '/api/attempts/:attemptId/evaluate',
    access: 'learner',
    summary: 'Contrôler maintenant.',
    answer: api.attemptViewSchema,
  },
  'attempts.answer': {
    method: 'PUT',
    path: '/api/attempts/:attemptId/answers',
    access: 'learner',
    summary: 'Donner une réponse qu’un objectif demande.',
    body: api.answerSchema,
    answer: api.attemptViewSchema,
  },
  'attempts.hint': {
    method: 'POST',
    path: '/api/attempts/:attemptId/hints',
    access: 'learner',
    summary: 'Révéler l’indice suivant.',
    answer: api.attemptViewSchema,
  },
  'attempts.solution': {
    method: 'POST',
    path: '/api/attempts/:attemptId/solution',
    access: 'learner',
    summary: 'Révéler la solution, quand elle est permise.',
    answer: api.attemptViewSchema,
  },
  'attempts.extend': {
    method: 'POST',
    path: '/api/attempts/:attemptId/extend',
    access: 'learner',
    summary: 'Prolonger le bac à sable.',
    answer: api.attemptViewSchema,
  },
  'attempts.reset': {
    method: 'POST',
    path: '/api/attempts/:attemptId/reset',
    access: 'learner',
    summary: 'Redémarrer le moteur, ou repartir d’un bac neuf.',
    body: api.resetSchema,
    answer: api.attemptViewSchema,
  },
  'attempts.close': {
    method: 'POST',
    path: '/api/attempts/:attemptId/close',
    access: 'learner',
    summary: 'Fermer l’exercice.',
    answer: api.attemptViewSchema,
  },
  'attempts.terminal': {
    method: 'POST',
    path: '/api/attempts/:attemptId/terminals',
    access: 'learner',
    summary: 'Un billet pour ouvrir un terminal : WebSocket /api/terminal?ticket=…&from=….',
    body: api.openTerminalSchema,
    answer: api.terminalTicketSchema,
  },
  status: {
    method: 'GET',
    path: '/api/status',
    access: 'public',
    summary: 'Si les exercices peuvent s’ouvrir.',
    answer: api.statusViewSchema,
  },
  documentation: {
    method: 'GET',
    path: '/api/docs',
    access: 'public',
    summary: 'Cette description, à lire.',
    answer: 'html',
  },
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    summary: 'Cette description, au format OpenAPI 3.1.',
    answer: z.record(z.string(), z.unknown()),
  },
  'certificates.authority': {
    method: 'GET',
    path: '/api/certificates/authority',
    access: 'public',
    summary: 'La clé qui signe les attestations, et celles qui ont été retirées.',
    answer: certificates.certificateAuthoritySchema,
  },
  'certificates.revoke': {
    method: 'POST',
    path: '/api/certificates/:certificateId/revoke',
    access: 'administrator',
    summary: 'Retirer une attestation.',
    body: certificates.revokeSchema,
    answer: 'nothing',
  },
  'trainer.session': {
    method: 'GET',
    path: '/api/trainer/session',
    access: 'public',
    summary: 'Qui enseigne dans ce navigateur.',
    answer: trainers.trainerSessionViewSchema,
  },
  'trainer.sign-in': {
    method: 'POST',
    path: '/api/trainer/session',
    access: 'public',
    summary: 'Entrer avec un nom, un mot de passe et, s’il est posé, un second facteur.',
    body: trainers.trainerSignInSchema,
    answer: trainers.trainerViewSchema,
    perMinute: 20,
  },
  'trainer.sign-out': {
    method: 'DELETE',
    path: '/api/trainer/session',
    access: 'trainer',
    summary: 'Sortir.',
    answer: 'nothing',
  },
  'trainer.sign-out-everywhere': {
    method: 'DELETE',
    path: '/api/trainer/sessions',
    access: 'trainer',
    summary: 'Sortir de tous les navigateurs.',
    answer: 'nothing',
  },
  'trainer.invitation': {
    method: 'GET',
    path: '/api/trainer/invitations/:token',
    access: 'public',
    summary: 'Ce que donne une invitation.',
    answer: trainers.invitationViewSchema,
    perMinute: 20,
  },
  'trainer.accept': {
    method: 'POST',
    path: '/api/trainer/accept',
    access: 'public',
    summary: 'Accepter une invitation : choisir un nom et un mot de passe.',
    body: trainers.acceptInvitationSchema,
    answer: trainers.trainerViewSchema,
    perMinute: 20,
  },
  'trainer.password': {
    method: 'PUT',
    path: '/api/trainer/password',
    access: 'trainer',
    summary: 'Changer de mot de passe ; les autres navigateurs sont déconnectés.',
    body: trainers.changePasswordSchema,
    answer: 'nothing',
    perMinute: 10,
  },
  'trainer.offer-second-factor': {
    method: 'POST',
    path: '/api/trainer/second-factor',
    access: 'trainer',
    summary: 'Un secret à donner à une application d’authentification.',
    answer: trainers.secondFactorOfferSchema,
    perMinute: 10,
  },
  'trainer.set-second-factor': {
    method: 'PUT',
    path: '/api/trainer/second-factor',
    access: 'trainer',
    summary: 'Poser le second facteur, par un premier code.',
    body: trainers.secondFactorSchema,
    answer: 'nothing',
    perMinute: 10,
  },
  'trainer.remove-second-factor': {
    method: 'DELETE',
    path: '/api/trainer/second-factor',
    access: 'trainer',
    summary: 'Retirer le second facteur.',
    body: trainers.passwordSchema,
    answer: 'nothing',
    perMinute: 10,
  },
  'trainer.openid': {
    method: 'GET',
    path: '/api/trainer/openid',
    access: 'public',
    summary: 'Entrer par OpenID Connect : envoie chez le fournisseur.',
    answer: 'redirect',
    perMinute: 30,
  },
  'trainer.openid-return': {
    method: 'GET',
    path: '/api/trainer/openid/return',
    access: 'public',
    summary: 'Retour du fournisseur OpenID Connect.',
    answer: 'redirect',
    perMinute: 30,
  },
  'trainers.list': {
    method: 'GET',
    path: '/api/trainers',
    access: 'administrator',
    summary: 'Les comptes de qui enseigne.',
    answer: z.array(trainers.trainerViewSchema),
  },
  'trainers.invite': {
    method: 'POST',
    path: '/api/trainers/invitations',
    access: 'administrator',
    summary: 'Inviter : un lien qui sert une fois, sept jours.',
    body: trainers.inviteSchema,
    answer: trainers.newInvitationSchema,
    perMinute: 30,
  },
  'trainers.disable': {
    method: 'DELETE',
    path: '/api/trainers/:trainerId',
    access: 'administrator',
    summary: 'Fermer un compte.',
    answer: 'nothing',
  },
  audit: {
    method: 'GET',
    path: '/api/audit',
    access: 'administrator',
    summary: 'Le journal : qui a fait quoi, à qui.',
    answer: trainers.auditPageSchema,
  },
  'classes.list': {
    method: 'GET',
    path: '/api/classes',
    access: 'trainer',
    summary: 'Ses classes ; toutes, pour l’administration.',
    answer: classes.classListSchema,
  },
  'classes.create': {
    method: 'POST',
    path: '/api/classes',
    access: 'trainer',
    summary: 'Créer une classe.',
    body: classes.newClassSchema,
    answer: classes.classViewSchema,
    perMinute: 30,
  },
  'classes.capacity': {
    method: 'GET',
    path: '/api/capacity/:people',
    access: 'trainer',
    summary: 'Si la machine peut tenir tant de personnes à la fois.',
    answer: classes.capacityViewSchema,
  },
  'classes.read': {
    method: 'GET',
    path: aClass,
    access: 'class',
    summary: 'Une classe.',
    answer: classes.classViewSchema,
  },
  'classes.change': {
    method: 'PUT',
    path: aClass,
    access: 'class',
    summary: 'Changer ses réglages.',
    body: classes.classSettingsSchema,
    answer: classes.classViewSchema,
  },
  'classes.delete': {
    method: 'DELETE',
    path: aClass,
    access: 'class',
    summary: 'Effacer la classe, avec tout ce qu’elle contient.',
    answer: 'nothing',
  },
  'classes.new-code': {
    method: 'POST',
    path: `${aClass}/code`,
    access: 'class',
    summary: 'Un nouveau code ; l’ancien ne vaut plus.',
    answer: classes.classViewSchema,
  },
  'classes.add-trainer': {
    method: 'POST',
    path: `${aClass}/trainers`,
    access: 'class',
    summary: 'Confier aussi la classe à un autre compte.',
    body: classes.classTrainerSchema,
    answer: classes.classViewSchema,
  },
  'classes.pause': {
    method: 'PUT',
    path: `${aClass}/pause`,
    access: 'class',
    summary: 'Suspendre les terminaux de tout le monde, ou les rendre.',
    body: classes.pauseSchema,
    answer: classes.classViewSchema,
  },
  'classes.broadcast': {
    method: 'POST',
    path: `${aClass}/messages`,
    access: 'class',
    summary: 'Un message à tout le monde, ou un chapitre à ouvrir.',
    body: room.sendMessageSchema,
    answer: 'nothing',
    perMinute: 60,
  },
  'room.read': {
    method: 'GET',
    path: `${aClass}/room`,
    access: 'class',
    summary: 'La salle : toutes les personnes, tous les exercices.',
    answer: room.roomViewSchema,
  },
  'room.events': {
    method: 'GET',
    path: `${aClass}/room/events`,
    access: 'class',
    summary: 'La salle en direct (évènements « room », « tile », « left », « class »).',
    answer: 'events',
  },
  'room.obstacles': {
    method: 'GET',
    path: `${aClass}/obstacles`,
    access: 'class',
    summary: 'Où ça coince : par objectif, qui échoue, et sur quoi.',
    answer: results.obstaclesSchema,
  },
  'room.results': {
    method: 'GET',
    path: `${aClass}/results`,
    access: 'class',
    summary: 'Les résultats de la classe.',
    answer: results.classResultsSchema,
  },
  'room.results-csv': {
    method: 'GET',
    path: `${aClass}/results.csv`,
    access: 'class',
    summary: 'Les résultats pour un tableur réglé en français.',
    answer: 'csv',
  },
  'room.learner': {
    method: 'GET',
    path: aLearner,
    access: 'class',
    summary: 'Une personne en détail.',
    answer: room.learnerDetailSchema,
  },
  'room.learner-events': {
    method: 'GET',
    path: `${aLearner}/events`,
    access: 'class',
    summary: 'Une personne en détail, à chaque changement (évènement « learner »).',
    answer: 'events',
  },
  'room.remove-learner': {
    method: 'DELETE',
    path: aLearner,
    access: 'class',
    summary: 'Retirer une personne, avec tout ce qui est à elle.',
    answer: 'nothing',
  },
  'room.message': {
    method: 'POST',
    path: `${aLearner}/messages`,
    access: 'class',
    summary: 'Un message à une personne, ou un indice à regarder.',
    body: room.sendMessageSchema,
    answer: 'nothing',
    perMinute: 120,
  },
  'room.answer-help': {
    method: 'DELETE',
    path: `${aLearner}/help`,
    access: 'class',
    summary: 'La demande d’aide a reçu sa réponse.',
    answer: 'nothing',
  },
  'room.give-time': {
    method: 'POST',
    path: `${aLearner}/time`,
    access: 'class',
    summary: 'Donner du temps à son bac à sable.',
    body: room.giveTimeSchema,
    answer: 'nothing',
  },
  'room.watch': {
    method: 'POST',
    path: `${aLearner}/terminals`,
    access: 'class',
    summary: 'Un billet pour regarder un de ses terminaux ; la personne le voit.',
    body: api.openTerminalSchema,
    answer: api.terminalTicketSchema,
  },
  'room.ask-consent': {
    method: 'POST',
    path: `${aLearner}/consent`,
    access: 'class',
    summary: 'Demander le clavier, ou de repartir d’un bac neuf.',
    body: room.askConsentSchema,
    answer: 'nothing',
  },
  'room.drop-keyboard': {
    method: 'DELETE',
    path: `${aLearner}/consent`,
    access: 'class',
    summary: 'Rendre le clavier, ou ne plus demander.',
    answer: 'nothing',
  },
  'room.recording': {
    method: 'GET',
    path: `${aLearner}/recordings/:recordingId`,
    access: 'class',
    summary: 'Un terminal enregistré, au format asciicast v2.',
    answer: 'asciicast',
  },
});

export type RouteName = keyof typeof ROUTES;
