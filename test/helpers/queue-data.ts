import { COPY_ALL_OPEN_DEADLINES } from '../../src/deadlines/deadline-statements.js';
import type { Service } from './service.js';

/** An open deadline as the test knows it, beside what the service says of it. */
export interface KnownDeadline {
  case_id: string;
  key: string;
  timescale: string;
  guidance: boolean;
  due_on: string;
  due_at: string;
  critical_at: string | null;
  owner: string;
  owner_person: string | null;
  excepted: boolean;
  paused: boolean;
  reason_wanted: boolean;
  stage: string;
  commissioner: string | null;
  needs: string[];
  team_id: string | null;
}

const CASES_OTHERWISE = `
  UPDATE cases c SET
    stage = (ARRAY['referral.received', 'assessment.underway', 'panelItem.ready'])[1 + n % 3],
    commissioner = (ARRAY['cheshire-and-merseyside-icb', 'sefton-council', NULL])[1 + n % 3],
    needs = (ARRAY['{physicalDisability}', '{mentalHealth,learningDisability}', '{}'])[1 + (n / 2) % 3]::text[]
  FROM (SELECT id, (row_number() OVER (ORDER BY id))::int AS n FROM cases) numbered
  WHERE numbered.id = c.id`;

/** So many open deadlines of all sorts for each case, some of them due at the same moment. */
const DEADLINES = `
  INSERT INTO deadlines (place_id, case_id, key, timescale, clauses, guidance, owner, owner_person, started_on, started_by,
    due_on, due_at, original_due_on, original_due_at, critical_at, exception, paused_since, passed_by,
    passed_occurrence, breach_reason, breach_ours, breach_reason_seq, is_open, awaits_passing)
  SELECT c.place_id, c.id, t.timescale || '/test-' || n, t.timescale, ARRAY['CHK-6'], t.timescale = 'pre-assessment',
    CASE WHEN n % 7 = 3 THEN 'chair' ELSE 'assessor' END,
    CASE WHEN n % 7 = 3 OR (n + ascii(c.id::text)) % 5 = 0 THEN NULL ELSE ($2::uuid[])[1 + n % cardinality($2::uuid[])] END,
    due.day - 30, 1, due.day, due.day + time '23:59:59', due.day - n % 2,
    due.day + time '23:59:59' - make_interval(days => n % 2), (due.day + 14) + time '00:00',
    CASE WHEN n % 6 = 1 THEN json_build_object('deadline', 'x', 'newTarget', due.day + 20, 'seq', 1, 'approvedBy', 'y') END,
    CASE WHEN n % 11 = 4 THEN due.day - 10 END, CASE WHEN n % 3 = 0 THEN 1 END, CASE WHEN n % 3 = 0 THEN 1 END,
    CASE WHEN n % 9 = 0 THEN 'capacity' END, CASE WHEN n % 9 = 0 THEN n % 2 = 0 END, CASE WHEN n % 9 = 0 THEN 1 END,
    true, t.timescale <> 'pre-assessment'
  FROM cases c CROSS JOIN generate_series(1, $1) n
  CROSS JOIN LATERAL (SELECT (ARRAY['checklist-decision', 'decision-national', 'pre-assessment', 'review-annual'])
    [1 + (n + ascii(substr(c.id::text, 2))) % 4] AS timescale) t
  CROSS JOIN LATERAL (SELECT ($3::date - 300 + ((n * 37 + ascii(substr(c.id::text, 3)) * 11) % 330)) AS day) due`;

/** Gives every case of the service open deadlines of all sorts, around that day. */
export async function scatterDeadlines(
  service: Service,
  { each, owners, around }: { each: number; owners: readonly string[]; around: string },
): Promise<void> {
  await service.query(CASES_OTHERWISE);
  await service.query(DEADLINES, [each, owners, around]);
  await service.query(COPY_ALL_OPEN_DEADLINES.text);
}

/** Every open deadline with what its case is found by, from the tables the queues are copied from. */
export const knownDeadlines = (service: Service): Promise<KnownDeadline[]> =>
  service.query<KnownDeadline>(
    `SELECT d.case_id, d.key, d.timescale, d.guidance, d.due_on, d.due_at, d.critical_at, d.owner, d.owner_person,
       d.exception IS NOT NULL AS excepted, d.paused_since IS NOT NULL AS paused,
       d.passed_by IS NOT NULL AND d.breach_reason IS NULL AS reason_wanted, c.stage, c.commissioner, c.needs, p.team_id
     FROM deadlines d JOIN cases c ON c.place_id = d.place_id AND c.id = d.case_id
     LEFT JOIN people p ON p.place_id = d.place_id AND p.id = d.owner_person
     WHERE d.is_open ORDER BY d.due_at, d.case_id, d.key`,
  );
