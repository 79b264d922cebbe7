import type { Manner } from './manner.js';

/** What helps in answering, by event and field where it is about one event, otherwise by field. */
const HINTS: Readonly<Record<string, string>> = {
  nhsNumber: 'Ten digits, such as 999 000 0018. It is on letters from the NHS.',
  nhsNumberMissing: 'Only where there is no number: newborn, from abroad, or still being traced.',
  address: 'Where the child lives, with the postcode.',
  parentalResponsibility: 'Everyone who holds it. The council, where there is a care order.',
  interpreter: 'The language, where an interpreter is needed. Leave it empty where none is.',
  communicationNeeds: 'How the child and family are best spoken and written to.',
  lateReason: 'Only where it is recorded later than the day it happened.',
  heldAt: 'The system or file in which it is kept. Nothing is uploaded here.',
  document: 'The system or file in which it is kept. Nothing is uploaded here.',
  reason: 'A sentence that the family could read.',
  rationale: 'Say what it rests on: the reader has not seen the child.',
  evidenceRefs: 'The numbers of entries in the timeline, one each.',
  'FACT_CORRECTED.event': 'The number the entry has in the timeline.',
  'FACT_CORRECTED.field': 'The field of that entry, as its page names it.',
  'FACT_CORRECTED.to': 'A day as 2026-03-27, yes or no, a number, or the words that are right.',
  'ENTERED_IN_ERROR.event': 'The number the entry has in the timeline.',
  'CLOCK_EXCEPTION_RECORDED.newTarget':
    'The original due date stays, and still counts: the case is reported late after it.',
  'CLOCK_PAUSED.pausedOn':
    'From this day the clock stands still. Once it runs on, it is due later by as long as it stood still; the original due date stays on record beside it.',
  'CLOCK_PAUSED.secondedBy': 'A second person, who neither asks for it nor approves it.',
  'CLOCK_EXTENDED.amount': 'It is due later by this. The original due date stays on record beside it.',
  'CLOCK_EXTENDED.secondedBy': 'The other body, where two have to agree.',
  'BREACH_REASON_GIVEN.reason': 'The one that mattered most.',
  'BREACH_REASON_GIVEN.ours': 'Yes where a team of ours could have prevented it.',
  'BREACH_REASON_GIVEN.words': 'Needed where the reason is another one.',
  'ASSESSMENT_QUALITY_ASSURED.reason': 'Only where the answer is no.',
  'FACT_CORRECTED.reason': 'What was wrong, and how it is known.',
  'ENTERED_IN_ERROR.reason': 'What was wrong, and how it is known.',
  'IDENTITY_CORRECTED.reason':
    'What was wrong, and how it is known. A wrong date of birth is put right from the entry in the timeline that opened the case.',
  'CASE_NOTE_ADDED.note': 'Notes are kept for good, and are seen by everyone who may read the case.',
  'CHECKLIST_RECEIVED.needs': 'Choose all that apply.',
  'CHECKLIST_RECEIVED.servicesExplored': 'What was tried before continuing care, and what came of it.',
  'CHECKLIST_RECEIVED.attendees':
    'Everyone who completed it, each with their discipline. Who is in no list is added by an administrator.',
  'CHECKLIST_RETURNED.missing':
    'One thing each: the referrer sees this list, and it stands in the letter to them.',
  'VOICE_RECORDED.notPossible': 'Only where it could not be gathered.',
  'MEETING_ARRANGED.capacity': 'Leave it empty for the usual number of items.',
  'ITEM_LISTED.presenter': 'Leave it empty where the assessor presents.',
  'ITEM_DEFERRED.wanted': 'One thing each: whoever is to bring it can then be asked for it.',
  'ITEM_DEFERRED.by': 'Left empty, it is the day on which the papers of the next meeting close.',
  'PANEL_DECIDED.packageNeeded': 'Only where the child is eligible.',
  'PANEL_DECIDED.disagreements': 'Only where the panel sees another level than the assessment.',
  'PANEL_DECIDED.positions': 'One for each organisation that may decide this item.',
  'PANEL_DECIDED.rationale': 'It stands in the minutes and in the letter to the family.',
  minutesPerWeek: 'An hour is 60 minutes: 40 hours a week are 2400.',
  'INTEREST_DECLARED.excludes':
    'Yes: they neither see nor decide the item any more, and do not count for quorum.',
  'MDT_HELD.attendees': 'Everyone who took part, each with their discipline.',
};

/** Hints of how to write, which help nobody who only chooses. */
const OF_WORDS = new Set(['reason', 'rationale']);

/** Hints that only help where the answer is typed into one line. */
const OF_LINES = new Set(['FACT_CORRECTED.to']);

/** The hint for a field of an event; undefined where none is needed. */
export const hintFor = (event: string, name: string, manner: Manner): string | undefined =>
  (OF_LINES.has(`${event}.${name}`) && manner !== 'line' ? undefined : HINTS[`${event}.${name}`]) ??
  (OF_WORDS.has(name) && manner !== 'lines' && manner !== 'line' ? undefined : HINTS[name]);
