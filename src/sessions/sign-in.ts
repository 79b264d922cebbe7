import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { Accounts, type SignedIn } from '../directory/accounts.js';
import { WrongPerson } from '../directory/wrong-person.js';
import { FORGET_TRIES, NOTE_REFUSED, TRY } from './session-statements.js';

/** Tries under one name, after which none is looked at for a while. */
export const MOST_TRIES = 10;
/** Minutes for which a name then waits, and after which tries are forgotten. */
export const WAIT_MINUTES = 15;

const digestOf = (username: string): string =>
  createHash('sha256').update(username.trim().toLowerCase()).digest('hex');

/**
 * Proving who one is with a password. A name that nobody has is treated as one that somebody has: it is counted, it waits,
 * and it takes as long, statement by statement.
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

  /**
   * Changes one's own password. The present one counts as a try, as it does where one signs in: a session left open must
   * not be a place to guess it. Throws WrongPerson where it is not right, or the new one cannot be taken or is the same.
   */
  async changePassword(
    who: { place: string; person: string; username: string },
    present: string,
    password: string,
  ): Promise<void> {
    if (!(await this.withPassword(who.username, present)))
      throw new WrongPerson(
        'present',
        `This is not your present password. After ${MOST_TRIES} tries your user name has to wait ${WAIT_MINUTES} minutes.`,
      );
    if (present === password)
      throw new WrongPerson('password', 'The new password is the same as your present one.');
    await this.accounts.setPassword(who, password);
  }

  /** Counted before the password is looked at, so that tries at the same moment count too. */
  private async count(username: string): Promise<number> {
    const row = await inTransaction(this.dataSource, (tx) =>
      tx.row<{ tries: number }>(TRY, [digestOf(username), WAIT_MINUTES, MOST_TRIES]),
    );
    return row?.tries ?? 0;
  }

  private async noteRefused(username: string, tries: number): Promise<void> {
    const action = tries === MOST_TRIES ? 'signInLocked' : 'signInRefused';
    const name = username.trim().toLowerCase();
    await inTransaction(this.dataSource, (tx) => tx.change(NOTE_REFUSED, [name, action, digestOf(username)]));
  }
}
