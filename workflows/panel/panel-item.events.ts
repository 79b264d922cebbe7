import {
  anyDate,
  choice,
  code,
  group,
  integer,
  list,
  meeting,
  optional,
  organisation,
  happenedOn,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';

const SIGNED_OFF = 'A case goes on an agenda once its assessment is quality assured and signed off.';
const ON_AGENDA = 'The panel decides on items of its agenda, at the meeting.';

/** What can happen to a case before the joint panel (PAN). */
export const panelItemEvents = defineEvents({
  ITEM_LISTED: {
    title: 'Put the case on an agenda',
    clauses: ['PAN-1', 'PAN-13', 'HNA-8'],
    order: { clause: 'HNA-8', words: SIGNED_OFF },
    needsConsent: 'sharing',
    meeting: 'content',
    fields: { meeting: meeting('Meeting'), presenter: optional(person('Who presents, if not the assessor')) },
  },
  ITEM_TAKEN_OFF: {
    title: 'Take the case off the agenda',
    clauses: ['PAN-1'],
    order: { clause: 'PAN-1', words: 'Only a case that is on an agenda is taken off it.' },
    meeting: 'item',
    fields: { reason: text('Why') },
  },
  INTEREST_DECLARED: {
    title: 'Declare an interest',
    clauses: ['PAN-3'],
    order: {
      clause: 'PAN-3',
      words: 'Interests are declared in an item that is on an agenda and not yet decided.',
    },
    meeting: 'item',
    fields: {
      person: person('Whose interest'),
      nature: text('What it is'),
      excludes: yesNo('It excludes them from deciding'),
    },
  },
  ITEM_DEFERRED: {
    title: 'Defer the case',
    clauses: ['PAN-7'],
    order: { clause: 'PAN-7', words: ON_AGENDA },
    meeting: 'item',
    fields: {
      reason: text('Why the panel could not ratify'),
      wanted: list(
        'What is wanted',
        group('Wanted', { what: text('What'), from: text('From whom'), by: optional(anyDate('By when')) }),
        { min: 1 },
      ),
    },
  },
  INFORMATION_RECEIVED: {
    title: 'Record that wanted information has come',
    clauses: ['PAN-7'],
    order: { clause: 'PAN-7', words: 'Information is awaited only after the panel deferred the case.' },
    fields: {
      nth: integer('Which of the things wanted, from 1', { min: 1, max: 200 }),
      receivedOn: happenedOn('Received on'),
      heldAt: text('Where it is held'),
    },
  },
  PANEL_DECIDED: {
    title: "Record the panel's decision",
    clauses: ['PAN-2', 'PAN-3', 'PAN-5', 'PAN-8', 'PAN-13', 'HNA-4', 'HNA-7', 'SCO-4', 'SCO-6'],
    order: { clause: 'PAN-1', words: ON_AGENDA },
    needsConsent: 'sharing',
    meeting: 'item',
    fields: {
      outcome: choice('Outcome', ['eligible', 'notEligible']),
      packageNeeded: optional(yesNo('A package of care is needed')),
      rationale: text('Full rationale'),
      againstGuide: optional(text('Why the decision differs from what the guide suggests')),
      evidenceReliedOn: text('Evidence relied on'),
      dueRegard: text('Due regard to protected characteristics and needs'),
      disagreements: list(
        'Care domains on which the panel differs',
        group('Domain', {
          domain: code('Care domain', 'careDomains'),
          level: code('Level', 'careLevels'),
          reason: text('Why'),
        }),
      ),
      positions: list(
        "Each organisation's position",
        group('Position', {
          organisation: organisation('Organisation'),
          person: person('Member'),
          position: choice('Position', ['agree', 'disagree']),
          words: optional(text('Reasons, or dissent')),
        }),
        { min: 1 },
      ),
      conditions: optional(text('Conditions')),
    },
  },
});

export type PanelItemEvents = typeof panelItemEvents;
