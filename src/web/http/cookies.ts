import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

/** What a browser is given to keep: the session, who it is before signing in, and the sign-in under way elsewhere. */
type CookieName = 'session' | 'visitor' | 'openid';

const MINUTE = 60;
const OPENID_MINUTES = 10;
const VISITOR_BYTES = 32;

/** Cookies that only this server reads and that, over https, no other host of the domain can set. */
export class Cookies {
  constructor(private readonly secure: boolean) {}

  /** What the browser holds under that name, if anything. */
  read({ cookies }: FastifyRequest, name: CookieName): string | undefined {
    const value = cookies[this.nameOf(name)];
    return value === undefined || value === '' ? undefined : value;
  }

  /** Gives the browser something to keep until it is closed, or for the minutes a sign-in elsewhere may take. */
  give(reply: FastifyReply, name: CookieName, value: string): void {
    const maxAge = name === 'openid' ? { maxAge: OPENID_MINUTES * MINUTE } : {};
    void reply.setCookie(this.nameOf(name), value, { ...this.options(), ...maxAge });
  }

  /** Takes it back. */
  take(reply: FastifyReply, name: CookieName): void {
    void reply.clearCookie(this.nameOf(name), this.options());
  }

  /** Who a browser is before anybody signs in: what it holds, or something new that it is given. */
  visitor(request: FastifyRequest, reply: FastifyReply): string {
    const held = this.read(request, 'visitor');
    if (held !== undefined) return held;
    const made = randomBytes(VISITOR_BYTES).toString('base64url');
    this.give(reply, 'visitor', made);
    return made;
  }

  private nameOf(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }

  // Lax, not strict: whoever follows a link in a message is still signed in when they arrive.
  private options(): CookieSerializeOptions {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'lax' };
  }
}
