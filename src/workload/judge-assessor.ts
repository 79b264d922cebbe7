import {
  advance,
  dateInWords,
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

/** What speaks against that person as the assessor of the case, beside what the protocol says of naming one. */
function against({ record, panel }: Judged, who: Assessor): Refusal[] {
  const until = who.absentUntil ? `until ${dateInWords(who.absentUntil)}` : 'until further notice';
  const known: [boolean, Refusal][] = [
    [record.facts.assessor === who.id, refuse('ROL-1', 'The case is theirs already.')],
    [!who.assesses, refuse('ROL-1', 'This person holds no role of an assessor today.', ['such a role'])],
    [who.absentToday, refuse('ROL-1', `This person is away ${until}.`, ['an assessor who is there'])],
    [
      panel.includes(who.id),
      refuse('PAN-3', 'This person sits on the panel that has the case on its agenda.', [
        'an assessor who does not decide on the case',
      ]),
    ],
  ];
  return known.flatMap(([stands, reason]) => (stands ? [reason] : []));
}

/**
 * Every reason against that person as the assessor of the case (ROL-1, ROL-7, PAN-3, HNA-8); none where they could be named
 * at that moment. What the protocol says of naming an assessor is asked of the protocol itself.
 */
export function reasonsAgainstAssessor(judged: Judged, who: Assessor, { at, by, rules }: Judging): Refusal[] {
  const ended = over(judged.record);
  if (ended) return [ended];
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
    judged.record,
    {
      type: 'ASSESSOR_NAMED',
      at,
      on: londonDateOf(at),
      by,
      content: { assessor: who.id },
      evidence: { people: { [who.id]: person } },
    },
    rules,
  );
  return [...against(judged, who), ...(outcome.kind === 'refused' ? outcome.refusals : [])];
}
