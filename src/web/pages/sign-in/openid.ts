import * as client from 'openid-client';
import type { OpenIdSettings } from '../../../config/web-settings.js';

/** Where the provider sends people back to. */
export const OPENID_RETURN = '/sign-in/return';

/** Why somebody was not signed in, for a page; `code` is for the log and names nobody. */
export class OpenIdRefused extends Error {
  override readonly name = 'OpenIdRefused';

  constructor(
    readonly words: string,
    readonly code: string,
  ) {
    super(code);
  }
}

/** What the browser keeps while its owner signs in at the provider. */
interface UnderWay {
  state: string;
  nonce: string;
  verifier: string;
  to: string;
}

const SECONDS_TO_WAIT = 10;
const SECONDS_OF_TOLERANCE = 30;
const AGAIN = 'Try again; if it goes on, tell whoever runs this service.';

const UNTRUSTED: Readonly<Record<string, string>> = {
  iss: 'Your organisation’s sign-in answered under another name than the one agreed.',
  aud: 'Your organisation’s sign-in gave an answer that is meant for another service.',
  azp: 'Your organisation’s sign-in gave an answer that is meant for another service.',
  nonce: 'The answer of your organisation’s sign-in belongs to another try than yours.',
  exp: 'The answer of your organisation’s sign-in had expired when it came.',
  nbf: 'The answer of your organisation’s sign-in is not valid yet.',
  iat: 'The answer of your organisation’s sign-in is dated wrongly.',
};

interface Failed {
  code?: string;
  error?: string;
  cause?: { message?: string; cause?: { claim?: string } };
}

function refusalOf(error: unknown): OpenIdRefused {
  const { code = 'unknown', error: said, cause } = error as Failed;
  if (said === 'access_denied')
    return new OpenIdRefused('Your organisation’s sign-in did not let you through.', 'access_denied');
  const claim = cause?.cause?.claim ?? '';
  const claimed = UNTRUSTED[claim];
  if (claimed !== undefined) return new OpenIdRefused(`${claimed} ${AGAIN}`, `${code} ${claim}`);
  if (/signature/i.test(cause?.message ?? ''))
    return new OpenIdRefused(
      `The answer of your organisation’s sign-in is not signed as it should be. ${AGAIN}`,
      code,
    );
  return new OpenIdRefused(`Your organisation’s sign-in could not be used just now. ${AGAIN}`, code);
}

const read = (kept: string | undefined): UnderWay | undefined => {
  try {
    return JSON.parse(Buffer.from(kept ?? '', 'base64url').toString('utf8')) as UnderWay;
  } catch {
    return undefined;
  }
};

/** Signing in at the organisation's own OpenID Connect provider: code flow, with PKCE, state and nonce. */
export class OpenId {
  private found: Promise<client.Configuration> | undefined;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly publicAddress: string,
  ) {}

  /** Where to send the browser, and what it is to keep meanwhile. Throws OpenIdRefused where the provider is away. */
  async begin(to: string): Promise<{ address: string; kept: string }> {
    const configuration = await this.configuration();
    const verifier = client.randomPKCECodeVerifier();
    const underWay: UnderWay = { state: client.randomState(), nonce: client.randomNonce(), verifier, to };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.publicAddress}${OPENID_RETURN}`,
      scope: 'openid email profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: underWay.state,
      nonce: underWay.nonce,
    });
    return { address: address.href, kept: Buffer.from(JSON.stringify(underWay)).toString('base64url') };
  }

  /**
   * The name of the account that the provider vouches for, and where its owner wanted to go. Throws OpenIdRefused where
   * the answer cannot be trusted.
   */
  async finish(query: string, kept: string | undefined): Promise<{ username: string; to: string }> {
    const underWay = read(kept);
    if (!underWay) {
      throw new OpenIdRefused('Signing in took too long, or began in another browser. Begin again.', 'state');
    }
    const configuration = await this.configuration();
    try {
      const tokens = await client.authorizationCodeGrant(
        configuration,
        new URL(`${this.publicAddress}${OPENID_RETURN}${query}`),
        {
          pkceCodeVerifier: underWay.verifier,
          expectedState: underWay.state,
          expectedNonce: underWay.nonce,
          idTokenExpected: true,
        },
      );
      return { username: this.usernameIn(tokens.claims() ?? {}), to: underWay.to };
    } catch (error) {
      throw error instanceof OpenIdRefused ? error : refusalOf(error);
    }
  }

  private usernameIn(claims: Readonly<Record<string, unknown>>): string {
    const { match } = this.settings;
    const name = claims[match];
    if (typeof name !== 'string' || name === '')
      throw new OpenIdRefused('Your organisation’s sign-in did not say who you are.', `no ${match}`);
    if (match === 'email' && claims['email_verified'] !== true)
      throw new OpenIdRefused(
        'Your organisation has not verified your e-mail address.',
        'email not verified',
      );
    return name.toLowerCase();
  }

  /** The provider as it describes itself, asked once; asked again after it could not be reached. */
  private configuration(): Promise<client.Configuration> {
    this.found ??= this.discover().catch((error: unknown) => {
      this.found = undefined;
      throw refusalOf(error);
    });
    return this.found;
  }

  private async discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    return client.discovery(
      new URL(issuer),
      clientId,
      { client_secret: clientSecret, [client.clockTolerance]: SECONDS_OF_TOLERANCE },
      undefined,
      { execute: [...insecure, client.enableNonRepudiationChecks], timeout: SECONDS_TO_WAIT },
    );
  }
}
