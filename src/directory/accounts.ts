import { randomBytes, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { brokeRule } from '../database/database-failure.js';
import { inTransaction, reading, statement } from '../database/transaction.js';
import { Directory, WrongPerson } from './directory.js';
import type { Person } from './person.js';

/** Someone who proved who they are, by a password or a token. */
export interface SignedIn {
  place: string;
  person: Person;
}

const ADD_ACCOUNT = statement(
  'add-account',
  `INSERT INTO accounts (username, place_id, person_id, password_hash, temporary, created_at)
   VALUES ($1, $2, $3, $4, $5, service_now())`,
);
const ACCOUNT = statement(
  'account',
  `SELECT place_id AS place, person_id AS person, password_hash AS hash FROM accounts
   WHERE username = $1 AND disabled_at IS NULL`,
);
const SET_PASSWORD = statement(
  'set-password',
  `WITH ended AS (
     UPDATE sessions SET revoked_at = service_now() WHERE username = $1 AND revoked_at IS NULL
   )
   UPDATE accounts SET password_hash = $2, temporary = false WHERE username = $1`,
);
const GIVE_PASSWORD = statement(
  'give-password',
  `WITH given AS (
     UPDATE accounts SET password_hash = $3, temporary = true
     WHERE place_id = $1 AND person_id = $2 AND disabled_at IS NULL RETURNING username
   ), ended AS (
     UPDATE sessions s SET revoked_at = service_now() FROM given
     WHERE s.username = given.username AND s.revoked_at IS NULL
   )
   SELECT username FROM given`,
);
const DISABLE = statement(
  'disable-account',
  `WITH tokens AS (
     UPDATE api_tokens t SET revoked_at = service_now() FROM accounts a
     WHERE a.username = $1 AND t.place_id = a.place_id AND t.person_id = a.person_id AND t.revoked_at IS NULL
   ), ended AS (
     UPDATE sessions SET revoked_at = service_now() WHERE username = $1 AND revoked_at IS NULL
   )
   UPDATE accounts SET disabled_at = service_now() WHERE username = $1 AND disabled_at IS NULL
   RETURNING place_id AS place, person_id AS person`,
);
const ANY_ADMINISTRATOR = statement(
  'any-administrator',
  `SELECT 1 FROM accounts a JOIN person_roles r ON r.place_id = a.place_id AND r.person_id = a.person_id
   WHERE a.place_id = $1 AND r.role = 'administrator' AND a.disabled_at IS NULL
     AND (r.held_to IS NULL OR r.held_to >= (SELECT (service_now() AT TIME ZONE 'Europe/London')::date))
   LIMIT 1`,
);
const SECRET_BYTES = 32;
const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;
const USERNAME = /^[a-z0-9][a-z0-9._@-]{1,99}$/;
/** A hash that no password has: signing in takes as long whether or not there is such an account. */
let nobodys: Promise<string> | undefined;
const hashOfNobody = (): Promise<string> => (nobodys ??= hash(randomBytes(SECRET_BYTES).toString('hex')));

/** Letters and digits that cannot be taken for one another. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

const newPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => READABLE[randomInt(READABLE.length)]).join(''),
  ).join('-');

/** How people prove who they are: accounts with a password. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: Directory,
  ) {}

  /**
   * Gives a person of the directory an account. A password that somebody else chose has to be changed first. Throws WrongPerson for a name or password that cannot be taken.
   */
  async create(
    place: string,
    person: string,
    { username, password }: { username: string; password: string },
    by: string | null = null,
  ): Promise<void> {
    const name = checkedName(username);
    checkPassword(password, name);
    const hashed = await hash(password);
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await tx.change(ADD_ACCOUNT, [name, place, person, hashed, by !== null && by !== person]);
        await note(tx, { place, person: by, action: 'accountCreated', detail: { person } });
      });
    } catch (error) {
      throw asWrongPerson(error);
    }
  }

  /** The first administrator of a place; false where it has one already. */
  async createFirstAdministrator(
    place: string,
    { name, username, password, email }: { name: string; username: string; password: string; email?: string },
  ): Promise<boolean> {
    checkPassword(password, checkedName(username));
    if (await reading(this.dataSource, (tx) => tx.row(ANY_ADMINISTRATOR, [place]))) return false;
    const person = await this.directory.putPerson(place, {
      name,
      roles: ['administrator'],
      ...(email === undefined ? {} : { email }),
    });
    await this.create(place, person, { username, password });
    return true;
  }

  /** Who signs in with that name and password; null where they do not belong together. */
  async signIn(username: string, password: string): Promise<SignedIn | null> {
    if (password.length > LONGEST_PASSWORD) return this.signNobodyIn(password);
    const account = await reading(this.dataSource, (tx) =>
      tx.row<{ place: string; person: string; hash: string }>(ACCOUNT, [username.trim().toLowerCase()]),
    );
    const right = await verify(account?.hash ?? (await hashOfNobody()), password);
    return right && account ? this.signedIn(account) : null;
  }

  /** Takes as long as signing in does, and lets nobody in. */
  async signNobodyIn(password: string): Promise<null> {
    await verify(await hashOfNobody(), password.slice(0, LONGEST_PASSWORD));
    return null;
  }

  /** Whose account it is; null where there is none of that name, or it is disabled. */
  async ownerOfAccount(username: string): Promise<SignedIn | null> {
    const account = await reading(this.dataSource, (tx) =>
      tx.row<{ place: string; person: string }>(ACCOUNT, [username.trim().toLowerCase()]),
    );
    return account ? this.signedIn(account) : null;
  }

  /**
   * Changes one's own password, and ends whatever was signed in with the old one. Throws WrongPerson for one that cannot
   * be taken. Whoever asks for it has shown that they know the present one.
   */
  async setPassword(
    { place, person, username }: { place: string; person: string; username: string },
    password: string,
  ): Promise<void> {
    const name = username.trim().toLowerCase();
    checkPassword(password, name);
    const hashed = await hash(password);
    await inTransaction(this.dataSource, async (tx) => {
      await tx.change(SET_PASSWORD, [name, hashed]);
      await note(tx, { place, person, action: 'passwordChanged', detail: { person } });
    });
  }

  /**
   * Gives the account of a person a password that is shown this once and has to be changed first, and ends whatever was
   * signed in with it; null where they have no account. `by` is who does so.
   */
  async givePassword(
    place: string,
    person: string,
    by: string,
  ): Promise<{ username: string; password: string } | null> {
    const password = newPassword();
    const hashed = await hash(password);
    return inTransaction(this.dataSource, async (tx) => {
      const given = await tx.row<{ username: string }>(GIVE_PASSWORD, [place, person, hashed]);
      if (!given) return null;
      await note(tx, { place, person: by, action: 'passwordGiven', detail: { person } });
      return { username: given.username, password };
    });
  }

  /** Ends an account, with every token of its owner and whatever is signed in with it. `by` is who does so. */
  async disable(username: string, by: string | null = null): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const ended = await tx.row<{ place: string; person: string }>(DISABLE, [username.trim().toLowerCase()]);
      if (!ended) return;
      const { place, person } = ended;
      await note(tx, { place, person: by, action: 'accountEnded', detail: { person } });
    });
  }

  private async signedIn({ place, person: id }: { place: string; person: string }): Promise<SignedIn | null> {
    const person = await this.directory.person(place, id);
    return person ? { place, person } : null;
  }
}

const BROKEN: Readonly<Record<string, readonly [field: string, message: string]>> = {
  pk_accounts: ['username', 'That user name is taken.'],
  accounts_one_each: ['person', 'This person has an account already.'],
  fk_accounts_person: ['person', 'There is no such person in the directory.'],
};

/** A rule of the database that was broken, as what is wrong with the account; any other error as it is. */
function asWrongPerson(error: unknown): unknown {
  const rule = Object.keys(BROKEN).find((each) => brokeRule(error, each));
  const [field, message] = (rule && BROKEN[rule]) || [];
  return field && message ? new WrongPerson(field, message) : error;
}

function checkedName(username: string): string {
  const name = username.trim().toLowerCase();
  if (!USERNAME.test(name)) {
    throw new WrongPerson(
      'username',
      'A user name has from 2 to 100 letters, digits, dots, dashes, or is an address.',
    );
  }
  return name;
}

function checkPassword(password: string, username: string): void {
  if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD)
    throw new WrongPerson(
      'password',
      `A password has from ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.`,
    );
  if (password.toLowerCase().includes(username))
    throw new WrongPerson('password', 'A password does not contain the user name: others know it.');
}
