const PROTOCOL = /^(.+)-v(\d+)(?:-(.+))?$/;
const CALENDAR = /^(\d{4})-(\d+)(?:\+(\d+))?$/;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const apart = (code: string): string => code.replaceAll('-', ' ');

/** 'Sefton protocol, version 13' for 'sefton-v13'; the id itself where it is built in another way. */
export function protocolInWords(version: string): string {
  const [, whose, number, of] = PROTOCOL.exec(version) ?? [];
  if (whose === undefined || number === undefined) return version;
  return `${capital(apart(whose))} protocol, version ${number}${of === undefined ? '' : ` (${apart(of)})`}`;
}

/** 'edition 1 of 2026, with 2 days changed here' for '2026-1+2'; the id itself where it is built in another way. */
export function calendarInWords(version: string): string {
  const [, year, edition, changed] = CALENDAR.exec(version) ?? [];
  if (year === undefined || edition === undefined) return version;
  const here =
    changed === undefined ? '' : `, with ${changed} ${changed === '1' ? 'day' : 'days'} changed here`;
  return `edition ${edition} of ${year}${here}`;
}
