import {
  dateInWords,
  papersCloseOn,
  type CaseRecord,
  type LocalDate,
  type Rules,
} from '../../workflows/protocol/index.js';
import type { Subject } from '../cases/subject.js';
import type { TakenStep } from '../cases/taken-step.js';
import { statement, type Transaction } from '../database/transaction.js';
import type { StaffNotices } from './staff-notices.js';

/** Who hears that a meeting changes: the panel, and whoever presents a case that is on its agenda (PAN-1). */
export const TOLD_OF_MEETINGS = ['panelMember', 'panelChair'];

const PRESENTERS = statement(
  'presenters-of-meeting',
  `SELECT DISTINCT presenter AS id FROM agenda_items
   WHERE place_id = $1 AND meeting_id = $2 AND status = 'listed' AND presenter IS NOT NULL`,
);

/** The day of a meeting, and whether it takes papers until then. */
interface Held {
  heldOn: LocalDate;
  shortNotice?: boolean;
}

const heldOf = ({ processes }: CaseRecord): Held | undefined =>
  Object.values(processes)
    .map(({ facts }) => facts as Partial<Held> | { heldOn: null })
    .find((facts): facts is Held => typeof facts.heldOn === 'string');

const movedTo = ({ heldOn, shortNotice = false }: Held, rules: Rules): string =>
  `is moved to ${dateInWords(heldOn)}${shortNotice ? ', at short notice' : ''}. Papers close on ${dateInWords(papersCloseOn(heldOn, rules, shortNotice))}`;

const NEWS: Readonly<Record<string, (after: Held | undefined, rules: Rules) => string>> = {
  MEETING_MOVED: (after, rules) => (after === undefined ? 'is moved' : movedTo(after, rules)),
  MEETING_CANCELLED: () => 'is cancelled',
};

/** Tells the panel, and whoever presents a case to it, that a meeting is held on another day or not at all (PAN-1). */
export async function tellOfMeeting(
  tx: Transaction,
  notices: StaffNotices,
  { kind, place, id, reference, record }: Subject,
  { record: after, events }: TakenStep,
  rules: Rules,
): Promise<void> {
  const [event] = events;
  const news = event && NEWS[event.type];
  const held = heldOf(record);
  if (kind !== 'meeting' || !news || held === undefined) return;
  const presenters = await tx.rows<{ id: string }>(PRESENTERS, [place, id]);
  await notices.tell(tx, {
    place,
    kind: 'meetingChanged',
    to: { people: presenters.map((each) => each.id), roles: TOLD_OF_MEETINGS },
    about: `meeting ${id} ${event.seq}`,
    words: `${reference}: the meeting of the joint panel on ${dateInWords(held.heldOn)} ${news(heldOf(after), rules)}. [PAN-1]`,
    link: `/meetings/${id}`,
  });
}
