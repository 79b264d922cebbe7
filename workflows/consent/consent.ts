import { anyDate, choice, list, optional, happenedOn, text } from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { defineProcess } from '../protocol/process.js';
import { refuse } from '../protocol/refusal.js';
import { ageOf } from '../protocol/age.js';
import { written, type CaseRecord } from '../protocol/record.js';

export interface ConsentFacts {
  signedOn: string | null;
  capacity: string | null;
  scope: readonly string[];
  withdrawnOn: string | null;
}

const events = defineEvents({
  CONSENT_GIVEN: {
    title: 'Record consent',
    clauses: ['CHK-3'],
    order: {
      clause: 'CHK-3',
      words:
        'Consent is recorded when it is given, again when what it covers changes, and again after it was withdrawn.',
    },
    fields: {
      capacity: choice('In what capacity it was given', [
        'parent',
        'youngPerson',
        'gillickCompetent',
        'bestInterests',
      ]),
      givenBy: text('Who gave it'),
      rationale: optional(text('Why the child is Gillick competent, or why it is in the best interests')),
      scope: list('What it covers', choice('Part', ['assessment', 'sharing']), { min: 1 }),
      signedOn: happenedOn('Signed on'),
      document: text('The signed form, and where it is held'),
    },
  },
  CONSENT_WITHDRAWN: {
    title: 'Record that consent is withdrawn',
    clauses: ['CHK-3'],
    order: { clause: 'CHK-3', words: 'Only consent that was given can be withdrawn.' },
    fields: {
      withdrawnOn: happenedOn('Withdrawn on'),
      by: choice('By whom', ['parent', 'youngPerson', 'child', 'other']),
      reason: text('What was said'),
      reviewLiveCareOn: optional(anyDate('When live care is looked at again')),
    },
  },
});

const initialFacts: ConsentFacts = { signedOn: null, capacity: null, scope: [], withdrawnOn: null };

/** Consent to the assessment and to sharing: given, withdrawn, given again (CHK-3). */
export const consent = defineProcess({
  kind: 'consent',
  title: 'Consent',
  events,
  initialFacts,
  rules: {
    CONSENT_GIVEN: {
      checks: [
        (event) =>
          ['gillickCompetent', 'bestInterests'].includes(event.content.capacity) &&
          !written(event.content.rationale)
            ? refuse(
                'CHK-3',
                'Consent given by a Gillick competent child, or in the best interests, needs its rationale.',
                ['the rationale'],
              )
            : null,
        (event, s) => {
          const from = s.protocol.parameters.ownConsentFromAge.value;
          return event.content.capacity === 'youngPerson' && ageOf(s, event.content.signedOn) < from
            ? refuse(
                'CHK-3',
                `A young person consents for themselves from ${from}; a younger child only as Gillick competent.`,
                ['consent of a person with parental responsibility, or the Gillick rationale'],
              )
            : null;
        },
        (event, s) =>
          event.content.capacity === 'parent' && s.record.facts.parentalResponsibility.length === 0
            ? refuse(
                'CHK-3',
                'A parent can consent only if it is recorded who holds parental responsibility.',
                ['who holds parental responsibility'],
              )
            : null,
      ],
      facts: (_facts, { content }) => ({
        signedOn: content.signedOn,
        capacity: content.capacity,
        scope: content.scope,
        withdrawnOn: null,
      }),
    },
    CONSENT_WITHDRAWN: {
      checks: [
        (event, s) =>
          s.facts.signedOn !== null && event.content.withdrawnOn < s.facts.signedOn
            ? refuse('CHK-3', 'Consent cannot have been withdrawn before it was signed.')
            : null,
      ],
      facts: (facts, { content }) => ({ ...facts, withdrawnOn: content.withdrawnOn }),
    },
  },
  chart: {
    initial: 'notGiven',
    states: {
      notGiven: { stage: 'No consent yet', on: { CONSENT_GIVEN: 'given' } },
      given: { stage: 'Consent given', stay: ['CONSENT_GIVEN'], on: { CONSENT_WITHDRAWN: 'withdrawn' } },
      withdrawn: { stage: 'Consent withdrawn', on: { CONSENT_GIVEN: 'given' } },
    },
  },
});

/** What of the needed consent is missing, as a person would be told; null when it stands (CHK-3). */
export function consentMissing(record: CaseRecord, part: 'assessment' | 'sharing'): string | null {
  const process = Object.values(record.processes).find(({ kind }) => kind === 'consent');
  const facts = process?.facts as ConsentFacts | undefined;
  if (!process || process.value === 'notGiven') return 'a signed consent form';
  if (process.value === 'withdrawn') return 'consent given again: it was withdrawn';
  return facts?.scope.includes(part) ? null : `consent that covers ${part}`;
}
