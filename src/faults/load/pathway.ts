import type { Random } from '../random.js';

/** Those who work on cases here, by what they are. */
export const STAFF = { nurse: 'nurseAssessor', manager: 'manager', administrator: 'administrator' } as const;
export type Who = keyof typeof STAFF;

/** A command that someone gives. */
export interface Step {
  type: string;
  by: Who;
  content: Record<string, unknown>;
}

/** What a command speaks of besides its case: the day it is, and who is who. */
export interface Told {
  today: string;
  people: Readonly<Record<Who, string>>;
  random: Random;
}

/** One of them is 14 in a year that does not have that day. */
const BORN = ['2019-06-01', '2012-02-29', '2021-11-17'];

const OPENING = {
  givenName: 'Test',
  familyName: 'Fault',
  nhsNumberMissing: 'Made to try faults on',
  parentalResponsibility: [{ relationship: 'mother', name: 'Test Mother' }],
};

/** The first steps of every case, in order: they start clocks, meet them and start others. */
const BEGINNING: readonly ((told: Told) => Step)[] = [
  ({ random }) => ({
    type: 'CASE_OPENED',
    by: 'nurse',
    content: { ...OPENING, dateOfBirth: random.oneOf(BORN) },
  }),
  ({ today }) => ({
    type: 'CONSENT_GIVEN',
    by: 'nurse',
    content: {
      capacity: 'parent',
      givenBy: 'the mother',
      scope: ['assessment', 'sharing'],
      signedOn: today,
      document: 'scanned form',
    },
  }),
  ({ today, people }) => ({
    type: 'CHECKLIST_RECEIVED',
    by: 'nurse',
    content: {
      receivedOn: today,
      setting: 'communityNursing',
      profession: 'community-nurse',
      needs: ['physicalDisability'],
      servicesExplored: [{ service: 'community nursing', outcome: 'cannot cover nights' }],
      unmetNeeds: ['care at night'],
      attendees: [{ person: people.nurse, discipline: 'health' }],
    },
  }),
  () => ({ type: 'CHECKLIST_QUALITY_ASSURED', by: 'nurse', content: { complete: true, gaps: [] } }),
  ({ people }) => ({ type: 'ASSESSOR_NAMED', by: 'manager', content: { assessor: people.nurse } }),
  ({ today }) => ({
    type: 'CHECKLIST_PROCEEDED',
    by: 'nurse',
    content: { decidedOn: today, rationale: 'an assessment is needed' },
  }),
];

const ONE_DEATH_IN = 25;

/** What follows, again and again: words of a case, now and then its end. */
function later({ today, random }: Told): Step {
  if (random.onceIn(ONE_DEATH_IN)) {
    return { type: 'CHILD_DIED', by: 'nurse', content: { diedOn: today, toldBy: 'the family' } };
  }
  return random.onceIn(2)
    ? { type: 'CASE_NOTE_ADDED', by: 'nurse', content: { note: 'visited at home' } }
    : {
        type: 'CONTACT_LOGGED',
        by: 'nurse',
        content: { with: 'family', how: 'telephone', contactOn: today, about: 'how the nights are' },
      };
}

/** The step of a case after so many. */
export const stepAfter = (count: number, told: Told): Step => (BEGINNING[count] ?? later)(told);

/** Whether nothing follows on that step. */
export const isLast = (type: string): boolean => type === 'CHILD_DIED';
