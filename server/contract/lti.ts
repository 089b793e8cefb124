import { z } from 'zod';
import { instant, signInSchema } from './api.ts';
import { joinViewSchema } from './classes.ts';
import { isSafeAddress } from './safe-address.ts';

/** Schemas of Learning Tools Interoperability 1.3 (1EdTech): the learning platforms that send people here. */

/** Opaque to us: kept and compared as the platform writes it. At most 255 characters (LTI 1.3, 5.3.6 and 5.4.1). */
const opaque = z.string().min(1).max(255);
const address = z.string().max(2000).refine(isSafeAddress);

/** What a platform shows once a tool is declared in it. */
export const platformSettingsSchema = z.strictObject({
  /** What people call it here. */
  name: z.string().trim().min(1).max(80),
  issuer: z.string().trim().min(1).max(500),
  clientId: z.string().trim().min(1).max(255),
  deployments: z.array(opaque).min(1).max(20),
  authorizationUrl: address,
  tokenUrl: address,
  keysUrl: address,
});
export type PlatformSettings = z.infer<typeof platformSettingsSchema>;

export const platformViewSchema = platformSettingsSchema.extend({
  id: z.string(),
  createdAt: instant,
  /** Courses of it that are linked to a class. */
  courses: z.number().int(),
  /** Scores that it has not taken yet. */
  waitingScores: z.number().int(),
});
export type PlatformView = z.infer<typeof platformViewSchema>;

/** A course of a platform, whose people come to a class without its code. */
export const linkedCourseSchema = z.strictObject({
  id: z.string(),
  platform: z.string(),
  title: z.string(),
  linkedAt: instant,
});
export type LinkedCourse = z.infer<typeof linkedCourseSchema>;

const from = { platform: z.string(), course: z.string() };

/** What the platform asked for, and this browser has still to answer. */
export const ltiEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  /** Somebody who learns, for the first time: a pseudonym is needed. */
  z.strictObject({ kind: z.literal('join'), ...from, class: joinViewSchema }),
  /** Somebody who learns, in a course that no class is linked to. */
  z.strictObject({ kind: z.literal('unlinked'), ...from }),
  /** Somebody who teaches such a course. */
  z.strictObject({ kind: z.literal('link'), ...from }),
  /** Somebody who teaches, and puts pages of this site in a course (LTI Deep Linking 2.0). */
  z.strictObject({ kind: z.literal('choose'), ...from, several: z.boolean() }),
]);
export type LtiEntry = z.infer<typeof ltiEntrySchema>;

export const ltiJoinSchema = z.strictObject({ pseudonym: signInSchema.shape.pseudonym });
export const ltiLinkSchema = z.strictObject({ classId: z.string().max(80) });

/** A page that a course may point to: the course itself, a chapter, a lab. */
const page = z.string().regex(/^\/(?:[a-z0-9-]{1,80}\/|exercices\/[a-z0-9-]{1,80}\/)?$/);
export const ltiChoiceSchema = z.strictObject({
  pages: z
    .array(z.strictObject({ path: page, title: z.string().trim().min(1).max(200) }))
    .min(1)
    .max(60),
});
export type LtiChoice = z.infer<typeof ltiChoiceSchema>;

/** Where the browser is to go next. */
export const ltiOnwardSchema = z.strictObject({ to: z.string() });

/** RFC 7517. */
export const keySetSchema = z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) });

/** Third-party initiated login: what a platform sends first (1EdTech Security Framework 1.0, 5.1.1.1). */
export const ltiLoginSchema = z.object({
  iss: z.string().max(500),
  login_hint: z.string().max(4000),
  target_link_uri: z.string().max(2000),
  lti_message_hint: z.string().max(8000).optional(),
  client_id: z.string().max(255).optional(),
});
export type LtiLogin = z.infer<typeof ltiLoginSchema>;

/** The answer of the platform, posted by the browser (5.1.1.3): a token, or why there is none. */
export const ltiLaunchSchema = z.object({
  state: z.string().max(200),
  id_token: z.string().max(60_000).optional(),
  error: z.string().max(200).optional(),
});
