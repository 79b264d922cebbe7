import { OneOf, SomeOf, Whole, Words, WordsList, YesNo } from '../http/field.js';
import { Page } from './common.dto.js';
import { ROLES } from '../../access/roles.js';
import { LONGEST_ADDRESS } from '../../directory/email-address.js';

const roles = Object.keys(ROLES);

/** Which people are wanted. */
export class PeopleFilter extends Page {
  @OneOf({ about: 'Only people with this role', of: roles, optional: true })
  role?: string;
}

/** Someone to be added to the directory. */
export class NewPerson {
  @Words({ about: 'The name people know them by', max: 120, pattern: /\S/, patternWords: 'is empty' })
  name: string;

  @Words({ about: 'The organisation they work for, by its id', max: 80, optional: true })
  organisation?: string;

  @Words({ about: 'The team they work in, by its id', max: 80, optional: true })
  team?: string;

  @Whole({ about: 'The points of work they carry', min: 1, max: 1000, optional: true })
  capacityPoints?: number;

  @SomeOf({ about: 'What they do in this service', of: roles })
  roles: string[];

  @OneOf({
    about: 'What they sit on the panel or at an MDT for',
    of: ['health', 'socialCare', 'education'],
    optional: true,
  })
  discipline?: string;

  @YesNo({ about: 'A clinician', optional: true })
  clinician?: boolean;

  @YesNo({ about: 'A commissioner', optional: true })
  commissioner?: boolean;

  @Whole({ about: 'The weekly pence they may commit', min: 0, max: 1_000_000_000, optional: true })
  delegatedLimitPence?: number;

  @WordsList({ about: 'Competences they hold, by slug', max: 80, most: 50, optional: true })
  competences?: string[];

  @Words({ about: 'Where their e-mail from the service goes', max: LONGEST_ADDRESS, optional: true })
  email?: string;
}

/** Where somebody's e-mail is to go. */
export class NewEmail {
  @Words({
    about: 'Where their e-mail from the service goes from now on; they get none where it is left out',
    max: LONGEST_ADDRESS,
    optional: true,
  })
  email?: string;
}

/** The roles somebody is to have. */
export class NewRoles {
  @SomeOf({ about: 'Exactly what they do in this service from today on; none ends them all', of: roles })
  roles: string[];
}

/** Where somebody works from now on. */
export class NewWork {
  @Words({ about: 'The team they work in, by its id; none where left out', max: 80, optional: true })
  team?: string;

  @Whole({
    about: 'The points of work they carry; as the protocol version says where left out',
    min: 1,
    max: 1000,
    optional: true,
  })
  capacityPoints?: number;
}

/** Whose tokens are wanted. */
export class TokensOf {
  @Words({
    about: 'Whose, by id; your own where left out. Others only for administrators',
    max: 80,
    optional: true,
  })
  person?: string;
}

/** A token to be made. */
export class NewToken {
  @Words({
    about: 'What it is for, so that it can be told from others',
    max: 120,
    pattern: /\S/,
    patternWords: 'is empty',
  })
  purpose: string;

  @Words({
    about: 'For whom, by id; yourself where left out. Only administrators make tokens for others',
    max: 80,
    optional: true,
  })
  person?: string;

  @Whole({ about: 'How many days it lasts', min: 1, max: 365, otherwise: 90, optional: true })
  days?: number;
}
