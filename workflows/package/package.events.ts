import {
  anyDate,
  choice,
  integer,
  optional,
  organisation,
  happenedOn,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { assuranceFields, carerFields, contingencyFields, elementFields } from '../provision/care.fields.js';

const WHILE_LIVE = 'A package is looked after from the day it commences until it ends.';
const order = { clause: 'PRV-1', words: WHILE_LIVE };

/** What can happen to a package that has commenced. */
export const packageEvents = defineEvents({
  CARER_ADDED: {
    title: 'Add a carer, or change their tasks',
    clauses: ['PRV-1'],
    order,
    fields: carerFields,
  },
  CARER_LEFT: {
    title: 'Record that a carer gives care no longer',
    clauses: ['PRV-1'],
    order,
    fields: { carer: carerFields.carer, leftOn: happenedOn('Left on'), reason: optional(text('Reason')) },
  },
  CARE_ASSURED: {
    title: 'Record an assurance of the care that is given',
    clauses: ['PRV-1'],
    order,
    fields: assuranceFields,
  },
  CONTINGENCY_RENEWED: {
    title: 'Agree a contingency plan for a package under way',
    clauses: ['PRV-8'],
    order,
    fields: contingencyFields,
  },
  PROVIDER_MONITORED: {
    title: "Record a provider's performance",
    clauses: ['PRV-11'],
    order: { clause: 'PRV-11', words: 'Providers are monitored while the package is live.' },
    fields: {
      provider: organisation('Provider'),
      on: happenedOn('On'),
      what: choice('What it is', ['monitoring', 'incident', 'complaint', 'praise']),
      satisfactory: yesNo('Satisfactory'),
      notes: text('Notes'),
    },
  },
  OUTCOME_TRACKED: {
    title: 'Record how an outcome stands',
    clauses: ['PRV-10'],
    order: { clause: 'PRV-10', words: 'The outcomes sought are tracked while the package is live.' },
    fields: {
      element: integer('Element of the package, from 1', { min: 1, max: 200 }),
      term: choice('Outcome sought', ['shortTerm', 'longTerm']),
      on: happenedOn('On'),
      progress: choice('How it stands', ['achieved', 'onTrack', 'notOnTrack', 'noLongerSought']),
      notes: optional(text('Notes')),
    },
  },
  PACKAGE_CHANGED: {
    title: 'Change the package',
    clauses: ['PRV-10', 'PRV-4', 'PRV-5', 'PRV-8'],
    order: { clause: 'PRV-10', words: 'Only a package that has commenced and not ended is changed.' },
    fields: {
      ...elementFields,
      reason: choice('Reason', ['need', 'circumstance', 'review', 'outcomeAchieved']),
      rationale: text('Why it changes'),
      effectiveFrom: anyDate('Effective from'),
    },
  },
  PACKAGE_ENDED: {
    title: 'End the package',
    clauses: ['REV-6', 'TRA-8'],
    order: { clause: 'REV-6', words: 'Only a package that has commenced, and has not ended, can end.' },
    fields: {
      endedOn: happenedOn('Ended on'),
      reason: choice('Reason', ['noLongerNeeded', 'movedAway', 'adultServices', 'familyDeclined']),
      notes: optional(text('Notes')),
    },
  },
});

export type PackageEvents = typeof packageEvents;
