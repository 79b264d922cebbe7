import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  addDays,
  endOfDay,
  hasPassed,
  isCorrection,
  isLocalDate,
  isOverdue,
  localDate,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { anyEvent } from '../helpers/arbitrary-events.js';
import { seftonWith } from '../helpers/clocks.js';
import { commenced } from '../helpers/package-story.js';
import { pathway } from '../helpers/pathway.js';
import { SEFTON, type Story } from '../helpers/story.js';

const HOSPITAL = [{ slug: 'hospital', title: 'The child is in hospital' }];

/** Sefton, but that everything may be excepted, extended and paused. */
const LENIENT = seftonWith(
  Object.fromEntries(
    SEFTON.protocol.timescales.map(({ id }) => [
      id,
      {
        exception: { clause: 'HNA-11' },
        extension: { clause: 'DIS-1' },
        pause: { clause: 'HNA-11', reasons: HOSPITAL },
      },
    ]),
  ),
);

const POINTS: (() => Story)[] = [
  pathway.received,
  pathway.assessing,
  pathway.signedOff,
  pathway.decided,
  () => commenced(),
];

interface Asked {
  type: string;
  content: Record<string, unknown>;
  days: number;
}

const SIGNED = { approvedBy: 'manager', secondedBy: 'socialWorker' };

/** Something done to whichever clock the number falls on, perhaps a day or two late. */
const clockEvent = fc
  .record({
    nth: fc.nat(),
    what: fc.constantFrom('exception', 'extension', 'pause', 'resume', 'reason', 'correction', 'notice'),
    amount: fc.integer({ min: 1, max: 10 }),
    ago: fc.integer({ min: 0, max: 2 }),
    days: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ nth, what, amount, ago, days }) => (story: Story, today: LocalDate): Asked => {
    const open = [...story.deadlines.values()].filter(({ settled }) => settled === null);
    const at = addDays(today, days);
    const deadline = open[nth % Math.max(1, open.length)]?.key ?? 'none';
    const breaches = Object.entries(story.record.breaches);
    const [late = 'none', breach] = breaches[nth % Math.max(1, breaches.length)] ?? [];
    const started = open[nth % Math.max(1, open.length)]?.startedBy;
    const about = story.events.find(({ seq }) => seq === started) ?? story.events[0];
    const [dayOf, was] = Object.entries(about?.content ?? {}).find(([, value]) => isLocalDate(value)) ?? [
      'receivedOn',
      today,
    ];
    const reason = 'words';
    const asked: Record<typeof what, [string, Record<string, unknown>]> = {
      exception: [
        'CLOCK_EXCEPTION_RECORDED',
        { deadline, reason, newTarget: addDays(at, 90), approvedBy: 'manager' },
      ],
      extension: ['CLOCK_EXTENDED', { deadline, reason, amount, unit: 'workingDays', ...SIGNED }],
      pause: ['CLOCK_PAUSED', { deadline, reason: 'hospital', pausedOn: addDays(at, -ago), ...SIGNED }],
      resume: [
        'CLOCK_RESUMED',
        {
          deadline: open.find(({ pausedSince }) => pausedSince !== null)?.key ?? deadline,
          reason,
          resumedOn: addDays(at, -ago),
        },
      ],
      reason: [
        'BREACH_REASON_GIVEN',
        { deadline: late, occurrence: breach?.occurrence ?? 1, reason: 'capacity', ours: true },
      ],
      notice: [
        'NOTICE_GIVEN',
        {
          recipient: ['referrer', 'family', 'keyProfessionals'][amount % 3],
          how: ['letter', 'telephone'][nth % 2],
          toldOn: at,
          said: reason,
          rationaleGiven: true,
        },
      ],
      correction: [
        'FACT_CORRECTED',
        {
          event: about?.seq ?? 1,
          field: dayOf,
          to: addDays(was as LocalDate, amount),
          reason,
        },
      ],
    };
    const [type, content] = asked[what];
    return { type, content, days };
  });

const whatever = anyEvent.map(({ type, content, days }) => (): Asked => ({ type, content, days }));

/** In the second place of the clocks: the same story, told on under other rules. */
const under = (story: Story, place: typeof SEFTON): Story => Object.assign(story, { place });

const overdueAt = ({ deadlines }: Story, day: LocalDate): string[] =>
  [...deadlines.values()]
    .filter((deadline) => isOverdue(deadline, endOfDay(day)))
    .map(({ key }) => key)
    .sort();

describe('the deadlines that are overdue', () => {
  it('[HNA-11] [DIS-1] become fewer only by an event that says why, whatever anyone tries', () => {
    const accepted = new Map<string, number>();
    const left = { met: 0, stopped: 0, corrected: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...POINTS),
        fc.array(fc.oneof({ weight: 3, arbitrary: clockEvent }, { weight: 2, arbitrary: whatever }), {
          minLength: 25,
          maxLength: 40,
        }),
        (from, steps) => {
          const story = under(from(), LENIENT);
          let day = localDate(story.events.at(-1)?.on ?? '2026-01-05');
          for (const step of steps) {
            const { type, content, days } = step(story, day);
            const earlier = overdueAt(story, day);
            const next = addDays(day, days);
            story.passDeadlines(addDays(next, -1));
            day = next;
            const before = overdueAt(story, day);
            expect(earlier.filter((key) => !before.includes(key))).toEqual([]);

            const breaches = story.record.breaches;
            const told = story.events.length;
            const outcome = story.ask(type, content, { by: 'nurse', at: day });
            if (outcome.kind === 'advanced') {
              story.tell(type, content, { by: 'nurse', at: day });
              accepted.set(type, (accepted.get(type) ?? 0) + 1);
            }
            const after = overdueAt(story, day);
            for (const key of before.filter((each) => !after.includes(each))) {
              const now = story.deadlines.get(key);
              const since = story.events.slice(told);
              expect(since.map((event) => event.type)).toContain(type);
              if (isCorrection(type)) left.corrected += 1;
              else {
                expect(type.startsWith('CLOCK_')).toBe(false);
                expect(story.events.map(({ seq }) => seq)).toContain(now?.settled?.by);
                left[now?.settled?.as ?? 'stopped'] += 1;
              }
              const stood = breaches[key] !== undefined && breaches[key].withdrawn === undefined;
              const stands = now !== undefined && hasPassed(now, endOfDay(day));
              if (stood && !stands) {
                expect(
                  since.filter(
                    (event) => event.type === 'BREACH_WITHDRAWN' && event.content['deadline'] === key,
                  ),
                ).toHaveLength(1);
              }
            }
          }
        },
      ),
      { numRuns: 40, seed: 20260105, endOnFailure: true },
    );
    for (const type of [
      'CLOCK_EXCEPTION_RECORDED',
      'CLOCK_EXTENDED',
      'CLOCK_PAUSED',
      'CLOCK_RESUMED',
      'BREACH_REASON_GIVEN',
      'FACT_CORRECTED',
    ]) {
      expect([type, accepted.get(type) ?? 0]).toEqual([type, expect.any(Number)]);
      expect(accepted.get(type) ?? 0).toBeGreaterThan(10);
    }
    expect(Math.min(...Object.values(left))).toBeGreaterThan(0);
  });
});
