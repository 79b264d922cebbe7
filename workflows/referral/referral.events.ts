import {
  choice,
  code,
  group,
  list,
  optional,
  organisation,
  happenedOn,
  pastDate,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';

const checklistFields = {
  receivedOn: happenedOn('Received by MLCSU on'),
  lateReason: optional(text('Why it is recorded later than the day it was received')),
  sentOn: optional(pastDate('Sent by the referrer on')),
  referrer: optional(person('Referrer')),
  setting: code('Setting of the referrer', 'referrerSettings'),
  profession: code('Profession of the referrer'),
  organisation: optional(organisation('Organisation of the referrer')),
  needs: list('Where the need arises', code('Kind of need', 'needKinds')),
  servicesExplored: list(
    'Universal and specialist services explored first',
    group('Service', { service: text('Service'), outcome: text('What came of it') }),
  ),
  unmetNeeds: list('Needs that remain unmet', text('Need')),
  domains: optional(
    list(
      'What the checklist says of each care domain',
      group('Care domain', {
        domain: code('Care domain', 'careDomains'),
        level: code('Level that fits best', 'careLevels'),
        seen: optional(text('What is seen')),
      }),
    ),
  ),
  attendees: list(
    'Who completed the checklist',
    group('Attendee', {
      person: person('Person'),
      discipline: choice('Discipline', ['health', 'socialCare', 'education', 'other']),
    }),
  ),
};

/** What can happen to a referral, from the first word of a possible need to the decision on the checklist (CHK). */
export const referralEvents = defineEvents({
  CHECKLIST_BEGUN: {
    title: 'Note that the checklist was begun',
    clauses: ['CHK-1', 'CHK-5'],
    order: { clause: 'CHK-5', words: 'The checklist is begun before it is sent.' },
    fields: { begunOn: happenedOn('Begun on') },
  },
  CHECKLIST_RECEIVED: {
    title: 'Receive the checklist',
    clauses: ['CHK-1', 'CHK-2', 'CHK-4', 'CHK-6', 'CHK-9', 'CHK-10', 'SCO-2', 'HNA-3'],
    order: {
      clause: 'CHK-9',
      words: 'A checklist is received once, and again only after it was returned or resubmission was agreed.',
    },
    fields: checklistFields,
  },
  CHECKLIST_QUALITY_ASSURED: {
    title: 'Quality assure the checklist',
    clauses: ['CHK-6'],
    order: {
      clause: 'CHK-6',
      words: 'A nurse assessor quality assures a checklist after MLCSU has received it.',
    },
    fields: {
      complete: yesNo('Everything needed is there'),
      gaps: list('What is missing', text('Missing')),
      notes: optional(text('Notes')),
    },
  },
  CHECKLIST_RETURNED: {
    title: 'Return the checklist with what is missing',
    clauses: ['CHK-9', 'CHK-3', 'CHK-4'],
    order: { clause: 'CHK-9', words: 'Only a checklist that was received and not yet decided on goes back.' },
    fields: {
      returnedOn: happenedOn('Returned on'),
      missing: list('What is missing', text('Missing'), { min: 1 }),
    },
  },
  CHECKLIST_PROCEEDED: {
    title: 'Decide to proceed to a full assessment',
    clauses: ['CHK-6', 'CHK-2', 'CHK-3', 'CHK-4', 'SCO-2'],
    order: {
      clause: 'CHK-6',
      words: 'The checklist is received and quality assured before it is decided to proceed.',
    },
    needsConsent: 'assessment',
    fields: { decidedOn: happenedOn('Decided on'), rationale: text('Why the assessment is needed') },
  },
  CHECKLIST_NOT_PROCEEDED: {
    title: 'Decide not to proceed',
    clauses: ['CHK-6', 'CHK-7'],
    order: {
      clause: 'CHK-6',
      words: 'The checklist is received and quality assured before it is decided not to proceed.',
    },
    fields: { decidedOn: happenedOn('Decided on'), reason: text('Why not, as the referrer will be told') },
  },
  REFERRAL_REDIRECTED: {
    title: 'Redirect to the adult continuing healthcare team',
    clauses: ['TRA-7'],
    order: { clause: 'TRA-7', words: 'A new referral is redirected before it is decided on.' },
    fields: {
      redirectedOn: happenedOn('Redirected on'),
      signpost: text('What the referrer and family were told'),
    },
  },
  REFERRAL_KEPT: {
    title: 'Keep a referral from 17 here',
    clauses: ['TRA-7'],
    order: {
      clause: 'TRA-7',
      words: 'A referral from 17 is kept here, with the reason, before it is decided on.',
    },
    fields: { reason: text('Why it is kept here'), urgent: yesNo('The need is urgent') },
  },
  DISAGREEMENT_RAISED: {
    title: 'Record a disagreement with the checklist outcome',
    clauses: ['CHK-8'],
    order: { clause: 'CHK-8', words: 'Disagreement is raised about a decision not to proceed.' },
    fields: {
      raisedOn: happenedOn('Raised on'),
      by: choice('By', ['referrer', 'family', 'youngPerson']),
      what: text('What they say'),
    },
  },
  LOCAL_RESOLUTION_RECORDED: {
    title: 'Record the local resolution',
    clauses: ['CHK-8'],
    order: { clause: 'CHK-8', words: 'Local resolution follows a disagreement that was raised.' },
    fields: {
      resolvedOn: happenedOn('Resolved on'),
      given: list('What the nurses gave', choice('Help', ['advice', 'support', 'training']), { min: 1 }),
      outcome: choice('What it leads to', ['resubmission', 'proceed', 'close']),
      notes: text('What was said and agreed'),
    },
  },
});

export type ReferralEvents = typeof referralEvents;
