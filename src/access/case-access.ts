import { mayDo } from './policy.js';

const PANEL: readonly string[] = ['panelMember', 'panelChair'];

const REFERRER = 'referrer';

/** Whether the roles open every case. That of a referrer opens those they have a part in. */
const openAll = (roles: readonly string[]): boolean =>
  mayDo(
    'readCase',
    roles.filter((role) => role !== REFERRER),
  );

/** Whether cases are open to someone with those roles only as a member of the panel. */
export const isPanelOnly = (roles: readonly string[]): boolean =>
  roles.some((role) => PANEL.includes(role)) && !roles.includes(REFERRER) && !openAll(roles);

/** Whether those cases alone are open to someone with those roles that they have a part in. */
export const isReferrerOnly = (roles: readonly string[]): boolean =>
  roles.includes(REFERRER) && !openAll(roles);

/** Why a case is closed to somebody. */
export type WhyClosed = 'conflict' | 'notTheirs' | 'undeclared' | 'minutesApproved' | 'onNoAgenda';

/**
 * What somebody may see of a case: its whole record, what they need for an item of a meeting, what concerns whoever
 * referred, or nothing.
 */
export type CaseAccess =
  | { kind: 'whole' }
  | { kind: 'item'; meeting: string }
  | { kind: 'referral' }
  | { kind: 'closed'; why: WhyClosed; meeting: string | null };

/** An item of an agenda as a member of the panel stands to it. */
export interface ItemStanding {
  meeting: string;
  /** It is on the agenda of a meeting whose minutes are not approved yet. */
  open: boolean;
  /** The member still has to say whether they have an interest in it. */
  toDeclare: boolean;
}

/** What the access to a case follows from. */
export interface AccessAsked {
  roles: readonly string[];
  /** Their last declaration in the case is of an interest that excludes them. */
  conflict: boolean;
  /** They recorded something in the case, or took part in its checklist or assessment. */
  theirs: boolean;
  /** The items of the case, the latest meeting first. */
  items: readonly ItemStanding[];
}

/**
 * What somebody may see of a case. An interest that excludes them closes it whatever else they are (PAN-3). A referrer sees, of
 * the cases they have a part in, where each is, what is asked of them and what they are told (CHK-1, CHK-7, PAN-9), not the
 * record. Whoever is only of the panel sees it through an item of a meeting: once they have declared that they have no
 * interest, and until its minutes are approved (PAN-3, PAN-4).
 */
export function accessTo({ roles, conflict, theirs, items }: AccessAsked): CaseAccess {
  if (conflict) return { kind: 'closed', why: 'conflict', meeting: items[0]?.meeting ?? null };
  if (isReferrerOnly(roles))
    return theirs ? { kind: 'referral' } : { kind: 'closed', why: 'notTheirs', meeting: null };
  if (!isPanelOnly(roles)) return { kind: 'whole' };
  const open = items.filter((item) => item.open);
  const declared = open.find(({ toDeclare }) => !toDeclare);
  if (declared) return { kind: 'item', meeting: declared.meeting };
  if (open[0]) return { kind: 'closed', why: 'undeclared', meeting: open[0].meeting };
  return items[0]
    ? { kind: 'closed', why: 'minutesApproved', meeting: items[0].meeting }
    : { kind: 'closed', why: 'onNoAgenda', meeting: null };
}
