import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CaseRecord } from '../../workflows/protocol/index.js';
import { reading } from '../database/transaction.js';
import { EVENTS } from './case-statements.js';
import { eventView, type EventRow } from './event-views.js';
import { MEETING } from './meeting-statements.js';
import { PackReading } from './pack-reading.js';
import type { EventView } from './views.js';

const MOST_EVENTS = 500;
const OF_ITEM = ['INTEREST_DECLARED', 'ITEM_TAKEN_OFF', 'ITEM_DEFERRED', 'PANEL_DECIDED'];

/** Reads what minutes are made of: what was recorded of a meeting, and of its items at it (PAN-4). */
@Injectable()
export class MinutesReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly packs: PackReading,
  ) {}

  /** Everything recorded of a meeting, oldest first; nothing where there is no such meeting. */
  async ofMeeting(place: string, id: string): Promise<EventView[]> {
    return reading(this.dataSource, async (tx) => {
      const row = await tx.row<{ record: CaseRecord }>(MEETING, [place, id]);
      if (!row) return [];
      const events = await tx.rows<EventRow>(EVENTS, [place, id, 0, MOST_EVENTS]);
      return events.map((event) => eventView(event, row.record));
    });
  }

  /**
   * What happened to an item while it was on the agenda of that meeting, as corrections left it; up to a moment where the
   * minutes are approved.
   */
  async ofItem(
    { place, meeting, case: id, process }: { place: string; meeting: string; case: string; process: string },
    until: string | null,
  ): Promise<EventView[]> {
    const events = (await this.packs.events(place, id, until)) ?? [];
    let at: unknown = null;
    return events.filter((event) => {
      if (event.process !== process) return false;
      if (event.type === 'ITEM_LISTED') at = event.content['meeting'];
      return at === meeting && OF_ITEM.includes(event.type);
    });
  }

  /** Whether the panel found the child eligible for a package at that item, and nobody has committed its money yet (PAN-6). */
  async moneyIsOpen(
    place: string,
    { case: id, process }: { case: string; process: string },
  ): Promise<boolean> {
    const events = (await this.packs.events(place, id)) ?? [];
    const decided = events.findLast((event) => event.type === 'PANEL_DECIDED' && event.process === process);
    return (
      decided?.content['outcome'] === 'eligible' &&
      decided.content['packageNeeded'] === true &&
      !events.some(({ type, seq }) => type === 'FUNDING_COMMITTED' && seq > decided.seq)
    );
  }
}
