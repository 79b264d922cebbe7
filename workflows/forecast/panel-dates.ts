import { addDays, dateInWords, type LocalDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import { papersCloseOn } from '../panel/papers.js';
import { addLength } from '../timescales/count-due.js';
import type { ProtocolData } from '../timescales/protocol-data.js';

/** A meeting of the joint panel that is arranged, and how full it is. */
export interface PanelDate {
  heldOn: LocalDate;
  capacity: number;
  listed: number;
  /** It takes papers until the day itself. */
  shortNotice?: boolean;
}

interface Rules {
  protocol: ProtocolData;
  calendar: Calendar;
}

/** When the panel can see a case, and how it is known. */
export interface PanelSeen {
  on: LocalDate;
  /** `listed`: on its agenda; `arranged`: the first meeting that can take it; `assumed`: none is arranged that late. */
  from: 'listed' | 'arranged' | 'assumed';
}

/** Whether a meeting can take a case whose papers are ready on that day: papers still open, and room (PAN-1). */
export const takes = (meeting: PanelDate, readyOn: LocalDate, rules: Rules): boolean =>
  meeting.listed < meeting.capacity && readyOn <= papersCloseOn(meeting.heldOn, rules, meeting.shortNotice);

/** The first meeting after those arranged that keeps the panel's frequency and can take what is ready on that day. */
function assumed(last: LocalDate, readyOn: LocalDate, rules: Rules): LocalDate {
  const frequency = rules.protocol.panel.frequency.value;
  for (let from = last; ;) {
    const next = rules.calendar.workingDayOnOrAfter(addLength(from, frequency, rules.calendar));
    if (readyOn <= papersCloseOn(next, rules)) return next;
    from = next > from ? next : addDays(from, 1);
  }
}

/** When the panel can first see a case that is ready on that day. */
export function panelFor(
  readyOn: LocalDate,
  today: LocalDate,
  listedFor: LocalDate | null,
  meetings: readonly PanelDate[],
  rules: Rules,
): PanelSeen {
  if (listedFor !== null) return { on: listedFor, from: 'listed' };
  const first = meetings.find((meeting) => takes(meeting, readyOn, rules));
  if (first) return { on: first.heldOn, from: 'arranged' };
  return { on: assumed(meetings.at(-1)?.heldOn ?? today, readyOn, rules), from: 'assumed' };
}

/** Why no meeting by the due day can take the case: what became of each, and which one will see it. */
export function whyNoPanel(
  { dueOn, listedFor }: { dueOn: LocalDate; listedFor: LocalDate | null },
  today: LocalDate,
  meetings: readonly PanelDate[],
  rules: Rules,
): string {
  const before = meetings.filter(({ heldOn }) => heldOn <= dueOn);
  const each = before.map((meeting) => {
    const closes = papersCloseOn(meeting.heldOn, rules, meeting.shortNotice);
    return today > closes
      ? `papers for ${dateInWords(meeting.heldOn)} closed on ${dateInWords(closes)}`
      : `the agenda of ${dateInWords(meeting.heldOn)} is full (${meeting.listed} of ${meeting.capacity})`;
  });
  const after = meetings.find((meeting) => meeting.heldOn > dueOn && takes(meeting, today, rules));
  const next = listedFor
    ? `It is on the agenda of ${dateInWords(listedFor)}.`
    : after
      ? `The next that can take it is on ${dateInWords(after.heldOn)}.`
      : 'No later one that can take it is arranged.';
  const none = 'no meeting is arranged until then';
  return `No panel before it is due on ${dateInWords(dueOn)}: ${each.length > 0 ? each.join('; ') : none}. ${next}`;
}
