import type { ProtocolData } from '../../../workflows/protocol/index.js';
import type { QueueLine } from './queue-views.js';

/** A column of an exported queue, and what stands in it. */
export interface QueueColumn {
  name: string;
  means: string;
  of: (line: QueueLine, protocol: ProtocolData) => string | number | null;
}

type Titled = readonly { slug: string; title: string }[];

const titleIn = (list: Titled, slug: string): string =>
  list.find((each) => each.slug === slug)?.title ?? slug;

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** The columns of an exported queue. The child is not in it: a file leaves the service, and the case reference finds them. */
export const QUEUE_COLUMNS: readonly QueueColumn[] = [
  { name: 'Case', means: 'The reference of the case', of: ({ case: { reference } }) => reference },
  { name: 'Stage', means: 'Where the case stands', of: ({ stage }) => stage.words },
  { name: 'Timescale', means: 'What is to be done in time', of: ({ title }) => title },
  { name: 'Clauses', means: 'The clauses of the protocol behind it', of: ({ clauses }) => clauses.join(' ') },
  { name: 'State', means: 'How it stands at the moment of the export', of: ({ stateWords }) => stateWords },
  {
    name: 'Guidance',
    means: 'Yes for guidance, which is never a breach',
    of: ({ guidance }) => yesNo(guidance),
  },
  { name: 'Due', means: 'The day it is due, in London', of: ({ dueOn }) => dueOn },
  {
    name: 'Originally due',
    means: 'The day it was due before any extension or pause',
    of: ({ originalDueOn }) => originalDueOn,
  },
  {
    name: 'Working days overdue',
    means:
      'Working days after the due day, up to and with the day of the export; empty where it is not overdue',
    of: ({ overdueBy }) => overdueBy?.workingDays ?? null,
  },
  {
    name: 'Calendar days overdue',
    means: 'Calendar days after the due day; empty where it is not overdue',
    of: ({ overdueBy }) => overdueBy?.calendarDays ?? null,
  },
  {
    name: 'Ageing, working days',
    means: 'The ageing bucket by working days',
    of: ({ ageing }, { parameters }) =>
      ageing && titleIn(parameters.queues.value.ageing.workingDays, ageing.workingDays),
  },
  {
    name: 'Ageing, calendar days',
    means: 'The ageing bucket by calendar days',
    of: ({ ageing }, { parameters }) =>
      ageing && titleIn(parameters.queues.value.ageing.calendarDays, ageing.calendarDays),
  },
  { name: 'Owner', means: 'What whoever owns it is', of: ({ owner }) => owner },
  {
    name: 'Owned by',
    means: 'The person, where the case names one',
    of: (line) => line.ownerPerson?.name ?? null,
  },
  { name: 'Team', means: 'The team of that person', of: ({ team }) => team?.name ?? null },
  {
    name: 'Organisation',
    means: 'The responsible commissioner of the case',
    of: ({ organisation }) => organisation?.name ?? null,
  },
  {
    name: 'Needs',
    means: 'Kinds of need recorded on the referral (SCO-2)',
    of: ({ needs }, { parameters }) =>
      needs.map((need) => titleIn(parameters.needKinds.value, need)).join('; '),
  },
  {
    name: 'Exception until',
    means: 'The new target of an approved exception; the due day stands (HNA-11)',
    of: ({ exception }) => exception?.newTarget ?? null,
  },
  {
    name: 'Paused since',
    means: 'The day since which its clock stands still',
    of: (line) => line.pausedSince,
  },
  { name: 'Why', means: 'Why it was missed, as its owner said', of: ({ breach }) => breach?.title ?? null },
  {
    name: 'Ours to control',
    means: 'Whether that was ours to control, as its owner said',
    of: ({ breach }) => breach && yesNo(breach.ours),
  },
];
