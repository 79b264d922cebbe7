import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { londonDateOf, type Instant } from '../calendar/london-time.js';
import { ageOf } from '../protocol/age.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { listedInWords } from '../protocol/words.js';
import { openPause } from '../timescales/changed-due.js';
import { hasPassed } from '../timescales/deadline-state.js';
import { deriveDeadlines, type Deadline } from '../timescales/deadlines.js';
import { timescaleOf } from '../timescales/protocol-data.js';
import {
  countsHours,
  countsMoments,
  LENGTH_UNITS,
  lengthInWords,
  type ClockChange,
  type Timescale,
} from '../timescales/timescale.js';
import { latestFor, movesBeyond } from './clock-limits.js';
import type { ClockEvents } from './clock.events.js';
import { approval, capital, CHANGES_IN_WORDS, secondSignature } from './signatures.js';

type S = Situation<object>;
type Of<T extends keyof ClockEvents> = EventOf<ClockEvents, T>;

/** An open clock of the case, and the row of the protocol it is an instance of. */
interface Clock {
  deadline: Deadline;
  row: Timescale;
}

const openClocks = (s: S): Clock[] =>
  deriveDeadlines(s.record, s).flatMap((deadline) => {
    const row = timescaleOf(s.protocol, deadline.timescale);
    return row && deadline.settled === null && !deadline.guidance ? [{ deadline, row }] : [];
  });

/** The open clock of that key, or why nothing about it can be changed: it is not there, settled, or guidance. */
function clockAsked(key: string, s: S): Clock | Refusal {
  const open = openClocks(s);
  const found = open.find(({ deadline }) => deadline.key === key);
  if (found) return found;
  const deadline = deriveDeadlines(s.record, s).find((each) => each.key === key);
  const title = timescaleOf(s.protocol, deadline?.timescale ?? '')?.title ?? key;
  if (deadline?.guidance && deadline.settled === null) {
    return refuse(deadline.clauses, `'${title}' is guidance, which is never breached; it needs no change.`);
  }
  return refuse(
    deadline ? ['HNA-11', ...deadline.clauses] : 'HNA-11',
    deadline
      ? `'${title}' is settled, and what is settled stays as it is.`
      : `There is no open deadline '${key}' in this case.`,
    open.map((each) => `one of those that are open: ${each.deadline.key}`),
  );
}

/** Why the protocol does not allow it for this clock; where an exception may be recorded, that this is done instead. */
function notAllowed(change: ClockChange, { deadline, row }: Clock): Refusal {
  const clauses = [...new Set(['HNA-11', ...deadline.clauses])];
  const no = `The protocol allows no ${change} of the clock '${row.title}'.`;
  return change !== 'exception' && row.exception
    ? refuse(
        clauses,
        `${no} An exception is recorded instead; the original due date stays and still counts.`,
        ['an exception, with its reason, approver and new target'],
      )
    : refuse(clauses, no);
}

/** Some open clock may be changed so; otherwise the step is not offered. */
export const someClockAllows = (change: ClockChange, clause: string) => (s: S) =>
  openClocks(s).some(({ row }) => row[change])
    ? null
    : refuse(clause, `No open clock of the case allows ${CHANGES_IN_WORDS[change]}.`);

/** What the rules of a change say of an open clock that allows it; or why it is not one. */
function judged<T extends ClockChange>(
  change: T,
  key: string,
  s: S,
  judge: (clock: Clock, allowance: NonNullable<Timescale[T]>) => readonly Refusal[],
): readonly Refusal[] {
  const clock = clockAsked(key, s);
  if (!('row' in clock)) return [clock];
  const allowance = clock.row[change];
  return allowance ? judge(clock, allowance) : [notAllowed(change, clock)];
}

/** HNA-11, HOS-3, SCO-1: an exception keeps the due date and ends before the 18th birthday; that of a complex discharge is recorded before the breach. */
export const exceptionIsAllowed = (event: Of<'CLOCK_EXCEPTION_RECORDED'>, s: S) =>
  judged('exception', event.content.deadline, s, ({ deadline }, { clause }) => [
    ...approval('exception', clause, event, s),
    ...(event.content.newTarget <= deadline.dueOn
      ? [
          refuse(
            clause,
            `The new target lies after the original due date, ${dateInWords(deadline.dueOn)}, which stays and still counts.`,
          ),
        ]
      : []),
    ...(event.content.newTarget > latestFor('exception', deadline, s).on
      ? [
          refuse(
            clause,
            `The new target of an exception lies no later than ${latestFor('exception', deadline, s).words}.`,
          ),
        ]
      : []),
    ...(ageOf(s, event.content.newTarget) >= s.protocol.parameters.upToAge.value
      ? [
          refuse(
            ['SCO-1', clause],
            `Children's continuing care ends at the ${s.protocol.parameters.upToAge.value}th birthday; the new target lies before it.`,
          ),
        ]
      : []),
    ...(event.content.complexDischarge === true && hasPassed(deadline, event.at)
      ? [
          refuse(
            [clause, 'HOS-3'],
            `A complex discharge is expected to need longer: its exception is recorded at the start, not after the breach. This was due on ${dateInWords(deadline.dueOn)}.`,
          ),
        ]
      : []),
  ]);

const afterTheBreach = (change: ClockChange, clause: string, { dueOn }: Deadline): Refusal =>
  refuse(
    clause,
    `The clock ran out on ${dateInWords(dueOn)}. ${capital(CHANGES_IN_WORDS[change])} never hides a breach: it comes before the due date, or not at all.`,
  );

const DAY_UNITS = LENGTH_UNITS.filter((unit) => !countsHours(unit));
const HOUR_UNITS = LENGTH_UNITS.filter((unit) => countsHours(unit));

/** DIS-1: a clock is extended before it runs out, in its own kind of unit, by agreement of those the row names. */
export const extensionIsAgreed = (event: Of<'CLOCK_EXTENDED'>, s: S) =>
  judged('extension', event.content.deadline, s, (clock, { clause, agreedBy }) => {
    const { deadline, row } = clock;
    const units = countsMoments(row) ? HOUR_UNITS : DAY_UNITS;
    const fits = units.includes(event.content.unit);
    const latest = latestFor('extension', deadline, s);
    return [
      ...approval('extension', clause, event, s),
      ...secondSignature('extension', clause, event, agreedBy),
      ...(hasPassed(deadline, event.at) ? [afterTheBreach('extension', clause, deadline)] : []),
      ...(fits && movesBeyond(latest.on, deadline, event, s)
        ? [
            refuse(clause, `All extensions together move this clock to no later than ${latest.words}.`, [
              'a shorter extension',
            ]),
          ]
        : []),
      ...(fits
        ? []
        : [
            refuse(clause, 'Hours and days are never converted into each other.', [
              `a length in ${units.map((unit) => lengthInWords({ amount: 2, unit }).slice(2)).join(', ')}`,
            ]),
          ]),
    ];
  });

/** A clock in hours is paused and resumed at a moment of the day that is given. */
function momentFits({ row }: Clock, clause: string, on: LocalDate, at: Instant | undefined): Refusal[] {
  if (!countsMoments(row)) return [];
  return at !== undefined && londonDateOf(at) === on
    ? []
    : [
        refuse(clause, `'${row.title}' counts hours, so its pause begins and ends at a moment.`, [
          'the moment, on the day that is given',
        ]),
      ];
}

/** A pause begins while the clock runs and before it is due, for a reason the row allows, with two signatures. */
export const pauseIsAllowed = (event: Of<'CLOCK_PAUSED'>, s: S) =>
  judged('pause', event.content.deadline, s, (clock, { clause, reasons }) => {
    const { pausedOn, pausedAt, reason } = event.content;
    const { deadline } = clock;
    const last = deadline.pauses.at(-1);
    return [
      ...approval('pause', clause, event, s),
      ...secondSignature('pause', clause, event),
      ...momentFits(clock, clause, pausedOn, pausedAt),
      ...(reasons.some(({ slug }) => slug === reason)
        ? []
        : [refuse(clause, `'${reason}' is no reason to pause this clock.`, listedInWords(reasons))]),
      ...(openPause(deadline.pauses)
        ? [
            refuse(clause, 'The clock is paused already; it runs on before it is paused again.', [
              'that it runs on',
            ]),
          ]
        : []),
      ...(!openPause(deadline.pauses) && (hasPassed(deadline, event.at) || pausedOn > deadline.dueOn)
        ? [afterTheBreach('pause', clause, deadline)]
        : []),
      ...(pausedOn < deadline.startedOn
        ? [refuse(clause, `The clock started only on ${dateInWords(deadline.startedOn)}.`)]
        : []),
      ...(last?.until && pausedOn < last.until
        ? [refuse(clause, `The clock was paused until ${dateInWords(last.until)}; a new pause begins after.`)]
        : []),
    ];
  });

/** What is paused runs on, from a day after it was paused. */
export const isPaused = ({ content }: Of<'CLOCK_RESUMED'>, s: S): readonly Refusal[] => {
  const clock = clockAsked(content.deadline, s);
  if (!('row' in clock)) return [clock];
  const clause = clock.row.pause?.clause ?? 'HNA-11';
  const pause = openPause(clock.deadline.pauses);
  if (!pause) return [refuse(clause, `'${clock.row.title}' is not paused; there is nothing to resume.`)];
  const { resumedOn, resumedAt } = content;
  const before = resumedOn < pause.from || (resumedAt ?? '~') < (pause.fromAt ?? '');
  return [
    ...momentFits(clock, clause, resumedOn, resumedAt),
    ...(before
      ? [refuse(clause, `The clock was paused from ${dateInWords(pause.from)}; it cannot run on before.`)]
      : []),
  ];
};

/** A clock is paused at all; otherwise running on is not offered. */
export const someClockIsPaused = (s: S) =>
  openClocks(s).some(({ deadline }) => openPause(deadline.pauses))
    ? null
    : refuse('HNA-11', 'No clock of the case is paused.');
