import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { CaseReading } from '../../src/reading/case-reading.js';
import { addDays, localDate } from '../../workflows/protocol/index.js';
import { DECISION, NATIONAL } from '../helpers/clocks.js';
import { CHECKLIST, CHILD, CONSENT } from '../helpers/pathway.js';
import { pausingPlace } from '../helpers/pausing-place.js';
import { Service } from '../helpers/service.js';
import { nhsNumbers } from '../helpers/service-pathway.js';

const SIGNED = { approvedBy: 'manager', secondedBy: 'socialWorker' };

const place = pausingPlace();
let service: Service;
const numberOf = nhsNumbers();

beforeAll(async () => {
  service = await Service.start({ placesDir: place.placesDir });
}, 60_000);

afterAll(async () => {
  await service.stop();
  place.remove();
});

/** A case whose checklist is received on that day. */
async function received(day: string): Promise<string> {
  await service.moveTo(`${day}T08:00`);
  const child = { ...CHILD, nhsNumber: numberOf() };
  const { subject: id } = await service.tell({ kind: 'case', id: null }, 'CASE_OPENED', child);
  await service.tell(CASE(id), 'CONSENT_GIVEN', { ...CONSENT, signedOn: day });
  await service.tell(CASE(id), 'CHECKLIST_RECEIVED', { ...CHECKLIST, receivedOn: day }, { by: 'referrer' });
  return id;
}

const CASE = (id: string) => ({ kind: 'case' as const, id });
const rowOf = async (id: string, key: string): Promise<Record<string, unknown> | undefined> =>
  (
    await service.query(
      `SELECT due_on::text, original_due_on::text, paused_since::text, awaits_passing, breach_reason, breach_ours,
         breach_reason_by, breach_reason_seq, is_open,
         (SELECT paused FROM open_deadlines o WHERE o.case_id = d.case_id AND o.key = d.key) AS paused
       FROM deadlines d WHERE case_id = $1 AND key = $2`,
      [id, key],
    )
  )[0];
const view = async (id: string, key: string) => {
  const reading = new CaseReading(service.parts.dataSource, service.parts.places);
  return (await reading.deadlines('sefton', id))?.view.find((each) => each.key === key);
};
const differences = (id: string) => service.parts.proof.differences('sefton', 'case', id);

describe('a clock that was changed', () => {
  it('[CHK-6] stands still in its row, rings for nobody, and runs on with both dates', async () => {
    const id = await received('2026-01-05');
    const pause = { deadline: DECISION, pausedOn: '2026-01-06', reason: 'hospital', words: 'In the night' };
    await service.tell(CASE(id), 'CLOCK_PAUSED', { ...pause, ...SIGNED }, { at: '2026-01-06' });
    await service.moveTo('2026-01-20T09:00');
    await service.parts.duePass.run();

    expect(await rowOf(id, DECISION)).toMatchObject({
      due_on: '2026-01-12',
      paused_since: '2026-01-06',
      awaits_passing: false,
      paused: true,
    });
    const alarms = await service.query('SELECT rings_at FROM alarms WHERE about = $1', [`${id} ${DECISION}`]);
    expect(alarms).toEqual([{ rings_at: null }]);
    expect(await view(id, DECISION)).toMatchObject({
      state: 'paused',
      pausedSince: '2026-01-06',
      breach: null,
      pauses: [
        {
          reasonTitle: 'The child is in hospital',
          why: 'In the night',
          on: '2026-01-06',
          recordedBy: { name: 'Test nurse' },
          approvedBy: { name: 'Test manager' },
          secondedBy: { name: 'Test socialWorker' },
        },
      ],
    });

    const resumed = { deadline: DECISION, resumedOn: '2026-01-20', reason: 'home' };
    await service.tell(CASE(id), 'CLOCK_RESUMED', resumed, { at: '2026-01-20T10:00' });
    expect(await rowOf(id, DECISION)).toMatchObject({
      due_on: '2026-01-26',
      original_due_on: '2026-01-12',
      paused_since: null,
      awaits_passing: true,
      paused: false,
    });
    const extension = { deadline: DECISION, amount: 1, unit: 'workingDays', reason: 'a letter comes' };
    await service.tell(CASE(id), 'CLOCK_EXTENDED', { ...extension, ...SIGNED });
    expect(await view(id, DECISION)).toMatchObject({
      dueOn: '2026-01-27',
      originalDueOn: '2026-01-12',
      extensions: [{ byWords: '1 working day', why: 'a letter comes' }],
    });
    expect(await differences(id)).toEqual([]);
  });

  it('[ROL-4] has the reason for its breach in its row, also where it was met long ago', async () => {
    const id = await received('2026-03-02');
    await service.moveTo('2026-03-11T09:00');
    await service.parts.duePass.run();
    await service.tell(CASE(id), 'CHECKLIST_RETURNED', { returnedOn: '2026-03-11', missing: ['a letter'] });
    await service.tell(CASE(id), 'CASE_NOTE_ADDED', { note: 'x' });
    const reason = {
      deadline: DECISION,
      occurrence: 1,
      reason: 'other',
      words: 'The post was lost',
      ours: false,
    };
    const given = await service.tell(CASE(id), 'BREACH_REASON_GIVEN', reason);

    expect(await rowOf(id, DECISION)).toMatchObject({
      is_open: false,
      breach_reason: 'other',
      breach_ours: false,
      breach_reason_by: service.ids.nurse,
      breach_reason_seq: given.seq,
    });
    const shown = {
      state: 'metLate',
      breach: {
        stands: true,
        reason: {
          title: 'Other, in words',
          words: 'The post was lost',
          ours: false,
          by: { name: 'Test nurse' },
        },
      },
    };
    expect(await view(id, DECISION)).toMatchObject(shown);

    await service.tell(CASE(id), 'CASE_NOTE_ADDED', { note: 'y' });
    const corrected = { event: 3, field: 'profession', to: 'school-nurse', reason: 'misheard' };
    await service.tell(CASE(id), 'FACT_CORRECTED', corrected);
    expect(await view(id, DECISION)).toMatchObject(shown);
    expect(await differences(id)).toEqual([]);
  });
});

/** What staff were told of the deadline, in order, with why it no longer stands. */
const told = async (id: string): Promise<[string, string | null][]> =>
  (
    await service.query<{ kind: string; why: string | null }>(
      `SELECT kind, withdrawn_why AS why FROM staff_notices WHERE case_id = $1 AND deadline_key = $2 ORDER BY at, id`,
      [id, DECISION],
    )
  ).map(({ kind, why }) => [kind, why]);

describe('what staff were told of a clock that was changed', () => {
  it('[CHK-6] is withdrawn when it is paused, and told again once it runs on and is due soon', async () => {
    const id = await received('2026-02-02');
    await service.moveTo('2026-02-05T09:00');
    const before = await told(id);
    const pause = { deadline: DECISION, pausedOn: '2026-02-05', reason: 'hospital', ...SIGNED };
    await service.tell(CASE(id), 'CLOCK_PAUSED', pause);
    const paused = await told(id);
    await service.tell(CASE(id), 'CLOCK_RESUMED', {
      deadline: DECISION,
      resumedOn: '2026-02-05',
      reason: 'home',
    });
    await service.parts.duePass.run();
    await service.parts.duePass.run();

    expect(before).toEqual([['dueSoon', null]]);
    expect(paused).toEqual([['dueSoon', 'paused']]);
    expect(await told(id)).toEqual([
      ['dueSoon', 'paused'],
      ['dueSoon', null],
    ]);
  });

  it('[DIS-1] is withdrawn when it is extended, and told again once the extension proves to be a mistake', async () => {
    const id = await received('2026-02-02');
    await service.moveTo('2026-02-05T09:00');
    const extension = { deadline: DECISION, amount: 3, unit: 'workingDays', reason: 'a letter', ...SIGNED };
    const { seq } = await service.tell(CASE(id), 'CLOCK_EXTENDED', extension);
    await service.parts.duePass.run();
    const extended = await told(id);
    await service.tell(CASE(id), 'ENTERED_IN_ERROR', { event: seq, reason: 'another case was meant' });
    await service.parts.duePass.run();
    await service.parts.duePass.run();

    // Of eight working days the fourth is tomorrow: nothing is to be said of it today.
    expect(extended).toEqual([['dueSoon', 'moved']]);
    expect(await told(id)).toEqual([
      ['dueSoon', 'moved'],
      ['dueSoon', null],
    ]);
    expect(await differences(id)).toEqual([]);
  });
});

const OVERDUE = `SELECT case_id::text || ' ' || key AS name FROM deadlines
  WHERE is_open AND NOT guidance AND paused_since IS NULL AND due_at + interval '1 second' <= service_now()
  ORDER BY 1`;
const overdue = async (): Promise<string[]> =>
  (await service.query<{ name: string }>(OVERDUE)).map(({ name }) => name);

interface Step {
  nth: number;
  what: string;
  amount: number;
  days: number;
}

const STEPS = fc.array(
  fc.record({
    nth: fc.nat({ max: 1000 }),
    what: fc.constantFrom(
      'pass',
      'except',
      'extend',
      'pause',
      'resume',
      'explain',
      'return',
      'note',
      'correct',
      'close',
    ),
    amount: fc.integer({ min: 1, max: 6 }),
    days: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 140, maxLength: 140 },
);

/** What the step records, on that day. */
function commandOf({ what, amount, nth }: Step, day: string): [string, Record<string, unknown>] | null {
  const deadline = nth % 2 === 0 ? DECISION : NATIONAL;
  const reason = 'words';
  const commands: Record<string, [string, Record<string, unknown>]> = {
    except: [
      'CLOCK_EXCEPTION_RECORDED',
      { deadline, reason, approvedBy: 'manager', newTarget: addDays(localDate(day), 90) },
    ],
    extend: ['CLOCK_EXTENDED', { deadline, reason, amount, unit: 'workingDays', ...SIGNED }],
    pause: ['CLOCK_PAUSED', { deadline, reason: 'hospital', pausedOn: day, ...SIGNED }],
    resume: ['CLOCK_RESUMED', { deadline, reason, resumedOn: day }],
    explain: ['BREACH_REASON_GIVEN', { deadline, occurrence: 1, reason: 'capacity', ours: true }],
    return: ['CHECKLIST_RETURNED', { returnedOn: day, missing: ['a letter'] }],
    note: ['CASE_NOTE_ADDED', { note: reason }],
    correct: [
      'FACT_CORRECTED',
      { event: 3, field: 'receivedOn', to: addDays(localDate(day), -amount), reason },
    ],
    close: ['CHILD_DIED', { diedOn: day, toldBy: 'the hospital' }],
  };
  return commands[what] ?? null;
}

describe('the deadlines that are overdue, as they are stored', () => {
  it('[HNA-11] [DIS-1] become fewer only by an event of their case, whatever is recorded', async () => {
    let day = localDate('2026-06-01');
    const ids: string[] = [];
    for (let left = 6; left > 0; left -= 1) ids.push(await received(day));
    const outcomes = new Map<string, number>();
    let left = 0;
    const [steps = []] = fc.sample(STEPS, { seed: 20260105, numRuns: 1 });
    for (const [at, step] of steps.entries()) {
      const earlier = await overdue();
      day = addDays(day, step.days);
      if (step.days > 0) await service.moveTo(`${day}T08:00`);
      await service.parts.duePass.run();
      const before = await overdue();
      expect(earlier.filter((name) => !before.includes(name))).toEqual([]);

      const command = commandOf(step, day);
      // The death of a child is told once or twice in so many steps.
      if (!command || (step.what === 'close' && at % 50 !== 0)) continue;
      const id = ids[step.nth % ids.length] ?? '';
      const [type, content] = command;
      const outcome = await service.send(CASE(id), type, content);
      const name = `${type} ${outcome.kind}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      const after = await overdue();
      const gone = before.filter((each) => !after.includes(each));
      left += gone.length;
      if (gone.length > 0) {
        expect(outcome.kind).toBe('accepted');
        expect(['CHECKLIST_RETURNED', 'FACT_CORRECTED', 'CHILD_DIED']).toContain(type);
        expect(gone.every((each) => each.startsWith(id))).toBe(true);
      }
    }
    for (const kind of ['CLOCK_EXTENDED', 'CLOCK_PAUSED', 'CLOCK_RESUMED', 'BREACH_REASON_GIVEN']) {
      expect([kind, outcomes.has(`${kind} accepted`), outcomes.has(`${kind} refused`)]).toEqual([
        kind,
        true,
        true,
      ]);
    }
    expect(left).toBeGreaterThan(0);
    for (const id of ids) expect(await differences(id)).toEqual([]);
  }, 120_000);
});
