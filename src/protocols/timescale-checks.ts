import {
  countsHours,
  FACETS,
  HOURS_IN_A_DAY,
  LENGTH_UNITS,
  READINGS,
  ROLLS,
  ORGANISATION_KINDS,
  type AgreeingBody,
  type ExceptionAllowed,
  type ExtensionAllowed,
  type Length,
  type PauseAllowed,
  type Timescale,
} from '../../workflows/protocol/index.js';
import {
  group,
  list,
  oneOf,
  optional,
  orNull,
  whole,
  withDefault,
  words,
  yesNo,
  type Check,
} from './checks.js';

const OLDEST = 25;

/** A number of units. */
export const length: Check<Length> = group<Length>({ amount: whole(1), unit: oneOf(LENGTH_UNITS) });

/** A number of units that are counted from a day. */
export const dayLength: Check<Length> = group<Length>({
  amount: whole(1),
  unit: oneOf(LENGTH_UNITS.filter((unit) => !countsHours(unit))),
});

const allowances = {
  exception: optional(orNull(group<ExceptionAllowed>({ clause: words }))),
  extension: optional(
    orNull(
      group<ExtensionAllowed>({
        clause: words,
        agreedBy: optional(
          list(group<AgreeingBody>({ body: words, kinds: list(oneOf(ORGANISATION_KINDS), { min: 1 }) }), {
            min: 2,
          }),
        ),
      }),
    ),
  ),
  pause: optional(
    orNull(
      group<PauseAllowed>({
        clause: words,
        reasons: list(group<PauseAllowed['reasons'][number]>({ slug: words, title: words }), { min: 1 }),
      }),
    ),
  ),
};

const parts = {
  length: orNull(length),
  owner: words,
  roll: withDefault(oneOf(ROLLS), 'none'),
  reading: optional(oneOf(READINGS)),
  until: optional(
    group<NonNullable<Timescale['until']>>({ birthday: whole(1, OLDEST), joiningAfterIt: optional(length) }),
  ),
};

const row = group<Timescale>({
  id: words,
  title: words,
  called: words,
  clauses: list(words, { min: 1 }),
  starts: group<Timescale['starts']>({
    milestones: list(words, { min: 1 }),
    birthday: optional(whole(1, OLDEST)),
    words,
    per: words,
    key: optional(words),
  }),
  metBy: group<Timescale['metBy']>({
    anyOf: optional(list(words, { min: 1 })),
    allOf: optional(list(words, { min: 1 })),
    words,
    key: optional(words),
  }),
  stoppedBy: optional(list(words, { min: 1 })),
  resumedBy: optional(list(words, { min: 1 })),
  ...parts,
  ...allowances,
  guidance: withDefault(yesNo, false),
  local: withDefault(list(oneOf(FACETS)), []),
  lateAwareness: optional(oneOf(['atOnce'])),
  note: optional(words),
});

/** What the parts of a row must be to each other. */
export const timescale: Check<Timescale> = (value, path, report) => {
  const checked = row(value, path, report);
  const { metBy, length: own, reading, until } = checked;
  if (metBy && (metBy.anyOf === undefined) === (metBy.allOf === undefined)) {
    report([...path, 'metBy'], 'needs either anyOf or allOf');
  }
  if (own && until) report([...path, 'until'], 'is a birthday, so the length must be null');
  if (own?.unit === 'hoursOnWorkingDays' && reading === undefined) {
    report(
      [...path, 'reading'],
      `is missing: hours on working days are read as one of ${READINGS.join(', ')}`,
    );
  }
  if (own?.unit === 'hoursOnWorkingDays' && reading !== 'elapsed' && own.amount % HOURS_IN_A_DAY !== 0) {
    report(
      [...path, 'length', 'amount'],
      `must be whole days, ${HOURS_IN_A_DAY} hours each, in this reading`,
    );
  }
  if (own && countsHours(own.unit) && checked.roll !== 'none') {
    report([...path, 'roll'], 'must be none for a clock in hours');
  }
  return checked;
};

type Override = Partial<
  Pick<Timescale, 'length' | 'owner' | 'roll' | 'reading' | 'until' | 'exception' | 'extension' | 'pause'>
>;

/** The parts of a row that a place may decide otherwise. */
export const timescaleOverride: Check<Override> = group<Override>({
  length: optional(parts.length),
  owner: optional(parts.owner),
  roll: optional(oneOf(ROLLS)),
  reading: parts.reading,
  until: parts.until,
  ...allowances,
});
