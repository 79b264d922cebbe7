import { choice, code, group, list, optional, happenedOn, pastDate, text } from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { PROCUREMENT_ROUTES } from '../timescales/protocol-data.js';
import { assuranceFields, carerFields, contingencyFields, elementFields } from './care.fields.js';

const ELIGIBLE_FIRST =
  'Need and eligibility are confirmed before anything is decided on provision, and until the package commences.';

/** What can happen while a package is arranged (PRV). */
export const provisionEvents = defineEvents({
  PACKAGE_DESIGNED: {
    title: 'Design the package',
    clauses: ['PRV-2', 'PRV-3', 'PRV-4', 'PRV-5', 'PRV-10', 'PRV-12', 'PAN-5'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: {
      ...elementFields,
      considered: list(
        'What was considered',
        group('Answer', { item: code('Considered', 'consideredList'), answer: text('Answer') }),
      ),
      assessmentsDatedOn: pastDate('The oldest assessment it rests on is dated'),
      oldAssessmentReason: optional(text('Why an old assessment still shows the present need')),
      parentsContribution: text("The parents' contribution, its evidence, and the balance struck"),
    },
  },
  CARER_NAMED: {
    title: 'Name a carer and their tasks',
    clauses: ['PRV-1'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: carerFields,
  },
  CARER_STOOD_DOWN: {
    title: 'Record that a carer will not give care',
    clauses: ['PRV-1'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: { carer: carerFields.carer, reason: text('Reason') },
  },
  ASSURANCE_RECORDED: {
    title: 'Record an assurance of clinical governance',
    clauses: ['PRV-1'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: assuranceFields,
  },
  CONTINGENCY_AGREED: {
    title: 'Agree a contingency plan',
    clauses: ['PRV-8'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: contingencyFields,
  },
  PROCUREMENT_STEP_RECORDED: {
    title: 'Record a step of procurement',
    clauses: ['PRV-6'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: {
      route: choice('Route', PROCUREMENT_ROUTES),
      step: choice('Step', [
        'specified',
        'providersInvited',
        'bidsReceived',
        'providerChosen',
        'contractSigned',
      ]),
      on: happenedOn('On'),
    },
  },
  PACKAGE_ARRANGED: {
    title: 'Record that the package is arranged',
    clauses: ['HNA-11', 'PRV-7', 'PRV-10', 'PRV-14'],
    order: { clause: 'HNA-11', words: 'A package is arranged once it is designed.' },
    fields: { arrangedOn: happenedOn('Arranged on') },
  },
  PACKAGE_COMMENCED: {
    title: 'Commence the package',
    clauses: ['PRV-1', 'PRV-8', 'PAN-6', 'REV-1'],
    order: {
      clause: 'PRV-1',
      words: 'A package commences once it is arranged and its governance is assured.',
    },
    fields: { commencedOn: happenedOn('Commenced on') },
  },
  PACKAGE_WITHDRAWN_BEFORE_START: {
    title: 'Record that the package is no longer needed before it began',
    clauses: ['HNA-11', 'PRV-2'],
    order: { clause: 'PAN-5', words: ELIGIBLE_FIRST },
    fields: { withdrawnOn: happenedOn('On'), reason: text('Reason') },
  },
});

export type ProvisionEvents = typeof provisionEvents;
