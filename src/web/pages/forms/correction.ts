import {
  correctedValue,
  eventOf,
  isCorrectable,
  type Field,
  type Fields,
  type OwnedEvent,
} from '../../../../workflows/protocol/index.js';
import type { Offers } from './form-view.js';
import { saidBy, type Names, type Said } from './shown-content.js';

const CORRECTION = 'FACT_CORRECTED';
const FIELD = 'field';
const VALUE = 'to';

type Content = Readonly<Record<string, unknown>>;

/** The fact a correction is about; undefined where the event has none of that name that can be put right. */
function factIn(about: OwnedEvent | undefined, name: unknown): Field | undefined {
  const fields = about?.definition.fields ?? {};
  const fact = typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return fact && isCorrectable(fact) ? fact : undefined;
}

/** The fields of a correction of that fact: what it should be is asked for as the fact itself is, a day as a day. */
export function fieldsOfCorrection(about: OwnedEvent, name: string): Fields | undefined {
  const own = eventOf(CORRECTION)?.definition.fields;
  const fact = factIn(about, name);
  if (!own || !fact) return undefined;
  return { ...own, [VALUE]: { ...fact, optional: false, label: (own[VALUE] as Field).label } };
}

/** What a correction offers for what a fact should be: what the form offers on which the fact was said. */
export const offersOfFact = (offers: Offers, about: { event: string; field: string }): Offers => ({
  for: (name, field, event, chosen) =>
    name === VALUE
      ? offers.for(about.field, field, about.event, chosen)
      : offers.for(name, field, event, chosen),
});

/** What was read from the boxes of a correction, as the event carries it. */
export function contentOfCorrection(content: Content): Record<string, unknown> {
  const value = content[VALUE] as string | number | boolean | undefined;
  if (value === undefined) return content;
  return { ...content, [VALUE]: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value) };
}

/** What a correction says, in the words of the entry and the fact it is about. */
export function saidOfCorrection(
  content: Content,
  about: OwnedEvent | undefined,
  names: Names,
  codes?: Offers,
): Said[] {
  const correction = eventOf(CORRECTION);
  const name = content[FIELD];
  const fact = factIn(about, name);
  const fields = about && typeof name === 'string' ? fieldsOfCorrection(about, name) : undefined;
  if (!correction || !about || !fact || !fields) return saidBy(correction, content, names, codes);
  const said = {
    ...content,
    [FIELD]: `${about.definition.title}: ${fact.label.charAt(0).toLowerCase()}${fact.label.slice(1)}`,
    [VALUE]: correctedValue(about.definition.fields, name as string, String(content[VALUE])),
  };
  return saidBy({ ...correction, definition: { ...correction.definition, fields } }, said, names, codes);
}
