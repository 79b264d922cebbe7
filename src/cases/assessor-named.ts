import type { AssessorEvidence } from '../../workflows/protocol/index.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { Asked } from './asked.js';

/** What is known of someone who is named as assessor of the case: $1 place, $2 case, $3 who. */
const ASSESSOR_EVIDENCE = statement(
  'assessor-evidence',
  `SELECT $3::uuid AS person, a.id IS NOT NULL AS absent, a.to_day AS "absentUntil",
     EXISTS (SELECT 1 FROM agenda_items i JOIN meetings m ON m.place_id = i.place_id AND m.id = i.meeting_id
       WHERE i.place_id = $1 AND i.case_id = $2 AND i.status = 'listed' AND $3 = ANY(m.present || m.chair)) AS "onPanel"
   FROM (SELECT (service_now() AT TIME ZONE 'Europe/London')::date AS day) today
   LEFT JOIN absences a ON a.place_id = $1 AND a.person_id = $3 AND NOT a.withdrawn
     AND a.from_day <= today.day AND (a.to_day IS NULL OR a.to_day >= today.day)
   LIMIT 1`,
);

/**
 * What is known of whoever the command names as assessor; undefined where it names none. No meeting is locked for it: who
 * decides on a case is judged once more when it is decided (PAN-3).
 */
export async function assessorNamed(
  tx: Transaction,
  { command, content }: Asked,
): Promise<AssessorEvidence | undefined> {
  if (command.type !== 'ASSESSOR_NAMED') return undefined;
  return tx.row<AssessorEvidence>(ASSESSOR_EVIDENCE, [
    command.place,
    command.subject.id,
    content['assessor'],
  ]);
}
