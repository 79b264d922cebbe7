import {
  excludingInterests,
  type Effect,
  type EndedProcess,
  type ItemParties,
} from '../../workflows/protocol/index.js';
import { statement, type Statement, type Transaction } from '../database/transaction.js';
import type { OwedEffect, TakenStep } from './taken-step.js';

const PUT_PARTICIPATIONS = statement(
  'put-participations',
  `INSERT INTO participations (place_id, case_id, seq, person_id, part, referral, assessment)
   SELECT $1, $2, p.seq, p.person, p.part, p.referral, p.assessment
   FROM jsonb_to_recordset($3::jsonb) AS p (seq int, person uuid, part text, referral text, assessment text)
   ON CONFLICT DO NOTHING`,
);

const PUT_AGENDA = statement(
  'put-agenda',
  `INSERT INTO agenda_items (place_id, meeting_id, case_id, process, presenter, status, seq, listed_at)
   SELECT $1, a.meeting, $2, a.process, a.presenter, a.status, a.seq, a.at
   FROM jsonb_to_recordset($3::jsonb) AS a
     (seq int, at timestamptz, meeting uuid, process text, presenter uuid, status text)
   ON CONFLICT (place_id, meeting_id, case_id, process) DO UPDATE SET
     presenter = excluded.presenter, status = excluded.status, seq = excluded.seq,
     listed_at = CASE WHEN excluded.status = 'listed' THEN excluded.listed_at ELSE agenda_items.listed_at END`,
);

const PUT_INTERESTS = statement(
  'put-interests',
  `INSERT INTO panel_interests (place_id, case_id, seq, process, person_id, at, excludes)
   SELECT $1, $2, i.seq, i.process, i.person, i.at, i.excludes
   FROM jsonb_to_recordset($3::jsonb) AS i
     (seq int, at timestamptz, process text, person uuid, excludes boolean)`,
);

const PUT_DECISION = statement(
  'put-decision',
  `WITH decided AS (
     INSERT INTO decisions (place_id, case_id, process, meeting_id, seq, referral, assessment, presenter, interested)
     SELECT $1, $2, d.process, d.meeting, d.seq, d.referral, d.assessment, d.presenter, d.interested
     FROM jsonb_to_recordset($3::jsonb) AS d
       (process text, meeting uuid, seq int, referral text, assessment text, presenter uuid, interested uuid[])
   ) SELECT 1`,
);

const PUT_DECIDERS = statement(
  'put-deciders',
  `INSERT INTO decision_makers (place_id, case_id, process, person_id)
   SELECT $1, $2, d.process, person::uuid
   FROM jsonb_to_recordset($3::jsonb) AS d (process text, deciders text[]), unnest(d.deciders) AS person`,
);

const PUT_NOTICES = statement(
  'put-notices',
  `INSERT INTO notices_owed (place_id, case_id, process, recipient, form, clause, owed_by, owed_since)
   SELECT $1, $2, n.process, n.recipient, n.form, n.clause, n.seq, (n.at AT TIME ZONE 'Europe/London')::date
   FROM jsonb_to_recordset($3::jsonb) AS n
     (seq int, at timestamptz, process text, recipient text, form text, clause text)`,
);

const SETTLE_NOTICES = statement(
  'settle-notices',
  `UPDATE notices_owed o SET settled = n.how, settled_by = n.seq
   FROM jsonb_to_recordset($3::jsonb) AS n (seq int, process text, recipient text, form text, how text)
   WHERE o.place_id = $1 AND o.case_id = $2 AND o.process = n.process AND o.recipient = n.recipient
     AND o.form = n.form AND o.settled IS NULL`,
);

/** How each kind of effect is carried out: one after another, for all effects of the kind at once. */
const CARRIED_OUT: Record<Effect['type'], readonly Statement[]> = {
  PARTICIPATION_RECORDED: [PUT_PARTICIPATIONS],
  AGENDA_CHANGED: [PUT_AGENDA],
  INTEREST_KEPT: [PUT_INTERESTS],
  DECISION_MADE: [PUT_DECISION, PUT_DECIDERS],
  NOTICE_OWED: [PUT_NOTICES],
  NOTICE_SETTLED: [SETTLE_NOTICES],
};

/** The kinds of effect that are carried out. */
export const carriedOut = (): readonly string[] => Object.keys(CARRIED_OUT);

/** What a decision rests on: the item that ended with it. */
const itemOf = (ended: readonly EndedProcess[], id: string) => {
  const item = ended.find(({ process }) => process.id === id)?.process;
  const { presenter = null, interests = [] } = (item?.facts ?? {}) as Partial<ItemParties>;
  return {
    referral: item?.keys['referral'] ?? null,
    assessment: item?.keys['assessment'] ?? null,
    presenter,
    interested: excludingInterests(interests).map(({ person }) => person),
  };
};

/** What an effect says, with what it rests on. */
export const argument = (
  { seq, at, effect }: OwedEffect,
  ended: readonly EndedProcess[],
): Record<string, unknown> => ({
  seq,
  at,
  ...effect,
  ...(effect.type === 'DECISION_MADE' ? itemOf(ended, effect.process) : {}),
});

/** Effects of one kind that stand next to each other, so that their order among kinds is kept. */
function inRuns(effects: readonly OwedEffect[]): OwedEffect[][] {
  const runs: OwedEffect[][] = [];
  for (const each of effects) {
    const last = runs.at(-1);
    const together = last?.[0]?.effect.type === each.effect.type && last[0].seq === each.seq;
    if (together) last.push(each);
    else runs.push([each]);
  }
  return runs;
}

/** Carries out what a case owes to the world, in the transaction of the events it comes from. */
export async function carryOut(
  tx: Transaction,
  { place, id }: { place: string; id: string },
  { effects, ended }: Pick<TakenStep, 'effects' | 'ended'>,
): Promise<void> {
  for (const run of inRuns(effects)) {
    const [first] = run;
    if (!first) continue;
    const values = JSON.stringify(run.map((each) => argument(each, ended)));
    for (const each of CARRIED_OUT[first.effect.type]) await tx.change(each, [place, id, values]);
  }
}

const PROJECTIONS = [
  'decision_makers',
  'decisions',
  'agenda_items',
  'panel_interests',
  'participations',
  'notices_owed',
] as const;
const FORGET = PROJECTIONS.map((table) =>
  statement(`forget-${table}`, `DELETE FROM ${table} WHERE place_id = $1 AND case_id = $2`),
);

/** Forgets what was derived from a case's events, before its corrected history is carried out anew. */
export async function forgetEffects(
  tx: Transaction,
  { place, id }: { place: string; id: string },
): Promise<void> {
  for (const each of FORGET) await tx.change(each, [place, id]);
}
