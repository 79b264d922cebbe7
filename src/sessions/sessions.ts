import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { note } from '../audit/audit-trail.js';
import type { Person } from '../directory/person.js';
import { inTransaction, reading } from '../database/transaction.js';
import * as sql from './session-statements.js';

/** How long a session lasts. */
export interface SessionLimits {
  /** Minutes without a request after which it is over. */
  idleMinutes: number;
  /** Hours after signing in after which it is over, whatever is done. */
  hours: number;
}

/** Who is to be signed in, and how they proved who they are. */
export interface SignedInBy {
  place: string;
  person: string;
  via: 'password' | 'openid' | 'demonstration';
  /** The account; null only for a visitor of a demonstration. */
  username: string | null;
}

/** Something to be said once, on the next page. Never a child's name. */
export interface Told {
  kind: 'success' | 'information';
  title: string;
  words?: string;
}

/** A session that works. */
export interface Session {
  place: string;
  person: Person;
  told: Told | null;
  /** When it was last used: just now. */
  seenAt: Instant;
  /** When it is over whatever is done. */
  endsAt: Instant;
  /** Somebody else chose the password they signed in with: they change it before anything else. */
  passwordToChange: boolean;
}

const ID_BYTES = 32;
const MOST_SEARCHES = 20;
const ID = /^[\w-]{43}$/;

const newId = (): string => randomBytes(ID_BYTES).toString('base64url');
const digestOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * The token that forms carry: made of the secret id of the session, so that no other site, and no other session, can know
 * it.
 */
export const formTokenOf = (id: string): string =>
  createHmac('sha256', id).update('form').digest('base64url');

/** Who is signed in: one row for each, found by the digest of an id that only the browser keeps. */
@Injectable()
export class Sessions {
  constructor(private readonly dataSource: DataSource) {}

  /** Begins a session and returns its id: always a new one, whatever the browser had. */
  async begin({ place, person, via, username }: SignedInBy, limits: SessionLimits): Promise<string> {
    const id = newId();
    await inTransaction(this.dataSource, async (tx) => {
      const { idleMinutes, hours } = limits;
      await tx.change(sql.BEGIN, [digestOf(id), place, person, username, via, idleMinutes, hours]);
      await note(tx, { place, person, action: 'signedIn', detail: { via } });
    });
    return id;
  }

  /** The session of that id, whose idle time begins anew; undefined where it is none, or is over. */
  async see(id: string, { idleMinutes, hours }: SessionLimits): Promise<Session | undefined> {
    if (!ID.test(id)) return undefined;
    return inTransaction(this.dataSource, (tx) =>
      tx.row<Session>(sql.SEE, [digestOf(id), idleMinutes, hours]),
    );
  }

  /** Ends a session at once. */
  async end(id: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const ended = await tx.row<{ place: string; person: string }>(sql.END, [digestOf(id)]);
      if (ended) await note(tx, { ...ended, action: 'signedOut' });
    });
  }

  /** Has the next page say that, once; nothing more is said where it is null. */
  async tell(id: string, told: Told | null): Promise<void> {
    const value = told && JSON.stringify(told);
    await inTransaction(this.dataSource, (tx) => tx.change(sql.TELL, [digestOf(id), value]));
  }

  /**
   * Keeps with the session what was asked for in a form, so that a page can show what came of it and nothing typed stands in an
   * address; returns the id it is found by. The latest twenty are kept.
   */
  async keepAsked(id: string, terms: object): Promise<string> {
    const search = randomBytes(ID_BYTES / 2).toString('base64url');
    const kept = JSON.stringify([{ id: search, terms }]);
    await inTransaction(this.dataSource, (tx) =>
      tx.change(sql.KEEP_SEARCH, [digestOf(id), kept, MOST_SEARCHES]),
    );
    return search;
  }

  /** What was asked for; undefined where this session keeps nothing of that id. */
  async asked<Terms>(id: string, search: string): Promise<Terms | undefined> {
    const row = await reading(this.dataSource, (tx) =>
      tx.row<{ terms: Terms }>(sql.SEARCH, [digestOf(id), search]),
    );
    return row?.terms;
  }
}
