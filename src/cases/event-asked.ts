import { londonDateOf, type Actor, type NewEvent } from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import { itemsToDeclare } from '../panel/items-at-door.js';
import type { Places } from '../places/places.js';
import type { Asked } from './asked.js';
import { assessorNamed } from './assessor-named.js';
import type { Sealed } from './content/seal.js';
import { actorFrom, evidenceFrom, type LockedMeeting } from './evidence.js';
import type { Ready } from './prepare.js';
import type { History } from './taken-step.js';

/** The meeting, with what its minutes do not show yet to whoever approves them (PAN-4). */
async function asApproved(
  tx: Transaction,
  { command: { place, type } }: Asked,
  meeting: LockedMeeting,
  { person, roles }: Actor,
): Promise<LockedMeeting> {
  if (type !== 'MINUTES_APPROVED' || person === null) return meeting;
  return {
    ...meeting,
    toDeclare: await itemsToDeclare(tx, { person, roles }, { place, meeting: meeting.id }),
  };
}

/** The event a command asks for, with what it is judged by. */
export async function eventAsked(
  tx: Transaction,
  places: Places,
  { asked, subject, meeting, around, rules, process }: Ready,
  { content }: Sealed,
  history: History | null,
): Promise<NewEvent> {
  const on = londonDateOf(around.at);
  const by = actorFrom(around, asked.command.by);
  if (!by) throw new Error('An event is recorded by someone.');
  const organisations = asked.named.organisations.map(({ value }) => value as string);
  const about = meeting && (await asApproved(tx, asked, meeting, by));
  const evidence = evidenceFrom(around, { organisations }, about, { rules, on }, (id) =>
    places.organisation(subject.place, id, on),
  );
  const moves = asked.command.type === 'PROTOCOL_MOVED';
  const protocols = moves ? await places.versions(subject.place, tx) : undefined;
  const assessor = await assessorNamed(tx, asked, history);
  return {
    type: asked.command.type,
    ...(process === undefined ? {} : { process }),
    at: around.at,
    on,
    by,
    content,
    evidence: { ...evidence, ...(protocols ? { protocols } : {}), ...(assessor ? { assessor } : {}) },
  };
}
