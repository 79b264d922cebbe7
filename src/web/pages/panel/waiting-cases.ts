import { Injectable } from '@nestjs/common';
import { mayRecord } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import type { DeadlineLine } from '../../../reading/views.js';
import type { Caller } from '../../http/caller.js';
import { deadlineShown, type DeadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';

const MOST_WAITING = 25;
const WAITING = ['panelItem.ready', 'panelItem.deferred'];

/** A case that is ready for the joint panel, or deferred by it, and on no agenda. */
export interface WaitingCase {
  id: string;
  reference: string;
  stage: string;
  assessor: string | null;
  /** Its next deadline; null where no clock runs. */
  deadline: (DeadlineLine & DeadlineShown) | null;
}

/** The cases that wait, and whether there are more than were asked for. */
export interface CasesThatWait {
  cases: WaitingCase[];
  more: boolean;
}

/** Finds the cases that wait for an agenda of the joint panel. */
@Injectable()
export class WaitingCases {
  constructor(private readonly cases: CaseReading) {}

  /** Those that wait, the one due first first, for whoever may put them on an agenda; none for anybody else. */
  async of({ place, roles }: Caller, { today, calendar }: PlaceToday): Promise<CasesThatWait> {
    if (!mayRecord('ITEM_LISTED', roles)) return { cases: [], more: false };
    const asked = { limit: MOST_WAITING + 1, after: null, total: false };
    const lists = await Promise.all(
      WAITING.map((stage) => this.cases.list(place, { stage, state: 'open' }, asked)),
    );
    const waiting = lists.flatMap(({ items }) => items);
    const cases = waiting
      .sort((one, other) => dueOf(one).localeCompare(dueOf(other)))
      .slice(0, MOST_WAITING)
      .map(({ id, reference, stage, nextDeadline, assessor }) => ({
        id,
        reference,
        stage: stage.words,
        assessor: assessor?.name ?? null,
        deadline: nextDeadline && deadlineShown(nextDeadline, today, calendar),
      }));
    return { cases, more: waiting.length > MOST_WAITING };
  }
}

const LAST_OF_ALL = '9999';

const dueOf = ({ nextDeadline }: { nextDeadline: { dueOn: string } | null }): string =>
  nextDeadline?.dueOn ?? LAST_OF_ALL;
