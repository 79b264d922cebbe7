import { dateInWords } from '../calendar/local-date.js';
import { londonDateOf } from '../calendar/london-time.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { written, type Breach, type BreachReason } from '../protocol/record.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { listedInWords } from '../protocol/words.js';
import { timescaleOf, type ProtocolData } from '../timescales/protocol-data.js';
import type { ClockEvents } from './clock.events.js';

type Breaches = Readonly<Record<string, Breach>>;
type S = Pick<Situation<object>, 'record' | 'protocol'>;
type Of<T extends keyof ClockEvents> = EventOf<ClockEvents, T>;

/** Whether the breach holds: it was not withdrawn. */
const stands = ({ withdrawn }: Breach): boolean => withdrawn === undefined;

/** Whether the breach stands and its owner has not said why. */
export const awaitsReason = (breach: Breach): boolean => stands(breach) && breach.reason === undefined;

/** The title of what a deadline's key is an instance of. */
export const titleOf = (key: string, protocol: ProtocolData): string =>
  timescaleOf(protocol, key.split('/')[0] ?? key)?.title ?? key;

const named = ([key, { occurrence }]: [string, Breach]): string => `${key}, occurrence ${occurrence}`;
const standing = ({ record }: S): [string, Breach][] =>
  Object.entries(record.breaches).filter(([, breach]) => stands(breach));

/** ROL-4: there is a breach to give a reason for. */
export const someBreachStands = (s: S) =>
  standing(s).length > 0 ? null : refuse('ROL-4', 'No breach of this case waits for a reason.');

/** ROL-4: of a breach that stands, in a code of the protocol version, and in words where the code says nothing alone. */
export const reasonFits = ({ content }: Of<'BREACH_REASON_GIVEN'>, s: S): Refusal[] => {
  const breach = s.record.breaches[content.deadline];
  const kinds = s.protocol.parameters.breachReasons.value;
  const kind = kinds.find(({ slug }) => slug === content.reason);
  const known = breach !== undefined && breach.occurrence === content.occurrence;
  return [
    ...(known
      ? []
      : [
          refuse(
            'ROL-4',
            `There is no breach ${content.occurrence} of '${content.deadline}' to explain. Where its reason is given and its clock past, that reason is corrected.`,
            standing(s).map((each) => `one of those that stand: ${named(each)}`),
          ),
        ]),
    ...(known && !stands(breach)
      ? [
          refuse(
            'ROL-4',
            `The breach of '${titleOf(content.deadline, s.protocol)}' was withdrawn; there is nothing to explain.`,
          ),
        ]
      : []),
    ...(kind
      ? []
      : [refuse('ROL-4', `'${content.reason}' is no reason for a breach.`, listedInWords(kinds))]),
    ...(kind?.needsWords && !written(content.words)
      ? [
          refuse('ROL-4', `'${kind.title}' says nothing by itself; say in words what the reason was.`, [
            'the reason in words',
          ]),
        ]
      : []),
  ];
};

/** ROL-4: every breach that stands and whose owner has not said why yet. */
export const unexplained = (s: S): Refusal[] =>
  standing(s)
    .filter(([, breach]) => awaitsReason(breach))
    .map(([key, breach]) =>
      refuse(
        'ROL-4',
        `'${titleOf(key, s.protocol)}' was not done by ${dateInWords(londonDateOf(breach.dueAt))}, and nobody has said why.`,
        ['the reason, and whether it was ours to control'],
      ),
    );

const reasonOf = ({ content, by, on, seq }: StoredEvent): BreachReason => ({
  code: content['reason'] as string,
  ours: content['ours'] as boolean,
  by: by.person,
  on,
  seq,
});

/** The record of breaches after one passed, was explained or was withdrawn. */
export function breachesAfter(breaches: Breaches, event: StoredEvent): Breaches {
  const { type, seq, content } = event;
  const key = content['deadline'] as string;
  const occurrence = content['occurrence'] as number;
  const before = breaches[key];
  switch (type) {
    case 'DEADLINE_PASSED':
      return { ...breaches, [key]: { seq, dueAt: content['dueAt'] as string, occurrence } };
    case 'BREACH_REASON_GIVEN':
      return before ? { ...breaches, [key]: { ...before, reason: reasonOf(event) } } : breaches;
    case 'BREACH_WITHDRAWN':
      return {
        ...breaches,
        [key]: { seq, dueAt: '', ...before, occurrence, withdrawn: seq },
      };
    default:
      return breaches;
  }
}

/** The breaches still needed: of clocks that are still derived, and those that wait for a reason. */
export const breachesStillNeeded = (breaches: Breaches, live: ReadonlySet<string>): Record<string, Breach> =>
  Object.fromEntries(
    Object.entries(breaches).filter(([key, breach]) => live.has(key) || awaitsReason(breach)),
  );
