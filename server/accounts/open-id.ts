import * as client from 'openid-client';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { TrainerRow } from '../store/schema.ts';
import type { TrainerStore } from '../store/trainers.ts';
import { Flows } from './flows.ts';
import type { Invitations } from './invitations.ts';
import { OPEN_ID_FLOW_LIFETIME } from './open-id-flow.ts';
import { newToken } from './tokens.ts';

/** In seconds, for each call to the provider. */
const PROVIDER_TIMEOUT = 10;
/** Names tried before a random one. */
const NAMESAKES = 9;

export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says. */
  name: string;
}

/** What waits here while somebody is at the provider. */
interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  invitation: string | null;
}

/**
 * Entry by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 9700).
 * Gets in whoever has an account bound to that identity, or comes with an invitation, which makes one. The provider's
 * other people are strangers here.
 */
export class OpenId {
  readonly name: string;
  readonly #settings: OpenIdSettings;
  readonly #trainers: TrainerStore;
  readonly #invitations: Invitations;
  readonly #audit: AuditLog;
  readonly #log: Logger;
  readonly #flows = new Flows<Flow>(OPEN_ID_FLOW_LIFETIME);
  #provider: Promise<client.Configuration> | null = null;

  constructor(
    settings: OpenIdSettings,
    trainers: TrainerStore,
    invitations: Invitations,
    audit: AuditLog,
    log: Logger,
  ) {
    this.name = settings.name;
    this.#settings = settings;
    this.#trainers = trainers;
    this.#invitations = invitations;
    this.#audit = audit;
    this.#log = log;
  }

  /**
   * @param redirectUri our return address, which the provider must know.
   * @param invitation its token, to be accepted at the return.
   * @returns where to send the browser, and what its cookie must hold.
   * @throws AppError `invitation-invalid`; `open-id-refused` when the provider does not answer.
   */
  async begin(
    redirectUri: string,
    invitation: string | null,
    now = Date.now(),
  ): Promise<{ url: string; token: string }> {
    if (invitation !== null && (await this.#invitations.find(invitation)).login !== null) {
      throw new AppError('invitation-invalid');
    }
    const provider = await this.#discover();
    const flow: Flow = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      invitation,
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      // `profile` only for the name of an account to make. No address is asked for.
      scope: 'openid profile',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, token: this.#flows.begin(flow, now) };
  }

  /**
   * @param token what the browser's cookie holds: a return serves once, in the browser that left.
   * @param returned the address by which it came back.
   * @throws AppError `open-id-refused`, `invitation-invalid`
   */
  async end(token: string | undefined, returned: URL, now = Date.now()): Promise<TrainerRow> {
    const flow = this.#flows.take(token, now);
    if (!flow) throw new AppError('open-id-refused');
    const { subject, preferredName } = await this.#identity(flow, returned);
    const known = await this.#trainers.byOpenIdSubject(subject);
    if (known?.disabled_at === null) {
      await this.#audit.record(trainerActor(known), 'trainer.sign-in', known.login, 'open-id');
      return known;
    }
    if (known || flow.invitation === null) {
      await this.#audit.record('unknown', 'trainer.refused', known?.login ?? 'unknown', 'open-id-refused');
      throw new AppError('open-id-refused');
    }
    return this.#accept(flow.invitation, subject, preferredName);
  }

  /** @throws AppError `open-id-refused` for whatever the provider says but a valid identity of this flow. */
  async #identity(flow: Flow, returned: URL): Promise<{ subject: string; preferredName: string }> {
    try {
      const provider = await this.#discover();
      const tokens = await client.authorizationCodeGrant(provider, returned, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('no identity');
      const { preferred_username: name } =
        flow.invitation === null || claims.preferred_username !== undefined
          ? claims
          : await client.fetchUserInfo(provider, tokens.access_token, claims.sub);
      // A subject is unique for its issuer only (OpenID Connect Core 1.0, 5.7).
      return { subject: `${claims.iss} ${claims.sub}`, preferredName: typeof name === 'string' ? name : '' };
    } catch (cause) {
      throw this.#refused(cause);
    }
  }

  async #accept(invitation: string, openIdSubject: string, preferredName: string): Promise<TrainerRow> {
    const base = loginFrom(preferredName);
    for (let n = 1; n <= NAMESAKES; n++) {
      try {
        return await this.#invitations.accept(invitation, { login: n === 1 ? base : `${base}-${n}`, openIdSubject });
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'login-taken')) throw error;
      }
    }
    return this.#invitations.accept(invitation, {
      login: `${base}-${newToken().slice(0, 6).toLowerCase()}`,
      openIdSubject,
    });
  }

  /** Asked for at the first use, and again after a failure: the provider may start after us. */
  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const insecure = issuer.startsWith('http:');
    this.#provider ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: PROVIDER_TIMEOUT,
      // The configuration allows it on the loopback only.
      execute: insecure ? [client.allowInsecureRequests] : [],
    });
    try {
      return await this.#provider;
    } catch (cause) {
      this.#provider = null;
      throw this.#refused(cause);
    }
  }

  #refused(cause: unknown): AppError {
    if (cause instanceof AppError) return cause;
    this.#log.warn({ error: cause }, 'OpenID Connect failed');
    return new AppError('open-id-refused', undefined, { cause });
  }
}

/** A login of ours out of the name that the provider gives. Pure. */
export function loginFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 30);
  return plain.length >= 2 ? plain : 'formation';
}
