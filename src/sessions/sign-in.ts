import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { inTransaction } from '../database/transaction.js';
import { Accounts, type SignedIn } from '../directory/accounts.js';
import { FORGET_TRIES, TRY } from './session-statements.js';

/** Tries under one name, after which none is looked at for a while. */
export const MOST_TRIES = 10;
/** Minutes for which a name then waits, and after which tries are forgotten. */
export const WAIT_MINUTES = 15;

const digestOf = (username: string): string =>
  createHash('sha256').update(username.trim().toLowerCase()).digest('hex');

/**
 * Signing in with a password. A name that nobody has is treated as one that somebody has: it is counted, it waits, and it
 * takes as long.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
  ) {}

  /** Who signs in with that name and password; null where they do not belong together, or the name waits. */
  async withPassword(username: string, password: string): Promise<SignedIn | null> {
    const tries = await this.count(username);
    if (tries > MOST_TRIES) return this.accounts.signNobodyIn(password);
    const found = await this.accounts.signIn(username, password);
    if (!found) await this.noteRefused(username, tries);
    else await inTransaction(this.dataSource, (tx) => tx.change(FORGET_TRIES, [digestOf(username)]));
    return found;
  }

  /** Counted before the password is looked at, so that tries at the same moment count too. */
  private async count(username: string): Promise<number> {
    const row = await inTransaction(this.dataSource, (tx) =>
      tx.row<{ tries: number }>(TRY, [digestOf(username), WAIT_MINUTES, MOST_TRIES]),
    );
    return row?.tries ?? 0;
  }

  private async noteRefused(username: string, tries: number): Promise<void> {
    const owner = await this.accounts.ownerOfAccount(username);
    if (!owner) return;
    const { place, person } = owner;
    const action = tries === MOST_TRIES ? 'signInLocked' : 'signInRefused';
    await inTransaction(this.dataSource, (tx) => note(tx, { place, person: person.id, action }));
  }
}
