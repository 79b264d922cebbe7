import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is wrong with what an issuer answers. */
export type Fault =
  'issuer' | 'audience' | 'nonce' | 'signature' | 'expiry' | 'unverified' | 'denied' | 'state';

interface Asked {
  nonce: string;
  challenge: string;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HOUR = 3600;

/** A provider of OpenID Connect on this machine, which signs in whoever comes as the one it is told, with a fault or none. */
export class OpenIdIssuer {
  fault: Fault | null = null;
  email = 'nobody@example.org';
  readonly clientId = 'continuing-care';
  readonly clientSecret = 'a secret of the client';
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly asked = new Map<string, Asked>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(): Promise<OpenIdIssuer> {
    const issuer = new OpenIdIssuer();
    await new Promise<void>((resolve) => issuer.server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where the browser is sent back to, once its owner has signed in here. */
  signIn(address: string): string {
    const asked = new URL(address).searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', this.fault === 'state' ? 'another' : (asked.get('state') ?? ''));
    if (this.fault === 'denied') {
      back.searchParams.set('error', 'access_denied');
      return back.href;
    }
    const code = randomUUID();
    this.asked.set(code, {
      nonce: asked.get('nonce') ?? '',
      challenge: asked.get('code_challenge') ?? '',
    });
    back.searchParams.set('code', code);
    return back.href;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === '/.well-known/openid-configuration') return send(response, 200, this.description());
    if (path === '/keys') return send(response, 200, { keys: [this.publicKey()] });
    if (path === '/token') {
      const form = new URLSearchParams(await bodyOf(request));
      const asked = this.asked.get(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!asked || asked.challenge !== challenge) return send(response, 400, { error: 'invalid_grant' });
      this.asked.delete(form.get('code') ?? '');
      return send(response, 200, {
        access_token: 'unused',
        token_type: 'Bearer',
        id_token: this.idToken(asked),
      });
    }
    send(response, 404, {});
  }

  private description(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  private publicKey(): object {
    return { ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
  }

  private idToken({ nonce }: Asked): string {
    const now = Math.floor(Date.now() / 1000);
    const { fault } = this;
    const claims = {
      iss: fault === 'issuer' ? 'https://another.example' : this.url,
      aud: fault === 'audience' ? 'another-service' : this.clientId,
      sub: 'one',
      nonce: fault === 'nonce' ? 'of another try' : nonce,
      iat: fault === 'expiry' ? now - 2 * HOUR : now,
      exp: fault === 'expiry' ? now - HOUR : now + HOUR,
      email: this.email,
      email_verified: fault !== 'unverified',
    };
    const body = `${base64url({ alg: 'RS256', kid: 'one' })}.${base64url(claims)}`;
    const key: KeyObject = (fault === 'signature' ? this.otherKeys : this.keys).privateKey;
    return `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
