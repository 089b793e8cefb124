import { z } from 'zod';
import { isSafeAddress } from '../contract/safe-address.ts';
import { AppError } from '../errors.ts';

/** What a platform's signed token says, read as LTI 1.3, AGS 2.0 and Deep Linking 2.0 (1EdTech) describe it. Pure. */

export const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';
export const DEEP_LINKING_CLAIM = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const GRADES = 'https://purl.imsglobal.org/spec/lti-ags/';
export const SCORE_SCOPE = `${GRADES}scope/score`;

const CONTEXT_ROLE = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
/** Core roles of a course (LTI 1.3, A.2.3), and the short names that the same section allows. */
const TEACHING = new Set(
  ['Instructor', 'Administrator', 'ContentDeveloper', 'Mentor'].flatMap((role) => [role, CONTEXT_ROLE + role]),
);
/** « membership/Instructor#TeachingAssistant » and the like. */
const TEACHING_SUBROLE = 'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#';

const opaque = z.string().min(1).max(255);
const address = z.string().max(4000).refine(isSafeAddress);
/** What people read: only its beginning is kept. */
const title = z.string().transform((text) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 120),
);

const common = {
  sub: opaque,
  [`${CLAIM}version`]: z.literal('1.3.0'),
  [`${CLAIM}deployment_id`]: opaque,
  [`${CLAIM}roles`]: z.array(z.string().max(500)).max(100).optional(),
};
const context = z.object({ id: opaque, title: title.optional(), label: title.optional() });

const resourceLink = z.object({
  ...common,
  [`${CLAIM}message_type`]: z.literal('LtiResourceLinkRequest'),
  [`${CLAIM}context`]: context.optional(),
  [`${CLAIM}target_link_uri`]: z.string().max(4000),
  [`${GRADES}claim/endpoint`]: z
    .object({ scope: z.array(z.string()).max(20), lineitem: address.optional() })
    .optional()
    .catch(undefined),
});
const deepLinking = z.object({
  ...common,
  [`${CLAIM}message_type`]: z.literal('LtiDeepLinkingRequest'),
  [`${CLAIM}context`]: context.optional(),
  [`${DEEP_LINKING_CLAIM}deep_linking_settings`]: z.object({
    deep_link_return_url: address,
    accept_types: z.array(z.string()).max(20),
    accept_multiple: z.boolean().optional(),
    data: z.string().max(10_000).optional(),
  }),
});

/** Somebody who comes from a course. */
interface Arrival {
  /** Who it is for the platform; says nothing elsewhere. */
  subject: string;
  deployment: string;
  teaches: boolean;
  course: { context: string; title: string };
}

/** Towards a page of this site. */
export interface Visit extends Arrival {
  kind: 'visit';
  /** The address that the link bears, of this site or not. */
  target: string;
  /** The column of the gradebook that goes with the link, when scores may be written there. */
  lineItem: string | null;
}

/** To choose pages of this site. */
export interface Selection extends Arrival {
  kind: 'selection';
  returnUrl: string;
  several: boolean;
  /** To be given back as it came. */
  data: string | null;
}

export type Launch = Visit | Selection;

export const teaches = (roles: readonly string[]): boolean =>
  roles.some((role) => TEACHING.has(role) || role.startsWith(TEACHING_SUBROLE));

/**
 * @param payload of a token whose signature, issuer, audience, age and nonce have been checked.
 * @param deployments those that the platform is declared with.
 * @throws AppError `lti-refused` for what is not a message that this tool takes; `lti-not-teaching`.
 */
export function readLaunch(payload: unknown, deployments: readonly string[]): Launch {
  const link = resourceLink.safeParse(payload);
  const selection = link.success ? null : deepLinking.safeParse(payload);
  const claims = link.success ? link.data : selection?.data;
  if (!claims) throw new AppError('lti-refused', selection?.error?.message);
  const deployment = claims[`${CLAIM}deployment_id`];
  if (!deployments.includes(deployment)) throw new AppError('lti-refused', `unknown deployment ${deployment}`);
  const place = claims[`${CLAIM}context`];
  if (!place) throw new AppError('lti-refused', 'no course');
  const arrival = {
    subject: claims.sub,
    deployment,
    teaches: teaches(claims[`${CLAIM}roles`] ?? []),
    course: { context: place.id, title: place.title || place.label || place.id },
  };
  if (link.success) {
    const grades = link.data[`${GRADES}claim/endpoint`];
    return {
      ...arrival,
      kind: 'visit',
      target: link.data[`${CLAIM}target_link_uri`],
      lineItem: (grades?.scope.includes(SCORE_SCOPE) && grades.lineitem) || null,
    };
  }
  if (!arrival.teaches) throw new AppError('lti-not-teaching');
  const settings = selection!.data![`${DEEP_LINKING_CLAIM}deep_linking_settings`];
  if (!settings.accept_types.includes('ltiResourceLink')) throw new AppError('lti-refused', 'takes no link');
  return {
    ...arrival,
    kind: 'selection',
    returnUrl: settings.deep_link_return_url,
    several: settings.accept_multiple ?? false,
    data: settings.data ?? null,
  };
}
