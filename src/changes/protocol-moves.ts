import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  advance,
  deriveDeadlines,
  londonDateOf,
  movedAt,
  SYSTEM,
  type Instant,
  type Moved,
  type Refusal,
} from '../../workflows/protocol/index.js';
import { CaseEngine } from '../cases/case-engine.js';
import { lockSubject } from '../cases/subject.js';
import { NOW } from '../clock/clock-statements.js';
import { namedId } from '../database/named-id.js';
import { once, type Done, type Request } from '../database/once.js';
import { reading, statement, type Transaction } from '../database/transaction.js';
import { Directory } from '../directory/directory.js';
import { Places } from '../places/places.js';
import { ChangeBatches } from './change-batches.js';
import type { CaseOutcome, Change, ChangeCase, ChangeKindOf } from './change.js';
import { addCases, begin, WrongChange } from './changes.js';
import { refusalsOf } from './outcome-in-words.js';
import { previewOf, type Preview, type PreviewAsked, type PreviewedCase } from './preview.js';

/** Which cases are to move, and to which version. */
export interface ProtocolMove {
  to: string;
  /** Those cases; where absent, every open case on `from`. */
  cases?: readonly string[];
  from?: string;
}

/** A move as it was decided: once, for all of its cases. */
export interface DecidedMove extends ProtocolMove {
  decidedBy: string;
  reason: string;
}

const OF_PLACE = statement(
  'cases-of-place',
  `SELECT id FROM cases WHERE place_id = $1 AND id = ANY($2::uuid[])`,
);

const MOVING = statement(
  'cases-to-move',
  `SELECT id, reference, record, calendar_version AS "countedBy" FROM cases
   WHERE place_id = $1 AND id > $2 AND CASE WHEN $3::uuid[] IS NULL
     THEN protocol = $4 AND closed_on IS NULL ELSE id = ANY($3::uuid[]) END
   ORDER BY id LIMIT 100`,
);

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Moves chosen cases to another protocol version by a decision that is recorded once (SCO-7), case by case. */
@Injectable()
export class ProtocolMoves implements ChangeKindOf {
  readonly kind = 'protocol';

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly engine: CaseEngine,
    private readonly directory: Directory,
    batches: ChangeBatches,
  ) {
    batches.register(this);
  }

  /** What the move would do, and which cases the protocol refuses it. Nothing is kept. Throws WrongChange. */
  async preview(place: string, move: ProtocolMove, page: PreviewAsked): Promise<Preview> {
    await this.check(place, move);
    const protocols = await this.places.versions(place);
    return reading(this.dataSource, async (tx) => {
      const { calendarVersion } = await this.places.present(place, tx);
      const casesAfter = (after: string) => this.moving(tx, place, move, after);
      const judge = async ({ record, countedBy }: PreviewedCase, at: Instant) => {
        if (record.protocol === move.to) return stays([]);
        const rules = await this.places.rulesFor(place, record.protocol, calendarVersion, tx);
        const decided = { ...SYSTEM, person: namedId('preview') };
        const content = { to: move.to, decidedBy: decided.person, reason: { digest: '', characters: 1 } };
        const event = { type: 'PROTOCOL_MOVED', at, on: londonDateOf(at), by: decided, content };
        const outcome = advance(record, { ...event, evidence: { protocols } }, rules);
        if (outcome.kind === 'refused') return stays(outcome.refusals);
        const present = await this.places.rulesFor(place, record.protocol, countedBy, tx);
        const after = await this.places.rulesFor(place, move.to, calendarVersion, tx);
        return {
          ...movedAt(deriveDeadlines(record, present), deriveDeadlines(record, after), record.breaches, at),
          refusals: [],
        };
      };
      return previewOf(tx, { casesAfter, judge }, page);
    });
  }

  /** Begins the move, under a key, so that it is begun once; answers the change. Throws WrongChange. */
  async decide(request: Request, move: DecidedMove): Promise<Done<string>> {
    const { place, by } = request;
    await this.check(place, move);
    if (!(await this.directory.person(place, move.decidedBy))) {
      throw new WrongChange('decidedBy', 'There is nobody of that id in this place.');
    }
    return once(this.dataSource, request, async (tx) => {
      const change = {
        place,
        kind: this.kind,
        what: { ...move },
        decidedBy: by,
        reason: move.reason,
      } as const;
      const id = await begin(tx, { ...change, state: 'applying' }, async (within, begun) => {
        for (let after = FIRST_ID; ;) {
          const cases = await this.moving(within, place, move, after);
          const last = cases.at(-1);
          if (!last) return;
          await addCases(within, { place, id: begun }, cases.map(waiting));
          after = last.id;
        }
      });
      if (id === null) throw new Error('A move that is new was there already.');
      return id;
    });
  }

  async apply(tx: Transaction, change: Change, { caseId }: ChangeCase): Promise<CaseOutcome> {
    const { id, place, what, decidedBy } = change;
    const { to, decidedBy: decided, reason } = what as unknown as DecidedMove;
    const before = await lockSubject(tx, place, 'case', caseId);
    const clock = await tx.row<{ at: Instant }>(NOW);
    if (!before || !clock) throw new Error('The case is gone.');
    if (before.record.protocol === to) return { state: 'same', result: {} };
    const outcome = await this.engine.executeIn(tx, {
      commandId: namedId(id, caseId),
      subject: { kind: 'case', id: caseId },
      place,
      type: 'PROTOCOL_MOVED',
      content: { to, decidedBy: decided, reason },
      by: decidedBy,
    });
    if (outcome.kind !== 'accepted')
      return { state: 'refused', result: { refusals: refusalsOf(outcome, 'SCO-7') } };
    const { record, calendarVersion, countedBy } = before;
    const was = await this.places.rulesFor(place, record.protocol, countedBy ?? calendarVersion, tx);
    const is = await this.places.rulesFor(place, to, calendarVersion, tx);
    const moved = movedAt(
      deriveDeadlines(record, was),
      deriveDeadlines(record, is),
      record.breaches,
      clock.at,
    );
    return { state: 'moved', result: moved };
  }

  private moving(
    tx: Transaction,
    place: string,
    { cases, from }: ProtocolMove,
    after: string,
  ): Promise<PreviewedCase[]> {
    return tx.rows<PreviewedCase>(MOVING, [place, after, cases ?? null, from ?? null]);
  }

  /** Throws WrongChange for a move that cannot be. */
  async check(place: string, { to, cases, from }: ProtocolMove): Promise<void> {
    const versions = await this.places.versions(place);
    const known = versions.join(', ');
    if (!versions.includes(to)) {
      throw new WrongChange('to', `There is no protocol version '${to}'; there are ${known}.`);
    }
    if ((cases === undefined) === (from === undefined)) {
      throw new WrongChange('cases', 'Name the cases, or the version whose open cases are to move.');
    }
    if (cases?.length === 0) throw new WrongChange('cases', 'Name at least one case.');
    if (from !== undefined && !versions.includes(from)) {
      throw new WrongChange('from', `There is no protocol version '${from}'; there are ${known}.`);
    }
    if (from === to) throw new WrongChange('to', 'The cases are on that version already.');
    if (cases === undefined) return;
    const found = await reading(this.dataSource, (tx) => tx.rows<{ id: string }>(OF_PLACE, [place, cases]));
    const ids = new Set(found.map(({ id }) => id));
    const at = cases.findIndex((id) => !ids.has(id));
    if (at >= 0) throw new WrongChange(`cases.${at}`, 'This is no case of your place.');
  }
}

const waiting = ({ id }: PreviewedCase): ChangeCase => ({
  caseId: id,
  state: 'waiting',
  seenVersion: null,
  toPerson: null,
  result: {},
});

const stays = (refusals: readonly Refusal[]): Moved & { refusals: readonly Refusal[] } => ({
  deadlines: [],
  breachesAppear: [],
  breachesEnd: [],
  refusals,
});
