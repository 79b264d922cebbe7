import {
  amendmentsOf,
  eventOf,
  type AssessorEvidence,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { Asked } from './asked.js';
import { isUuid } from './content/scalars.js';
import type { History } from './taken-step.js';

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

const names = ({ type }: StoredEvent): boolean =>
  Object.hasOwn(eventOf(type)?.definition.fields ?? {}, 'assessor');

/**
 * Whom the command makes the assessor as from now: by naming them, or by a correction of the event that named the present
 * one. Of an earlier assessor it counts what was so then, not whether they are away today.
 */
function newAssessor({ command, content }: Asked, history: History | null): unknown {
  if (command.type === 'ASSESSOR_NAMED') return content['assessor'];
  if (command.type !== 'FACT_CORRECTED' || content['field'] !== 'assessor' || !history) return undefined;
  const { struck } = amendmentsOf(history.events);
  const naming = history.events.findLast((event) => names(event) && !struck.has(event.seq));
  return naming?.seq === content['event'] ? content['to'] : undefined;
}

/**
 * What is known of whoever the command makes the assessor; undefined where it makes nobody so. No meeting is locked for
 * it: who decides on a case is judged once more when it is decided (PAN-3).
 */
export async function assessorNamed(
  tx: Transaction,
  asked: Asked,
  history: History | null,
): Promise<AssessorEvidence | undefined> {
  const who = newAssessor(asked, history);
  if (!isUuid(who)) return undefined;
  const { place, subject } = asked.command;
  return tx.row<AssessorEvidence>(ASSESSOR_EVIDENCE, [place, subject.id, who]);
}
