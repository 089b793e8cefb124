import { z } from 'zod';
import { instant } from './api.ts';

/** Schemas of a learner's place in a class: what reaches them, what they ask. */

export const MESSAGE_MAX = 600;

export const messageSchema = z.strictObject({
  id: z.number().int(),
  /** `message`: words · `chapter`: a page to open · `hint`: look at the next hint of your lab. */
  kind: z.enum(['message', 'chapter', 'hint']),
  from: z.string(),
  text: z.string(),
  /** For `chapter`: a path of this site, such as `/reseau/#publier`. */
  target: z.string().nullable(),
  at: instant,
});
export type SeatMessage = z.infer<typeof messageSchema>;

/** What a trainer may do only with the learner's word. `keyboard`: type in their terminals · `reset`: start afresh. */
export const CONSENTS = ['keyboard', 'reset'] as const;
export type Consent = (typeof CONSENTS)[number];

/** What a learner has made of what was asked last. `taken-back`: granted, then no more. */
export const consentAnswerSchema = z.strictObject({
  kind: z.enum(CONSENTS),
  /** Login of who asked. */
  from: z.string(),
  word: z.enum(['granted', 'refused', 'taken-back']),
});
export type ConsentAnswer = z.infer<typeof consentAnswerSchema>;

export const seatViewSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), name: z.string() }),
  /** Not read yet, oldest first. */
  messages: z.array(messageSchema),
  /** Trainers who look at a terminal of this learner now. */
  watchers: z.array(z.string()),
  /** What a trainer asks and the learner has not answered. */
  request: z.strictObject({ kind: z.enum(CONSENTS), from: z.string() }).nullable(),
  /** The trainer who may type now. */
  keyboard: z.string().nullable(),
  help: z.strictObject({ askedAt: instant, note: z.string() }).nullable(),
  pausedAt: instant.nullable(),
  recording: z.boolean(),
  closedItems: z.array(z.string()),
});
export type SeatView = z.infer<typeof seatViewSchema>;

export const helpSchema = z.strictObject({
  asking: z.boolean(),
  note: z.string().trim().max(280).default(''),
});
export const consentSchema = z.strictObject({ kind: z.enum(CONSENTS), granted: z.boolean() });
