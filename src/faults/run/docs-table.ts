import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- table: begin -->';
const END = '<!-- table: end -->';

/** Puts a table in the place of the one in that page. Throws where the page has no place for one. */
export function writeTable(page: string, table: string): void {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${page} has no place for the table.`);
  writeFileSync(page, `${text.slice(0, before + BEGIN.length)}\n\n${table}\n\n${text.slice(after)}`);
}
