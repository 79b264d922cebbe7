import {
  addDays,
  addMilliseconds,
  AGEING_UNITS,
  ageingRanges,
  startOfDay,
  type AgeingRange,
  type LocalDate,
  type Rules,
} from '../../../workflows/protocol/index.js';
import { dueWithin, late, type Bind, type Escalation, type Judged } from './queues.js';

/** Which deadlines of a queue are wanted. */
export interface QueueFilters {
  timescale?: string;
  stage?: string;
  /** A person, by id. */
  owner?: string;
  /** A team of the place, by id. */
  team?: string;
  /** The responsible commissioner, by id; `none` for cases without one. */
  organisation?: string;
  /** A kind of need (SCO-2). */
  need?: string;
  /** An ageing bucket of working or calendar days: only what is overdue by as much. */
  ageing?: string;
  /** Whom it was escalated to, as the protocol version names them: only what was by then (ROL-5). */
  escalatedTo?: string;
}

/** Stands for cases of no organisation. */
export const NO_ORGANISATION = 'none';

/** Every bucket as due days, by its slug. */
export const bucketsOn = (today: LocalDate, { protocol, calendar }: Rules): AgeingRange[] =>
  AGEING_UNITS.flatMap((unit) => ageingRanges(unit, protocol.parameters.queues.value, today, calendar));

/** Whether it is overdue by as much as the bucket says, as a condition on its due day. */
export const inRange = ({ dueFrom, dueTo }: AgeingRange, bind: Bind): string =>
  [dueFrom && `o.due_on >= ${bind(dueFrom)}::date`, dueTo && `o.due_on <= ${bind(dueTo)}::date`]
    .filter(Boolean)
    .join(' AND ') || 'true';

/** Whether it was escalated by then, as a condition on its due day, and on the time of day of what is due within a day. */
const escalated = ({ by, today }: Escalation, { asAt }: Judged, bind: Bind): string =>
  `(o.due_on <= ${bind(by)}::date OR (o.due_on <= ${bind(today)}::date
    AND (o.due_at AT TIME ZONE 'Europe/London')::time
      < date_trunc('second', ${bind(asAt)}::timestamptz AT TIME ZONE 'Europe/London')::time))`;

type Condition = (value: string, bind: Bind, judged: Judged) => string;

const CONDITIONS: Readonly<Record<keyof QueueFilters, Condition>> = {
  timescale: (value, bind) => `o.timescale = ${bind(value)}`,
  stage: (value, bind) => `o.stage = ${bind(value)}`,
  owner: (value, bind) => `o.owner_person = ${bind(value)}::uuid`,
  team: (value, bind) =>
    `o.owner_person IN (SELECT p.id FROM people p WHERE p.place_id = $1 AND p.team_id = ${bind(value)})`,
  organisation: (value, bind) =>
    value === NO_ORGANISATION ? 'o.commissioner IS NULL' : `o.commissioner = ${bind(value)}`,
  need: (value, bind) => `o.needs @> ARRAY[${bind(value)}::text]`,
  ageing: (value, bind, judged) => {
    const range = judged.buckets.find(({ slug }) => slug === value);
    if (!range) return 'false';
    const { dueFrom, dueTo } = range;
    const found = dueWithin(
      {
        ...(dueFrom === null ? {} : { after: addMilliseconds(startOfDay(dueFrom), -1) }),
        until: dueTo === null ? judged.lateBy : startOfDay(addDays(dueTo, 1)),
      },
      bind,
    );
    return `${late(judged, bind)} AND ${inRange(range, bind)} AND ${found}`;
  },
  escalatedTo: (value, bind, judged) => {
    const level = judged.escalations.find(({ to }) => to === value);
    if (!level) return 'false';
    const found = dueWithin({ until: startOfDay(addDays(level.today, 1)) }, bind);
    return `NOT o.guidance AND ${late(judged, bind)} AND ${escalated(level, judged, bind)} AND ${found}`;
  },
};

const variant = (name: keyof QueueFilters, value: string, { buckets, escalations }: Judged): string => {
  if (name === 'ageing') return String(buckets.findIndex(({ slug }) => slug === value));
  if (name === 'escalatedTo') return escalations.some(({ to }) => to === value) ? '1' : '0';
  return name === 'organisation' && value === NO_ORGANISATION ? '0' : '';
};

/** The filters as conditions, and a name that is the same for the same conditions only. */
export function conditionsOf(
  filters: QueueFilters,
  bind: Bind,
  judged: Judged,
): { conditions: string[]; name: string } {
  const given = (Object.keys(CONDITIONS) as (keyof QueueFilters)[]).flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return {
    conditions: given.map(({ name, value }) => CONDITIONS[name](value, bind, judged)),
    name: given.map(({ name, value }) => `${name.slice(0, 2)}${variant(name, value, judged)}`).join(''),
  };
}
