import { eventOf, type Field, type LocalDate, type StoredEvent } from '../../../workflows/protocol/index.js';
import type { FieldError } from '../command.js';
import { unknownNames, wrongDay, type Days, type Known } from './check-facts.js';
import type { Content } from './check-shape.js';
import { wrongWith } from './scalars.js';
import { leavesOf } from './walk.js';

const YES_OR_NO: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

/** The corrected value as its field would have it; what it is not stays the text it is, to be complained of. */
function valueOf({ kind }: Field, to: string): unknown {
  if (kind === 'yesNo') return YES_OR_NO[to.toLowerCase()] ?? to;
  if (kind === 'integer' || kind === 'pence') return /^\d+$/.test(to) ? Number(to) : to;
  return to;
}

const NAMES: Partial<Record<Field['kind'], 'people' | 'organisations' | 'meetings'>> = {
  person: 'people',
  organisation: 'organisations',
  subject: 'meetings',
};

/** A birth corrected to a day after something that is recorded of the child. */
function bornAfterwards(
  { field }: { field: Field },
  to: unknown,
  history: readonly StoredEvent[],
): FieldError[] {
  if (field.beforeBirth !== true) return [];
  const days = history.flatMap(({ type, content }) =>
    leavesOf(eventOf(type)?.definition.fields ?? {}, content),
  );
  const earlier = days.find(
    (leaf) =>
      leaf.field.kind === 'date' && !leaf.field.beforeBirth && (leaf.value as LocalDate) < (to as LocalDate),
  );
  return earlier
    ? [
        {
          field: 'to',
          message: `${field.label}: ${earlier.field.label.toLowerCase()} is recorded as ${String(earlier.value)}, which is before.`,
        },
      ]
    : [];
}

const STRIKES_IDENTITY: FieldError = {
  field: 'event',
  message: 'Event number: who the child is, is put right by another correction of it, not by striking one.',
};

/** What is wrong with a corrected value, judged as the field it corrects. A field that cannot be corrected is refused elsewhere. */
export function wrongCorrection(
  content: Content,
  history: readonly StoredEvent[],
  days: Days,
  known: Known,
): FieldError[] {
  const about = history.find(({ seq }) => seq === content['event']);
  if (about?.type === 'IDENTITY_CORRECTED') return [STRIKES_IDENTITY];
  const fields = (about && eventOf(about.type)?.definition.fields) ?? {};
  const name = content['field'] as string | undefined;
  const field = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field || field.kind === 'list' || field.kind === 'group') return [];
  const value = valueOf(field, content['to'] as string);
  const wrong = wrongWith(field, value);
  if (wrong !== null) return [{ field: 'to', message: wrong }];
  const leaf = { field, value, path: 'to' };
  const names = NAMES[field.kind];
  const named = { people: [], organisations: [], meetings: [], ...(names ? { [names]: [leaf] } : {}) };
  const wrongDate = field.kind === 'date' ? wrongDay(leaf, days) : [];
  return wrongDate.length > 0
    ? wrongDate
    : [...unknownNames(named, known), ...bornAfterwards(leaf, value, history)];
}
