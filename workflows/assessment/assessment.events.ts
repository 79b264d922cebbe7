import {
  anyDate,
  choice,
  code,
  group,
  list,
  optional,
  happenedOn,
  pastDate,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';

const DISCIPLINES = ['health', 'socialCare', 'education', 'parentCarer', 'youngPerson', 'other'] as const;
const UNDERWAY =
  'The assessment is open once it is decided to proceed, and until it is signed off for the panel.';

/** What can happen in a full assessment (HNA). */
export const assessmentEvents = defineEvents({
  MDT_INVITED: {
    title: 'Invite the multi-disciplinary team',
    clauses: ['HNA-1'],
    order: { clause: 'HNA-1', words: UNDERWAY },
    needsConsent: 'sharing',
    fields: {
      meetsOn: anyDate('The meeting is on'),
      invited: list(
        'Invited',
        group('Person', { person: person('Person'), discipline: choice('Discipline', DISCIPLINES) }),
        {
          min: 1,
        },
      ),
    },
  },
  MDT_HELD: {
    title: 'Record the multi-disciplinary team meeting',
    clauses: ['HNA-1'],
    order: { clause: 'HNA-1', words: UNDERWAY },
    needsConsent: 'assessment',
    fields: {
      heldOn: happenedOn('Held on'),
      chairedBy: person('Chaired by'),
      attendance: list(
        'Who attended',
        group('Attendee', { person: person('Person'), discipline: choice('Discipline', DISCIPLINES) }),
        { min: 1 },
      ),
      apologies: list(
        'Apologies',
        group('Apology', {
          person: optional(person('Person')),
          discipline: choice('Discipline', DISCIPLINES),
          report: yesNo('A report was sent'),
        }),
      ),
      missing: list(
        'Disciplines that were not there',
        group('Missing', { discipline: choice('Discipline', DISCIPLINES), reason: text('Why') }),
      ),
    },
  },
  EVIDENCE_RECORDED: {
    title: 'Record evidence',
    clauses: ['HNA-2', 'HNA-5'],
    order: { clause: 'HNA-2', words: UNDERWAY },
    fields: {
      area: code('Area of evidence', 'evidenceAreas'),
      kind: code('Kind of evidence', 'evidenceKinds'),
      dated: pastDate('Dated'),
      author: optional(person('Author')),
      domain: optional(code('Care domain', 'careDomains')),
      heldAt: text('Where it is held'),
    },
  },
  EVIDENCE_ABSENCE_EXPLAINED: {
    title: 'Explain missing evidence',
    clauses: ['HNA-2'],
    order: { clause: 'HNA-2', words: UNDERWAY },
    fields: { area: code('Area of evidence', 'evidenceAreas'), reason: text('Why it is absent') },
  },
  DOMAIN_SCORED: {
    title: 'Give a care domain its level',
    clauses: ['HNA-3'],
    order: { clause: 'HNA-3', words: UNDERWAY },
    fields: {
      domain: code('Care domain', 'careDomains'),
      level: code('Level of need', 'careLevels'),
      evidence: text('The evidence for this level'),
      evidenceRefs: optional(list('Evidence relied on, by event number', code('Event'))),
    },
  },
  REFERRED_OUT: {
    title: 'Refer to another agency',
    clauses: ['HNA-10'],
    order: { clause: 'HNA-10', words: UNDERWAY },
    needsConsent: 'sharing',
    fields: { to: text('To whom'), referredOn: happenedOn('Referred on'), why: text('Why') },
  },
  REFERRAL_OUT_ANSWERED: {
    title: 'Record what came of a referral to another agency',
    clauses: ['HNA-10'],
    order: { clause: 'HNA-10', words: UNDERWAY },
    fields: { answeredOn: happenedOn('Answered on'), outcome: text('Outcome') },
  },
  RECOMMENDATION_MADE: {
    title: 'Make the recommendation',
    clauses: ['HNA-2', 'HNA-3', 'HNA-4', 'HNA-6'],
    order: {
      clause: 'HNA-6',
      words: 'The CCCSN recommends once, at the end of the assessment, or again after it was sent back.',
    },
    needsConsent: 'assessment',
    fields: {
      completedOn: happenedOn('The assessment was completed on'),
      eligible: yesNo('A continuing care need is recommended'),
      packageNeeded: optional(yesNo('A package of care is recommended')),
      rationale: text('Rationale'),
      againstGuide: optional(text('Why the recommendation differs from what the guide suggests')),
      supportNeeded: optional(text('The support that is needed, without its cost')),
    },
  },
  VIEW_RECORDED: {
    title: 'Record a view on the recommendation',
    clauses: ['HNA-6', 'SCO-8'],
    order: { clause: 'HNA-6', words: 'Views are given on a recommendation that was made.' },
    fields: {
      party: choice('Whose view', ['parent', 'youngPerson', 'mdtMember']),
      person: optional(person('Which member of the team')),
      view: choice('View', ['agree', 'disagree', 'comment']),
      words: optional(text('What they said')),
    },
  },
  ASSESSMENT_QUALITY_ASSURED: {
    title: 'Quality assure the assessment',
    clauses: ['HNA-8'],
    order: {
      clause: 'HNA-8',
      words: 'The assessment is quality assured after the recommendation and before it goes on an agenda.',
    },
    fields: {
      answers: list(
        'The questions',
        group('Answer', {
          question: code('Question', 'qualityAssuranceQuestions'),
          yes: yesNo('Answer'),
          reason: optional(text('Why not')),
        }),
        { min: 1 },
      ),
    },
  },
  ASSESSMENT_REOPENED: {
    title: 'Open a signed-off assessment again',
    clauses: ['HNA-8', 'PAN-7'],
    order: {
      clause: 'HNA-8',
      words: 'Only an assessment that was signed off, and is not on an agenda, is opened again.',
    },
    fields: { reason: text('Why') },
  },
});

export type AssessmentEvents = typeof assessmentEvents;
