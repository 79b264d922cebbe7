import type { WrongQuery } from '../../http/wrong-query.interceptor.js';
import { monthInWords } from '../performance/months.js';
import type { Chooser } from './choosers.js';

/** What is wrong with what was asked of a page, and the box where it is put right. */
export interface Mistake {
  text: string;
  href: string | null;
}

/** What is said of parts of an address that no form has a box for. */
const WITHOUT_BOX: Readonly<Record<string, string>> = {
  cursor: 'That part of the list is not there any more: the list is shown from its beginning',
  order: 'The list has no such order: it is shown in its own',
  rows: 'A page of the list cannot have that many rows',
};

/** Messages that name every code a filter takes: the form names them in words. */
const NOT_LISTED = /^(must be (one of|the id|true or false|text|a month)|holds characters|has more than)/;

/** What is said of a field that a page has none of. */
const NOT_TAKEN = 'is not taken here';

const said = (message: string): string =>
  NOT_LISTED.test(message)
    ? 'choose one of the list'
    : message.replaceAll(/\b\d{4}-\d{2}\b(?!-)/g, (month) => monthInWords(month));

/** What is wrong with the address a page was asked for by, in the words of its form. */
export const mistakesIn = ({ errors }: WrongQuery, choosers: readonly Chooser[]): Mistake[] =>
  errors.map(({ field, message }) => {
    const chooser = choosers.find(({ name }) => name === field);
    if (chooser) return { text: `${chooser.label}: ${said(message)}`, href: `#filter-${field}` };
    const without = WITHOUT_BOX[field];
    if (without !== undefined) return { text: without, href: null };
    if (field === 'asAt') return { text: `The moment of the address ${message}`, href: null };
    return {
      text:
        message === NOT_TAKEN
          ? `The address asks for “${field}”, which this page does not take`
          : `What the address says for “${field}” is nothing this page knows`,
      href: null,
    };
  });
