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
  'CASE_NOTE_ADDED.note': 'Notes are kept for good, and are seen by everyone who may read the case.',
  'CHECKLIST_RECEIVED.needs': 'Choose all that apply.',
  'CHECKLIST_RECEIVED.servicesExplored': 'What was tried before continuing care, and what came of it.',
  'CHECKLIST_RETURNED.missing': 'One thing each: the referrer is sent this list.',
  'VOICE_RECORDED.notPossible': 'Only where it could not be gathered.',
  'MEETING_ARRANGED.capacity': 'Leave it empty for the usual number of items.',
  'ITEM_LISTED.presenter': 'Leave it empty where the assessor presents.',
  'ITEM_DEFERRED.wanted': 'One thing each: whoever is to bring it can then be asked for it.',
  'PANEL_DECIDED.packageNeeded': 'Only where the child is eligible.',
  'PANEL_DECIDED.disagreements': 'Only where the panel sees another level than the assessment.',
  'PANEL_DECIDED.positions': 'One for each organisation that may decide this item.',
  'PANEL_DECIDED.rationale': 'It stands in the minutes and in the letter to the family.',
  'INTEREST_DECLARED.excludes':
    'Yes: they neither see nor decide the item any more, and do not count for quorum.',
  'MDT_HELD.attendees': 'Everyone who took part, each with their discipline.',
};

/** The hint for a field of an event; undefined where none is needed. */
export const hintFor = (event: string, name: string): string | undefined =>
  HINTS[`${event}.${name}`] ?? HINTS[name];
