import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose';
import type { PlatformSettings } from '../../server/contract/lti.ts';

export const LTI_CLIENT = 'etanche-outil';
export const DEPLOYMENT = 'deploiement-1';
const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/';
const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** One click on a link of a course. */
export interface Click {
  who: string;
  role: 'Instructor' | 'Learner';
  /** A page of the tool; none to choose some. */
  target?: string;
  course?: string;
  /** Name of the column that goes with the link. */
  column?: string;
  several?: boolean;
  /** What the token says otherwise than it should. */
  claims?: JWTPayload;
  /** How the token is signed otherwise than it should. */
  signedBy?: 'somebody else' | 'nobody';
  /** The platform turns the request down. */
  error?: string;
}

export interface ReceivedScore {
  column: string;
  userId: string;
  scoreGiven: number;
  scoreMaximum: number;
  activityProgress: string;
  gradingProgress: string;
  timestamp: string;
}

/**
 * A learning platform on the loopback, as the specifications of 1EdTech describe one: it signs its tokens, and checks
 * what the tool signs against the tool's own keys. Its people are whoever a click says.
 */
export class LtiPlatform implements AsyncDisposable {
  readonly url: string;
  readonly scores: ReceivedScore[] = [];
  readonly selections: JWTPayload[] = [];
  /** What the gradebook answers instead of taking a score. */
  refusal: number | null = null;
  accessTokens = 0;
  readonly #server;
  #tool = '';
  #key!: CryptoKey;
  #keyId = 'clef-1';
  #jwks: object = {};
  readonly #clicks: Click[] = [];

  private constructor(server: ReturnType<typeof createServer>, host: string) {
    this.#server = server;
    this.url = `http://${host}:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  /** @param host `localhost` makes it another site than a tool at 127.0.0.1, for a browser. */
  static async open(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<LtiPlatform> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const platform = new LtiPlatform(server, host);
    await platform.changeKey('clef-1');
    return platform;
  }

  /** @param tool address of the tool. */
  knowTool(tool: string): void {
    this.#tool = tool;
  }

  async changeKey(id: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    this.#key = privateKey;
    this.#keyId = id;
    this.#jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: id, use: 'sig', alg: 'RS256' }] };
  }

  /** What its administration shows, to be declared in the tool. */
  settings(): PlatformSettings {
    return {
      name: 'Plateforme des essais',
      issuer: this.url,
      clientId: LTI_CLIENT,
      deployments: [DEPLOYMENT],
      authorizationUrl: `${this.url}/auth`,
      tokenUrl: `${this.url}/token`,
      keysUrl: `${this.url}/keys`,
    };
  }

  /** Where a click leads first: the tool's login. */
  loginAddress(click: Click): string {
    this.#clicks.push(click);
    const address = new URL('/api/lti/login', this.#tool);
    address.search = new URLSearchParams({
      iss: this.url,
      client_id: LTI_CLIENT,
      login_hint: click.who,
      lti_message_hint: String(this.#clicks.length - 1),
      target_link_uri: click.target ?? this.#tool,
      lti_deployment_id: DEPLOYMENT,
    }).toString();
    return address.href;
  }

  /** A page of the platform with the link, for a browser. @param framed the tool is shown in a frame. */
  pageAddress(click: Click, framed = false): string {
    const login = encodeURIComponent(this.loginAddress(click));
    return `${this.url}/cours?${framed ? 'cadre' : 'lien'}=${login}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const html = (body: string) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/favicon.ico') response.writeHead(204).end();
    else if (pathname === '/keys') json(this.#jwks);
    else if (pathname === '/cours') {
      const framed = searchParams.get('cadre');
      html(
        framed
          ? `<!doctype html><title>Cours</title><iframe src="${escaped(framed)}" width="800" height="500"></iframe>`
          : `<!doctype html><title>Cours</title><a href="${escaped(searchParams.get('lien') ?? '')}">Ouvrir l’activité</a>`,
      );
    } else if (pathname === '/auth') html(await this.#authorize(searchParams));
    else if (pathname === '/token') await this.#token(new URLSearchParams(await bodyOf(request)), json);
    else if (pathname === '/retour') {
      const token = new URLSearchParams(await bodyOf(request)).get('JWT') ?? '';
      this.selections.push(await this.#ofTool(token, this.url));
      html('<!doctype html><title>Cours</title><h1>Activités ajoutées</h1>');
    } else if (/^\/colonnes\/[^/]+\/scores$/.test(pathname)) {
      if (this.refusal !== null) return void response.writeHead(this.refusal).end();
      if (request.headers.authorization !== `Bearer acces-${this.accessTokens}`)
        return void response.writeHead(401).end();
      const score = JSON.parse(await bodyOf(request)) as Omit<ReceivedScore, 'column'>;
      this.scores.push({ column: pathname.split('/')[2] ?? '', ...score });
      response.writeHead(200).end();
    } else response.writeHead(404).end();
  }

  /** The form that takes the answer back to the tool, by the browser. */
  async #authorize(query: URLSearchParams): Promise<string> {
    const click = this.#clicks[Number(query.get('lti_message_hint'))];
    const expected = { scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' };
    for (const [name, value] of Object.entries(expected))
      if (query.get(name) !== value) throw new Error(`${name}=${query.get(name)}`);
    if (!click || query.get('login_hint') !== click.who) throw new Error('nobody clicked');
    const answer: Record<string, string> = click.error
      ? { error: click.error, state: query.get('state') ?? '' }
      : { id_token: await this.#idToken(click, query.get('nonce') ?? ''), state: query.get('state') ?? '' };
    const fields = Object.entries(answer)
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
      .join('');
    return `<!doctype html><title>Un instant</title><form method="post" action="${escaped(query.get('redirect_uri') ?? '')}">${fields}</form><script>document.forms[0].submit()</script>`;
  }

  async #idToken(click: Click, nonce: string): Promise<string> {
    const { who, role, target, course = 'cours-1', column, several = true } = click;
    const payload: JWTPayload = {
      iss: this.url,
      aud: LTI_CLIENT,
      sub: `id-${who}`,
      nonce,
      name: 'Un nom que l’outil ne doit pas garder',
      email: 'adresse@ecole.example',
      [`${CLAIM}version`]: '1.3.0',
      [`${CLAIM}deployment_id`]: DEPLOYMENT,
      [`${CLAIM}roles`]: [MEMBERSHIP + role],
      [`${CLAIM}context`]: { id: course, title: `Sécurité, groupe ${course}`, type: [] },
      ...(target === undefined
        ? {
            [`${CLAIM}message_type`]: 'LtiDeepLinkingRequest',
            [`${DEEP_LINKING}deep_linking_settings`]: {
              deep_link_return_url: `${this.url}/retour`,
              accept_types: ['ltiResourceLink'],
              accept_presentation_document_targets: ['window'],
              accept_multiple: several,
              data: 'à-rendre-telle-quelle',
            },
          }
        : {
            [`${CLAIM}message_type`]: 'LtiResourceLinkRequest',
            [`${CLAIM}target_link_uri`]: target,
            [`${CLAIM}resource_link`]: { id: `lien-${target}` },
          }),
      ...(column === undefined
        ? {}
        : {
            [`${AGS}claim/endpoint`]: {
              scope: [`${AGS}scope/score`],
              lineitem: `${this.url}/colonnes/${column}?cours=1`,
              lineitems: `${this.url}/colonnes`,
            },
          }),
      ...click.claims,
    };
    if (click.signedBy === 'nobody') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const now = Math.floor(Date.now() / 1000);
      return `${part({ alg: 'none', typ: 'JWT' })}.${part({ iat: now, exp: now + 60, ...payload })}.`;
    }
    const key = click.signedBy ? (await generateKeyPair('RS256')).privateKey : this.#key;
    const token = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: this.#keyId, typ: 'JWT' });
    if (payload.iat === undefined) token.setIssuedAt();
    if (payload.exp === undefined) token.setExpirationTime('5 minutes');
    return token.sign(key);
  }

  async #token(form: URLSearchParams, json: (body: unknown, status?: number) => unknown): Promise<void> {
    await this.#ofTool(form.get('client_assertion') ?? '', `${this.url}/token`);
    if (form.get('grant_type') !== 'client_credentials' || form.get('scope') !== `${AGS}scope/score`)
      return void json({ error: 'invalid_request' }, 400);
    this.accessTokens += 1;
    json({ access_token: `acces-${this.accessTokens}`, token_type: 'Bearer', expires_in: 3600 });
  }

  /** @throws Error unless the tool signed it, for that audience. */
  async #ofTool(token: string, audience: string): Promise<JWTPayload> {
    const keys = createRemoteJWKSet(new URL('/api/lti/keys', this.#tool));
    const { payload } = await jwtVerify(token, keys, { issuer: LTI_CLIENT, audience, maxTokenAge: '5 minutes' });
    return payload;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
