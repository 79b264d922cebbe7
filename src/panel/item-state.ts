import {
  deciders,
  excludingInterests,
  exclusions,
  type CaseRecord,
  type Exclusion,
  type Instant,
  type ItemParties,
  type Keys,
  type LocalDate,
  type ProcessRecord,
} from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import * as sql from './item-statements.js';

export const OPINIONS = ['eligible', 'notEligible', 'unsure'] as const;
export type Opinion = (typeof OPINIONS)[number];

/** What somebody said of an item before it is decided. */
export interface PanelEntry {
  person: string;
  name: string;
  kind: 'noInterest' | 'view' | 'opened';
  at: Instant;
  opinion: Opinion | null;
  reasons: string | null;
}

/** An item of an agenda with those who may and may not decide it, and what they said of it. */
export interface ItemState {
  meeting: {
    id: string;
    reference: string;
    heldOn: LocalDate;
    stage: string;
    chair: string;
    present: readonly string[];
    /** Its papers are taken until the day itself. */
    shortNotice: boolean;
  };
  case: string;
  reference: string;
  process: string;
  keys: Keys;
  status: string;
  presenter: string | null;
  interests: ItemParties['interests'];
  excluded: readonly Exclusion[];
  /** Those present who may decide it. */
  deciders: readonly string[];
  entries: readonly PanelEntry[];
  /** Whether everyone who may see the views sees them all: each who decides has given one, or the chair has opened them. */
  opened: boolean;
}

/** The meeting, case and place an item is of. */
export interface ItemAt {
  place: string;
  meeting: string;
  case: string;
}

interface Row {
  case: string;
  process: string;
  status: string;
  presenter: string | null;
  meeting_reference: string;
  held_on: LocalDate;
  stage: string;
  chair: string;
  present: string[];
  short_notice: boolean;
  reference: string;
  record: CaseRecord;
  ended: { facts: ItemParties; keys: Keys } | null;
}

const NOBODY: ItemParties = { presenter: null, interests: [] };

const itemIn = ({ record, process, ended }: Row): ProcessRecord<ItemParties> => {
  const live = record.processes[process] as ProcessRecord<ItemParties> | undefined;
  return (
    live ?? {
      id: process,
      kind: 'panelItem',
      value: '',
      facts: ended?.facts ?? NOBODY,
      keys: ended?.keys ?? {},
      openedBy: 0,
    }
  );
};

const isOpened = (entries: readonly PanelEntry[], who: readonly string[]): boolean =>
  entries.some(({ kind }) => kind === 'opened') ||
  (who.length > 0 && who.every((id) => entries.some(({ kind, person }) => kind === 'view' && person === id)));

/** The item, or undefined where that case was never on the agenda of that meeting. With `lock` it stays as it is. */
export async function findItem(
  tx: Transaction,
  at: ItemAt,
  how: { lock?: boolean } = {},
): Promise<ItemState | undefined> {
  return (await findItems(tx, { ...at, cases: [at.case] }, how)).get(at.case);
}

/** The items of those cases, by case; nothing for one that was never on the agenda of that meeting. */
export async function findItems(
  tx: Transaction,
  { place, meeting, cases }: { place: string; meeting: string; cases: readonly string[] },
  { lock = false } = {},
): Promise<Map<string, ItemState>> {
  const asked = [place, meeting, cases];
  const rows = await tx.rows<Row>(lock ? sql.LOCK_ITEMS : sql.ITEMS_OF_MEETING, asked);
  const entries = await tx.rows<PanelEntry & { case: string; process: string }>(sql.ENTRIES, asked);
  const items = new Map<string, ItemState>();
  for (const row of rows) {
    if (items.has(row.case)) continue;
    const own = entries.filter((each) => each.case === row.case && each.process === row.process);
    items.set(row.case, stateOf(row, meeting, own.map(entryOf)));
  }
  return items;
}

const entryOf = ({ person, name, kind, at, opinion, reasons }: PanelEntry): PanelEntry => ({
  person,
  name,
  kind,
  at,
  opinion,
  reasons,
});

function stateOf(row: Row, meeting: string, entries: readonly PanelEntry[]): ItemState {
  const item = itemIn(row);
  const excluded = exclusions(row.record, item);
  const who = deciders(row.present, excluded);
  return {
    meeting: {
      id: meeting,
      reference: row.meeting_reference,
      heldOn: row.held_on,
      stage: row.stage,
      chair: row.chair,
      present: row.present,
      shortNotice: row.short_notice,
    },
    case: row.case,
    reference: row.reference,
    process: row.process,
    keys: item.keys,
    status: row.status,
    presenter: row.presenter,
    interests: item.facts.interests,
    excluded,
    deciders: who,
    entries,
    opened: isOpened(entries, who),
  };
}

/** Whoever looks at an item. */
export interface Onlooker {
  person: string;
  roles: readonly string[];
}

/** What somebody may see and say of an item. */
export interface OwnPart {
  /** They sit on the panel. */
  member: boolean;
  /** Their declared interest excludes them: nothing of the item is shown to them (PAN-3). */
  conflict: boolean;
  /** They have yet to say whether they have an interest, before anything of the item is shown (PAN-3). */
  toDeclare: boolean;
  /** Why else they do not decide it: what they did in the case, or that they present it. */
  tookPart: readonly Exclusion[];
  mayGiveView: boolean;
  own: PanelEntry | null;
  /** Whether the views of the others are shown to them. */
  seesViews: boolean;
}

const MEMBERS = ['panelMember', 'panelChair'];
const OPEN_STAGES = ['meeting.arranged', 'meeting.held'];
const MINUTED_STAGES = ['meeting.minuted', 'meeting.corrected'];

/** Whether the minutes of a meeting at that stage were approved: members of the panel read no more packs of it (PAN-4). */
export const isMinuted = (stage: string): boolean => MINUTED_STAGES.includes(stage);

/** Whether a meeting at that stage is not closed yet, so that its items can still be decided (PAN-4). */
export const takesDecisions = (stage: string): boolean => OPEN_STAGES.includes(stage);

/** What that person may see and say of the item (PAN-3, PAN-13). */
export function partIn(state: ItemState, { person, roles }: Onlooker): OwnPart {
  const member = roles.some((role) => MEMBERS.includes(role));
  const conflict = excludingInterests(state.interests).some((one) => one.person === person);
  const tookPart = state.excluded.filter((one) => one.person === person && !conflict);
  const declared =
    state.interests.some((one) => one.person === person) ||
    state.entries.some((one) => one.kind === 'noInterest' && one.person === person);
  const own = state.entries.find((one) => one.kind === 'view' && one.person === person) ?? null;
  const toDeclare = member && !conflict && !declared && tookPart.length === 0;
  const votes = member && !conflict && !toDeclare && tookPart.length === 0;
  const undecided = state.status === 'listed' && takesDecisions(state.meeting.stage);
  return {
    member,
    conflict,
    toDeclare,
    tookPart,
    own,
    mayGiveView: votes && undecided && !(state.opened && own !== null),
    seesViews: state.opened && !(votes && undecided && own === null),
  };
}

/** Why an item is closed to somebody; `toDeclare` where their declaration would open it. */
export type ItemClosed = 'conflict' | 'minutesApproved' | 'toDeclare';

/**
 * Why nothing of the item is shown to them, or null where it is. An interest declared in another item of the case closes this
 * one too, unless it is still to be decided and they have yet to say how they stand to it (PAN-3). Whoever is only of the
 * panel reads it no longer once its minutes are approved (PAN-4).
 */
export function closedTo(
  state: ItemState,
  part: OwnPart,
  { conflictInCase, panelOnly }: { conflictInCase: boolean; panelOnly: boolean },
): ItemClosed | null {
  if (part.conflict) return 'conflict';
  const pending = state.status === 'listed' && takesDecisions(state.meeting.stage);
  if (conflictInCase && !(part.toDeclare && pending)) return 'conflict';
  if (panelOnly && isMinuted(state.meeting.stage)) return 'minutesApproved';
  return part.toDeclare ? 'toDeclare' : null;
}
