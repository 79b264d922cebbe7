import {
  anyDate,
  birthDate,
  choice,
  code,
  group,
  integer,
  list,
  nhsNumber,
  optional,
  organisation,
  happenedOn,
  pastDate,
  person,
  personal,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { clockEvents } from './clock.events.js';

const RELATIONSHIPS = ['mother', 'father', 'guardian', 'council', 'other'] as const;
const OPEN = 'This is recorded while the case is open.';
const KNOWN = 'A case is opened once; what follows is recorded in it.';
const AFTERWARDS = 'This is recorded once a case is opened, and after it is closed too.';

/** Who the child is: kept in the child's own row, apart from the events. */
const identity = {
  givenName: personal('Given name'),
  familyName: personal('Family name'),
  dateOfBirth: birthDate('Date of birth'),
  nhsNumber: optional(nhsNumber('NHS number')),
  nhsNumberMissing: optional(text('Why there is no NHS number yet')),
  address: optional(personal('Address', { max: 500 })),
  parentalResponsibility: list(
    'Who holds parental responsibility',
    group('Holder', { relationship: choice('Relationship', RELATIONSHIPS), name: personal('Name') }),
  ),
  interpreter: optional(code('Interpreter needed, by language')),
  communicationNeeds: optional(text('Communication needs')),
  adjustments: optional(text('Reasonable adjustments')),
  protectedCharacteristics: optional(text('Protected characteristics')),
};

/** What can happen to the case as a whole. */
export const caseEvents = defineEvents({
  CASE_OPENED: {
    title: 'Open a case',
    clauses: ['SCO-1', 'SCO-6'],
    order: { clause: 'SCO-1', words: KNOWN },
    fields: identity,
  },
  CASE_TAKEN_ON: {
    title: 'Take on a case midway, with its past dates',
    clauses: ['SCO-1', 'SCO-2', 'CHK-10', 'HNA-11', 'PAN-9', 'REV-1', 'REV-2'],
    order: { clause: 'SCO-1', words: KNOWN },
    fields: {
      ...identity,
      now: choice('Where the case is now', [
        'assessment',
        'awaitingPanel',
        'arranging',
        'packageLive',
        'eligibleWithoutPackage',
      ]),
      source: text('Where these facts come from'),
      assessor: optional(person('Nominated assessor')),
      needs: optional(list('Where the need arises', code('Kind of need', 'needKinds'))),
      referralReceivedOn: pastDate('Referral first received on'),
      assessmentCompletedOn: optional(pastDate('Health needs assessment completed on')),
      panelHeldOn: optional(pastDate('Decided by the panel held on')),
      familyInformedOn: optional(pastDate('Family informed of the decision on')),
      packageArrangedOn: optional(pastDate('Package arranged on')),
      packageCommencedOn: optional(pastDate('Package commenced on')),
      lastReviewOn: optional(pastDate('Last review completed on')),
      consentSignedOn: optional(pastDate('Consent signed on')),
      adultTeamNotifiedOn: optional(pastDate('Adult continuing healthcare notified at 14 on')),
      transitionPlanAgreedOn: optional(pastDate('Transition plan agreed on')),
      adultScreeningOn: optional(pastDate('Screened with the adult tool on')),
      adultTeamReferredOn: optional(pastDate('Referred to adult continuing healthcare on')),
      levels: optional(
        list(
          'Levels of the last DST',
          group('Care domain', {
            domain: code('Care domain', 'careDomains'),
            level: code('Level of need', 'careLevels'),
          }),
        ),
      ),
    },
  },
  ASSESSOR_NAMED: {
    title: 'Name the assessor',
    clauses: ['ROL-1', 'ROL-7', 'HNA-8', 'PAN-3'],
    order: { clause: 'ROL-1', words: OPEN },
    fields: { assessor: person('Nominated assessor (CCCSN)'), reason: optional(text('Why it changes')) },
  },
  REGARD_RECORDED: {
    title: 'Record communication needs and adjustments',
    clauses: ['SCO-6'],
    order: { clause: 'SCO-6', words: OPEN },
    fields: {
      interpreter: optional(code('Interpreter needed, by language')),
      communicationNeeds: optional(text('Communication needs')),
      adjustments: optional(text('Reasonable adjustments')),
      protectedCharacteristics: optional(text('Protected characteristics')),
    },
  },
  VOICE_RECORDED: {
    title: "Record the child's and family's voice",
    clauses: ['SCO-8'],
    order: { clause: 'SCO-8', words: OPEN },
    fields: {
      stage: choice('Stage', ['checklist', 'assessment', 'panel', 'provision', 'review', 'transition']),
      whose: choice('Whose', ['child', 'parent', 'both']),
      said: optional(text('What they said')),
      gathered: optional(text('How it was gathered')),
      notPossible: optional(text('Why it could not be gathered')),
    },
  },
  CASE_NOTE_ADDED: {
    title: 'Add a case note',
    clauses: ['ROL-1'],
    order: { clause: 'ROL-1', words: AFTERWARDS },
    fields: { note: text('Note') },
  },
  CONTACT_LOGGED: {
    title: 'Log a contact',
    clauses: ['ROL-1'],
    order: { clause: 'ROL-1', words: AFTERWARDS },
    fields: {
      with: choice('With', ['family', 'child', 'referrer', 'professional', 'provider', 'other']),
      how: choice('How', ['inPerson', 'telephone', 'video', 'letter', 'email']),
      contactOn: happenedOn('On'),
      about: text('About'),
    },
  },
  EHCP_RECORDED: {
    title: 'Record the education, health and care plan',
    clauses: ['SEN-1', 'HNA-9', 'REV-5'],
    order: { clause: 'SEN-1', words: OPEN },
    fields: {
      status: choice('Status', ['none', 'requested', 'inAssessment', 'inPlace', 'ceased']),
      finalOn: optional(pastDate('Final plan dated')),
      reviewOn: optional(anyDate('Next annual review')),
      coordinator: optional(person('Plan coordinator')),
      individualCarePlan: yesNo('There is an individual care plan in school'),
    },
  },
  COMMISSIONER_DETERMINED: {
    title: 'Determine the responsible commissioner',
    clauses: ['FUN-10', 'ROL-2'],
    order: { clause: 'FUN-10', words: OPEN },
    fields: {
      organisation: organisation('Responsible commissioner'),
      basis: text('Basis'),
      determinedOn: happenedOn('Determined on'),
      inDoubt: yesNo('It is in doubt'),
    },
  },
  ...clockEvents,
  PROTOCOL_MOVED: {
    title: 'Move the case to another protocol version',
    clauses: ['SCO-7'],
    order: { clause: 'SCO-7', words: OPEN },
    fields: {
      to: code('Protocol version', 'protocolVersions'),
      decidedBy: person('Decided by'),
      reason: text('Reason'),
    },
  },
  CASE_CLOSED: {
    title: 'Close the case',
    clauses: ['PAN-10', 'CHK-7', 'TRA-8', 'CHK-3'],
    order: { clause: 'PAN-10', words: 'An open case is closed once everyone is told what they are owed.' },
    fields: {
      closedOn: happenedOn('Closed on'),
      reason: choice('Reason', [
        'notProceeding',
        'redirected',
        'notEligible',
        'consentWithdrawn',
        'packageEnded',
        'needResolved',
        'movedAway',
        'adultServices',
        'enteredInError',
      ]),
      words: text('The reason in words'),
    },
  },
  CASE_REOPENED: {
    title: 'Reopen the case, or receive a new referral',
    clauses: ['CHK-1', 'CHK-10'],
    order: { clause: 'CHK-1', words: 'Only a closed case is reopened; a new referral needs no waiting.' },
    fields: {
      reason: choice('Reason', ['reReferral', 'newInformation', 'returnedToArea']),
      words: text('The reason in words'),
    },
  },
  CHILD_DIED: {
    title: 'Record that the child has died',
    clauses: ['SCO-10'],
    order: { clause: 'SCO-10', words: 'A death is recorded once.' },
    anyPastDay: true,
    fields: {
      diedOn: pastDate('Died on'),
      toldBy: text('Who told us'),
      owedToFamily: optional(text('What is owed to the family by hand')),
    },
  },
  FACT_CORRECTED: {
    title: 'Correct a wrong fact',
    clauses: ['CHK-9', 'HNA-11'],
    order: { clause: 'CHK-9', words: AFTERWARDS },
    fields: {
      event: integer('Event number', { min: 1 }),
      field: code('Field'),
      to: code('What it should be'),
      reason: text('Reason'),
    },
  },
  ENTERED_IN_ERROR: {
    title: 'Mark an event as entered in error',
    clauses: ['CHK-9'],
    order: { clause: 'CHK-9', words: AFTERWARDS },
    fields: { event: integer('Event number', { min: 1 }), reason: text('Reason') },
  },
  IDENTITY_CORRECTED: {
    title: 'Correct who the child is',
    clauses: ['SCO-6'],
    order: { clause: 'SCO-6', words: AFTERWARDS },
    fields: {
      givenName: optional(personal('Given name')),
      familyName: optional(personal('Family name')),
      nhsNumber: optional(nhsNumber('NHS number')),
      address: optional(personal('Address', { max: 500 })),
      wrongChild: yesNo('The case was opened for the wrong child'),
      reason: text('Reason'),
    },
  },
});

export type CaseEvents = typeof caseEvents;
