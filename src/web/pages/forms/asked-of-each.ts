import { eventOf, type Field } from '../../../../workflows/protocol/index.js';
import { pathOf, wordsAt, type Posted } from './draft.js';
import type { Offers } from './form-view.js';

/** Lists in which something is answered of each entry of a list of the protocol: by event and field, what names the entry. */
const OF_EACH: Readonly<Record<string, string>> = {
  'ASSESSMENT_QUALITY_ASSURED.answers': 'question',
  'PACKAGE_DESIGNED.considered': 'item',
  'REVIEW_COMPLETED.levels': 'domain',
};

/** The field that names an entry of that list, where it is answered of each; otherwise undefined. */
export const namesEntry = (event: string, name: string): string | undefined => OF_EACH[`${event}.${name}`];

interface Asked {
  name: string;
  list: Field;
  by: string;
}

function askedOf(event: string): Asked[] {
  const fields = eventOf(event)?.definition.fields ?? {};
  return Object.entries(fields).flatMap(([name, list]) => {
    const by = namesEntry(event, name);
    return by === undefined ? [] : [{ name, list, by }];
  });
}

const namesIn = (posted: Posted, { name, by }: Asked): Map<number, string> =>
  new Map(
    Object.keys(posted).flatMap((key) => {
      const [list, at, field] = key.split('.');
      return list === name && field === by ? [[Number(at), wordsAt(posted, key)] as const] : [];
    }),
  );

/** The form with an entry for everything that is asked of: those that are there stay as they are. */
export function withEach(event: string, posted: Posted, offers: Offers): Posted {
  const more = askedOf(event).flatMap((asked) => {
    const there = namesIn(posted, asked);
    const of = asked.list.of?.fields?.[asked.by];
    const next = Math.max(-1, ...there.keys()) + 1;
    return (of ? offers.for(asked.by, of) : [])
      .filter(({ value }) => ![...there.values()].includes(value))
      .map(({ value }, at): [string, string] => [pathOf(pathOf(asked.name, next + at), asked.by), value]);
  });
  return more.length === 0 ? posted : { ...posted, ...Object.fromEntries(more) };
}

/** The form without entries of lists that may be left out, where nothing but their name is there. */
export function withoutUntouched(event: string, posted: Posted): Posted {
  const untouched = askedOf(event)
    .filter(({ list }) => list.optional)
    .flatMap((asked) =>
      [...namesIn(posted, asked).keys()]
        .map((at) => `${pathOf(asked.name, at)}.`)
        .filter((start) =>
          Object.keys(posted).every(
            (key) => !key.startsWith(start) || key === `${start}${asked.by}` || wordsAt(posted, key) === '',
          ),
        ),
    );
  return Object.fromEntries(
    Object.entries(posted).filter(([key]) => !untouched.some((start) => key.startsWith(start))),
  );
}
