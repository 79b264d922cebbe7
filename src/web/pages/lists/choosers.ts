import { addressOf, type Asked } from './address.js';

/** A filter that is set: what it says, and the address without it. */
export interface Chip {
  text: string;
  href: string;
}

/** A filter as a form offers it. */
export interface Chooser {
  name: string;
  label: string;
  options: { value: string; text: string; selected: boolean }[];
}

/** What a filter is called, and what can be chosen of it. */
export interface Choice {
  name: string;
  label: string;
  /** What is said where nothing is chosen. */
  any: string;
  values: readonly { value: string; words: string }[];
}

/** The filters as a form offers them, with what is chosen. */
export const choosersOf = (choices: readonly Choice[], chosen: Asked): Chooser[] =>
  choices.map(({ name, label, any, values }) => ({
    name,
    label,
    options: [
      { value: '', text: any, selected: (chosen[name] ?? '') === '' },
      ...values.map(({ value, words }) => ({ value, text: words, selected: chosen[name] === value })),
    ],
  }));

/** A chip for each filter that is set: it leads to the page as it is asked for, without that filter. */
export const chipsFor = (path: string, choices: readonly Choice[], asked: Asked): Chip[] =>
  choices.flatMap(({ name, label, values }) => {
    const value = asked[name];
    if (value === undefined || value === null || value === '') return [];
    const words = values.find((each) => each.value === value)?.words ?? String(value);
    return [{ text: `${label}: ${words}`, href: addressOf(path, { ...asked, [name]: undefined }) }];
  });
