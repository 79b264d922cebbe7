import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import { addDays, dayNumber, fromDayNumber, localDate } from '../../workflows/calendar/local-date.js';
import { endOfDay, formatLondon, londonToInstant } from '../../workflows/calendar/london-time.js';
import type { ClockStartFacts } from '../../workflows/timescales/clock-start.js';
import { countDue, dueOf, extend } from '../../workflows/timescales/count-due.js';
import { timescaleOf } from '../../workflows/timescales/protocol-data.js';
import type { Timescale } from '../../workflows/timescales/timescale.js';

const { protocol, calendar } = loadPlace('sefton');

const row = (id: string): Timescale => {
  const found = timescaleOf(protocol, id);
  if (!found) throw new Error(`no timescale ${id}`);
  return found;
};
const from = (text: string): ClockStartFacts =>
  text.includes('T')
    ? { on: localDate(text.slice(0, 10)), at: londonToInstant(text) }
    : { on: localDate(text) };
const count = (id: string, start: string) => countDue(row(id), from(start), calendar);

describe('clocks in working days', () => {
  it.each([
    ['[CHK-6] over Easter', 'checklist-decision', '2026-04-02', '2026-04-13'],
    ['[CHK-6] over Christmas', 'checklist-decision', '2026-12-22', '2026-12-31'],
    ['[CHK-6] from a Saturday', 'checklist-decision', '2026-06-13', '2026-06-19'],
    ['[CHK-6] from a bank holiday', 'checklist-decision', '2026-05-25', '2026-06-01'],
    ['[CHK-7] over the early May holiday', 'referrer-told', '2026-05-01', '2026-05-11'],
    ['[PAN-9] from a Tuesday', 'decision-notice', '2026-06-09', '2026-06-16'],
    ['[PAN-10] told verbally', 'not-eligible-verbal', '2026-06-09', '2026-06-16'],
    ['[PAN-10] written rationale', 'not-eligible-written', '2026-06-09', '2026-06-23'],
    ['[CRI-2] crisis information', 'crisis-information', '2026-08-28', '2026-09-07'],
    ['[DIS-1] stage 3', 'dispute-stage-3', '2026-12-14', '2027-01-07'],
    ['[APP-1] acknowledgement', 'appeal-acknowledge', '2026-04-02', '2026-04-09'],
    ['[PHB-1] budget', 'phb-decision', '2026-06-01', '2026-06-29'],
  ])('%s: %s from %s is due %s', (_what, id, start, due) => {
    expect(count(id, start).dueOn).toBe(due);
  });

  it('[CHK-6] say day 0, each day passed over with its holiday, and the day reached', () => {
    const { trace } = count('checklist-decision', '2026-04-02');
    expect(trace.words).toEqual([
      'Day 0 is Thursday 2 April 2026.',
      'Not counted: Friday 3 April (bank holiday: Good Friday), Saturday 4 April, Sunday 5 April, Monday 6 April (bank holiday: Easter Monday), Saturday 11 April and Sunday 12 April.',
      'The fifth working day is Monday 13 April 2026; it is due by the close of that day.',
    ]);
    expect(trace.counted).toEqual(['2026-04-07', '2026-04-08', '2026-04-09', '2026-04-10', '2026-04-13']);
    expect(trace.skipped).toContainEqual({ date: '2026-04-06', why: 'bank holiday: Easter Monday' });
  });

  it('end at the close of the due day in London, in summer as in winter', () => {
    expect(count('checklist-decision', '2026-04-02').dueAt).toBe('2026-04-13T22:59:59.000Z');
    expect(count('checklist-decision', '2026-12-22').dueAt).toBe('2026-12-31T23:59:59.000Z');
  });

  it('start on the London day of a moment, which may be the day after in UTC', () => {
    const midnight = countDue(
      row('checklist-decision'),
      { on: localDate('2026-06-10'), at: '2026-06-09T23:30:00.000Z' },
      calendar,
    );
    expect(midnight.dueOn).toBe('2026-06-17');
    expect(midnight.startedAt).toBe('2026-06-09T23:30:00.000Z');
  });

  it('end on a working day, later for a later start', () => {
    const days = fc
      .integer({ min: dayNumber(localDate('2019-01-01')), max: dayNumber(localDate('2030-12-31')) })
      .map(fromDayNumber);
    const ids = fc.constantFrom(
      ...protocol.timescales.filter(({ length }) => length?.unit === 'workingDays').map(({ id }) => id),
    );
    fc.assert(
      fc.property(ids, days, fc.integer({ min: 0, max: 10 }), (id, on, later) => {
        const due = countDue(row(id), { on }, calendar);
        expect(calendar.isWorkingDay(due.dueOn)).toBe(true);
        expect(due.trace.counted).toHaveLength(row(id).length?.amount ?? 0);
        expect(due.trace.counted.at(-1)).toBe(due.dueOn);
        expect(due.dueAt).toBe(endOfDay(due.dueOn));
        expect(dueOf(row(id), { on: addDays(on, later) }, calendar).dueOn >= due.dueOn).toBe(true);
      }),
    );
  });
});

describe('clocks in weeks and months', () => {
  it.each([
    [
      '[CHK-10] six calendar weeks that end on Christmas Day',
      'decision-national',
      '2025-11-13',
      '2025-12-25',
    ],
    ['[CHK-10] six calendar weeks that end on a Sunday', 'decision-national', '2026-03-01', '2026-04-12'],
    ['[HNA-11] six calendar weeks over the clock change', 'provision-local', '2026-03-20', '2026-05-01'],
    ['[HOS-2] two calendar weeks', 'discharge-attendance', '2026-04-02', '2026-04-16'],
    ['[LAC-4] twelve calendar weeks', 'placement-settling', '2026-01-05', '2026-03-30'],
    ['[CHK-5] two calendar days over a weekend', 'pre-assessment', '2026-06-12', '2026-06-14'],
    ['[REV-1] three months from the end of November', 'review-three-month', '2026-11-30', '2027-02-28'],
    ['[REV-1] three months into a leap February', 'review-three-month', '2027-11-30', '2028-02-29'],
    ['[REV-2] a year from 29 February', 'review-annual', '2024-02-29', '2025-02-28'],
    ['[HNA-7] a year from eligibility without a package', 'review-annual', '2026-06-09', '2027-06-09'],
    ['[TRA-1] a month from the 14th birthday', 'transition-notification', '2026-01-31', '2026-02-28'],
    ['[FST-6] three months after a fast track', 'fast-track-assessment', '2026-01-31', '2026-04-30'],
  ])('%s: %s from %s is due %s', (_what, id, start, due) => {
    expect(count(id, start).dueOn).toBe(due);
  });

  it('[CHK-10] say that a due date on a holiday stays there', () => {
    expect(count('decision-national', '2025-11-13').trace.words).toEqual([
      'Day 0 is Thursday 13 November 2025.',
      '6 calendar weeks on, with weekends and bank holidays counted, is Thursday 25 December 2025.',
      'It stays there although that is not a working day.',
      'It is due by the close of that day.',
    ]);
  });

  it.each([
    ['next', '2025-12-29', ['2025-12-25', '2025-12-26', '2025-12-27', '2025-12-28']],
    ['previous', '2025-12-24', []],
  ] as const)('roll to the %s working day where a protocol version says so', (roll, dueOn, skipped) => {
    const due = countDue({ ...row('decision-national'), roll }, from('2025-11-13'), calendar);
    expect(due.dueOn).toBe(dueOn);
    expect(due.baseOn).toBe('2025-12-25');
    expect(due.trace.skipped.map(({ date }) => date)).toEqual(skipped);
    expect(due.trace.words.join(' ')).toContain('Christmas Day');
  });

  it('[PAN-7] without a length of their own take the due day that comes with the start', () => {
    const given = countDue(
      row('deferred-information'),
      from('2026-06-09'),
      calendar,
      localDate('2026-07-07'),
    );
    expect(given.dueOn).toBe('2026-07-07');
    expect(() => count('deferred-information', '2026-06-09')).toThrow(/no length of its own/);
  });
});

describe('clocks in hours', () => {
  it.each([
    ['[CRI-1] over the weekend', 'crisis-notice', '2026-06-12T16:30', 'Saturday 13 June 2026 at 16:30'],
    [
      '[CRI-1] over the hour that is skipped',
      'crisis-notice',
      '2026-03-28T10:00',
      'Sunday 29 March 2026 at 11:00',
    ],
    [
      '[CRI-1] over the hour that comes twice',
      'crisis-notice',
      '2026-10-24T10:00',
      'Sunday 25 October 2026 at 09:00',
    ],
    ['[HOS-4] on Christmas Eve', 'discharge-notice', '2026-12-24T12:00', 'Friday 25 December 2026 at 12:00'],
  ])('%s: %s from %s is due %s', (_what, id, start, due) => {
    expect(formatLondon(count(id, start).dueAt)).toBe(due);
  });

  it('[CRI-1] need a moment, not only a day', () => {
    expect(() => count('crisis-notice', '2026-06-12')).toThrow(/needs a date and a time/);
  });

  it('[HOS-4] are due at once for someone who heard only later', () => {
    const start = { ...from('2026-06-12T16:30'), awareAt: londonToInstant('2026-06-15T09:00') };
    const late = countDue(row('discharge-notice'), start, calendar);
    expect(formatLondon(late.dueAt)).toBe('Monday 15 June 2026 at 09:00');
    expect(late.trace.words.at(-1)).toBe(
      'It was heard of only on Monday 15 June 2026 at 09:00, so it is due at once.',
    );
    const inTime = { ...start, awareAt: londonToInstant('2026-06-12T18:00') };
    expect(formatLondon(countDue(row('discharge-notice'), inTime, calendar).dueAt)).toBe(
      'Saturday 13 June 2026 at 16:30',
    );
  });

  it.each([
    ['2026-06-10T10:00', 'Friday 12 June 2026 at 10:00'],
    ['2026-06-12T16:30', 'Tuesday 16 June 2026 at 16:30'],
    ['2026-06-13T10:00', 'Tuesday 16 June 2026 at 10:00'],
    ['2026-04-02T15:00', 'Wednesday 8 April 2026 at 15:00'],
    ['2026-03-27T10:00', 'Tuesday 31 March 2026 at 10:00'],
  ])('[FST-3] 48 hours on office working days from %s are the same time of day: %s', (start, due) => {
    expect(formatLondon(count('fast-track-decision', start).dueAt)).toBe(due);
  });

  it.each([
    ['closeOfDay', '2026-06-12T16:30', 'Tuesday 16 June 2026 at 23:59'],
    ['elapsed', '2026-06-12T16:30', 'Tuesday 16 June 2026 at 16:30'],
    ['elapsed', '2026-06-13T10:00', 'Wednesday 17 June 2026 at 00:00'],
  ] as const)('[FST-3] can be read as %s: from %s until %s', (reading, start, due) => {
    const counted = countDue({ ...row('fast-track-decision'), reading }, from(start), calendar);
    expect(formatLondon(counted.dueAt)).toBe(due);
  });
});

describe('clocks of an age', () => {
  const of = (id: string, dob: string, joined: string) =>
    countDue(row(id), { on: localDate(joined), dob: localDate(dob) }, calendar);

  it.each([
    ['[TRA-1] from the 14th birthday', 'transition-notification', '2012-05-10', '2020-01-06', '2026-06-10'],
    ['[TRA-1] at once for one who joins later', 'transition-plan', '2010-05-10', '2026-01-06', '2026-04-06'],
    ['[TRA-4] until the 17th birthday', 'transition-screening', '2009-09-01', '2020-01-06', '2026-09-01'],
    [
      '[TRA-4] until the 17th birthday of 29 February',
      'transition-screening',
      '2008-02-29',
      '2020-01-06',
      '2025-03-01',
    ],
    ['[TRA-4] joined on the 17th birthday', 'transition-screening', '2009-09-01', '2026-09-01', '2026-09-01'],
    [
      '[TRA-4] a month for one who joins after it',
      'transition-screening',
      '2009-09-01',
      '2026-09-10',
      '2026-10-10',
    ],
    [
      '[TRA-5] a month from the 17th birthday',
      'transition-referral',
      '2009-09-01',
      '2020-01-06',
      '2026-10-01',
    ],
    ['[TRA-8] until the 18th birthday', 'transition-complete', '2009-09-01', '2026-11-02', '2027-09-01'],
  ])('%s: %s, born %s, joined %s, is due %s', (_what, id, dob, joined, due) => {
    expect(of(id, dob, joined).dueOn).toBe(due);
  });

  it('[TRA-4] take a start without a date of birth as the birthday it starts on', () => {
    const due = count('transition-screening', '2024-02-29');
    expect(due.dueOn).toBe('2025-03-01');
    expect(due.trace.words.slice(0, 2)).toEqual([
      'It starts on Thursday 29 February 2024, taken as the 16th birthday.',
      'It runs to the 17th birthday, Saturday 1 March 2025, since that year has no 29 February.',
    ]);
  });

  it('[TRA-4] say that the birthday had passed for one who joins after it', () => {
    expect(of('transition-screening', '2009-09-01', '2026-09-10').trace.words.join(' ')).toContain(
      'The 17th birthday, Tuesday 1 September 2026, has passed, so it is 1 calendar month from then',
    );
  });
});

describe('an extension', () => {
  it('is added to the day before rolling, and rolled once', () => {
    const rolling: Timescale = { ...row('decision-national'), roll: 'next' };
    const due = dueOf(rolling, from('2025-11-13'), calendar);
    expect(due.dueOn).toBe('2025-12-29');
    const extended = extend(rolling, due, { amount: 1, unit: 'calendarWeeks' }, calendar);
    expect(extended.baseOn).toBe('2026-01-01');
    expect(extended.dueOn).toBe('2026-01-02');
    const again = extend(rolling, extended, { amount: 2, unit: 'calendarDays' }, calendar);
    expect([again.baseOn, again.dueOn]).toEqual(['2026-01-03', '2026-01-05']);
  });

  it('never turns hours into days or days into hours', () => {
    const days = dueOf(row('checklist-decision'), from('2026-06-09'), calendar);
    const hours = dueOf(row('crisis-notice'), from('2026-06-12T16:30'), calendar);
    expect(() => extend(row('checklist-decision'), days, { amount: 24, unit: 'hours' }, calendar)).toThrow(
      RangeError,
    );
    expect(() => extend(row('crisis-notice'), hours, { amount: 1, unit: 'workingDays' }, calendar)).toThrow(
      RangeError,
    );
    const later = extend(row('crisis-notice'), hours, { amount: 12, unit: 'hours' }, calendar);
    expect(formatLondon(later.dueAt)).toBe('Sunday 14 June 2026 at 04:30');
  });
});
