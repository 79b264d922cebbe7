import { dateInWords, isLocalDate } from '../../../../workflows/protocol/index.js';
import type { Command } from '../../../cases/command.js';
import type { MeetingReading } from '../../../reading/meeting-reading.js';

/** What is asked before something is recorded that may not be meant. */
export interface Question {
  heading: string;
  /** What is there already. */
  there: readonly { text: string; href: string }[];
  button: string;
  /** Stands in the confirmation for what was asked: another question is asked anew. */
  asked: string;
}

/** Asks whether a second meeting of the panel is meant, where one is there already (PAN-1): not the one that it arranged. */
export async function askOfSecondMeeting(
  meetings: MeetingReading,
  { place, type, content: { heldOn }, commandId }: Command,
): Promise<Question | null> {
  if (type !== 'MEETING_ARRANGED' || !isLocalDate(heldOn)) return null;
  const there = await meetings.heldOn(place, heldOn, commandId);
  if (there.length === 0) return null;
  return {
    heading: `There is already a meeting on ${dateInWords(heldOn)}: arrange a second one?`,
    there: there.map(({ id, reference, stage }) => ({
      text: `${reference}: ${stage.toLowerCase()}`,
      href: `/meetings/${id}`,
    })),
    button: 'Arrange a second one',
    asked: ['second', heldOn, ...there.map(({ id }) => id)].join(' '),
  };
}
