import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  explainDeadline,
  isOverdue,
  LENGTH_UNITS,
  localDate,
  londonToInstant,
  momentsOf,
  replay,
  stateOf,
} from '../../workflows/protocol/index.js';
import { lateFrom } from '../../workflows/calendar/london-time.js';
import { DECISION, inDispute, NATIONAL, PAUSING, receivedIn, seftonWith } from '../helpers/clocks.js';
import { SEFTON, type Story } from '../helpers/story.js';

const STAGE = 'dispute-stage-1/dispute-1';
const EXTENSION = {
  deadline: STAGE,
  amount: 5,
  unit: 'workingDays',
  reason: 'a meeting is arranged',
  approvedBy: 'manager',
  secondedBy: 'socialWorker',
};
const PAUSE = {
  deadline: DECISION,
  pausedOn: '2026-01-07',
  reason: 'hospital',
  approvedBy: 'manager',
  secondedBy: 'chiefNurse',
};
const RESUMED = { deadline: DECISION, resumedOn: '2026-01-14', reason: 'home again' };

const stateAt = (story: Story, key: string, at: string) =>
  stateOf(story.deadline(key), `${at}T12:00:00.000Z`, at as never, story.place);

describe('an extension', () => {
  it('[DIS-1] moves a stage of a dispute by agreement of both bodies, and keeps both dates', () => {
    const story = inDispute('2026-01-12').tell('CLOCK_EXTENDED', EXTENSION, { at: '2026-01-20' });
    expect(story.deadline(STAGE)).toMatchObject({
      dueOn: '2026-02-02',
      originalDueOn: '2026-01-26',
      originalDueAt: '2026-01-26T23:59:59.000Z',
      extensions: [
        { by: { amount: 5, unit: 'workingDays' }, approvedBy: 'manager', secondedBy: 'socialWorker', seq: 4 },
      ],
    });
    expect(explainDeadline(story.deadline(STAGE), story.record, SEFTON)?.trace.words.slice(-2)).toEqual([
      'On Tuesday 20 January 2026 it was extended by 5 working days, added to the day counted before any moving.',
      'It is now due by the close of Monday 2 February 2026; the original due date, the close of Monday 26 January 2026, stays on record.',
    ]);
    expect(momentsOf(story.deadline(STAGE), SEFTON)).toMatchObject({
      dueSoonFrom: '2026-01-29T00:00:00.000Z',
      lateFrom: '2026-02-03T00:00:00.000Z',
    });
  });

  it.each([
    ['without a second signature', { secondedBy: undefined }, ['DIS-1', 'DIS-1'], 'a second person'],
    ['signed twice by one person', { secondedBy: 'manager' }, ['DIS-1', 'DIS-1'], 'a second person'],
    ['seconded by who asks for it', { secondedBy: 'nurse' }, ['DIS-1', 'DIS-1'], 'a second person'],
    ['by health alone', { secondedBy: 'chiefNurse' }, ['DIS-1'], 'the agreement of the council'],
    ['approved by someone whose role may not', { approvedBy: 'referrer' }, ['DIS-1', 'DIS-1'], 'health'],
    ['approved by who asks for it', { approvedBy: 'nurse' }, ['DIS-1', 'DIS-1'], 'a second person'],
    ['in hours, of a clock in days', { unit: 'hours' }, ['DIS-1'], 'working days'],
    ['of a clock that is not there', { deadline: 'dispute-stage-2/dispute-1' }, ['HNA-11'], STAGE],
  ])('[DIS-1] %s is refused, with what is missing', (_what, more, clauses, missing) => {
    const refusals = inDispute('2026-01-12').refused(
      'CLOCK_EXTENDED',
      { ...EXTENSION, ...more },
      { at: '2026-01-20' },
    );
    expect(refusals.map((refusal) => refusal.clauses[0])).toEqual(clauses);
    expect(refusals.flatMap((refusal) => refusal.missing ?? []).join('; ')).toContain(missing);
  });

  describe('[DIS-1] [HNA-11] that is far too long', () => {
    const LATEST = localDate('2026-04-26');
    const asking = (amount: number, unit: string) =>
      inDispute('2026-01-12').ask('CLOCK_EXTENDED', { ...EXTENSION, amount, unit }, { at: '2026-01-20' });

    it.each([
      [5000, 'workingDays'],
      [366, 'calendarYears'],
      [1_000_000, 'calendarMonths'],
      [4, 'calendarMonths'],
      [91, 'calendarDays'],
      [63, 'workingDays'],
    ])('by %d %s is refused, with the latest day it can move the clock to', (amount, unit) => {
      expect(asking(amount, unit)).toMatchObject({
        kind: 'refused',
        refusals: [
          {
            clauses: ['DIS-1'],
            message:
              'All extensions together move this clock to no later than Sunday 26 April 2026, 3 calendar months after the original due date, Monday 26 January 2026.',
            missing: ['a shorter extension'],
          },
        ],
      });
    });

    it('is so also where shorter ones come to it together', () => {
      const two = { ...EXTENSION, amount: 2, unit: 'calendarMonths' };
      const once = inDispute('2026-01-12').tell('CLOCK_EXTENDED', two, { at: '2026-01-20' });
      expect(once.clausesAgainst('CLOCK_EXTENDED', two, { at: '2026-02-20' })).toEqual(['DIS-1']);
      expect(once.ask('CLOCK_EXTENDED', { ...two, amount: 1 }, { at: '2026-02-20' }).kind).toBe('advanced');
    });

    it('never moves a clock beyond that day, whatever is asked for', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom(...LENGTH_UNITS), (amount, unit) => {
          const outcome = asking(amount, unit);
          if (outcome.kind !== 'advanced') return;
          const moved = inDispute('2026-01-12').tell(
            'CLOCK_EXTENDED',
            { ...EXTENSION, amount, unit },
            { at: '2026-01-20' },
          );
          expect(moved.deadline(STAGE).dueOn <= LATEST).toBe(true);
          expect(moved.deadline(STAGE).dueOn > '2026-01-26').toBe(true);
        }),
      );
    });
  });

  it('[DIS-1] of a stage that has run out is refused, and takes no breach away', () => {
    const story = inDispute('2026-01-12').passDeadlines('2026-01-27');
    const [refusal] = story.refused('CLOCK_EXTENDED', EXTENSION, { at: '2026-01-28' });
    expect(refusal).toEqual({
      clauses: ['DIS-1'],
      message:
        'The clock ran out on Monday 26 January 2026. An extension never hides a breach: it comes before the due date, or not at all.',
    });
    expect(isOverdue(story.deadline(STAGE), '2026-01-28T10:00:00.000Z')).toBe(true);
  });

  it('is added to the day counted before it rolled, and rolled once', () => {
    const rolling = seftonWith({
      'checklist-decision': {
        length: { amount: 5, unit: 'calendarDays' },
        roll: 'next',
        extension: { clause: 'CHK-6' },
      },
    });
    const story = receivedIn(rolling);
    expect(story.deadline(DECISION).dueOn).toBe('2026-01-12');
    const days = { ...EXTENSION, deadline: DECISION, amount: 1, unit: 'calendarDays' };
    story.tell('CLOCK_EXTENDED', days, { at: '2026-01-06' });
    expect(story.deadline(DECISION)).toMatchObject({ dueOn: '2026-01-12', originalDueOn: '2026-01-12' });
    story.tell('CLOCK_EXTENDED', { ...days, amount: 2 }, { at: '2026-01-07' });
    expect(story.deadline(DECISION).dueOn).toBe('2026-01-13');
  });
});

describe('the six weeks', () => {
  it.each([
    ['CLOCK_EXTENDED', { ...EXTENSION, deadline: NATIONAL }],
    ['CLOCK_PAUSED', { ...PAUSE, deadline: NATIONAL }],
  ])('[HNA-11] are not changed by %s: an exception is recorded instead', (type, content) => {
    const refusals = receivedIn(SEFTON).refused(type, content, { at: '2026-01-08' });
    const named = refusals.find(({ message }) => message.includes('An exception is recorded instead'));
    expect(named?.clauses).toEqual(['HNA-11', 'CHK-10']);
    expect(named?.missing).toEqual(['an exception, with its reason, approver and new target']);
  });

  it('[HNA-11] count as overdue although an exception was recorded', () => {
    const exception = {
      deadline: NATIONAL,
      reason: 'tests',
      approvedBy: 'manager',
      newTarget: '2026-04-30',
    };
    const story = receivedIn(SEFTON).tell('CLOCK_EXCEPTION_RECORDED', exception, { at: '2026-01-20' });
    expect(stateAt(story, NATIONAL, '2026-03-02')).toBe('excepted');
    expect(isOverdue(story.deadline(NATIONAL), '2026-03-02T12:00:00.000Z')).toBe(true);
    expect(story.deadline(NATIONAL)).toMatchObject({ dueOn: '2026-02-16', originalDueOn: '2026-02-16' });
  });

  it('[HNA-11] [HOS-3] are excepted for a complex discharge at the start, not after the breach', () => {
    const exception = {
      deadline: NATIONAL,
      reason: 'a complex discharge',
      complexDischarge: true,
      approvedBy: 'manager',
      newTarget: '2026-04-30',
    };
    const story = receivedIn(SEFTON);
    expect(story.ask('CLOCK_EXCEPTION_RECORDED', exception, { at: '2026-01-06' }).kind).toBe('advanced');
    const [refusal] = story
      .passDeadlines('2026-02-17')
      .refused('CLOCK_EXCEPTION_RECORDED', exception, { at: '2026-02-17' });
    expect(refusal?.clauses).toEqual(['HNA-11', 'HOS-3']);
  });
});

describe('a pause', () => {
  const paused = () => receivedIn(PAUSING).tell('CLOCK_PAUSED', PAUSE, { at: '2026-01-07' });
  const resumed = () => paused().tell('CLOCK_RESUMED', RESUMED, { at: '2026-01-14' });

  it('[CHK-6] lets the clock stand still: no due date is reached, and nobody is reminded', () => {
    const story = paused().passDeadlines('2026-01-30');
    expect(story.record.breaches).toEqual({});
    expect(story.deadline(DECISION)).toMatchObject({
      dueOn: '2026-01-12',
      pausedSince: '2026-01-07',
      pauses: [{ from: '2026-01-07', until: null, reason: 'hospital', endedBy: null }],
    });
    expect(stateAt(story, DECISION, '2026-01-30')).toBe('paused');
    expect(isOverdue(story.deadline(DECISION), '2026-01-30T12:00:00.000Z')).toBe(false);
    expect(momentsOf(story.deadline(DECISION), PAUSING)).toBeNull();
  });

  it('[CHK-6] puts the due date off by the working days that did not count, and keeps the original', () => {
    const story = resumed();
    expect(story.deadline(DECISION)).toMatchObject({
      dueOn: '2026-01-19',
      originalDueOn: '2026-01-12',
      pausedSince: null,
      pauses: [{ from: '2026-01-07', until: '2026-01-14', endedBy: 5 }],
    });
    expect(explainDeadline(story.deadline(DECISION), story.record, PAUSING)?.trace.words.slice(-2)).toEqual([
      'It was paused from Wednesday 7 January 2026 to Wednesday 14 January 2026: 5 working days did not count.',
      'It is now due by the close of Monday 19 January 2026; the original due date, the close of Monday 12 January 2026, stays on record.',
    ]);
    expect(stateAt(story, DECISION, '2026-01-20')).toBe('overdue');
  });

  it('[CHK-6] puts the warning off until half of the days that count have passed', () => {
    // Received on Monday 5 January, five working days: 6 January is the first, and 14 January the second that counts.
    expect(momentsOf(resumed().deadline(DECISION), PAUSING)?.warnAt).toBe('2026-01-15T12:00:00.000Z');

    const late = { ...PAUSE, pausedOn: '2026-01-09' };
    const warned = receivedIn(PAUSING)
      .tell('CLOCK_PAUSED', late, { at: '2026-01-09' })
      .tell('CLOCK_RESUMED', RESUMED, { at: '2026-01-14' });
    expect(momentsOf(warned.deadline(DECISION), PAUSING)?.warnAt).toBe('2026-01-08T12:00:00.000Z');
  });

  it.each([
    ['2026-01-08', 'on the day after the second, leaves the warning where it was', '2026-01-07'],
    ['2026-01-07', 'on the second itself, puts it off', '2026-01-13'],
  ])('[CHK-6] of four working days from %s, %s', (pausedOn, _what, warned) => {
    const row = PAUSING.protocol.timescales.find(({ id }) => id === 'checklist-decision');
    const four = seftonWith({ 'checklist-decision': { ...row, length: { amount: 4, unit: 'workingDays' } } });
    const story = receivedIn(four)
      .tell('CLOCK_PAUSED', { ...PAUSE, pausedOn }, { at: pausedOn })
      .tell('CLOCK_RESUMED', { ...RESUMED, resumedOn: '2026-01-13' }, { at: '2026-01-13' });
    expect(momentsOf(story.deadline(DECISION), four)?.warnAt).toBe(`${warned}T23:59:59.000Z`);
  });

  it('[CRI-1] of a clock in hours puts off its moments until that part of its own hours has passed', () => {
    const [pause] = resumed().deadline(DECISION).pauses;
    if (!pause) throw new Error('It was paused.');
    const at = londonToInstant;
    const stoodStill = {
      ...resumed().deadline(DECISION),
      timescale: 'crisis-notice',
      startedOn: localDate('2026-06-12'),
      startedAt: at('2026-06-12T16:30'),
      dueOn: localDate('2026-06-14'),
      dueAt: at('2026-06-14T16:30'),
      originalDueOn: localDate('2026-06-13'),
      originalDueAt: at('2026-06-13T16:30'),
      pauses: [{ ...pause, fromAt: at('2026-06-12T20:30'), untilAt: at('2026-06-13T20:30') }],
    };
    expect(momentsOf(stoodStill, SEFTON)).toMatchObject({
      warnAt: at('2026-06-14T04:30'),
      dueSoonFrom: at('2026-06-14T10:30'),
      criticalFrom: lateFrom(at('2026-06-15T16:30')),
    });
  });

  it('adds up with another pause and with an extension', () => {
    const again = { ...PAUSE, pausedOn: '2026-01-15' };
    const story = resumed()
      .tell('CLOCK_PAUSED', again, { at: '2026-01-15' })
      .tell('CLOCK_RESUMED', { ...RESUMED, resumedOn: '2026-01-16' }, { at: '2026-01-16' })
      .tell(
        'CLOCK_EXTENDED',
        { ...EXTENSION, deadline: DECISION, amount: 2, secondedBy: 'socialWorker' },
        { at: '2026-01-16' },
      );
    expect(story.deadline(DECISION).dueOn).toBe('2026-01-22');
  });

  it('[CHK-6] is met in time while it stands still, however long that is', () => {
    const story = paused().tell(
      'CHECKLIST_RETURNED',
      { returnedOn: '2026-02-02', missing: ['a letter'] },
      { at: '2026-02-02' },
    );
    expect(story.deadline(DECISION)).toMatchObject({
      settled: { as: 'met', late: false },
      pausedSince: null,
      pauses: [{ until: null }],
    });
  });

  it.each([
    ['in V.13', SEFTON, {}, '2026-01-07', 'allows no pause'],
    ['with one signature', PAUSING, { secondedBy: undefined }, '2026-01-07', 'needs two signatures'],
    ['for another reason', PAUSING, { reason: 'boredom' }, '2026-01-07', "'boredom' is no reason"],
    ['before the clock started', PAUSING, { pausedOn: '2026-01-02' }, '2026-01-07', 'started only on'],
    ['after the breach', PAUSING, {}, '2026-01-13', 'never hides a breach'],
  ])('%s is refused', (_when, place, more, at, message) => {
    const refusals = receivedIn(place).refused('CLOCK_PAUSED', { ...PAUSE, ...more }, { at });
    expect(refusals.map((each) => each.message).join(' ')).toContain(message);
    expect(refusals.every(({ clauses }) => clauses.length > 0)).toBe(true);
  });

  it('is not paused twice, nor from before it last ran on, nor resumed before it was paused or twice', () => {
    const messages = (story: Story, type: string, content: object, at: string) =>
      story.refused(type, content as Record<string, unknown>, { at }).map(({ message }) => message);
    expect(messages(paused(), 'CLOCK_PAUSED', PAUSE, '2026-01-20')).toEqual([
      'The clock is paused already; it runs on before it is paused again.',
    ]);
    expect(messages(resumed(), 'CLOCK_PAUSED', PAUSE, '2026-01-15')).toEqual([
      'The clock was paused until Wednesday 14 January 2026; a new pause begins after.',
    ]);
    expect(
      messages(paused(), 'CLOCK_RESUMED', { ...RESUMED, resumedOn: '2026-01-06' }, '2026-01-14'),
    ).toEqual(['The clock was paused from Wednesday 7 January 2026; it cannot run on before.']);
    expect(messages(resumed(), 'CLOCK_RESUMED', RESUMED, '2026-01-15')).toContain(
      'No clock of the case is paused.',
    );
  });

  it('is put right by a correction, and its deadline follows', () => {
    const story = resumed().tell(
      'FACT_CORRECTED',
      { event: 5, field: 'resumedOn', to: '2026-01-09', reason: 'home earlier' },
      { at: '2026-01-14T11:00' },
    );
    expect(story.deadline(DECISION).dueOn).toBe('2026-01-14');
    expect(replay(story.record, story.events, () => PAUSING).record).toEqual(story.record);
  });

  it('leaves the case with its clock, and stays with the deadline', () => {
    const story = resumed()
      .tell('CHECKLIST_RETURNED', { returnedOn: '2026-01-15', missing: ['x'] }, { at: '2026-01-15' })
      .tell('CASE_NOTE_ADDED', { note: 'x' }, { at: '2026-01-16' })
      .tell('CASE_NOTE_ADDED', { note: 'x' }, { at: '2026-01-16' });
    expect(story.record.facts.pauses).toEqual([]);
    expect(story.deadline(DECISION)).toMatchObject({
      pauses: [{ until: '2026-01-14' }],
      dueOn: '2026-01-19',
    });
  });
});
