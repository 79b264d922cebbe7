import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SYSTEM, type Instant, type Refusal } from '../../workflows/protocol/index.js';
import { reading } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { pageOf, type PageRead } from '../reading/page.js';
import { asAt, assessingRoles, assessorsOf, loadWith, type Assessor } from './assessor.js';
import { reasonsAgainstAssessor } from './judge-assessor.js';
import { FIRST_ID, selectionValues, type Selection } from './selection.js';
import { LISTED_CASES, SELECTED_CASES, TO_BE_GIVEN } from './workload-statements.js';
import type { SelectedCase } from './selection.js';

/** A case in a caseload. */
export interface CaseloadCase {
  id: string;
  reference: string;
  stage: string;
  stageWords: string;
  points: number;
  work: string[];
  assessor: string | null;
  assessorName: string | null;
}

/** Someone who could be the assessor of a case, and what speaks against them. */
export interface Suggestion {
  assessor: Assessor;
  /** How full they would be with the case, in per cent; null where they are away throughout. */
  percentWith: number | null;
  refusals: readonly Refusal[];
}

/** What somebody would carry once a reassignment that was tried out is carried out. */
export interface ForeseenLoad {
  assessor: Assessor;
  /** How many cases they would be given. */
  given: number;
  /** The points of all they would then carry. */
  points: number;
  /** How full they would be, in per cent; null where they are away throughout. */
  percent: number | null;
}

const PER_CENT = 100;

const percent = (load: number): number | null => (Number.isFinite(load) ? Math.round(load * PER_CENT) : null);

/** Who carries how much, and who could carry more. */
@Injectable()
export class Caseloads {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Everyone who assesses, or still has open cases, with what they carry and can carry at that moment (ROL-1). */
  async all(place: string, team: string | null): Promise<{ at: Instant; items: Assessor[] }> {
    return reading(this.dataSource, async (tx) => {
      const now = await asAt(tx, this.places, place);
      return { at: now.at, items: await assessorsOf(tx, place, now, { team }) };
    });
  }

  /** Some of the open cases chosen: of one assessor, of nobody, or of assessors who have no role any more. */
  async cases(
    place: string,
    selection: Selection,
    { limit, after }: { limit: number; after: { id: string } | null },
  ): Promise<PageRead<CaseloadCase, { id: string }>> {
    const rows = await reading(this.dataSource, async (tx) => {
      const { rules } = await asAt(tx, this.places, place);
      const values = selectionValues(place, selection, assessingRoles(rules), after?.id ?? FIRST_ID);
      return tx.rows<CaseloadCase>(LISTED_CASES, [...values, limit + 1]);
    });
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ id }) => ({ id }),
    );
  }

  /**
   * Who could be the assessor of a case: first those against whom nothing speaks, the least loaded first; then the others
   * with every reason. Undefined where the place has no such case.
   */
  suggestions(place: string, id: string): Promise<Suggestion[] | undefined> {
    return reading(this.dataSource, async (tx) => {
      const now = await asAt(tx, this.places, place);
      const values = selectionValues(place, { cases: [id] }, assessingRoles(now.rules), FIRST_ID);
      const judged = await tx.row<SelectedCase>(SELECTED_CASES, [...values, 1]);
      if (!judged) return undefined;
      const rules = await this.places.rulesFor(place, judged.protocol, now.rules.calendar.version, tx);
      const assessors = (await assessorsOf(tx, place, now)).filter(({ assesses }) => assesses);
      const judging = { at: now.at, by: { ...SYSTEM, person: FIRST_ID }, rules };
      return assessors
        .map((assessor) => ({
          assessor,
          load: loadWith(assessor, judged.assessor === assessor.id ? 0 : judged.points),
          refusals: reasonsAgainstAssessor(judged, assessor, judging),
        }))
        .sort((a, b) => Number(a.refusals.length > 0) - Number(b.refusals.length > 0) || a.load - b.load)
        .map(({ assessor, load, refusals }) => ({ assessor, refusals, percentWith: percent(load) }));
    });
  }

  /** What everyone would carry who is to be given cases by that change, the fullest first; nobody where none waits. */
  foreseen(place: string, change: string): Promise<ForeseenLoad[]> {
    return reading(this.dataSource, async (tx) => {
      const given = await tx.rows<{ person: string; cases: number; points: number }>(TO_BE_GIVEN, [
        place,
        change,
      ]);
      if (given.length === 0) return [];
      const now = await asAt(tx, this.places, place);
      const assessors = await assessorsOf(tx, place, now, { people: given.map(({ person }) => person) });
      return assessors
        .map((assessor) => {
          const more = given.find(({ person }) => person === assessor.id);
          return { assessor, given: more?.cases ?? 0, more: more?.points ?? 0 };
        })
        .sort((a, b) => loadWith(b.assessor, b.more) - loadWith(a.assessor, a.more))
        .map(({ assessor, given: cases, more }) => ({
          assessor,
          given: cases,
          points: assessor.points + more,
          percent: percent(loadWith(assessor, more)),
        }));
    });
  }
}
