import { Words, YesNo } from '../../http/field.js';

/** Where to go once one is signed in. */
export class Onward {
  @Words({ about: 'The page that was asked for', max: 2000, optional: true })
  to?: string;

  @YesNo({ about: 'Whether the password was changed just now', optional: true })
  changed?: boolean;
}

/** What a provider sends back: read by the OpenID client, which checks it. */
export class Returned {
  @Words({ about: 'The code', max: 4000, optional: true })
  code?: string;

  @Words({ about: 'The state', max: 4000, optional: true })
  state?: string;

  @Words({ about: 'Who answers', max: 2000, optional: true })
  iss?: string;

  @Words({ about: 'The state of the session at the provider', max: 4000, optional: true })
  session_state?: string;

  @Words({ about: 'What went wrong', max: 400, optional: true })
  error?: string;

  @Words({ about: 'What went wrong, in words', max: 4000, optional: true })
  error_description?: string;

  @Words({ about: 'Where what went wrong is explained', max: 2000, optional: true })
  error_uri?: string;

  @Words({ about: 'What was allowed', max: 2000, optional: true })
  scope?: string;
}
