import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  addDays,
  localDate,
  replay,
  type CaseRecord,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { assuranceGaps } from '../../workflows/provision/assurances.js';
import type { ProvisionFacts } from '../../workflows/provision/provision.js';
import { anyEvent } from '../helpers/arbitrary-events.js';
import { commenced } from '../helpers/package-story.js';
import { pathway } from '../helpers/pathway.js';
import type { Story } from '../helpers/story.js';
import { SEFTON } from '../helpers/story.js';

/** Points of the pathway from which anything is tried. */
const POINTS: (() => Story)[] = [
  pathway.opened,
  pathway.received,
  pathway.qualityAssured,
  pathway.assessing,
  pathway.evidenced,
  pathway.recommended,
  pathway.signedOff,
  pathway.listed,
  pathway.decided,
  () => commenced(),
];

const kindsOf = (record: CaseRecord) => Object.values(record.processes).map(({ kind }) => kind);
const foundEligible = (events: readonly StoredEvent[]) =>
  events.some(({ type, content }) => type === 'PANEL_DECIDED' && content['outcome'] === 'eligible');

function needBeforeMoney({ record, events }: Story) {
  if (kindsOf(record).some((kind) => ['provision', 'funding', 'package'].includes(kind))) {
    expect(foundEligible(events)).toBe(true);
  }
}

function nothingRunsAfterDeath({ record, deadlines }: Story) {
  if (!record.facts.died) return;
  expect(kindsOf(record)).toEqual(['case']);
  expect([...deadlines.values()].filter(({ settled }) => settled === null)).toEqual([]);
}

function nobodyDecidesWhatTheyAssessed(before: CaseRecord, { last }: Story) {
  if (last?.event.type !== 'PANEL_DECIDED') return;
  const took = new Set(before.participations.map(({ person }) => person));
  const positions = last.event.content['positions'] as { person: string }[];
  expect(positions.filter(({ person }) => took.has(person))).toEqual([]);
}

function noCommencementWithoutAssurances(before: CaseRecord, { last }: Story) {
  if (last?.event.type !== 'PACKAGE_COMMENCED') return;
  const provision = before.processes[last.event.process]?.facts as unknown as ProvisionFacts;
  expect(assuranceGaps(provision, last.event.on, SEFTON.protocol.parameters.assuranceKinds.value)).toEqual(
    [],
  );
}

const breachesOf = (events: readonly StoredEvent[]) =>
  events
    .filter(({ type }) => type === 'DEADLINE_PASSED')
    .map(({ content }) => `${String(content['deadline'])}#${String(content['occurrence'])}`);

describe('whatever anyone tries', () => {
  it('[PAN-5] [PAN-3] [PRV-1] [SCO-10] no gate is skipped, nothing breaks, and the record is what its history says', () => {
    let tried = 0;
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(...POINTS),
        fc.array(anyEvent, { minLength: 40, maxLength: 60 }),
        (from, events) => {
          const story = from();
          let on = localDate(story.events.at(-1)?.on ?? '2026-01-05');
          for (const { type, content, by, evidence, days } of events) {
            on = addDays(on, days);
            if (days > 6) story.passDeadlines(addDays(on, -1));
            const before = story.record;
            const outcome = story.ask(type, content, { by, at: on, evidence });
            tried += 1;
            if (outcome.kind === 'refused') {
              expect(outcome.refusals.length).toBeGreaterThan(0);
              expect(
                outcome.refusals.every(({ clauses, message }) => clauses.length > 0 && message.length > 0),
              ).toBe(true);
              expect(story.record).toBe(before);
              continue;
            }
            story.tell(type, content, { by, at: on, evidence });
            accepted.set(type, (accepted.get(type) ?? 0) + 1);
            needBeforeMoney(story);
            nothingRunsAfterDeath(story);
            nobodyDecidesWhatTheyAssessed(before, story);
            noCommencementWithoutAssurances(before, story);
          }
          expect(story.events.map(({ seq }) => seq)).toEqual(story.events.map((_event, at) => at + 1));
          expect(new Set(breachesOf(story.events)).size).toBe(breachesOf(story.events).length);
          expect(replay(story.record, story.events, () => SEFTON).record).toEqual(story.record);
        },
      ),
      { numRuns: 600 },
    );
    expect(accepted.size).toBeGreaterThan(45);
    expect(accepted.has('DEADLINE_PASSED') || accepted.has('BREACH_WITHDRAWN')).toBe(false);
    expect(tried).toBeGreaterThan(20_000);
  });
});
