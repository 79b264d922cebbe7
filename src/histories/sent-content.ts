import { eventOf, type Field, type Fields } from '../../workflows/protocol/index.js';
import type { Content } from './history.js';

/** How the names in a step's content become what the engine knows them by. */
export interface Binding {
  person(name: string): string;
  meeting(label: string): string;
  /** The number of the event that the step of that name recorded; undefined where there is none. */
  step(name: string): number | undefined;
}

function bound(value: unknown, field: Field, binding: Binding): unknown {
  if (field.kind === 'list' && Array.isArray(value)) {
    const { of } = field;
    return of ? value.map((each: unknown) => bound(each, of, binding)) : value;
  }
  if (field.kind === 'group' && typeof value === 'object' && value !== null)
    return boundContent(field.fields ?? {}, value as Content, binding);
  if (typeof value !== 'string') return value;
  if (field.kind === 'person') return binding.person(value);
  if (field.kind === 'subject') return binding.meeting(value);
  return field.kind === 'integer' ? (binding.step(value) ?? value) : value;
}

const boundContent = (fields: Fields, content: Content, binding: Binding): Content =>
  Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field ? bound(value, field, binding) : value];
    }),
  );

/** The content of an event of that type as it is sent to the engine. */
export const sentContent = (type: string, content: Content, binding: Binding): Record<string, unknown> => ({
  ...boundContent(eventOf(type)?.definition.fields ?? {}, content, binding),
});

/** The names by which the content of an event of that type speaks of people, each once. */
export function peopleNamed(type: string, content: Content): string[] {
  const names = new Set<string>();
  const person = (name: string): string => {
    names.add(name);
    return name;
  };
  sentContent(type, content, { person, meeting: (label) => label, step: () => undefined });
  return [...names];
}
