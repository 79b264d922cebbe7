import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fc, SEED } from '../helpers/properties.js';
import { rolesFor } from '../../src/access/policy.js';
import type { CommandOutcome } from '../../src/cases/command.js';
import { addDays, allEvents, localDate, type OwnedEvent } from '../../workflows/protocol/index.js';
import { contentOf } from '../helpers/arbitrary-events.js';
import { Service, type Who } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { PEOPLE } from '../helpers/story.js';

const COMMANDS = 900;
const people = Object.keys(PEOPLE) as Who[];

let service: Service;
let subjects: { kind: 'case' | 'meeting'; id: string }[];

beforeAll(async () => {
  service = await Service.start();
  const pathway = new ServicePathway(service);
  const decided = await pathway.decided();
  const listed = await pathway.listed();
  const waiting = [
    await pathway.opened(),
    await pathway.received(),
    await pathway.assessing(),
    await pathway.signedOff(),
  ];
  subjects = [
    ...[decided.id, listed.id, ...waiting].map((id) => ({ kind: 'case' as const, id })),
    ...[decided.meeting, listed.meeting].map((id) => ({ kind: 'meeting' as const, id })),
  ];
}, 120_000);

afterAll(() => service.stop());

/** Mostly someone whose role may record it: chance alone would hardly get past the door. */
const someone = ({ type }: OwnedEvent, nth: number): Who => {
  const able = people.filter((who) =>
    rolesFor(type).some((role) => (PEOPLE[who].roles as string[]).includes(role)),
  );
  return (
    (nth % 5 === 0 ? people : able.length > 0 ? able : people)[nth % (able.length || people.length)] ??
    'nurse'
  );
};

async function sendAnything(event: OwnedEvent, nth: number): Promise<CommandOutcome> {
  const kind = event.owner.kind === 'meeting' ? 'meeting' : 'case';
  const mine = subjects.filter((each) => each.kind === kind);
  const meetings = subjects.filter((each) => each.kind === 'meeting');
  const [content] = fc.sample(contentOf(event.definition.fields), { seed: SEED + nth, numRuns: 1 });
  const named = JSON.parse(
    JSON.stringify(content).replaceAll('meeting-1', meetings[nth % meetings.length]?.id ?? ''),
  ) as Record<string, unknown>;
  return service.send(mine[nth % mine.length] ?? { kind, id: null }, event.type, named, {
    by: someone(event, nth),
  });
}

describe('anything that anyone may send', () => {
  it('is accepted, refused or said to be wrong, and everything stored is what its events say', async () => {
    const events = allEvents();
    const order = fc.sample(fc.integer({ min: 0, max: events.length - 1 }), {
      seed: SEED,
      numRuns: COMMANDS,
    });
    const kinds = new Map<string, number>();
    for (const [nth, at] of order.entries()) {
      if (nth % 60 === 0) await service.moveTo(`${addDays(localDate('2026-02-10'), nth / 10)}T09:00`);
      const event = events[at];
      if (!event) continue;
      const { kind } = await sendAnything(event, nth);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }

    const differences = await Promise.all(
      subjects.map(async ({ kind, id }) => [id, await service.parts.proof.differences('sefton', kind, id)]),
    );
    expect(differences).toEqual(subjects.map(({ id }) => [id, []]));
    expect([...kinds.keys()].sort()).toEqual(['accepted', 'invalid', 'notAllowed', 'refused']);
    for (const count of kinds.values()) expect(count).toBeGreaterThan(20);
  }, 120_000);

  it('[PAN-3] leaves no decision by someone who took part in what was decided', async () => {
    const wrong = await service.query(
      `SELECT 1 FROM decision_makers m JOIN decisions d USING (place_id, case_id, process)
       JOIN participations p ON p.case_id = d.case_id AND p.person_id = m.person_id
         AND (p.referral = d.referral OR p.assessment = d.assessment) AND p.seq < d.seq`,
    );

    expect(wrong).toEqual([]);
  });

  it('leaves no deadline overdue without its passing recorded', async () => {
    await service.parts.duePass.run();

    expect(
      await service.query(
        "SELECT key FROM deadlines WHERE awaits_passing AND due_at < service_now() - interval '2 seconds'",
      ),
    ).toEqual([]);
  });
});
