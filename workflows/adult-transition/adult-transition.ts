import { anyDate, optional, happenedOn, pastDate, text, yesNo } from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { defineProcess, type Situation } from '../protocol/process.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { dateInWords, birthdayOn, type LocalDate } from '../calendar/local-date.js';
import { timescaleOf } from '../timescales/protocol-data.js';

/** How far a young person's move to adult services has come. */
export interface AdultTransitionFacts {
  notifiedOn: LocalDate | null;
  planAgreedOn: LocalDate | null;
  screenedOn: LocalDate | null;
  /** Whether a primary health need is agreed in principle (TRA-4). */
  primaryHealthNeed: boolean | null;
  referredOn: LocalDate | null;
  gapsEscalated: number;
}

const FROM_ELIGIBILITY =
  'The move to adult services is prepared from eligibility on, until they are in place.';
const order = (clause: string) => ({ clause, words: FROM_ELIGIBILITY });

const events = defineEvents({
  CHC_NOTIFIED: {
    title: 'Notify adult continuing healthcare of a child aged 14',
    clauses: ['TRA-1'],
    order: order('TRA-1'),
    fields: {
      notifiedOn: happenedOn('Notified on'),
      form: text('The notification form, and where it is held'),
    },
  },
  TRANSITION_PLAN_AGREED: {
    title: 'Agree the transition plan',
    clauses: ['TRA-1'],
    order: order('TRA-1'),
    fields: { agreedOn: happenedOn('Agreed on'), plan: optional(text('The plan, and where it is held')) },
  },
  ADULT_SCREENING_RECORDED: {
    title: 'Record the screening with the adult tool',
    clauses: ['TRA-4'],
    order: order('TRA-4'),
    fields: {
      screenedOn: happenedOn('Screened on'),
      primaryHealthNeedInPrinciple: yesNo('A primary health need is agreed in principle'),
      notes: optional(text('Notes')),
    },
  },
  CHC_REFERRED: {
    title: 'Refer formally to adult continuing healthcare',
    clauses: ['TRA-5'],
    order: order('TRA-5'),
    fields: { referredOn: happenedOn('Referred on') },
  },
  ADULT_SERVICES_IN_PLACE: {
    title: 'Record that adult services are in place',
    clauses: ['TRA-8'],
    order: order('TRA-8'),
    fields: {
      from: pastDate('In place from'),
      provider: text('Who provides them'),
      reviewOn: optional(anyDate('Next looked at on')),
    },
  },
  TRANSITION_NOT_APPROPRIATE: {
    title: 'Record that moving to adult services is not appropriate',
    clauses: ['TRA-8'],
    order: order('TRA-8'),
    fields: { decidedOn: happenedOn('Decided on'), reason: text('Why not') },
  },
  TRANSITION_GAP_ESCALATED: {
    title: 'Escalate a gap in services',
    clauses: ['TRA-8'],
    order: order('TRA-8'),
    fields: { escalatedOn: happenedOn('Escalated on'), to: text('To whom'), reason: text('What is missing') },
  },
});

type S = Situation<AdultTransitionFacts>;

/** A step towards adult services that is of a young person of an age: not before the birthday its clock starts from. */
const notBeforeTheBirthday =
  (timescale: string, clause: string, what: string) =>
  (on: LocalDate, s: S): Refusal | null => {
    const age = timescaleOf(s.protocol, timescale)?.starts.birthday;
    if (age === undefined) return null;
    const { dateOfBirth } = s.record.facts;
    const birthday = birthdayOn(dateOfBirth, age, s.protocol.parameters.leapDayBirthday.value);
    return on < birthday
      ? refuse(clause, `${what} aged ${age}; the ${age}th birthday is on ${dateInWords(birthday)}.`)
      : null;
  };

/** TRA-1: the notification form is for a child aged 14. */
const ofTheAgeToNotify = notBeforeTheBirthday(
  'transition-notification',
  'TRA-1',
  'The notification is of a child',
);

/** TRA-4: screening with the adult tool is at 16 to 17; one made years before would say nothing. */
const ofTheAgeToScreen = notBeforeTheBirthday(
  'transition-screening',
  'TRA-4',
  'The adult tool is for a young person',
);

const initialFacts: AdultTransitionFacts = {
  notifiedOn: null,
  planAgreedOn: null,
  screenedOn: null,
  primaryHealthNeed: null,
  referredOn: null,
  gapsEscalated: 0,
};

/** The move to adult services: notification, plan, screening, referral, and adult services in place by 18 (TRA). */
export const adultTransition = defineProcess({
  kind: 'adultTransition',
  title: 'Moving to adult services',
  events,
  initialFacts,
  rules: {
    CHC_NOTIFIED: {
      checks: [({ content }, s) => ofTheAgeToNotify(content.notifiedOn, s)],
      facts: (facts, { content }) => ({ ...facts, notifiedOn: content.notifiedOn }),
      milestones: ({ content }) => [{ kind: 'CHC_NOTIFIED', on: content.notifiedOn }],
    },
    TRANSITION_PLAN_AGREED: {
      facts: (facts, { content }) => ({ ...facts, planAgreedOn: content.agreedOn }),
      milestones: ({ content }) => [{ kind: 'TRANSITION_PLAN_AGREED', on: content.agreedOn }],
    },
    ADULT_SCREENING_RECORDED: {
      checks: [({ content }, s) => ofTheAgeToScreen(content.screenedOn, s)],
      facts: (facts, { content }) => ({
        ...facts,
        screenedOn: content.screenedOn,
        primaryHealthNeed: content.primaryHealthNeedInPrinciple,
      }),
      milestones: ({ content }) => [{ kind: 'ADULT_SCREENING_RECORDED', on: content.screenedOn }],
    },
    CHC_REFERRED: {
      facts: (facts, { content }) => ({ ...facts, referredOn: content.referredOn }),
      milestones: ({ content }) => [{ kind: 'CHC_REFERRED', on: content.referredOn }],
    },
    ADULT_SERVICES_IN_PLACE: {
      milestones: ({ content }) => [{ kind: 'ADULT_SERVICES_IN_PLACE', on: content.from }],
    },
    TRANSITION_NOT_APPROPRIATE: {
      milestones: ({ content }) => [{ kind: 'ADULT_SERVICES_IN_PLACE', on: content.decidedOn }],
    },
    TRANSITION_GAP_ESCALATED: {
      facts: (facts) => ({ ...facts, gapsEscalated: facts.gapsEscalated + 1 }),
    },
  },
  chart: {
    initial: 'preparing',
    states: {
      preparing: {
        stage: 'Moving to adult services is prepared',
        stay: [
          'CHC_NOTIFIED',
          'TRANSITION_PLAN_AGREED',
          'ADULT_SCREENING_RECORDED',
          'CHC_REFERRED',
          'TRANSITION_GAP_ESCALATED',
        ],
        on: { ADULT_SERVICES_IN_PLACE: 'inPlace', TRANSITION_NOT_APPROPRIATE: 'notAppropriate' },
      },
      inPlace: { stage: 'Adult services in place', final: true },
      notAppropriate: { stage: 'Moving to adult services is not appropriate', final: true },
    },
  },
});
