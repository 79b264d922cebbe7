import { Content, OneOf, Words, YesNo } from '../http/field.js';
import { Page } from './common.dto.js';

/** Which cases are wanted. */
export class CaseFilter extends Page {
  @Words({ about: 'A stage, such as assessment.underway', max: 80, optional: true })
  stage?: string;

  @Words({ about: 'The id of the nominated assessor', max: 80, optional: true })
  assessor?: string;

  @YesNo({ about: 'Only cases with, or only those without, a named assessor', optional: true })
  allocated?: boolean;

  @YesNo({ about: 'Only cases with, or only those without, an overdue deadline', optional: true })
  overdue?: boolean;

  @OneOf({ about: 'Whether the case is open', of: ['open', 'closed'], optional: true })
  state?: 'open' | 'closed';
}

/** The event that opens a case or arranges a meeting. */
export class OpeningEvent {
  @Words({ about: 'The type of event', max: 80 })
  type: string;

  @Content({ about: 'What the event says' })
  content: Record<string, unknown>;
}

/** An event of a case or meeting. */
export class NewEvent extends OpeningEvent {
  @Words({
    about: 'Which process it is for, such as review-2, where there are several',
    max: 80,
    optional: true,
  })
  process?: string;
}
