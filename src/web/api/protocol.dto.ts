import { Day, OneOf, Words } from '../http/field.js';

/** When would it be due? */
export class DueQuestion {
  @Words({ about: 'A timescale of your place, such as checklist-decision', max: 80 })
  timescale: string;

  @Words({ about: 'A day, 2026-03-29, or a London date and time, 2026-03-29T10:00', max: 40 })
  start: string;
}

/** A version of a protocol. */
export class VersionNamed {
  @Words({ about: 'The protocol version, such as sefton-v13', max: 80 })
  version: string;
}

/** A clause of a version of a protocol. */
export class ClauseNamed extends VersionNamed {
  @Words({ about: 'The clause, such as CHK-3', max: 40 })
  id: string;
}

const KINDS = ['proclaimed', 'cancelled', 'moved'] as const;

/** A day that a calendar is to keep otherwise than its rules say. */
export class NewDay {
  @OneOf({
    about: 'Whether the day is added, is not kept although the rules give it, or is moved',
    of: KINDS,
  })
  kind: (typeof KINDS)[number];

  @Day({ about: 'The day; of a moved one, the day it is kept on' })
  date: string;

  @Day({ about: 'Of a moved one, the day the rules give', optional: true })
  from?: string;

  @Words({ about: 'What it is called', max: 100, pattern: /\S/, patternWords: 'is empty' })
  name: string;
}

/** Which problem, or which file. */
export class Named {
  @Words({ about: 'Its name', max: 80 })
  name: string;
}
