import {
  papersCloseOn,
  type Actor,
  type Evidence,
  type Instant,
  type LocalDate,
  type MeetingEvidence,
  type PersonEvidence,
  type ProtocolData,
  type Rules,
} from '../../workflows/protocol/index.js';
import type { CommandOutcome } from './command.js';
import type { MeetingState } from './subject.js';

type FoundPerson = PersonEvidence & { id: string };

interface NextMeeting {
  id: string;
  heldOn: LocalDate;
  shortNotice: boolean;
}

/** What is read of the world around a step, after its locks are held. */
export interface Surroundings {
  at: Instant;
  command: { digest: string; outcome: CommandOutcome } | null;
  people: readonly FoundPerson[];
  listed: number;
  /** The arranged meetings that follow, the first one first. */
  next: readonly NextMeeting[];
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

/** The next meeting that is still given papers: what a deferral waits for is presented there (PAN-7). */
function nextOf({ next }: Surroundings, on: LocalDate, rules: Rules): Evidence['nextMeeting'] {
  const takesPapers = ({ heldOn, shortNotice }: NextMeeting) =>
    on <= papersCloseOn(heldOn, rules, shortNotice);
  const found = next.find(takesPapers);
  return found
    ? { id: found.id, heldOn: found.heldOn, ...(found.shortNotice ? { shortNotice: true } : {}) }
    : null;
}

/** The facts from outside the case that the event keeps: nothing that is not needed to judge it again. */
export function evidenceFrom(
  around: Surroundings,
  named: { organisations: readonly string[] },
  meeting: LockedMeeting | null,
  { rules, on }: { rules: Rules; on: LocalDate },
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
      ? {
          meeting: meetingEvidence(meeting, around.listed, rules.protocol),
          nextMeeting: nextOf(around, on, rules),
        }
      : {}),
  };
}

/** The person who acts, as the event keeps them; undefined where the directory has no such person. */
export function actorFrom({ people }: Surroundings, by: string | null): Actor | undefined {
  const person = people.find(({ id }) => id === by);
  return person && { person: person.id, roles: person.roles, organisation: person.organisation };
}
