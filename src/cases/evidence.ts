import type {
  Actor,
  Evidence,
  Instant,
  LocalDate,
  MeetingEvidence,
  PersonEvidence,
  ProtocolData,
} from '../../workflows/protocol/index.js';
import type { CommandOutcome } from './command.js';
import type { MeetingState } from './subject.js';

type FoundPerson = PersonEvidence & { id: string };

/** What is read of the world around a step, after its locks are held. */
export interface Surroundings {
  at: Instant;
  command: { digest: string; outcome: CommandOutcome } | null;
  people: readonly FoundPerson[];
  listed: number;
  next: { id: string; heldOn: LocalDate; shortNotice: boolean } | null;
  meetings: readonly string[];
}

/** The meeting a step is about, as it stands under lock. */
export interface LockedMeeting extends MeetingState {
  id: string;
  /** Items on which whoever approves its minutes has yet to declare; absent where nobody does. */
  toDeclare?: number;
}

type Organisations = (id: string) => { name: string; kind: string; open: boolean } | undefined;

const meetingEvidence = (
  meeting: LockedMeeting,
  listed: number,
  { panel }: Pick<ProtocolData, 'panel'>,
): MeetingEvidence => ({
  id: meeting.id,
  heldOn: meeting.heldOn,
  stage: meeting.stage.replace('meeting.', ''),
  capacity: meeting.capacity ?? panel.capacity.value,
  listed,
  chair: meeting.chair,
  present: meeting.present,
  ...(meeting.shortNotice ? { shortNotice: true } : {}),
  ...(meeting.toDeclare === undefined ? {} : { toDeclare: meeting.toDeclare }),
});

const nextOf = ({ next }: Surroundings): Evidence['nextMeeting'] =>
  next && { id: next.id, heldOn: next.heldOn, ...(next.shortNotice ? { shortNotice: true } : {}) };

/** The facts from outside the case that the event keeps: nothing that is not needed to judge it again. */
export function evidenceFrom(
  around: Surroundings,
  named: { organisations: readonly string[] },
  meeting: LockedMeeting | null,
  protocol: ProtocolData,
  organisation: Organisations,
): Evidence {
  const people = Object.fromEntries(around.people.map(({ id, ...person }) => [id, person]));
  const ids = [...named.organisations, ...around.people.flatMap((person) => person.organisation ?? [])];
  const organisations = Object.fromEntries(
    [...new Set(ids)].flatMap((id) => {
      const found = organisation(id);
      return found ? [[id, found]] : [];
    }),
  );
  return {
    people,
    organisations,
    ...(meeting
      ? { meeting: meetingEvidence(meeting, around.listed, protocol), nextMeeting: nextOf(around) }
      : {}),
  };
}

/** The person who acts, as the event keeps them; undefined where the directory has no such person. */
export function actorFrom({ people }: Surroundings, by: string | null): Actor | undefined {
  const person = people.find(({ id }) => id === by);
  return person && { person: person.id, roles: person.roles, organisation: person.organisation };
}
