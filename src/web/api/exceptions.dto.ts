import { EXCEPTION_STATES } from '../../reading/exception-reading.js';
import { OneOf, Words } from '../http/field.js';
import { Page } from './common.dto.js';

/** Which exceptions are wanted. */
export class ExceptionFilter extends Page {
  @OneOf({
    about: 'Those that wait for a person, which is what is meant where this is left out, or those set aside',
    of: EXCEPTION_STATES,
    optional: true,
  })
  state?: string;
}

/** Why an exception is set aside. */
export class SettingAside {
  @Words({
    about: 'Why nothing more is to be done; it is kept in the audit trail, so name nobody',
    max: 500,
    pattern: /\S/,
    patternWords: 'is empty',
  })
  reason: string;
}

/** An exception that is to be tried again. */
export class TryingAgain {
  @Words({
    about: 'What was put right; it is kept in the audit trail, so name nobody',
    max: 500,
    optional: true,
  })
  reason?: string;
}
