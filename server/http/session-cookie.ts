import type { FastifyReply, FastifyRequest } from 'fastify';

/** One of our cookies: not readable by scripts, never sent by another site's request that changes something. */
export class SessionCookie {
  readonly name: string;
  readonly #secure: boolean;
  readonly #lifetime: number;

  /**
   * @param name without prefix. Over HTTPS alone it gets `__Host-`: no other host of the domain can write it (RFC 6265bis).
   * @param lifetime in seconds.
   */
  constructor(name: string, secure: boolean, lifetime: number) {
    this.name = secure ? `__Host-${name}` : name;
    this.#secure = secure;
    this.#lifetime = lifetime;
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, token: string): void {
    const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure } as const;
    reply.setCookie(this.name, token, { ...attributes, maxAge: this.#lifetime });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, { path: '/', secure: this.#secure });
  }
}
