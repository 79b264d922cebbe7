import { isCorrection } from './amendments.js';
import { advance } from './advance.js';
import type { StoredEvent } from './events.js';
import type { Field } from './fields.js';
import type { Advanced, NewEvent, Refused, Rules, Withdrawal } from './outcome.js';
import type { CaseRecord } from './record.js';
import { refuse, type Refusal } from './refusal.js';
import { eventOf } from './registry.js';
import {
  isSystem,
  NotAllowed,
  startOf,
  tellCorrected,
  type Owed,
  type RulesAt,
  type Told,
} from './replay.js';

/** Kinds of field whose fact can be put right: what is coded, and no words. */
const CORRECTABLE = ['date', 'choice', 'code', 'yesNo', 'integer', 'pence', 'person', 'organisation'];

/** Whether a fact of that field can be put right by a correction. */
export const isCorrectable = ({ kind }: Field): boolean => CORRECTABLE.includes(kind);

const notCorrectable = (history: readonly StoredEvent[], asked: NewEvent): Refusal[] => {
  const about = history.find(({ seq }) => seq === asked.content['event']);
  if (!about) return [refuse('CHK-9', `There is no event ${String(asked.content['event'])} in this case.`)];
  if (isSystem(about.type))
    return [
      refuse(
        'HNA-11',
        'What the service recorded itself follows from the facts; correct the fact it rests on.',
      ),
    ];
  if (asked.type === 'ENTERED_IN_ERROR') {
    return about.seq === 1
      ? [
          refuse(
            'SCO-6',
            'The event that opened the case cannot be struck; close the case as entered in error, or correct who the child is.',
          ),
        ]
      : [];
  }
  if (isCorrection(about.type))
    return [
      refuse(
        'CHK-9',
        `Event ${about.seq} is itself a correction. Correct the fact again, or mark event ${about.seq} as entered in error.`,
      ),
    ];
  const field = eventOf(about.type)?.definition.fields[asked.content['field'] as string];
  return field && isCorrectable(field)
    ? []
    : [
        refuse(
          'CHK-9',
          `Event ${about.seq} has no fact '${String(asked.content['field'])}' that can be corrected.`,
        ),
      ];
};

const nameOf = ({ deadline, occurrence }: Withdrawal): string => `${deadline}#${occurrence}`;
const passingOf = ({ content }: StoredEvent): Withdrawal => ({
  deadline: content['deadline'] as string,
  occurrence: content['occurrence'] as number,
});

/** Breaches on record that the corrected history does not bear out, and that are not withdrawn yet. */
function withdrawnBy(told: Told, history: readonly StoredEvent[]): Withdrawal[] {
  const already = history
    .filter(({ type }) => type === 'BREACH_WITHDRAWN')
    .map((event) => nameOf(passingOf(event)));
  const lapsed = told.lapsed.filter(({ type }) => type === 'DEADLINE_PASSED').map(passingOf);
  const byName = new Map([...lapsed, ...told.undone].map((withdrawal) => [nameOf(withdrawal), withdrawal]));
  return [...byName].filter(([name]) => !already.includes(name)).map(([, withdrawal]) => withdrawal);
}

/** A correction that was taken: what the whole history, told again, comes to. */
export interface Corrected extends Advanced {
  /** What its events owe to the world, in order. */
  retold: readonly Owed[];
  /** Every breach there has been, also of clocks that are past. */
  breaches: CaseRecord['breaches'];
}

/**
 * Decides a correction: the whole history is told again with the fact superseded, and every later event must still hold.
 * Refused with what rests on the fact; otherwise deadlines follow, and breaches that no longer hold are to be withdrawn.
 */
export function correct(
  record: CaseRecord,
  history: readonly StoredEvent[],
  asked: NewEvent,
  rulesAt: RulesAt,
  rules: Rules,
): Corrected | Refused {
  const first = advance(record, asked, rules);
  if (first.kind === 'refused') return first;
  const wrong = notCorrectable(history, asked);
  if (wrong.length > 0) return { kind: 'refused', refusals: wrong };
  const events = [...history, first.event];
  const rulesOf: RulesAt = (event, after) => (event.seq === first.event.seq ? rules : rulesAt(event, after));
  try {
    const told = tellCorrected(startOf(record, events, rulesOf), events, rulesOf);
    return {
      ...first,
      record: told.record,
      deadlines: [...told.deadlines.values()],
      ended: told.ended,
      withdrawn: withdrawnBy(told, history),
      retold: told.owed,
      breaches: Object.fromEntries(told.breaches),
    };
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    const title = eventOf(error.event.type)?.definition.title ?? error.event.type;
    return {
      kind: 'refused',
      refusals: error.refusals.map(({ clauses, message, missing }) =>
        refuse(clauses, `Event ${error.event.seq} (${title}) rests on it: ${message}`, missing),
      ),
    };
  }
}
