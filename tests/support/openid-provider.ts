import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const OPENID_CLIENT = { id: 'etanche', secret: 'un-secret-pour-les-essais' };

/** In seconds. */
const HOUR = 3600;

export interface OpenIdProvider extends AsyncDisposable {
  issuer: string;
}

/**
 * A real provider of OpenID Connect on the loopback, with its own forms: anybody may sign in there, under any name.
 * @param redirectUris the return addresses it knows, asked for at its first request.
 */
export async function openIdProvider(redirectUris: () => string[], port = 0): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  let serve: ReturnType<Provider['callback']> | null = null;
  server.on('request', (request, response) => {
    serve ??= new Provider(issuer, {
      clients: [
        {
          client_id: OPENID_CLIENT.id,
          client_secret: OPENID_CLIENT.secret,
          redirect_uris: redirectUris(),
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [{ ...key, alg: 'RS256', use: 'sig', kty: 'RSA' }] },
      cookies: { keys: ['une clef pour les essais'] },
      claims: { openid: ['sub'], profile: ['preferred_username'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, preferred_username: `${id}@organisme.example` }),
      }),
      pkce: { required: () => true },
      // Longer than anything of ours: what expires in a test is ours.
      ttl: { Interaction: HOUR, Session: HOUR, Grant: HOUR, AccessToken: HOUR, IdToken: HOUR, AuthorizationCode: HOUR },
    }).callback();
    void serve(request, response);
  });
  return {
    issuer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Cookie {
  origin: string;
  name: string;
  value: string;
}

/** A browser as far as redirects, cookies and forms go. */
export class FormBrowser {
  readonly #cookies: Cookie[] = [];

  cookieOf(address: string, name: string): string | undefined {
    const { origin } = new URL(address);
    return this.#cookies.find((cookie) => cookie.origin === origin && cookie.name === name)?.value;
  }

  /** One request, without following a redirect. */
  async visit(address: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const { origin } = new URL(address);
    const cookie = this.#cookies
      .filter((known) => known.origin === origin)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(address, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const set of response.headers.getSetCookie()) this.#keep(origin, set);
    return response;
  }

  /** Follows redirects until a page, or an address that `until` accepts, which is not visited. */
  async follow(address: string, until: (address: string) => boolean = () => false): Promise<Visit> {
    let next = address;
    for (let n = 0; n < 20; n++) {
      if (until(next)) return { address: next, page: '' };
      const response = await this.visit(next);
      const location = response.headers.get('location');
      if (location === null) return { address: next, page: await response.text() };
      next = new URL(location, next).href;
    }
    throw new Error('too many redirects');
  }

  /** Sends the form of a page. */
  async submit({ address, page }: Visit, fields: Record<string, string>): Promise<string> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined) throw new Error(`no form at ${address}: ${page.slice(0, 200)}`);
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const form: Record<string, string> = { ...fields };
    for (const [, name = '', value = ''] of hidden) form[name] = value;
    const response = await this.visit(new URL(action, address).href, form);
    return new URL(response.headers.get('location') ?? '', address).href;
  }

  #keep(origin: string, set: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    const at = this.#cookies.findIndex((cookie) => cookie.origin === origin && cookie.name === name);
    if (at >= 0) this.#cookies.splice(at, 1);
    if (value !== '') this.#cookies.push({ origin, name, value });
  }
}

interface Visit {
  address: string;
  page: string;
}

/** Signs in at the provider and consents. @returns the address to come back by, not visited yet. */
export async function passProvider(browser: FormBrowser, authorization: string, person: string): Promise<string> {
  const isReturn = (address: string) => new URL(address).pathname === '/api/trainer/openid/return';
  let here = await browser.follow(authorization, isReturn);
  for (let form = 0; form < 3 && !isReturn(here.address); form++) {
    const asksWho = here.page.includes('name="login"');
    const next = await browser.submit(here, asksWho ? { login: person, password: 'peu importe' } : {});
    here = await browser.follow(next, isReturn);
  }
  return here.address;
}
