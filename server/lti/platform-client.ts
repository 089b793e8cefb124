import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { LtiPlatformRow } from '../store/schema.ts';
import { CLAIM, DEEP_LINKING_CLAIM, SCORE_SCOPE, type Selection } from './launch-claims.ts';
import { ALGORITHM, type ToolKey } from './tool-key.ts';

const TIMEOUT = 10_000;
/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 60;
/** A token older than this is refused whatever it says of its end. */
const OLDEST_TOKEN = '10 minutes';
/** Seconds a token of ours is worth. */
const OWN_TOKEN = 300;
/** A token is renewed that long before its end, in milliseconds. */
const MARGIN = 30_000;
const LARGEST_ANSWER = 64 * 1024;

const accessTokenSchema = z.object({
  access_token: z.string().min(1).max(8000),
  expires_in: z.coerce.number().min(0).max(86_400).catch(0),
});

export interface ChosenPage {
  url: string;
  /** Names the column of the gradebook. */
  path: string;
  title: string;
}

export interface Score {
  lineItem: string;
  subject: string;
  /** Hundredths. */
  given: number;
  at: number;
}

/** What is said to platforms and heard from them, signed on both sides. */
export class PlatformClient {
  readonly #key: () => Promise<ToolKey>;
  /** By address. Each is asked again for a key that it did not have, at most every half minute (jose). */
  readonly #keySets = new Map<string, JWTVerifyGetKey>();
  /** By platform. */
  readonly #accessTokens = new Map<string, { token: string; until: number }>();

  constructor(key: () => Promise<ToolKey>) {
    this.#key = key;
  }

  /**
   * What a launch's token says, once it is known to come from that platform, for this tool, now, and for that request
   * (1EdTech Security Framework 1.0, 5.1.3).
   * @throws AppError `lti-refused`
   */
  async verify(platform: LtiPlatformRow, token: string, nonce: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.#keysOf(platform), {
        issuer: platform.issuer,
        audience: platform.client_id,
        algorithms: [ALGORITHM],
        clockTolerance: CLOCK_TOLERANCE,
        maxTokenAge: OLDEST_TOKEN,
        requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      });
      if (payload['nonce'] !== nonce) throw new Error('another nonce');
      const authorized = payload['azp'];
      if (
        authorized === undefined
          ? Array.isArray(payload.aud) && payload.aud.length > 1
          : authorized !== platform.client_id
      )
        throw new Error('meant for somebody else');
      return payload;
    } catch (cause) {
      throw new AppError('lti-refused', undefined, { cause });
    }
  }

  /** The chosen pages, for the platform to keep (Deep Linking 2.0, 4.4). */
  async selectionToken(
    platform: LtiPlatformRow,
    { deployment, data }: Selection,
    pages: readonly ChosenPage[],
  ): Promise<string> {
    return this.#signed(platform.client_id, platform.issuer, {
      nonce: randomUUID(),
      [`${CLAIM}message_type`]: 'LtiDeepLinkingResponse',
      [`${CLAIM}version`]: '1.3.0',
      [`${CLAIM}deployment_id`]: deployment,
      ...(data === null ? {} : { [`${DEEP_LINKING_CLAIM}data`]: data }),
      [`${DEEP_LINKING_CLAIM}content_items`]: pages.map(({ url, path, title }) => ({
        type: 'ltiResourceLink',
        title,
        url,
        // A page with a terminal needs a window of its own, and browsers keep cookies from framed pages.
        window: { targetName: '_blank' },
        lineItem: { label: title, scoreMaximum: 100, resourceId: path },
      })),
    });
  }

  /** Writes in the gradebook (Assignment and Grade Services 2.0, 3.4). @returns the status of the answer. */
  async postScore(
    platform: LtiPlatformRow,
    { lineItem, subject, given, at }: Score,
    signal: AbortSignal,
  ): Promise<number> {
    const address = new URL(lineItem);
    address.pathname = `${address.pathname.replace(/\/$/, '')}/scores`;
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      headers: {
        authorization: `Bearer ${await this.#accessToken(platform, signal)}`,
        'content-type': 'application/vnd.ims.lis.v1.score+json',
      },
      body: JSON.stringify({
        userId: subject,
        scoreGiven: given,
        scoreMaximum: 100,
        activityProgress: given === 100 ? 'Completed' : 'InProgress',
        gradingProgress: 'FullyGraded',
        timestamp: new Date(at).toISOString(),
      }),
    });
    await response.body?.cancel();
    if (response.status === 401) this.#accessTokens.delete(platform.id);
    return response.status;
  }

  /** What was learnt of a platform is forgotten: it has changed. */
  forget(platform: LtiPlatformRow): void {
    this.#accessTokens.delete(platform.id);
    this.#keySets.delete(platform.keys_url);
  }

  #keysOf({ keys_url }: LtiPlatformRow): JWTVerifyGetKey {
    const known = this.#keySets.get(keys_url) ?? createRemoteJWKSet(new URL(keys_url), { timeoutDuration: TIMEOUT });
    this.#keySets.set(keys_url, known);
    return known;
  }

  /** Client credentials, by a token that this tool signs (1EdTech Security Framework 1.0, 4.1; RFC 7523). */
  async #accessToken(platform: LtiPlatformRow, signal: AbortSignal): Promise<string> {
    const held = this.#accessTokens.get(platform.id);
    if (held && held.until > Date.now()) return held.token;
    const response = await fetch(platform.token_url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await this.#signed(platform.client_id, platform.token_url, {
          sub: platform.client_id,
          jti: randomUUID(),
        }),
        scope: SCORE_SCOPE,
      }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the platform gives no access: ${response.status}`);
    }
    const { access_token: token, expires_in } = accessTokenSchema.parse(JSON.parse(await bounded(response)));
    this.#accessTokens.set(platform.id, { token, until: Date.now() + expires_in * 1000 - MARGIN });
    return token;
  }

  async #signed(issuer: string, audience: string, claims: JWTPayload): Promise<string> {
    const key = await this.#key();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + OWN_TOKEN)
      .sign(key.private);
  }
}

/** @throws Error past what a token may weigh. */
async function bounded(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new Error('the platform answers too much');
  }
  return text;
}
