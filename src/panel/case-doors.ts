import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  accessTo,
  isPanelOnly,
  isReferrerOnly,
  type CaseAccess,
  type ItemStanding,
} from '../access/case-access.js';
import { reading, type Transaction } from '../database/transaction.js';
import { findItem, isMinuted, partIn, type ItemAt, type Onlooker } from './item-state.js';
import { itemsAtDoor, type ItemAtDoor } from './items-at-door.js';
import * as sql from './item-statements.js';

/** Somebody of a place who asks for a case. */
export interface Asker extends Onlooker {
  place: string;
}

/** Says whether a case is closed to whoever it was asked for. */
export type IsClosed = (caseId: string) => boolean;

/** Knows to whom a case is open, and how far (PAN-3). */
@Injectable()
export class CaseDoors {
  constructor(private readonly dataSource: DataSource) {}

  /** What they may see of that case; of a case that is not there, what they might see of it. */
  accessOf(asker: Asker, caseId: string): Promise<CaseAccess> {
    const { place, person, roles } = asker;
    return reading(this.dataSource, async (tx) => {
      const conflicts = await tx.rows(sql.CONFLICTS, [place, person, caseId]);
      const conflict = conflicts.length > 0;
      const items = isPanelOnly(roles) && !conflict ? await this.items(tx, asker, caseId) : [];
      const theirs =
        isReferrerOnly(roles) && (await tx.rows(sql.OWN_CASES, [place, person, caseId])).length > 0;
      return accessTo({ roles, conflict, theirs, items });
    });
  }

  /** The item as they may see it; undefined where that case was never on the agenda of that meeting. */
  async itemOf(asker: Asker, at: ItemAt): Promise<ItemAtDoor | undefined> {
    return (await this.itemsOf(asker, { ...at, cases: [at.case] })).get(at.case);
  }

  /** The items of those cases as they may see them, by case; nothing for one that was never on the agenda of that meeting. */
  itemsOf(
    asker: Asker,
    at: { place: string; meeting: string; cases: readonly string[] },
  ): Promise<ReadonlyMap<string, ItemAtDoor>> {
    return reading(this.dataSource, (tx) => itemsAtDoor(tx, asker, at));
  }

  /** The latest meeting on whose agenda the case is or was; null where it was on none. */
  async meetingOf(place: string, caseId: string): Promise<string | null> {
    const row = await reading(this.dataSource, (tx) =>
      tx.row<{ meeting: string }>(sql.MEETINGS_OF_CASE, [place, caseId]),
    );
    return row?.meeting ?? null;
  }

  /** The cases in which they declared an interest that excludes them, and have not said otherwise since. */
  async conflictsOf({ place, person }: Asker): Promise<ReadonlySet<string>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<{ case: string }>(sql.CONFLICTS, [place, person, null]),
    );
    return new Set(rows.map((row) => row.case));
  }

  /** The cases they have a part in. */
  private async ownOf({ place, person }: Asker): Promise<ReadonlySet<string>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<{ case: string }>(sql.OWN_CASES, [place, person, null]),
    );
    return new Set(rows.map((row) => row.case));
  }

  /** Which cases of a list are closed to them, so that their children are not named in it. */
  async closedTo(asker: Asker): Promise<IsClosed> {
    if (isPanelOnly(asker.roles)) return () => true;
    const conflicts = await this.conflictsOf(asker);
    if (!isReferrerOnly(asker.roles)) return (caseId) => conflicts.has(caseId);
    const theirs = await this.ownOf(asker);
    return (caseId) => conflicts.has(caseId) || !theirs.has(caseId);
  }

  private async items(
    tx: Transaction,
    { place, person, roles }: Asker,
    caseId: string,
  ): Promise<ItemStanding[]> {
    const meetings = await tx.rows<{ meeting: string }>(sql.MEETINGS_OF_CASE, [place, caseId]);
    const standings: ItemStanding[] = [];
    for (const { meeting } of meetings) {
      const item = await findItem(tx, { place, meeting, case: caseId });
      if (!item || item.status === 'removed') continue;
      const part = partIn(item, { person, roles });
      standings.push({ meeting, open: !isMinuted(item.meeting.stage), toDeclare: part.toDeclare });
    }
    return standings;
  }
}

type Names = { givenName: string | null; familyName: string | null };
const UNNAMED: Names = { givenName: null, familyName: null };

/** The lines of a list, without the child's name where the case is closed to its reader. */
export const veiled = <T extends { child: Names } & ({ id: string } | { case: { id: string } })>(
  lines: readonly T[],
  closed: IsClosed,
): T[] =>
  lines.map((line) => (closed('case' in line ? line.case.id : line.id) ? { ...line, child: UNNAMED } : line));
