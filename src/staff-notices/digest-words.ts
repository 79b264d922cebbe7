import {
  dateInWords,
  londonDateOf,
  type Deadline,
  type Instant,
  type Rules,
} from '../../workflows/protocol/index.js';
import { calledIn, clausesInWords, distanceInWords, dueInWords } from './deadline-words.js';

/** How an open deadline stands on a morning. */
export type Standing = 'critical' | 'overdue' | 'today' | 'ahead' | 'reason';

/** A deadline in a line of a digest. */
export type DigestLine = Pick<
  Deadline,
  'key' | 'timescale' | 'clauses' | 'owner' | 'ownerPerson' | 'dueOn' | 'dueAt' | 'startedAt'
> & { caseId: string; reference: string; ownerName: string | null };

/** Some of the deadlines that stand alike, and how many there are. */
interface Standings {
  lines: readonly DigestLine[];
  total: number;
}

/** A notice that has not been read. */
export interface Unread {
  words: string;
  total: number;
}

/** How many deadlines stand how, of one team; null: of nobody who is in a team. */
export interface TeamTotals extends Record<Exclude<Standing, 'reason'>, number> {
  team: string | null;
  /** Those nobody is named for. */
  unowned: boolean;
}

/** What waits for a manager beside deadlines. */
export interface WaitingForManagers {
  unassigned: number;
  exceptions: number;
  deliveries: number;
}

/** A digest as it is written. */
export interface Digest {
  subject: string;
  lines: string[];
}

interface Reading {
  person: string;
  now: Instant;
  rules: Rules;
  teams: ReadonlyMap<string, string>;
  publicAddress: string;
}

/** Lines under a heading, and what they add to the subject. */
interface Section {
  heading: string;
  lines: readonly string[];
  /** In the subject, '2 overdue'; null where it is not worth a word there. */
  headline: string | null;
}

const STANDINGS: Readonly<Record<Standing, { heading: string; word: string }>> = {
  critical: { heading: 'Critically overdue', word: 'critically overdue' },
  overdue: { heading: 'Overdue', word: 'overdue' },
  today: { heading: 'Due today', word: 'due today' },
  ahead: { heading: 'Due soon', word: 'due soon' },
  reason: { heading: 'Please say why it was late', word: 'late without a reason given' },
};
const COUNTED: readonly Exclude<Standing, 'reason'>[] = ['critical', 'overdue', 'today', 'ahead'];
const ORDER: readonly Standing[] = [...COUNTED, 'reason'];

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function lineInWords(line: DigestLine, { person, now, rules, publicAddress }: Reading): string[] {
  const over = line.dueAt < now;
  const whose =
    line.ownerPerson === person
      ? ''
      : line.ownerName === null
        ? ' Nobody is named for it.'
        : ` With ${line.ownerName}.`;
  const words = `${line.reference}: ${calledIn(line, rules)} ${over ? 'was' : 'is'} due on ${dueInWords(line)}, ${distanceInWords(line, now, rules)}.${whose} ${clausesInWords(line.clauses)}`;
  return [`- ${words}`, `  ${publicAddress}/cases/${line.caseId}`];
}

const andMore = (total: number, shown: number): string[] =>
  total > shown ? [`- and ${total - shown} more`] : [];

function section(standing: Standing, { lines, total }: Standings, reading: Reading): Section[] {
  if (total === 0) return [];
  const { heading, word } = STANDINGS[standing];
  return [
    {
      heading: `${heading} (${total})`,
      lines: [...lines.flatMap((line) => lineInWords(line, reading)), ...andMore(total, lines.length)],
      headline: standing === 'ahead' ? null : `${total} ${word}`,
    },
  ];
}

/** What an assessor is told: their deadlines by how they stand, and what else they have not read. */
export function assessorPart(
  { standing, unread }: { standing: (standing: Standing) => Standings; unread: readonly Unread[] },
  reading: Reading,
): Section[] {
  const total = unread[0]?.total ?? 0;
  const news: Section[] =
    total === 0
      ? []
      : [
          {
            heading: `Not read yet (${total})`,
            lines: [...unread.map(({ words }) => `- ${words}`), ...andMore(total, unread.length)],
            headline: null,
          },
        ];
  return [...ORDER.flatMap((each) => section(each, standing(each), reading)), ...news];
}

const totalsInWords = (totals: TeamTotals): string =>
  COUNTED.filter((each) => totals[each] > 0)
    .map((each) => `${totals[each]} ${STANDINGS[each].word}`)
    .join(', ');

const teamName = ({ team, unowned }: TeamTotals, teams: ReadonlyMap<string, string>): string =>
  unowned ? 'Nobody named' : team === null ? 'In no team' : (teams.get(team) ?? team);

/** What a manager is told: the worst of the place, each team's totals, and what waits for a person. */
export function managerPart(
  {
    critical,
    totals,
    waiting,
  }: { critical: Standings; totals: readonly TeamTotals[]; waiting: WaitingForManagers },
  reading: Reading,
): Section[] {
  const waits = [
    waiting.unassigned > 0 && counted(waiting.unassigned, 'case has', 'cases have'),
    waiting.exceptions > 0 && counted(waiting.exceptions, 'piece of work', 'pieces of work'),
    waiting.deliveries > 0 && counted(waiting.deliveries, 'e-mail', 'e-mails'),
  ];
  const [unassigned, exceptions, deliveries] = waits;
  const lines = [
    ...(unassigned ? [`- ${unassigned} no named assessor. [ROL-1]`] : []),
    ...(exceptions
      ? [`- ${exceptions} could not be done and ${waiting.exceptions === 1 ? 'waits' : 'wait'} for a person.`]
      : []),
    ...(deliveries ? [`- ${deliveries} failed, or may not have arrived.`] : []),
  ];
  const worst = section('critical', critical, reading).map(({ heading, lines: each, headline }) => ({
    heading: `In the whole place: ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`,
    lines: each,
    headline: headline && `${headline} in the place`,
  }));
  return [
    ...worst,
    ...(totals.length === 0
      ? []
      : [
          {
            heading: 'By team',
            lines: totals.map((each) => `- ${teamName(each, reading.teams)}: ${totalsInWords(each)}`),
            headline: null,
          },
        ]),
    ...(lines.length === 0
      ? []
      : [
          {
            heading: 'Waiting for a manager',
            lines,
            headline: unassigned ? `${waiting.unassigned} unassigned` : null,
          },
        ]),
  ];
}

/** The digest of that morning; null where there is nothing to say. */
export function digestInWords(
  own: readonly Section[],
  managed: readonly Section[],
  { now, publicAddress }: Reading,
): Digest | null {
  const sections = [...own, ...managed];
  if (sections.length === 0) return null;
  const headlines = sections.flatMap(({ headline }) => (headline === null ? [] : [headline]));
  const day = dateInWords(londonDateOf(now));
  return {
    subject: `${day}: ${headlines.length > 0 ? headlines.join(', ') : 'what is ahead'}`,
    lines: [
      `Continuing care on ${day}`,
      ...sections.flatMap(({ heading, lines }) => ['', heading, ...lines]),
      '',
      `Open the service: ${publicAddress}/`,
    ],
  };
}
