import {
  advance,
  londonDateOf,
  refuse,
  type Actor,
  type CaseRecord,
  type Instant,
  type Refusal,
  type Rules,
} from '../../workflows/protocol/index.js';
import type { Assessor } from './assessor.js';

/** A case that may get another assessor. */
export interface Judged {
  record: CaseRecord;
  /** The chair and members of the meeting that has its item on the agenda. */
  panel: readonly string[];
}

/** When, by whom and under which rules it would be. */
export interface Judging {
  at: Instant;
  by: Actor;
  rules: Rules;
}

const over = ({ facts }: CaseRecord): Refusal | null =>
  facts.died
    ? refuse('SCO-10', 'The child has died. The case has no more work.')
    : facts.closed
      ? refuse('ROL-1', 'The case is closed. An open case has a named assessor.')
      : null;

/**
 * Every reason against that person as the assessor of the case (ROL-1, ROL-7, PAN-3, HNA-8); none where they could be named
 * at that moment. What the protocol says of naming an assessor is asked of the protocol itself.
 */
export function reasonsAgainstAssessor(judged: Judged, who: Assessor, { at, by, rules }: Judging): Refusal[] {
  const { record, panel } = judged;
  const ended = over(record);
  if (ended) return [ended];
  if (record.facts.assessor === who.id) return [refuse('ROL-1', 'The case is theirs already.')];
  const { roles, organisation, discipline, clinician, commissioner, delegatedLimitPence, competences } = who;
  const person = {
    roles,
    organisation,
    discipline,
    clinician,
    commissioner,
    delegatedLimitPence,
    competences,
  };
  const outcome = advance(
    record,
    {
      type: 'ASSESSOR_NAMED',
      at,
      on: londonDateOf(at),
      by,
      content: { assessor: who.id },
      evidence: {
        people: { [who.id]: person },
        assessor: {
          person: who.id,
          onPanel: panel.includes(who.id),
          absent: who.absentToday,
          absentUntil: who.absentUntil,
        },
      },
    },
    rules,
  );
  return outcome.kind === 'refused' ? [...outcome.refusals] : [];
}
