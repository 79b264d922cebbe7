import { addDays, dayOfWeek, type LocalDate } from '../../../workflows/protocol/index.js';
import { papersCloseOn, type MeetingEvidence, type Rules } from '../../../workflows/protocol/index.js';
import type { Cast } from './cast.js';
import { idOf } from './chance.js';

const WEDNESDAY = 3;
const WEEK = 7;

/** The meetings of the panel: every Wednesday that is a working day, with the same members. */
export class Panels {
  readonly present: readonly string[];

  constructor(
    private readonly cast: Cast,
    private readonly rules: Rules,
  ) {
    const { chair, healthMember, commissioner, educationLead } = cast;
    this.present = [chair, healthMember, commissioner, educationLead].map(({ id }) => id);
  }

  /** The id of the meeting of that day. */
  idOn(day: LocalDate): string {
    return idOf(`meeting ${day}`);
  }

  /** Whether the panel meets that day. */
  meetsOn(day: LocalDate): boolean {
    return dayOfWeek(day) === WEDNESDAY && this.rules.calendar.isWorkingDay(day);
  }

  /** The first meeting on that day or after it. */
  onOrAfter(day: LocalDate): LocalDate {
    const ahead = (WEDNESDAY - dayOfWeek(day) + WEEK) % WEEK;
    for (let next = addDays(day, ahead); ; next = addDays(next, WEEK)) if (this.meetsOn(next)) return next;
  }

  /** The first meeting whose papers are still open on that day. */
  openOn(day: LocalDate): LocalDate {
    for (let next = this.onOrAfter(day); ; next = this.onOrAfter(addDays(next, 1))) {
      if (papersCloseOn(next, this.rules) >= day) return next;
    }
  }

  /** The meeting as events of a case keep it, before it was held or after. */
  evidence(heldOn: LocalDate, stage: 'arranged' | 'held'): MeetingEvidence {
    return {
      id: this.idOn(heldOn),
      heldOn,
      stage,
      capacity: this.rules.protocol.panel.capacity.value,
      listed: 0,
      chair: this.cast.chair.id,
      present: stage === 'held' ? this.present : [],
    };
  }
}
