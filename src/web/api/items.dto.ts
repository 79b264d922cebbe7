import { Words, YesNo } from '../http/field.js';

/** What a member of the panel declares of an item before they read it. */
export class NewDeclaration {
  @YesNo({ about: 'Whether they have an interest in the case' })
  interest: boolean;

  @Words({ about: 'What the interest is; only where there is one', max: 20_000, optional: true })
  nature?: string;

  @YesNo({ about: 'Whether it excludes them from deciding; only where there is one', optional: true })
  excludes?: boolean;
}
