import { randomUUID } from 'node:crypto';
import type { Command } from '../cases/command.js';
import type { Engine } from '../engine.module.js';
import { timed } from './rates.js';

/** A case that is open and waits for its checklist, at the version a form would carry. */
export interface BenchCase {
  id: string;
  version: number;
}

/** Where the cases are and who works on them. */
export interface Bench {
  place: string;
  nurse: string;
}

const OPENING = {
  givenName: 'Bench',
  familyName: 'Case',
  dateOfBirth: '2020-06-01',
  nhsNumberMissing: 'Made to be measured',
  parentalResponsibility: [{ relationship: 'mother', name: 'Bench Mother' }],
};

/** The command that is measured: receiving a checklist, with its words, its clocks and who took part. */
export const received = ({ place, nurse }: Bench, { id, version }: BenchCase, today: string): Command => ({
  commandId: randomUUID(),
  subject: { kind: 'case', id },
  place,
  type: 'CHECKLIST_RECEIVED',
  content: checklist(nurse, today),
  by: nurse,
  expectedVersion: version,
});

/** What the checklist says. */
export const checklist = (nurse: string, today: string) => ({
  receivedOn: today,
  setting: 'communityNursing',
  profession: 'community-nurse',
  needs: ['physicalDisability'],
  servicesExplored: [{ service: 'Community nursing', outcome: 'Cannot cover the nights' }],
  unmetNeeds: ['Care through the night'],
  attendees: [{ person: nurse, discipline: 'health' }],
});

const OPENED_AT_ONCE = 8;

/** Opens so many cases through the engine. */
export async function openCases({ engine }: Engine, bench: Bench, count: number): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  await timed(Array.from({ length: count }, randomUUID), OPENED_AT_ONCE, async (commandId) => {
    const outcome = await engine.execute({
      commandId,
      subject: { kind: 'case', id: null },
      place: bench.place,
      type: 'CASE_OPENED',
      content: OPENING,
      by: bench.nurse,
    });
    if (outcome.kind !== 'accepted')
      throw new Error(`A case could not be opened: ${JSON.stringify(outcome)}`);
    cases.push({ id: outcome.subject, version: outcome.version });
  });
  return cases;
}

/** Records the checklist of a case through the engine. */
export async function receiveByEngine(
  { engine }: Engine,
  bench: Bench,
  one: BenchCase,
  today: string,
): Promise<void> {
  const outcome = await engine.execute(received(bench, one, today));
  if (outcome.kind !== 'accepted')
    throw new Error(`A checklist was not accepted: ${JSON.stringify(outcome)}`);
}
