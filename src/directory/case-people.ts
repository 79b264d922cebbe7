import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { isShownLine } from '../cases/content/shown-characters.js';
import { once, type Done, type Request } from '../database/once.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import { WrongPerson } from './wrong-person.js';

/** Somebody of one case: a parent, a carer, or whoever else belongs to that child and not to the place. */
export interface CasePerson {
  id: string;
  name: string;
  /** What they are to the child, in words; null where nobody said. */
  relation: string | null;
  /** What was said of them before it was put right, the oldest first. */
  before: readonly SaidBefore[];
}

/** What was said of somebody until a moment, UTC, and the name of who put it right then. */
export interface SaidBefore {
  name: string;
  relation: string | null;
  until: string;
  by: string;
}

/** Somebody of a case as they are described. */
export type DescribedPerson = Pick<CasePerson, 'name' | 'relation'>;

/** A place and a case of it. */
interface OfCase {
  place: string;
  case: string;
}

export const LONGEST_NAME = 120;
export const LONGEST_RELATION = 60;
/** Far more than any child has; it keeps a program that runs wild from filling a list that people choose from. */
const MOST = 100;

const OF_CASE = statement(
  'people-of-case',
  `SELECT id, name, relation,
     ARRAY(SELECT json_build_object('name', said ->> 'name', 'relation', said ->> 'relation', 'until', said ->> 'until',
         'by', (SELECT name FROM people b WHERE b.place_id = $1 AND b.id = (said ->> 'by')::uuid))
       FROM jsonb_array_elements(said_before) WITH ORDINALITY AS each(said, nth) ORDER BY nth) AS before
   FROM people WHERE place_id = $1 AND case_id = $2 ORDER BY name, id`,
);
const PUT = statement(
  'put-person-of-case',
  `INSERT INTO people (place_id, id, name, case_id, relation) VALUES ($1, $2, $3, $4, $5)`,
);
const CHANGE = statement(
  'change-person-of-case',
  `UPDATE people SET name = $4, relation = $5, said_before = said_before || jsonb_build_array(
     jsonb_build_object('name', name, 'relation', relation, 'until', service_now(), 'by', $6::uuid))
   WHERE place_id = $1 AND case_id = $2 AND id = $3 AND (name, relation) IS DISTINCT FROM ($4, $5)`,
);
/** One at a time, so that nobody is added twice by two at once. */
const LOCK = statement(
  'lock-people-of-case',
  `SELECT id FROM cases WHERE place_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);

const spaced = (text: string): string => text.trim().replaceAll(/ +/g, ' ');

/** As it is kept: one name is not two because of a space more. */
const trimmed = ({ name, relation }: DescribedPerson): DescribedPerson => ({
  name: spaced(name),
  relation: spaced(relation ?? '') || null,
});

const spoken = ({ name, relation }: DescribedPerson): string => `${name}\n${relation ?? ''}`.toLowerCase();

/** What is wrong with somebody as described among those there are; undefined where nothing is. */
function wrongAmong(others: readonly CasePerson[], person: DescribedPerson): WrongPerson | undefined {
  const { name, relation } = person;
  if (name === '') return new WrongPerson('name', 'Enter their name');
  if (name.length > LONGEST_NAME)
    return new WrongPerson('name', `A name has at most ${LONGEST_NAME} characters`);
  if ((relation ?? '').length > LONGEST_RELATION)
    return new WrongPerson(
      'relation',
      `Say in at most ${LONGEST_RELATION} characters what they are to the child`,
    );
  if (!isShownLine(name)) return new WrongPerson('name', 'A name holds characters that cannot be shown');
  if (!isShownLine(relation ?? ''))
    return new WrongPerson('relation', 'What they are holds characters that cannot be shown');
  if (others.some((other) => spoken(other) === spoken(person)))
    return new WrongPerson('name', 'They are among the people of this case already');
  return others.length >= MOST
    ? new WrongPerson('name', `A case has at most ${MOST} people of its own`)
    : undefined;
}

/**
 * The people of a case: parents, carers and others who belong to one child. They are offered and can be named in that case and
 * nowhere else, hold no role and are not in the directory.
 */
@Injectable()
export class CasePeople {
  constructor(private readonly dataSource: DataSource) {}

  /** Everybody of that case, by name. */
  of(place: string, caseId: string): Promise<CasePerson[]> {
    return reading(this.dataSource, (tx) => tx.rows<CasePerson>(OF_CASE, [place, caseId]));
  }

  /** Adds somebody under a key, so that it is done once; answers their id. Throws WrongPerson for what cannot be. */
  add(request: Request, caseId: string, described: DescribedPerson): Promise<Done<string>> {
    const { place, by } = request;
    return once(this.dataSource, request, async (tx) => {
      const id = await enter(tx, { place, case: caseId }, described);
      await noteOf(tx, { place, case: caseId }, { by, action: 'casePersonAdded', person: id });
      return id;
    });
  }

  /**
   * Puts right what is said of somebody of a case, under a key; what was said before is kept. Throws WrongPerson for what cannot
   * be.
   */
  change(
    request: Request,
    { case: caseId, id }: { case: string; id: string },
    described: DescribedPerson,
  ): Promise<Done<null>> {
    const { place, by } = request;
    const person = trimmed(described);
    return once(this.dataSource, request, async (tx) => {
      await tx.rows(LOCK, [place, caseId]);
      const all = await tx.rows<CasePerson>(OF_CASE, [place, caseId]);
      const wrong = wrongAmong(
        all.filter((each) => each.id !== id),
        person,
      );
      if (wrong) throw wrong;
      await tx.change(CHANGE, [place, caseId, id, person.name, person.relation, by]);
      await noteOf(tx, { place, case: caseId }, { by, action: 'casePersonChanged', person: id });
      return null;
    });
  }

  /** Enters somebody of a case whose history is played; their id. Throws WrongPerson for what cannot be. */
  enter(at: OfCase, described: DescribedPerson): Promise<string> {
    return inTransaction(this.dataSource, (tx) => enter(tx, at, described));
  }
}

async function enter(tx: Transaction, at: OfCase, described: DescribedPerson): Promise<string> {
  const person = trimmed(described);
  await tx.rows(LOCK, [at.place, at.case]);
  const wrong = wrongAmong(await tx.rows<CasePerson>(OF_CASE, [at.place, at.case]), person);
  if (wrong) throw wrong;
  const id = randomUUID();
  await tx.change(PUT, [at.place, id, person.name, at.case, person.relation]);
  return id;
}

const noteOf = (
  tx: Transaction,
  { place, case: id }: OfCase,
  { by, action, person }: { by: string; action: string; person: string },
): Promise<void> =>
  note(tx, { place, person: by, action, subject: { kind: 'case', id }, detail: { person } });
