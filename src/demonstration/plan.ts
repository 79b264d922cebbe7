import type { Instant, LocalDate } from '../../workflows/protocol/index.js';
import type { History, Step } from '../histories/history.js';
import { readHistory, type Reading } from '../histories/read-history.js';
import { loadPlace } from '../protocols/load-place.js';
import {
  demonstrationFile,
  readDemonstrationSet,
  type DemonstrationSet,
  type WrittenCase,
} from './demonstration-set.js';
import { inventedNhsNumbers } from './nhs-numbers.js';

/** A history of the demonstration, with the steps of it that have happened by now. */
export interface PlannedHistory {
  history: History;
  steps: readonly Step[];
}

/** Everything the demonstration plays: its meetings, then its children. */
export interface Plan {
  place: string;
  meetings: readonly PlannedHistory[];
  children: readonly PlannedHistory[];
}

const DAYS_APART = 13;
const SPREAD = 90;
const YOUNGEST = 20;

/** So that not everyone's birthday is today. */
const birthOf = ({ age, born }: WrittenCase, at: number): string =>
  born ?? `today-${age ?? '1y'}-${YOUNGEST + ((at * DAYS_APART) % SPREAD)}d`;

function childOf(set: DemonstrationSet, written: WrittenCase, at: number, nhsNumber: string) {
  const { givenNames, familyNames, marked } = set;
  const familyName = familyNames[at % familyNames.length] ?? '';
  return {
    givenName: `${marked} ${givenNames[at % givenNames.length] ?? ''}`,
    familyName,
    dateOfBirth: birthOf(written, at),
    nhsNumber,
    address: `${at + 1} Example Street, Southport`,
    parentalResponsibility: [{ relationship: 'mother', name: `${marked} ${familyName}` }],
  };
}

function wordsOf(
  { conditions, assessors, referrers }: DemonstrationSet,
  { condition, meeting }: WrittenCase,
  at: number,
) {
  const assessor = assessors[at % assessors.length];
  const second = assessors[(at + 1) % assessors.length];
  const { who: referrer, ...from } = referrers[at % referrers.length] ?? {};
  return {
    ...(referrer === undefined ? {} : { referrer, ...from }),
    ...conditions[condition],
    assessor,
    second,
    reviewer: assessor,
    ...(meeting === undefined ? {} : { meeting }),
  };
}

/** The steps before the one named, as far as they have happened. */
function happened(steps: readonly Step[], until: string | undefined, now: Instant): Step[] {
  const end =
    until === undefined ? -1 : steps.findIndex(({ name, event }) => name === until || event === until);
  if (until !== undefined && end < 0) throw new RangeError(`No step of the history is '${until}'.`);
  return (end < 0 ? steps : steps.slice(0, end)).filter(({ at }) => at <= now);
}

/** What the demonstration plays when it is loaded at that moment, on that day in London. Throws a DataFileError. */
export function planDemonstration(now: Instant, today: LocalDate): Plan {
  const set = readDemonstrationSet();
  const rules = loadPlace(set.place);
  const labels = set.meetings.map(({ label }) => label);
  const numbers = inventedNhsNumbers(set.cases.length);
  const read = (name: string, reading: Omit<Reading, 'today' | 'rules'>) =>
    readHistory(demonstrationFile(name), { today, rules, ...reading });
  const meetings = set.meetings.map(({ label, heldOn }) => {
    const history = read('meeting', {
      instead: { days: { arranged: set.arranged, heldOn }, words: { meeting: label } },
    });
    return { history, steps: happened(history.steps, undefined, now) };
  });
  const children = set.cases.map((written, at) => {
    const instead = {
      child: childOf(set, written, at, numbers[at] ?? ''),
      days: written.days,
      words: wordsOf(set, written, at),
    };
    const history = read(written.of, { meetings: [...labels, 'panel'], instead });
    return { history, steps: happened(history.steps, written.until, now) };
  });
  return { place: set.place, meetings, children };
}
