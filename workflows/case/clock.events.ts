import {
  anyDate,
  choice,
  code,
  group,
  instant,
  integer,
  list,
  optional,
  pastDate,
  person,
  text,
  yesNo,
} from '../protocol/fields.js';
import { defineEvents } from '../protocol/events.js';
import { LENGTH_UNITS } from '../timescales/timescale.js';

const OPEN = 'This is recorded while the case is open.';

const deadline = code('Deadline', 'deadlines');
const occurrence = integer('Which time it passed', { min: 1 });
const approvedBy = person('Approved by');
const secondedBy = optional(person('Second person'));

/** What can happen to the clocks of a case, beside being started and met. */
export const clockEvents = defineEvents({
  CLOCK_EXCEPTION_RECORDED: {
    title: 'Record an exception to a clock',
    clauses: ['HNA-11', 'HOS-3'],
    order: { clause: 'HNA-11', words: OPEN },
    fields: {
      deadline,
      reason: text('Reason'),
      complexDischarge: optional(yesNo('It is a complex discharge from hospital')),
      approvedBy,
      newTarget: anyDate('New target'),
    },
  },
  CLOCK_EXTENDED: {
    title: 'Extend a clock by agreement',
    clauses: ['DIS-1'],
    order: { clause: 'DIS-1', words: OPEN },
    fields: {
      deadline,
      amount: integer('By how many', { min: 1 }),
      unit: choice('Of what', LENGTH_UNITS),
      reason: text('Reason'),
      approvedBy,
      secondedBy,
    },
  },
  CLOCK_PAUSED: {
    title: 'Pause a clock',
    clauses: ['HNA-11'],
    order: { clause: 'HNA-11', words: OPEN },
    fields: {
      deadline,
      pausedOn: pastDate('Paused from'),
      pausedAt: optional(instant('The moment, for a clock in hours')),
      reason: code('Reason', 'pauseReasons'),
      words: optional(text('In words')),
      approvedBy,
      secondedBy,
    },
  },
  CLOCK_RESUMED: {
    title: 'Let a paused clock run on',
    clauses: ['HNA-11'],
    order: { clause: 'HNA-11', words: OPEN },
    fields: {
      deadline,
      resumedOn: pastDate('Runs on from'),
      resumedAt: optional(instant('The moment, for a clock in hours')),
      reason: text('Reason'),
    },
  },
  BREACH_REASON_GIVEN: {
    title: 'Say why a deadline was missed',
    clauses: ['ROL-4'],
    order: {
      clause: 'ROL-4',
      words: 'A reason is given for a breach that stands.',
    },
    fields: {
      deadline: code('Deadline', 'breaches'),
      occurrence,
      reason: code('Reason', 'breachReasons'),
      words: optional(text('In words')),
      ours: yesNo('It was ours to control'),
    },
  },
  DEADLINE_PASSED: {
    title: 'A deadline passed',
    clauses: [],
    order: {
      clause: 'HNA-11',
      words: 'A deadline passes once, when it is open and its last moment is over.',
    },
    bySystem: true,
    fields: { deadline, dueAt: instant('Due'), occurrence },
  },
  DEADLINES_RECOUNTED: {
    title: 'Deadlines counted anew by another calendar',
    clauses: [],
    order: { clause: 'HNA-11', words: 'Open deadlines are counted anew when the calendar changes.' },
    bySystem: true,
    fields: {
      calendar: code('Calendar version'),
      days: list(
        'Days that changed',
        group('Day', {
          kind: choice('Kept as a holiday, or no longer', ['nowHoliday', 'noHoliday']),
          date: anyDate('Day'),
          name: code('Name'),
        }),
      ),
      deadlines: list(
        'Deadlines that moved',
        group('Deadline', { deadline, from: anyDate('Was due'), to: anyDate('Is due') }),
      ),
    },
  },
  BREACH_WITHDRAWN: {
    title: 'A breach no longer holds',
    clauses: [],
    order: { clause: 'HNA-11', words: 'A breach is withdrawn when the facts show that it does not hold.' },
    bySystem: true,
    fields: { deadline, occurrence },
  },
});

export type ClockEvents = typeof clockEvents;
