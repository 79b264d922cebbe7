import { performance } from 'node:perf_hooks';
import {
  addDays,
  advance,
  deriveDeadlines,
  emptyRecord,
  endOfDay,
  localDate,
  type Actor,
  type CaseRecord,
  type LocalDate,
  type NewEvent,
} from '../../workflows/protocol/index.js';
import type { LoadedPlace } from '../protocols/load-place.js';
import { percentilesOf, type Percentiles } from './percentiles.js';

/** How long one step takes on a case with so many events behind it, in milliseconds. */
export interface StepFigures extends Percentiles {
  events: number;
  /** Size of the stored record in bytes. */
  recordBytes: number;
}

const NURSE = 'nurse';
const NURSE_ACTS: Actor = { person: NURSE, roles: ['nurseAssessor'], organisation: 'mlcsu' };
const BIRTH = localDate('2014-06-01');
const TAKEN_ON = localDate('2016-02-01');
const LIFE_IN_DAYS = 4000;
const words = { digest: 'bench', characters: 40 };

const asked = (
  type: string,
  content: Record<string, unknown>,
  on: LocalDate,
  place: LoadedPlace,
): NewEvent => ({
  type,
  at: endOfDay(on),
  on,
  by: NURSE_ACTS,
  content,
  evidence: {
    people: {
      [NURSE]: {
        ...NURSE_ACTS,
        discipline: 'health',
        clinician: true,
        commissioner: false,
        delegatedLimitPence: null,
        competences: [place.protocol.parameters.assessorCompetence.value],
      },
    },
  },
});

const opening = (place: LoadedPlace) =>
  asked(
    'CASE_TAKEN_ON',
    {
      givenName: words,
      familyName: words,
      dateOfBirth: BIRTH,
      nhsNumberMissing: words,
      parentalResponsibility: [{ relationship: 'mother', name: words }],
      now: 'packageLive',
      source: words,
      assessor: NURSE,
      referralReceivedOn: '2015-09-01',
      panelHeldOn: '2015-11-02',
      packageCommencedOn: '2015-12-01',
      consentSignedOn: '2015-09-01',
    },
    TAKEN_ON,
    place,
  );

const review = (on: LocalDate, place: LoadedPlace, form: string) =>
  asked(
    'REVIEW_COMPLETED',
    {
      completedOn: on,
      form,
      outcome: 'continue',
      summary: words,
      comparedWithLast: words,
      outcomesReviewed: true,
      levels: place.protocol.decisionSupport.domains.map(({ slug, levels }) => ({
        domain: slug,
        level: levels.at(0),
      })),
    },
    on,
    place,
  );

const contact = (on: LocalDate, place: LoadedPlace) =>
  asked('CONTACT_LOGGED', { with: 'family', how: 'telephone', contactOn: on, about: words }, on, place);

function taken(record: CaseRecord, event: NewEvent, place: LoadedPlace): CaseRecord {
  const outcome = advance(record, event, place);
  if (outcome.kind === 'advanced') return outcome.record;
  throw new Error(`${event.type}: ${outcome.refusals.map(({ message }) => message).join(' ')}`);
}

const REVIEW_EVERY = 20;

/** A case whose life has brought so many events: contacts, and a review named and completed now and then. */
function caseWith(events: number, place: LoadedPlace): { record: CaseRecord; on: LocalDate } {
  let record = taken(
    emptyRecord('bench', 'case', place.place.id, place.protocol.version),
    opening(place),
    place,
  );
  let on = TAKEN_ON;
  while (record.seq < events) {
    on = addDays(TAKEN_ON, Math.floor((record.seq * LIFE_IN_DAYS) / events));
    if (record.seq % REVIEW_EVERY === 0 && record.seq + 1 < events) {
      const form = record.counts.review === 1 ? 'threeMonthProforma' : 'decisionSupportTool';
      record = taken(record, asked('REVIEWER_NAMED', { reviewer: NURSE }, on, place), place);
      record = taken(record, review(on, place, form), place);
    } else {
      record = taken(record, contact(on, place), place);
    }
  }
  return { record, on };
}

const WARM_UP = 5000;
const STEPS = 5000;

/** Times the whole pure step - restore the stored record, advance it, derive every deadline - on a case of that size. */
export function measurePureStep(events: number, place: LoadedPlace): StepFigures {
  const { record, on } = caseWith(events, place);
  const stored = JSON.stringify(record);
  const event = contact(on, place);
  const times: number[] = [];
  for (let step = 0; step < WARM_UP + STEPS; step += 1) {
    const started = performance.now();
    const next = taken(JSON.parse(stored) as CaseRecord, event, place);
    deriveDeadlines(next, place);
    JSON.stringify(next);
    if (step >= WARM_UP) times.push(performance.now() - started);
  }
  return { events, recordBytes: Buffer.byteLength(stored), ...percentilesOf(times) };
}
