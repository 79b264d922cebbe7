import { timescaleOf, type ProtocolData } from '../../../../workflows/protocol/index.js';
import type { Preview } from '../../../changes/preview.js';
import type { Sessions } from '../../../sessions/sessions.js';
import type { Browser, Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import type { Wrong } from '../workload/caseload-form.js';

/** How much of what a change would do is shown before it is made. */
export const LOOKED_AT = { limit: 50, after: null, total: true } as const;

/** What a form sends on unseen, so that what was looked at is what is applied. */
export const carried = (posted: Posted, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, wordsAt(posted, name)]));

/** What was typed into the form before its preview, where the address says under which number it is kept. */
export async function keptOf(sessions: Sessions, { request }: Browser, { id }: Visit): Promise<Posted> {
  const asked = wordsAt(request.query as Posted, 'asked');
  return (asked === '' ? undefined : await sessions.asked<Posted>(id, asked)) ?? {};
}

/** A preview as its page shows it, with deadlines by what they are called. */
export const shownPreview = ({ items, totals, next }: Preview, protocol: ProtocolData): object => ({
  totals,
  more: next !== null,
  rows: items.map((each) => ({
    ...each,
    deadlines: each.deadlines.map((moved) => ({
      ...moved,
      title: timescaleOf(protocol, moved.timescale)?.title ?? moved.timescale,
    })),
  })),
});

/** What is wrong with a form, for its summary and its boxes. */
export const shownErrors = (wrong: readonly Wrong[]): object => ({
  errors: wrong.map(({ field, message }) => ({
    text: message,
    href: `#${field}${field === 'date' || field === 'from' ? '-day' : ''}`,
  })),
  at: Object.fromEntries(wrong.map(({ field, message }) => [field, message])),
});
