import { Injectable } from '@nestjs/common';
import { mayRecord } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import type { DeadlineLine } from '../../../reading/views.js';
import type { Caller } from '../../http/caller.js';
import { deadlineShown, type DeadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';

const MOST_WAITING = 25;
const DEFERRED = 'panelItem.deferred';
const WAITING = ['panelItem.ready', DEFERRED];
const LISTED = 'ITEM_LISTED';

/** A case that is ready for the joint panel, or deferred by it, and on no agenda. */
export interface WaitingCase {
  id: string;
  reference: string;
  stage: string;
  assessor: string | null;
  /** Its next deadline; null where no clock runs. */
  deadline: (DeadlineLine & DeadlineShown) | null;
  /** What keeps it from an agenda, each reason in a sentence; none where it can be put on one. */
  keptBack: readonly string[];
  /** The page that says what the panel asked for; null where it deferred nothing. */
  wanted: string | null;
}

/** The cases that wait, and whether there are more than were asked for. */
export interface CasesThatWait {
  cases: WaitingCase[];
  more: boolean;
}

/** Finds the cases that wait for an agenda of the joint panel. */
@Injectable()
export class WaitingCases {
  constructor(
    private readonly cases: CaseReading,
    private readonly next: NextReading,
  ) {}

  /** Those that wait, the one due first first, for whoever may put them on an agenda; none for anybody else. */
  async of({ place, person, roles }: Caller, { today, calendar }: PlaceToday): Promise<CasesThatWait> {
    if (!mayRecord(LISTED, roles)) return { cases: [], more: false };
    const asked = { limit: MOST_WAITING + 1, after: null, total: false };
    const lists = await Promise.all(
      WAITING.map((stage) => this.cases.list(place, { stage, state: 'open' }, asked)),
    );
    const waiting = lists.flatMap(({ items }) => items);
    const first = waiting.sort((one, other) => dueOf(one).localeCompare(dueOf(other))).slice(0, MOST_WAITING);
    const steps = await this.next.stepsOfAll(
      place,
      first.map(({ id }) => id),
      person,
    );
    const cases = first.map(({ id, reference, stage, nextDeadline, assessor }) => ({
      id,
      reference,
      stage: stage.words,
      assessor: assessor?.name ?? null,
      deadline: nextDeadline && deadlineShown(nextDeadline, today, calendar),
      keptBack:
        steps
          .get(id)
          ?.find(({ type }) => type === LISTED)
          ?.missing.map(({ message }) => message) ?? [],
      wanted: stage.id === DEFERRED ? `/cases/${id}/panel` : null,
    }));
    return { cases, more: waiting.length > MOST_WAITING };
  }
}

const LAST_OF_ALL = '9999';

const dueOf = ({ nextDeadline }: { nextDeadline: { dueOn: string } | null }): string =>
  nextDeadline?.dueOn ?? LAST_OF_ALL;
