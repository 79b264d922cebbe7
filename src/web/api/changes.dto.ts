import { CASE_STATES, CHANGE_KINDS } from '../../changes/change.js';
import { OneOf, Words, WordsList } from '../http/field.js';
import { Page } from './common.dto.js';

const MOST_CASES = 5000;

/** Which changes are wanted. */
export class ChangesFilter extends Page {
  @OneOf({ about: 'Only changes of this kind', of: CHANGE_KINDS, optional: true })
  kind?: (typeof CHANGE_KINDS)[number];
}

/** Which cases of a change are wanted. */
export class ChangeCasesFilter extends Page {
  @OneOf({ about: 'Only cases that stand so', of: CASE_STATES, optional: true })
  state?: (typeof CASE_STATES)[number];
}

/** Why a change is carried out or stopped. */
export class WhyNow {
  @Words({ about: 'Why, for the audit trail', max: 2000, optional: true })
  why?: string;
}

/** Which cases move to another protocol version. */
export class NewMove {
  @Words({ about: 'The protocol version they move to', max: 80 })
  to: string;

  @WordsList({ about: 'The cases, by id', max: 80, most: MOST_CASES, optional: true })
  cases?: string[];

  @Words({ about: 'Instead of cases: every open case on this version', max: 80, optional: true })
  from?: string;
}

/** A move to another protocol version, as it was decided. */
export class DecidedMoveSent extends NewMove {
  @Words({ about: 'Who decided it, by id; yourself where left out', max: 80, optional: true })
  decidedBy?: string;

  @Words({ about: 'Why', max: 2000, pattern: /\S/, patternWords: 'is empty' })
  reason: string;
}
