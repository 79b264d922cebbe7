import { isLocalDate } from '../../../../workflows/protocol/index.js';
import type { EventView, NoticeView } from '../../../reading/views.js';
import { choiceInWords } from '../words/choice-words.js';
import { shortDay } from '../words/filters.js';

/** When somebody was told and how, as it was recorded (PAN-9): '10 Dec 2026, letter'; null where they were not. */
export function toldInWords(
  { status, settledBy }: NoticeView,
  tellings: readonly EventView[],
): string | null {
  const event = tellings.find(({ seq }) => seq === settledBy);
  if (status !== 'given' || event === undefined) return null;
  const { toldOn, how } = event.content;
  return [
    isLocalDate(toldOn) ? shortDay(toldOn) : null,
    typeof how === 'string' ? choiceInWords(how).toLowerCase() : null,
  ]
    .filter((each) => each !== null)
    .join(', ');
}
