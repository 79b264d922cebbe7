import type { Finding, Invariant, Seen } from './invariant.js';
import { rowsOf } from './invariant.js';

const ID = 'I5';

interface Stored {
  subject: string;
  seq: number;
  type: string;
}

/** The first event of each command on a case. */
const STORED = `
  SELECT subject_id AS subject, min(seq) AS seq, (array_agg(type ORDER BY seq))[1] AS type FROM events
  WHERE subject_kind = 'case' AND command_id IS NOT NULL GROUP BY subject_id, command_id`;

const CASES = `SELECT id FROM cases WHERE NOT (id = ANY($1::uuid[]))`;

const nameOf = ({ subject, seq, type }: Stored): string => `${subject} ${seq} ${type}`;

function compared({ ledger }: Seen, stored: readonly Stored[]): Finding[] {
  const acknowledged = ledger.cases.flatMap((id) =>
    ledger.on(id).map(({ type, acknowledged: said }) => nameOf({ subject: id, seq: said?.seq ?? 0, type })),
  );
  const there = new Set(stored.map(nameOf));
  const known = new Set(acknowledged);
  return [
    ...acknowledged
      .filter((name) => !there.has(name))
      .map((name): Finding => ({
        invariant: ID,
        kind: 'lost',
        words: `${name} was acknowledged and is not there`,
      })),
    ...[...there]
      .filter((name) => !known.has(name))
      .map((name): Finding => ({
        invariant: ID,
        kind: 'doubled',
        words: `${name} is there and nobody sent it`,
      })),
  ];
}

/** Every command on every case. Asked once each command that was sent is acknowledged. */
export const commands: Invariant = {
  id: ID,
  words: 'Every acknowledged command is there, once; nothing is there that was not acknowledged in the end.',
  async check(seen) {
    const stored = await rowsOf<Stored>(seen, STORED);
    const unknown = await rowsOf<{ id: string }>(seen, CASES, [seen.ledger.cases]);
    const answers = seen.ledger.takeComplaints();
    return [
      ...compared(seen, stored),
      ...unknown.map(({ id }): Finding => ({
        invariant: ID,
        kind: 'doubled',
        words: `case ${id}: nobody opened it`,
      })),
      ...answers.map((words): Finding => ({ invariant: ID, kind: 'broken', words })),
    ];
  },
};
