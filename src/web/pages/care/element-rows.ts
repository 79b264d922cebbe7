import { eventOf } from '../../../../workflows/protocol/index.js';
import type { EventView } from '../../../reading/views.js';
import type { Offers } from '../forms/form-view.js';
import { saidBy, type Names } from '../forms/shown-content.js';
import { timeAWeek } from '../words/time-a-week.js';

/** An element of a package as a row: what, how long, by whom, where, and what it is for. */
export interface ElementRow {
  what: string;
  time: string;
  skill: string;
  place: string;
  provider: string;
  funder: string;
  shortTerm: string;
  longTerm: string;
}

const NOT_SAID = 'Not said';

/** The elements of a package as it was designed or changed last, without their cost. */
export function elementRows(
  design: EventView | undefined,
  names: Names,
  offers: Offers,
): readonly ElementRow[] {
  if (!design) return [];
  const { elements } = design.content;
  if (!Array.isArray(elements)) return [];
  const fields = eventOf(design.type)?.definition.fields['elements']?.of?.fields ?? {};
  const [said] = saidBy(eventOf(design.type), { elements }, names, offers);
  return (elements as Record<string, unknown>[]).map((element, at) => {
    const labelled = new Map((said?.entries?.[at] ?? []).map(({ label, text }) => [label, text ?? '']));
    const textOf = (name: string): string => labelled.get(fields[name]?.label ?? '') ?? NOT_SAID;
    const minutes = element['minutesPerWeek'];
    return {
      what: textOf('what'),
      time: typeof minutes === 'number' ? timeAWeek(minutes) : NOT_SAID,
      skill: textOf('skill'),
      place: textOf('place'),
      provider: textOf('provider'),
      funder: textOf('funder'),
      shortTerm: textOf('shortTermOutcome'),
      longTerm: textOf('longTermOutcome'),
    };
  });
}
