import { statement, type Statement } from '../../database/transaction.js';

/** Which deadlines a report is of: those due in those months, by the due date they had before anything was agreed. */
export interface PerformanceWanted {
  from: string;
  to: string;
  timescale?: string;
  organisation?: string;
}

const FILTERS = `
  d.place_id = $1 AND d.original_due_on BETWEEN $2::date AND $3::date
  AND ($5::text IS NULL OR d.timescale = $5)
  AND ($6::text IS NULL OR coalesce(c.commissioner, 'none') = $6)`;

/** Late by the due date that held: as a breach is judged, and of guidance alike. */
const LATE = `coalesce(d.settled_late, d.paused_since IS NULL AND d.due_at <= $4::timestamptz)`;

/** Late by the due date it had before any extension or pause. */
const LATE_ORIGINALLY = `
  CASE WHEN d.original_due_at = d.due_at THEN ${LATE}
    WHEN d.settled_as IS NULL THEN d.original_due_at <= $4::timestamptz
    ELSE coalesce((d.settled ->> 'at')::timestamptz > d.original_due_at, d.settled_on > d.original_due_on) END`;

/** How deadlines were met, by timescale and month, by timescale, and by timescale and responsible commissioner. */
export const FIGURES: Statement = statement(
  'performance_figures',
  `WITH judged AS (
     SELECT d.timescale, d.guidance, date_trunc('month', d.original_due_on::timestamp)::date AS month,
       coalesce(c.commissioner, 'none') AS organisation, d.settled_as, ${LATE} AS late,
       ${LATE_ORIGINALLY} AS late_originally,
       CASE WHEN d.settled_as = 'met' THEN d.settled_on - d.started_on END AS days
     FROM deadlines d JOIN cases c ON c.place_id = d.place_id AND c.id = d.case_id
     WHERE ${FILTERS})
   SELECT timescale, bool_or(guidance) AS guidance, month, organisation, count(*)::int AS due,
     count(*) FILTER (WHERE settled_as = 'met' AND NOT late)::int AS "metInTime",
     count(*) FILTER (WHERE late)::int AS missed,
     count(*) FILTER (WHERE settled_as = 'met' AND NOT late_originally)::int AS "metInTimeOriginally",
     count(*) FILTER (WHERE late_originally)::int AS "missedOriginally",
     count(*) FILTER (WHERE settled_as IS NULL AND NOT late)::int AS running,
     count(*) FILTER (WHERE settled_as = 'stopped' AND NOT late)::int AS stopped,
     percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY days) AS percentiles
   FROM judged
   GROUP BY GROUPING SETS ((timescale, month), (timescale), (timescale, organisation))
   ORDER BY timescale, month NULLS FIRST, organisation NULLS FIRST`,
);

/** Breaches that stand, by the reason that was given for them. $4 is not looked at. */
export const BREACHES: Statement = statement(
  'performance_breaches',
  `SELECT d.breach_reason AS reason, d.breach_ours AS ours, count(*)::int AS count
   FROM deadlines d JOIN cases c ON c.place_id = d.place_id AND c.id = d.case_id
   WHERE ${FILTERS} AND $4::timestamptz IS NOT NULL AND d.passed_by IS NOT NULL AND d.withdrawn_by IS NULL
   GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
);
