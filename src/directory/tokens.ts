import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addHours, type Instant } from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import { NOW } from '../clock/clock-statements.js';
import { once, type Done, type Request } from '../database/once.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import type { SignedIn } from './accounts.js';
import { PERSON_OF_TOKEN } from './directory-statements.js';

/** A token as it is shown once. */
export interface IssuedToken {
  id: string;
  token: string;
  expiresAt: Instant;
}

/** A token that still works, as it is listed. */
export interface WorkingToken {
  id: string;
  purpose: string;
  createdAt: Instant;
  expiresAt: Instant;
}

/** A token as its owner sees it afterwards; the token itself is shown once, when it is made. */
export interface TokenNote {
  id: string;
  label: string;
  createdAt: Instant;
  expiresAt: Instant;
  revokedAt: Instant | null;
}

const ADD_TOKEN = statement(
  'add-token',
  `INSERT INTO api_tokens (id, place_id, person_id, digest, label, created_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, service_now(), $6)`,
);
const REVOKE = statement(
  'revoke-token',
  `UPDATE api_tokens SET revoked_at = service_now() WHERE id = $1 AND place_id = $2 AND revoked_at IS NULL`,
);
const REPLACE_TOKEN = statement(
  'replace-token',
  `UPDATE api_tokens SET digest = $3
   WHERE id = $1 AND place_id = $2 AND revoked_at IS NULL AND expires_at > service_now()`,
);
const TOKENS = statement(
  'tokens',
  `SELECT id, label, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
   FROM api_tokens WHERE place_id = $1 AND person_id = $2 ORDER BY created_at`,
);

const WORKING_TOKENS = statement(
  'working-tokens',
  `SELECT id, label AS purpose, created_at AS "createdAt", expires_at AS "expiresAt"
   FROM api_tokens WHERE place_id = $1 AND person_id = $2 AND revoked_at IS NULL AND expires_at > service_now()
   ORDER BY created_at DESC, id LIMIT $3`,
);

const MOST_TOKENS = 100;
const TOKEN_BYTES = 32;
const TOKEN_HOURS = 90 * 24;

const newToken = (): string => `ccc_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Tokens by which people prove to the API who they are. */
@Injectable()
export class Tokens {
  constructor(private readonly dataSource: DataSource) {}

  /** Makes a token for a person and returns it; it is shown this once, and only its digest is kept. */
  async issue(
    place: string,
    person: string,
    { label, hours = TOKEN_HOURS }: { label: string; hours?: number },
  ): Promise<IssuedToken> {
    const token = newToken();
    const id = randomUUID();
    const expiresAt = await inTransaction(this.dataSource, (tx) =>
      addToken(tx, { id, place, person, label, hours, token }),
    );
    return { id, token, expiresAt };
  }

  /**
   * Makes a token under a key. Asked for again, the one that was made gives way to one that is shown now, since nobody
   * can show it again: there is never more than one. Null where it has ended meanwhile.
   */
  async issueOnce(
    request: Request,
    person: string,
    { label, hours }: { label: string; hours: number },
  ): Promise<Done<IssuedToken | null>> {
    const { place, by } = request;
    const token = newToken();
    const made = await once(this.dataSource, request, async (tx) => {
      const id = randomUUID();
      const expiresAt = await addToken(tx, { id, place, person, label, hours, token });
      await note(tx, { place, person: by, action: 'tokenMade', detail: { person, token: id } });
      return { id, expiresAt };
    });
    if (made.kind === 'keyReused') return made;
    const { answer, replayed } = made;
    if (!replayed) return { ...made, answer: { ...answer, token } };
    const given = await inTransaction(this.dataSource, (tx) =>
      tx.change(REPLACE_TOKEN, [answer.id, place, digestOf(token)]),
    );
    return { ...made, answer: given > 0 ? { ...answer, token } : null };
  }

  /** Whose token it is; null where there is none like it, or it has expired or was revoked. */
  async ownerOf(token: string): Promise<SignedIn | null> {
    const found = await reading(this.dataSource, (tx) =>
      tx.row<SignedIn>(PERSON_OF_TOKEN, [digestOf(token)]),
    );
    return found ?? null;
  }

  /** Ends a token at once; false where there was none to end. */
  async revoke(place: string, id: string): Promise<boolean> {
    return (await inTransaction(this.dataSource, (tx) => tx.change(REVOKE, [id, place]))) > 0;
  }

  /** The tokens a person has had. */
  of(place: string, person: string): Promise<TokenNote[]> {
    return reading(this.dataSource, (tx) => tx.rows<TokenNote>(TOKENS, [place, person]));
  }

  /** The tokens of a person that still work, at most a hundred, the newest first; never the tokens themselves. */
  working(place: string, person: string): Promise<WorkingToken[]> {
    return reading(this.dataSource, (tx) =>
      tx.rows<WorkingToken>(WORKING_TOKENS, [place, person, MOST_TOKENS]),
    );
  }
}

interface TokenToAdd {
  id: string;
  place: string;
  person: string;
  label: string;
  hours: number;
  token: string;
}

async function addToken(
  tx: Transaction,
  { id, place, person, label, hours, token }: TokenToAdd,
): Promise<Instant> {
  const clock = await tx.row<{ at: Instant }>(NOW);
  const expiresAt = addHours(clock?.at ?? '', hours);
  await tx.change(ADD_TOKEN, [id, place, person, digestOf(token), label.slice(0, 100), expiresAt]);
  return expiresAt;
}
