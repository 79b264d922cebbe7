import { eventOf, OPENING_EVENTS, type Fields, type OwnedEvent } from '../../workflows/protocol/index.js';
import { digestOfValue } from '../database/once.js';
import type { Command, FieldError } from './command.js';
import { checkShape, type Content } from './content/check-shape.js';
import { namedIn, type Named } from './content/check-facts.js';
import { isUuid } from './content/scalars.js';
import type { SubjectKind } from './subject.js';

/** A command as far as it can be judged without looking at anything else. */
export interface Asked {
  command: Command;
  owned: OwnedEvent;
  kind: SubjectKind;
  /** Whether it opens a case or arranges a meeting. */
  opens: boolean;
  digest: string;
  /** What it says, without the fields that cannot be read. */
  content: Content;
  named: Named;
  /** What is wrong with the shape of what it says. */
  errors: readonly FieldError[];
}

/** What makes two commands the same: all they say and who says it, whatever the order of the fields. */
const digestOf = ({ place, subject, type, process, content, by }: Command): string =>
  digestOfValue([place, subject.kind, subject.id, type, process ?? null, content, by]);

const kindOf = ({ owner }: OwnedEvent): SubjectKind => (owner.kind === 'meeting' ? 'meeting' : 'case');
const isOpening = (type: string): boolean => (OPENING_EVENTS as readonly string[]).includes(type);

function wrongSubject({ subject, type }: Command, kind: SubjectKind): FieldError[] {
  if (subject.kind !== kind) {
    return [{ field: 'subject', message: `${type} is recorded of a ${kind}, not of a ${subject.kind}.` }];
  }
  return subject.id === null && !isOpening(type)
    ? [{ field: 'subject', message: `${type} is recorded of a ${kind} that is there already: say which.` }]
    : [];
}

const inLowerCase = (id: string | null): string | null => id && id.toLowerCase();

/** Everything about the command that is wrong at first sight, or what it says. */
export function readCommand(sent: Command): Asked | { errors: FieldError[] } {
  const { kind: sentKind, id } = sent.subject;
  const command = { ...sent, by: inLowerCase(sent.by), subject: { kind: sentKind, id: inLowerCase(id) } };
  const owned = eventOf(command.type);
  if (!owned)
    return {
      errors: [{ field: 'type', message: `There is no step '${String(command.type).slice(0, 80)}'.` }],
    };
  if (!isUuid(command.commandId))
    return { errors: [{ field: 'commandId', message: 'The key of a command is a uuid.' }] };
  const kind = kindOf(owned);
  const subject = wrongSubject(command, kind);
  if (subject.length > 0) return { errors: subject };
  const read = checkShape(owned.definition.fields, command.content);
  const content = 'content' in read ? read.content : read.right;
  return {
    command,
    owned,
    kind,
    opens: command.subject.id === null,
    digest: digestOf(command),
    content,
    named: namedIn(owned.definition.fields, content),
    errors: 'errors' in read ? read.errors : [],
  };
}

/** The fields of the event asked for. */
export const fieldsOf = ({ owned }: Asked): Fields => owned.definition.fields;

/** Everyone the command names, whoever sends it among them. */
export const peopleOf = ({ named, command, content }: Asked): string[] => {
  const corrected = command.type === 'FACT_CORRECTED' ? [content['to']] : [];
  const ids = [command.by, ...named.people.map(({ value }) => value), ...corrected];
  return [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))];
};
