import { dateInWords, type DeadlineState } from '../../../workflows/protocol/index.js';
import type { CaseLine } from '../../reading/views.js';

/** Colours of tags; the words say the same. */
const COLOURS: Readonly<Record<DeadlineState, string>> = {
  notStarted: 'grey',
  running: 'blue',
  dueSoon: 'yellow',
  paused: 'grey',
  overdue: 'red',
  excepted: 'purple',
  metInTime: 'green',
  metLate: 'orange',
  stopped: 'grey',
};

/** A case as a row of the list. */
export const caseRow = ({ reference, child, stage, state, nextDeadline }: CaseLine): object => ({
  reference,
  child: [child.givenName, child.familyName].filter(Boolean).join(' '),
  stage: stage.words,
  state: state === 'open' ? 'Open' : 'Closed',
  deadline: nextDeadline && {
    dueOn: nextDeadline.dueOn,
    dueInWords: dateInWords(nextDeadline.dueOn),
    title: nextDeadline.title,
    clauses: nextDeadline.clauses.join(', '),
    stateWords: nextDeadline.stateWords,
    colour: COLOURS[nextDeadline.state],
  },
});
