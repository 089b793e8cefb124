import type { FastifyReply, FastifyRequest } from 'fastify';

/** One of our cookies: not readable by scripts; a session's is never sent by another site's request that changes something. */
export class SessionCookie {
  readonly name: string;
  readonly #secure: boolean;
  readonly #lifetime: number;
  readonly #sameSite: 'lax' | 'none';

  /**
   * @param name without prefix. Over HTTPS alone it gets `__Host-`: no other host of the domain can write it (RFC 6265bis).
   * @param lifetime in seconds.
   * @param sameSite `none` for one that must come with a form of another site: browsers then want it `Secure`, which they
   * grant to HTTPS and to the loopback.
   */
  constructor(name: string, secure: boolean, lifetime: number, sameSite: 'lax' | 'none' = 'lax') {
    this.name = secure ? `__Host-${name}` : name;
    this.#secure = secure || sameSite === 'none';
    this.#lifetime = lifetime;
    this.#sameSite = sameSite;
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, token: string): void {
    const attributes = { path: '/', httpOnly: true, sameSite: this.#sameSite, secure: this.#secure };
    reply.setCookie(this.name, token, { ...attributes, maxAge: this.#lifetime });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, { path: '/', secure: this.#secure });
  }
}
