import { londonDateOf, type Instant, type LocalDate, type Rules } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import * as sql from './digest-statements.js';
import {
  assessorPart,
  digestInWords,
  managerPart,
  type Digest,
  type DigestLine,
  type Unread,
  type Standing,
  type TeamTotals,
  type WaitingForManagers,
} from './digest-words.js';

/** Whose digest is wanted, and by which rules. */
export interface DigestAsked {
  place: string;
  person: string;
  now: Instant;
  rules: Rules;
  /** Names of the teams of the place, by id. */
  teams: ReadonlyMap<string, string>;
  /** What its links begin with. */
  publicAddress: string;
}

interface LineRow extends DigestLine {
  standing: Standing;
  total: number;
}

interface Days {
  today: LocalDate;
  /** The last day that is looked ahead to. */
  last: LocalDate;
}

const daysOf = ({ now, rules: { calendar, protocol } }: DigestAsked): Days => {
  const today = londonDateOf(now);
  const { dueInWorkingDays } = protocol.parameters.queues.value;
  return { today, last: calendar.addWorkingDays(today, dueInWorkingDays) };
};

const byStanding = (rows: readonly LineRow[]) => (standing: Standing) => {
  const lines = rows.filter((row) => row.standing === standing);
  return { lines, total: lines[0]?.total ?? 0 };
};

async function holds(tx: Transaction, { place, person, rules }: DigestAsked, word: string): Promise<boolean> {
  const roles = rules.protocol.parameters.ownerRoles.value[word] ?? [];
  return (await tx.row<{ holds: boolean }>(sql.HOLDS, [place, person, roles]))?.holds ?? false;
}

async function forManager(tx: Transaction, asked: DigestAsked, { today, last }: Days, most: number) {
  const { place, person, now } = asked;
  const critical = await tx.rows<LineRow>(sql.CRITICAL, [place, now, most]);
  const totals = await tx.rows<TeamTotals>(sql.TOTALS, [place, person, now, today, last]);
  const waiting = await tx.row<WaitingForManagers>(sql.WAITING, [place]);
  return managerPart(
    { critical: byStanding(critical)('critical'), totals, waiting: waiting as WaitingForManagers },
    asked,
  );
}

/**
 * What someone is written on a working morning: their deadlines and, for managers, the place's, as they stand at that
 * moment; null where there is nothing to say.
 */
export async function digestFor(tx: Transaction, asked: DigestAsked): Promise<Digest | null> {
  const { place, person, now, rules } = asked;
  const days = daysOf(asked);
  const most = rules.protocol.parameters.digestLines.value;
  const rows = await tx.rows<LineRow>(sql.CASELOAD, [place, person, now, days.today, days.last, most]);
  const unread = await tx.rows<Unread>(sql.UNREAD, [place, person, most]);
  const reasons = await tx.rows<LineRow>(sql.REASONS_WANTED, [place, person, most]);
  const standing = byStanding([...rows, ...reasons]);
  const own = assessorPart({ standing, unread }, asked);
  const managed = (await holds(tx, asked, 'manager')) ? await forManager(tx, asked, days, most) : [];
  return digestInWords(own, managed, asked);
}

/** Names of the teams of a place, by id. */
export const teamNames = (places: Places, place: string): ReadonlyMap<string, string> =>
  new Map((places.find(place)?.teams ?? []).map(({ id, name }) => [id, name]));

/** Everyone who may have something to be written this morning. */
export async function digestReaders(tx: Transaction, place: string, rules: Rules): Promise<string[]> {
  const { value } = rules.protocol.parameters.ownerRoles;
  const found = await tx.rows<{ id: string }>(sql.READERS, [
    place,
    value['assessor'] ?? [],
    value['manager'] ?? [],
  ]);
  return found.map(({ id }) => id);
}
