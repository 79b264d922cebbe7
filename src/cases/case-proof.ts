import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  asItStays,
  deriveDeadlines,
  live,
  replay,
  type CaseRecord,
  type Deadline,
  type EndedProcess,
  type Told,
} from '../../workflows/protocol/index.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { historyOf } from './history.js';
import * as sql from './proof-statements.js';
import { lockSubject, type Subject, type SubjectKind } from './subject.js';

interface NoticeRow {
  process: string;
  recipient: string;
  form: string;
}

interface BreachRow {
  key: string;
  occurrence: number;
  seq: number;
  withdrawn: number | null;
  reason: string | null;
  ours: boolean | null;
  by: string | null;
  on: string | null;
  explainedBy: number | null;
}

/** What is stored of a case or meeting beside its record and events. */
interface Kept {
  deadlines: Deadline[];
  breaches: BreachRow[];
  ended: (EndedProcess & { key: string })[];
  owed: NoticeRow[];
}

/** As it would come back from the database: without what is undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
const same = (stored: unknown, told: unknown): boolean => isDeepStrictEqual(plain(stored), plain(told));

function different<T>(
  what: string,
  stored: readonly T[],
  told: readonly T[],
  keyOf: (each: T) => string,
): string[] {
  const known = new Map(stored.map((each) => [keyOf(each), each]));
  const wrong = told.filter((each) => !same(known.get(keyOf(each)), each)).map(keyOf);
  const toldKeys = new Set(told.map(keyOf));
  const extra = [...known.keys()].filter((key) => !toldKeys.has(key));
  return [...wrong, ...extra].map((key) => `${what} ${key}`);
}

/** The deadlines a history comes to, the open ones counted by the calendar that the case was last counted by. */
async function deadlinesOf(
  tx: Transaction,
  told: Told,
  subject: Subject,
  places: Places,
): Promise<Deadline[]> {
  const deadlines = new Map(told.deadlines);
  const version = subject.countedBy ?? subject.calendarVersion;
  const rules = await places.rulesFor(subject.place, told.record.protocol, version, tx);
  for (const deadline of deriveDeadlines(told.record, rules)) {
    deadlines.set(deadline.key, asItStays(deadlines.get(deadline.key), deadline));
  }
  return [...deadlines.values()];
}

/** The breaches a history comes to, of the deadlines that there are. */
const breachesOf = ({ breaches }: Told, deadlines: readonly Deadline[]): BreachRow[] =>
  deadlines.flatMap(({ key }) => {
    const breach = breaches.get(key);
    if (!breach) return [];
    const { occurrence, seq, withdrawn = null, reason } = breach;
    return {
      key,
      occurrence,
      seq,
      withdrawn,
      reason: reason?.code ?? null,
      ours: reason?.ours ?? null,
      by: reason?.by ?? null,
      on: reason?.on ?? null,
      explainedBy: reason?.seq ?? null,
    };
  });

const owedIn = (record: CaseRecord): NoticeRow[] =>
  live<{ owed: Omit<NoticeRow, 'process'>[] }>(record, 'notice').flatMap(({ id, facts }) =>
    facts.owed.map(({ recipient, form }) => ({ process: id, recipient, form })),
  );

const withKey = (ended: EndedProcess) => ({ ...ended, key: ended.process.id });

/** Tells a case or meeting again from its events and compares that with what is stored. */
@Injectable()
export class CaseProof {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** What is not as its events say, by name; empty where everything is. Throws where an event could not have happened. */
  async differences(place: string, kind: SubjectKind, id: string): Promise<string[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const subject = await lockSubject(tx, place, kind, id);
      if (!subject) throw new RangeError(`There is no ${kind} ${id}.`);
      const { events, rulesAt } = await historyOf(tx, this.places, subject);
      const told = replay({ id, kind, place }, events, rulesAt);
      const kept = await this.kept(tx, subject);
      return [
        ...(events.every(({ seq }, at) => seq === at + 1) ? [] : ['sequence of events']),
        ...(same(subject.record, told.record) ? [] : ['record']),
        ...different('ended process', kept.ended, told.ended.map(withKey), ({ key }) => key),
        ...(kind === 'meeting' ? [] : await this.ofCase(tx, subject, told, kept)),
      ];
    });
  }

  private async ofCase(tx: Transaction, subject: Subject, told: Told, kept: Kept): Promise<string[]> {
    const deadlines = await deadlinesOf(tx, told, subject, this.places);
    return [
      ...different('deadline', kept.deadlines, deadlines, ({ key }) => key),
      ...different('breach', kept.breaches, breachesOf(told, deadlines), ({ key }) => key),
      ...different('notice owed', kept.owed, owedIn(told.record), (row) => Object.values(row).join(' ')),
    ];
  }

  private async kept(tx: Transaction, { place, id }: Subject): Promise<Kept> {
    return {
      deadlines: await tx.rows<Deadline>(sql.KEPT_DEADLINES, [place, id]),
      breaches: await tx.rows<BreachRow>(sql.KEPT_BREACHES, [place, id]),
      ended: (await tx.rows<EndedProcess>(sql.KEPT_ENDED, [place, id])).map(withKey),
      owed: await tx.rows<NoticeRow>(sql.KEPT_NOTICES, [place, id]),
    };
  }
}
