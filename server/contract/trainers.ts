import { z } from 'zod';
import { instant } from './api.ts';

/** Schemas of the accounts of those who teach. */

export const ROLES = ['trainer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** OWASP ASVS 5.0, 6.2: at least 8 characters, 12 here; long ones allowed, no rule of composition. */
export const PASSWORD_MIN = 12;
const newPassword = z.string().min(PASSWORD_MIN).max(200);
/** The name under which a trainer signs in, and is shown to learners. */
const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
const totpCode = z.string().regex(/^\d{6}$/);

export const trainerSignInSchema = z.strictObject({
  login: z.string().max(80),
  password: z.string().max(200),
  /** The second factor, where the account has one. */
  code: totpCode.optional(),
});
export type TrainerSignIn = z.infer<typeof trainerSignInSchema>;
export const acceptInvitationSchema = z.strictObject({
  token: z.string().max(80),
  /** Of the account to make; absent when the invitation is bound to one that exists. */
  login: login.optional(),
  password: newPassword,
});
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;
export const changePasswordSchema = z.strictObject({ current: z.string().max(200), next: newPassword });
export const secondFactorSchema = z.strictObject({ code: totpCode });
export const passwordSchema = z.strictObject({ password: z.string().max(200) });
export const inviteSchema = z.strictObject({ role: z.enum(ROLES) });

export const trainerViewSchema = z.strictObject({
  id: z.string(),
  login: z.string(),
  role: z.enum(ROLES),
  secondFactor: z.boolean(),
  /** False for an account that only signs in through OpenID Connect. */
  password: z.boolean(),
  createdAt: instant,
  disabled: z.boolean(),
});
export type TrainerView = z.infer<typeof trainerViewSchema>;

export const trainerSessionViewSchema = z.strictObject({
  trainer: trainerViewSchema.nullable(),
  /** Where OpenID Connect is configured: the page to go to, and what to call it. */
  openId: z.strictObject({ name: z.string() }).nullable(),
});
export type TrainerSessionView = z.infer<typeof trainerSessionViewSchema>;

/** What an invitation gives, before it is accepted. */
export const invitationViewSchema = z.strictObject({
  role: z.enum(ROLES),
  expiresAt: instant,
  /** Of the account that chooses another password; `null` when a new account is made. */
  login: z.string().nullable(),
});
export type InvitationView = z.infer<typeof invitationViewSchema>;
export const newInvitationSchema = invitationViewSchema.extend({ token: z.string() });
export type NewInvitation = z.infer<typeof newInvitationSchema>;

/** To put into an authenticator application; nothing changes until a code of it has been given. RFC 6238. */
export const secondFactorOfferSchema = z.strictObject({ secret: z.string(), uri: z.string() });
export type SecondFactorOffer = z.infer<typeof secondFactorOfferSchema>;

export const auditEntrySchema = z.strictObject({
  id: z.number().int(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
});
export const auditPageSchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  /** What the identifiers among actors and subjects name today: the journal keeps the identifiers. */
  names: z.record(
    z.string(),
    z.strictObject({ kind: z.enum(['class', 'learner', 'attempt', 'trainer']), name: z.string() }),
  ),
  /** Every row's digest follows from the one before: false when a row was changed or removed. */
  intact: z.boolean(),
});
export type AuditNames = AuditPage['names'];
export type AuditPage = z.infer<typeof auditPageSchema>;
