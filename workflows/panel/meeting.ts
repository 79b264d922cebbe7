import { anyDate, integer, list, optional, person, text, type TextProof } from '../protocol/fields.js';
import { defineEvents, type StoredEvent } from '../protocol/events.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { addLength } from '../timescales/count-due.js';
import { shortNoticeSaid } from './papers.js';

/** What a joint panel meeting knows; what it decides is in the cases' own events. */
export interface MeetingFacts {
  heldOn: LocalDate | null;
  capacity: number | null;
  /** Its papers are taken until the day itself. */
  shortNotice: boolean;
  chair: string | null;
  present: readonly string[];
  apologies: readonly string[];
}

const shortNotice = optional(
  text('Why it is held at short notice, where its papers would be closed already'),
);

const events = defineEvents({
  MEETING_ARRANGED: {
    title: 'Arrange a meeting of the joint panel',
    clauses: ['PAN-1', 'PAN-15'],
    order: { clause: 'PAN-1', words: 'A meeting is arranged for a working day to come, with a chair.' },
    fields: {
      heldOn: anyDate('To be held on'),
      chair: person('Chair'),
      capacity: optional(integer('Most items it can take', { min: 1, max: 100 })),
      shortNotice,
    },
  },
  MEETING_MOVED: {
    title: 'Move the meeting to another day',
    clauses: ['PAN-1'],
    order: { clause: 'PAN-1', words: 'A meeting is moved before it is held.' },
    fields: { heldOn: anyDate('To be held on'), reason: text('Why'), shortNotice },
  },
  MEETING_CANCELLED: {
    title: 'Cancel the meeting',
    clauses: ['PAN-1'],
    order: { clause: 'PAN-1', words: 'A meeting is cancelled before it is held.' },
    fields: { reason: text('Why') },
  },
  ATTENDANCE_RECORDED: {
    title: 'Record who attends the meeting',
    clauses: ['PAN-2', 'PAN-4', 'PAN-15'],
    order: { clause: 'PAN-2', words: 'Attendance is recorded on the day the meeting is held, or after.' },
    fields: {
      present: list('Present', person('Member'), { min: 1 }),
      apologies: list('Apologies', person('Member')),
      chair: optional(person('Who chairs instead')),
    },
  },
  MEETING_CLOSED: {
    title: 'Close the meeting',
    clauses: ['PAN-4'],
    order: { clause: 'PAN-4', words: 'A meeting is closed after it was held.' },
    fields: { notes: optional(text('Notes')) },
  },
  MINUTES_APPROVED: {
    title: 'Approve the minutes',
    clauses: ['PAN-4'],
    order: {
      clause: 'PAN-4',
      words: 'Minutes are approved once the meeting is closed, and again after a correction.',
    },
    fields: {
      members: list('Members of the panel', person('Member'), { min: 1 }),
      notes: optional(text('Notes')),
    },
  },
  MINUTES_CORRECTED: {
    title: 'Add a correction to the minutes',
    clauses: ['PAN-4'],
    order: {
      clause: 'PAN-4',
      words:
        'Approved minutes are not changed: what was wrong in them is said in a correction, which is approved too.',
    },
    fields: { about: text('What was wrong'), correction: text('What is right') },
  },
});

const PANEL_ROLES = ['panelMember', 'panelChair'];

/** PAN-2: who is named is of the panel. */
const onlyMembers = (who: readonly string[], { evidence }: StoredEvent) => {
  const others = who.filter((id) => !evidence.people?.[id]?.roles.some((role) => PANEL_ROLES.includes(role)));
  return others.length > 0
    ? refuse('PAN-2', `${others.length} of those named are not members of the panel.`, [
        'members of the panel only',
      ])
    : null;
};

/** PAN-1: the panel meets on a working day that is still to come, and no further ahead than meetings are arranged. */
const heldOnAWorkingDayToCome = (
  { content, on }: StoredEvent<{ heldOn: LocalDate }>,
  s: Situation<object>,
) => {
  if (content.heldOn < on) return refuse('PAN-1', 'A meeting is held on a day that is still to come.');
  const last = addLength(on, s.protocol.panel.arrangedAhead.value, s.calendar);
  if (content.heldOn > last)
    return refuse('PAN-1', `Meetings are arranged no further ahead than ${dateInWords(last)}.`);
  const why = s.calendar.whyNotWorking(content.heldOn);
  return s.calendar.isWorkingDay(content.heldOn)
    ? null
    : refuse(
        'PAN-1',
        `The panel meets on a working day: ${dateInWords(content.heldOn)} is not one${why === null ? '' : ` (${why})`}.`,
      );
};

/** Dates and reasons of a meeting that is arranged or moved. */
type Held = StoredEvent<{ heldOn: LocalDate; shortNotice?: TextProof | undefined }>;

const papersAreTaken = ({ content, on }: Held, s: Situation<object>) =>
  shortNoticeSaid({ heldOn: content.heldOn, shortNotice: written(content.shortNotice) }, on, s);

/** PAN-4: minutes are approved by somebody who was shown them, and nothing of an item is shown before a declaration (PAN-3). */
const readByTheApprover = ({ event }: Situation<object>) => {
  const unread = event.evidence.meeting?.toDeclare ?? 0;
  return unread > 0
    ? refuse(
        ['PAN-4', 'PAN-3'],
        'Nobody approves minutes that they were not shown, and an item is shown only to those who said whether they have an interest in it.',
        [`your declaration on ${unread === 1 ? '1 item' : `${unread} items`} of the meeting`],
      )
    : null;
};

const itemsWords = (listed = 0): string => (listed === 1 ? '1 item is' : `${listed} items are`);

const initialFacts: MeetingFacts = {
  heldOn: null,
  capacity: null,
  shortNotice: false,
  chair: null,
  present: [],
  apologies: [],
};

/** A meeting of the joint panel (PAN-1, PAN-2, PAN-15). */
export const meeting = defineProcess({
  kind: 'meeting',
  title: 'Joint panel meeting',
  events,
  initialFacts,
  rules: {
    MEETING_ARRANGED: {
      checks: [
        heldOnAWorkingDayToCome,
        papersAreTaken,
        ({ content, evidence }) =>
          evidence.people?.[content.chair]?.roles.includes('panelChair')
            ? null
            : refuse('PAN-15', 'Every meeting has a chair: the person named does not hold that role.', [
                'a panel chair',
              ]),
      ],
      facts: (facts, { content }) => ({
        ...facts,
        heldOn: content.heldOn,
        chair: content.chair,
        capacity: content.capacity ?? null,
        shortNotice: written(content.shortNotice),
      }),
    },
    MEETING_MOVED: {
      checks: [
        heldOnAWorkingDayToCome,
        (event, s) =>
          event.content.heldOn === s.facts.heldOn
            ? refuse('PAN-1', `The meeting is held on ${dateInWords(event.content.heldOn)} already.`, [
                'another day',
              ])
            : papersAreTaken(event, s),
      ],
      facts: (facts, { content }) => ({
        ...facts,
        heldOn: content.heldOn,
        shortNotice: written(content.shortNotice),
      }),
    },
    MEETING_CANCELLED: {
      needs: [
        ({ event }) =>
          (event.evidence.meeting?.listed ?? 0) > 0
            ? refuse(
                'PAN-1',
                `${itemsWords(event.evidence.meeting?.listed)} on this agenda; no child's case is lost with a meeting.`,
                ['each item moved to another meeting'],
              )
            : null,
      ],
    },
    ATTENDANCE_RECORDED: {
      needs: [
        (s) =>
          s.facts.heldOn !== null && s.facts.heldOn > s.event.on
            ? refuse(
                'PAN-2',
                `Who attends is recorded when the panel meets, on ${dateInWords(s.facts.heldOn)}; quorum rests on who was there.`,
              )
            : null,
      ],
      checks: [
        (event) => onlyMembers(event.content.present, event),
        ({ content }) =>
          content.apologies.some((one) => content.present.includes(one))
            ? refuse('PAN-4', 'Somebody is recorded as present, and as having sent apologies.', [
                'each member in one of the two lists',
              ])
            : null,
        ({ content }) =>
          content.chair && !content.present.includes(content.chair)
            ? refuse('PAN-15', 'Whoever chairs instead is there.', ['them, among those present'])
            : null,
        ({ content, evidence }) =>
          content.chair && !evidence.people?.[content.chair]?.roles.includes('panelChair')
            ? refuse('PAN-15', 'Whoever chairs instead holds the role of panel chair.', ['a panel chair'])
            : null,
      ],
      facts: (facts, { content }) => ({
        ...facts,
        present: content.present,
        apologies: content.apologies,
        chair: content.chair ?? facts.chair,
      }),
    },
    MINUTES_APPROVED: {
      needs: [
        ({ event }) =>
          (event.evidence.meeting?.listed ?? 0) > 0
            ? refuse(
                'PAN-4',
                `${itemsWords(event.evidence.meeting?.listed)} on this agenda without an outcome, and would be missing in the minutes.`,
                ['each item decided, deferred or taken off the agenda'],
              )
            : null,
        readByTheApprover,
      ],
      checks: [(event) => onlyMembers(event.content.members, event)],
    },
  },
  chart: {
    initial: 'proposed',
    states: {
      proposed: { stage: 'Proposed', on: { MEETING_ARRANGED: 'arranged' } },
      arranged: {
        stage: 'Arranged',
        stay: ['MEETING_MOVED'],
        on: { ATTENDANCE_RECORDED: 'held', MEETING_CANCELLED: 'cancelled' },
      },
      held: { stage: 'Held', stay: ['ATTENDANCE_RECORDED'], on: { MEETING_CLOSED: 'closed' } },
      closed: { stage: 'Closed', on: { MINUTES_APPROVED: 'minuted' } },
      minuted: { stage: 'Minutes approved', on: { MINUTES_CORRECTED: 'corrected' } },
      corrected: {
        stage: 'Minutes corrected, to be approved again',
        stay: ['MINUTES_CORRECTED'],
        on: { MINUTES_APPROVED: 'minuted' },
      },
      cancelled: { stage: 'Cancelled', final: true },
    },
  },
});
