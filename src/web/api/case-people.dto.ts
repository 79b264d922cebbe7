import { LONGEST_NAME, LONGEST_RELATION } from '../../directory/case-people.js';
import { Words } from '../http/field.js';

/** Somebody of a case, by ids. */
export class PersonOfCase {
  @Words({ about: 'The id of the case', max: 80 })
  id: string;

  @Words({ about: 'The id of the person', max: 80 })
  person: string;
}

/** Somebody of a case as they are described. */
export class NewCasePerson {
  @Words({
    about: 'The name people know them by',
    max: LONGEST_NAME,
    pattern: /\S/,
    patternWords: 'is empty',
  })
  name: string;

  @Words({
    about: 'What they are to the child, such as mother or support worker',
    max: LONGEST_RELATION,
    optional: true,
  })
  relation?: string;
}
