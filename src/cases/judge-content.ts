import { londonDateOf, type LocalDate } from '../../workflows/protocol/index.js';
import type { Places } from '../places/places.js';
import { fieldsOf } from './asked.js';
import type { FieldError } from './command.js';
import { unknownNames, wrongDays, type Known } from './content/check-facts.js';
import { wrongCorrection } from './content/check-correction.js';
import type { Ready } from './prepare.js';
import type { History } from './taken-step.js';

/** The child's day of birth: as the opening event gives it, or as it is known. */
function birthOf({ asked, subject }: Ready): LocalDate | null {
  if (asked.opens) return (asked.content['dateOfBirth'] as LocalDate | undefined) ?? null;
  return subject.kind === 'case' ? subject.record.facts.dateOfBirth : null;
}

/** Everything wrong with what a step says, all at once: its shape, days that cannot be, and names nobody has. */
export function wrongContent(ready: Ready, history: History | null, places: Places): readonly FieldError[] {
  const { asked, subject, around } = ready;
  const fields = fieldsOf(asked);
  const days = { today: londonDateOf(around.at), born: birthOf(ready) };
  const known: Known = {
    person: (id) => around.people.some((person) => person.id === id),
    organisation: (id) => places.organisation(subject.place, id, days.today) !== undefined,
    meeting: (id) => around.meetings.includes(id),
  };
  const errors = [
    ...asked.errors,
    ...wrongDays(fields, asked.content, days),
    ...unknownNames(asked.named, known),
  ];
  if (errors.length > 0) return errors;
  return history ? wrongCorrection(asked.content, history.events, days, known) : [];
}
