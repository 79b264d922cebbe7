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

/** A day that a calendar is to keep. */
export class NewDay {
  @OneOf({
    about: 'Whether the day is added, or one that the rules give is not kept',
    of: ['proclaimed', 'cancelled'],
  })
  kind: 'proclaimed' | 'cancelled';

  @Day({ about: 'The day' })
  date: string;

  @Words({ about: 'What it is called', max: 120, pattern: /\S/, patternWords: 'is empty' })
  name: string;
}

/** Which problem, or which file. */
export class Named {
  @Words({ about: 'Its name', max: 80 })
  name: string;
}
