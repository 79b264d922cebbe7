import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SYSTEM, type Refusal } from '../../workflows/protocol/index.js';
import { CaseEngine } from '../cases/case-engine.js';
import { lockSubject } from '../cases/subject.js';
import { GIVEN_TO } from '../changes/change-statements.js';
import { ChangeBatches } from '../changes/change-batches.js';
import type { CaseOutcome, Change, ChangeCase, ChangeKindOf } from '../changes/change.js';
import { addCases, begin, Changes } from '../changes/changes.js';
import { refusalsOf } from '../changes/outcome-in-words.js';
import { namedId } from '../database/named-id.js';
import { once, type Done, type Request } from '../database/once.js';
import type { Transaction } from '../database/transaction.js';
import { assessorNow } from '../staff-notices/assessor-teller.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import { Places } from '../places/places.js';
import { asAt, assessingRoles, assessorsOf, type AsAt, type Assessor } from './assessor.js';
import { reasonsAgainstAssessor } from './judge-assessor.js';
import { FIRST_ID, selectionValues, type SelectedCase, type Selection } from './selection.js';
import { spread, type Spread } from './spread.js';
import { SELECTED_CASES } from './workload-statements.js';
import { WrongWork } from './wrong-work.js';

/** Cases that are to get other assessors: one person, or the least loaded of some. */
export interface Reassignment {
  select: Selection;
  to?: string;
  /** Spread among these; among everyone who assesses where neither they nor a team are named. */
  among?: readonly string[];
  team?: string;
  reason: string;
}

/** Most cases of one reassignment. */
export const MOST_CASES = 5000;

/** The list of the cases whose assessor one is. */
const MY_CASES = '/cases?whose=me';

/** What somebody was given by one reassignment. */
interface Given {
  person: string;
  cases: number;
  /** The first of them. */
  caseId: string;
  references: string[];
}

const WAYS: readonly (keyof Selection)[] = ['cases', 'from', 'leavers', 'unassigned'];

/** Gives cases to other assessors: first a dry run that is kept to be read, then case by case, each by an event (ROL-1). */
@Injectable()
export class Reassignments implements ChangeKindOf {
  readonly kind = 'reassignment';

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly engine: CaseEngine,
    private readonly changes: Changes,
    private readonly notices: StaffNotices,
    batches: ChangeBatches,
  ) {
    batches.register(this);
  }

  /**
   * Judges for each case whether it would move, to whom, or why not, and keeps that, under a key; answers the change that
   * can then be applied. No case is touched. Throws WrongWork for a selection or people that cannot be.
   */
  async tryOut(request: Request, asked: Reassignment): Promise<Done<string>> {
    const { place, by } = request;
    const ways = WAYS.filter((way) => asked.select[way] !== undefined && asked.select[way] !== false);
    if (ways.length !== 1) throw new WrongWork('cases', `Choose by one of ${WAYS.join(', ')}.`);
    for (const field of ['cases', 'among'] as const) {
      const named = field === 'cases' ? asked.select.cases : asked.among;
      if (named?.length === 0) throw new WrongWork(field, 'Name at least one.');
    }
    return once(this.dataSource, request, async (tx) => {
      const now = await asAt(tx, this.places, place);
      const assessors = await this.candidates(tx, place, now, asked);
      const cases = await this.selected(tx, place, now, asked.select);
      const judged = await this.judged(tx, place, now, { cases, assessors });
      const { reason, ...what } = asked;
      const change = { place, kind: this.kind, what, decidedBy: by, reason, state: 'previewed' } as const;
      const id = await begin(tx, change, (within, begun) =>
        addCases(within, { place, id: begun }, judged.map(caseOf)),
      );
      if (id === null) throw new Error('A reassignment that is new was there already.');
      return id;
    });
  }

  /** Carries out what was tried out, under a key. Throws WrongChange where it was begun before. */
  carryOut(request: Request, id: string, why: string | null = null): Promise<Done<null>> {
    const { place, by } = request;
    return once(this.dataSource, request, async (tx) => {
      await this.changes.apply(tx, place, id, { by, why });
      return null;
    });
  }

  /** Judges one case as it is now, and names its new assessor: whom the dry run found, or another where it is spread. */
  async apply(tx: Transaction, change: Change, { caseId, toPerson }: ChangeCase): Promise<CaseOutcome> {
    const { id, place, decidedBy, reason, state } = change;
    const subject = await lockSubject(tx, place, 'case', caseId);
    if (!subject) throw new Error('The case is gone.');
    const now = await asAt(tx, this.places, place);
    const cases = await this.selected(tx, place, now, { cases: [caseId] });
    const [judged] = await this.judgedNow(tx, change, toPerson, { now, cases });
    if (!judged?.to) return { state: 'refused', result: { refusals: judged?.refusals ?? [] } };
    const outcome = await this.engine.executeIn(tx, {
      commandId: namedId(id, caseId),
      subject: { kind: 'case', id: caseId },
      place,
      type: 'ASSESSOR_NAMED',
      content: { assessor: judged.to, reason },
      by: decidedBy,
      // Of a case that failed and is done after all, they are told by itself.
      assessorToldLater: state === 'applying',
    });
    return outcome.kind === 'accepted'
      ? { state: 'moved', toPerson: judged.to, result: { from: judged.each.assessor } }
      : { state: 'refused', result: { refusals: refusalsOf(outcome, 'ROL-1') } };
  }

  /** Tells everyone who was given cases once for all of theirs; where it was one, of that case. */
  async finished(tx: Transaction, { id, place }: Change): Promise<void> {
    const given = await tx.rows<Given>(GIVEN_TO, [place, id]);
    for (const { person, cases, caseId, references } of given) {
      const [reference = ''] = references;
      const more = cases > references.length ? ` and ${cases - references.length} more` : '';
      await this.notices.tell(tx, {
        place,
        kind: 'reassigned',
        to: { people: [person] },
        about: `reassigned ${id}`,
        ...(cases === 1
          ? { words: assessorNow(reference), link: `/cases/${caseId}`, caseId }
          : {
              words: `You are now the assessor of ${cases} more cases: ${references.join(', ')}${more}. [ROL-1]`,
              link: MY_CASES,
            }),
      });
    }
  }

  /** Whom the dry run found, where nothing speaks against them now; otherwise as it is judged anew. */
  private async judgedNow(
    tx: Transaction,
    { place, what }: Change,
    foreseen: string | null,
    { now, cases }: { now: AsAt; cases: readonly SelectedCase[] },
  ): Promise<Spread<SelectedCase>[]> {
    if (foreseen !== null) {
      const assessors = await assessorsOf(tx, place, now, { people: [foreseen] });
      const judged = await this.judged(tx, place, now, { cases, assessors });
      if (judged.every(({ to }) => to !== null)) return judged;
    }
    const assessors = await this.candidates(tx, place, now, what);
    return this.judged(tx, place, now, { cases, assessors });
  }

  private async candidates(
    tx: Transaction,
    place: string,
    now: AsAt,
    { to, among, team }: Partial<Reassignment>,
  ): Promise<Assessor[]> {
    const people = to === undefined ? among : [to];
    const found = await assessorsOf(tx, place, now, { team: team ?? null, people: people ?? null });
    const known = new Set(found.map(({ id }) => id));
    const at = people?.findIndex((id) => !known.has(id)) ?? -1;
    if (at >= 0) {
      const field = to === undefined ? `among.${at}` : 'to';
      throw new WrongWork(field, 'There is nobody of that id in this place or team.');
    }
    const offered = people ? found : found.filter(({ assesses }) => assesses);
    if (offered.length === 0) throw new WrongWork('team', 'There is nobody to give the cases to.');
    return offered;
  }

  private async selected(
    tx: Transaction,
    place: string,
    { rules }: AsAt,
    select: Selection,
  ): Promise<SelectedCase[]> {
    const values = selectionValues(place, select, assessingRoles(rules), FIRST_ID);
    const cases = await tx.rows<SelectedCase>(SELECTED_CASES, [...values, MOST_CASES + 1]);
    if (cases.length > MOST_CASES) {
      throw new WrongWork('cases', `More than ${MOST_CASES} cases are chosen; choose fewer at once.`);
    }
    const known = new Set(cases.map(({ id }) => id));
    const at = select.cases?.findIndex((id) => !known.has(id)) ?? -1;
    if (at >= 0) throw new WrongWork(`cases.${at}`, 'This is no case of your place.');
    return cases;
  }

  private async judged(
    tx: Transaction,
    place: string,
    { at, rules }: AsAt,
    { cases, assessors }: { cases: readonly SelectedCase[]; assessors: readonly Assessor[] },
  ): Promise<Spread<SelectedCase>[]> {
    const rulesOf = new Map(
      await Promise.all(
        [...new Set(cases.map(({ protocol }) => protocol))].map(
          async (version) =>
            [version, await this.places.rulesFor(place, version, rules.calendar.version, tx)] as const,
        ),
      ),
    );
    const by = { ...SYSTEM, person: FIRST_ID };
    const reasons = (each: SelectedCase, assessor: Assessor): Refusal[] =>
      reasonsAgainstAssessor(each, assessor, { at, by, rules: rulesOf.get(each.protocol) ?? rules });
    return spread(cases, assessors, reasons);
  }
}

const caseOf = ({ each, to, refusals }: Spread<SelectedCase>): ChangeCase => ({
  caseId: each.id,
  state: to === null ? 'refused' : 'waiting',
  seenVersion: each.version,
  toPerson: to,
  result: { from: each.assessor, refusals },
});
