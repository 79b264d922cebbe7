import type { Calendar, LocalDate } from '../../../../workflows/protocol/index.js';
import type { ForeseenLine } from '../../../forecast/forecast-views.js';
import { nameOf } from '../cases/case-frame.js';
import { leftInWords } from '../words/filters.js';

/** A foreseen breach as a row of its page. */
export const foreseenRow = (
  line: ForeseenLine,
  { today, calendar }: { today: LocalDate; calendar: Calendar },
): object => ({
  ...line,
  name: nameOf(line.child),
  left: leftInWords(calendar.workingDaysBetween(today, line.dueOn)),
  sure: line.kind === 'certain' ? { text: 'Certain', colour: 'red' } : { text: 'Likely', colour: 'orange' },
});
