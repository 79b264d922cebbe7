import { isRole } from '../../../access/roles.js';
import { choiceInWords } from '../words/choice-words.js';
import { pounds, shortDay } from '../words/filters.js';
import { rolesInWords } from '../words/roles.js';

type Detail = Readonly<Record<string, unknown>>;

/** What an action is called, and what was noted of it, in words. */
interface Said {
  words: string;
  of?: (detail: Detail) => string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const listed = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);
const isText = (value: unknown): value is string => typeof value === 'string';

const rolesOf = ({ roles }: Detail): string => rolesInWords(listed(roles).filter(isRole)) || 'no role';

const VIA: Readonly<Record<string, string>> = {
  password: 'with a password',
  openid: 'at their organisation',
  demonstration: 'as somebody of the demonstration',
};

const limitOf = ({ delegatedLimitPence: limit }: Detail): string =>
  typeof limit === 'number' ? `delegated limit ${pounds(limit)} a week` : 'no delegated limit';

function fileOf({ queue, filters, rows }: Detail): string {
  const chosen = Object.keys(filters ?? {}).length > 0 ? ', filtered' : '';
  return `${choiceInWords(text(queue)).toLowerCase()}${chosen}, ${String(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

function dayOf({ change }: Detail): string {
  const { kind, date, from, name } = (change ?? {}) as Detail;
  const on = kind === 'moved' ? `from ${shortDay(from)} to ${shortDay(date)}` : shortDay(date);
  return `${text(name)}, ${kind === 'cancelled' ? `not kept on ${on}` : on}`;
}

const absenceOf = ({ from, to }: Detail): string =>
  typeof to === 'string' ? `${shortDay(from)} to ${shortDay(to)}` : `from ${shortDay(from)} on`;

const reasonOf = ({ reason }: Detail): string => text(reason);

const mayOf = ({ mayBeDoneBy }: Detail): string => {
  const roles = rolesInWords(listed(mayBeDoneBy).filter(isRole));
  return roles === '' ? '' : `it is done by ${roles}`;
};

const SAID: Readonly<Record<string, Said>> = {
  refused: { words: 'Refused by the protocol' },
  notAllowed: { words: 'Not for their role', of: mayOf },
  draftForgotten: { words: 'Draft of a form not sent, forgotten after its time' },
  personPut: { words: 'Put into the directory', of: rolesOf },
  rolesChanged: { words: 'Given other roles', of: rolesOf },
  casePersonAdded: { words: 'Added to the people of a case' },
  casePersonChanged: { words: 'Changed among the people of a case' },
  workChanged: { words: 'Given another team or capacity' },
  emailChanged: { words: 'Given another e-mail address' },
  accountCreated: { words: 'Given an account' },
  accountEnded: { words: 'Account ended' },
  passwordGiven: { words: 'Given a new password' },
  passwordChanged: { words: 'Changed a password of their own' },
  personChanged: { words: 'Changed in the directory', of: limitOf },
  tokenMade: { words: 'Given a token for programs' },
  tokenRevoked: { words: 'Token for programs taken back' },
  signedIn: { words: 'Signed in', of: ({ via }) => VIA[text(via)] ?? '' },
  signedOut: { words: 'Signed out' },
  signInRefused: { words: 'Somebody typed this user name with a wrong password' },
  signInLocked: { words: 'This user name has to wait after too many wrong passwords' },
  queueExported: { words: 'Took a queue as a file', of: fileOf },
  deliveryDecided: {
    words: 'Decided on an e-mail',
    of: ({ decision }) => choiceInWords(text(decision)).toLowerCase(),
  },
  deliveriesHeld: {
    words: 'Held back e-mails of which nobody knows whether they were sent',
    of: ({ deliveries }) => String(deliveries),
  },
  calendarChanged: { words: 'Changed the calendar', of: dayOf },
  changeBegun: { words: 'Began a change of cases' },
  changeApplied: { words: 'Had a change of cases carried out' },
  changeDiscarded: { words: 'Discarded a change of cases that was only tried out' },
  changeStopped: { words: 'Stopped a change of cases' },
  exceptionTriedAgain: { words: 'Let an exception be tried again', of: reasonOf },
  exceptionSetAside: { words: 'Set an exception aside', of: reasonOf },
  absenceRecorded: { words: 'Recorded an absence', of: absenceOf },
  absenceEnded: { words: 'Ended an absence' },
  demonstrationLoaded: { words: 'Loaded the demonstration' },
};

/** Everything that is noted, as a filter offers it, from A to Z. */
export const AUDITED: readonly { value: string; words: string }[] = Object.entries(SAID)
  .map(([value, { words }]) => ({ value, words }))
  .sort((a, b) => (a.words < b.words ? -1 : 1));

/** What an entry of the audit trail says, in words. */
export const auditInWords = (action: string): string => SAID[action]?.words ?? choiceInWords(action);

/** What was noted with it, in words; empty where there is nothing to add. */
export const auditDetail = (action: string, detail: Detail): string => SAID[action]?.of?.(detail) ?? '';

/** The page of the change it is about, where it is about one. */
export const changeAddress = ({ change }: Detail): string | null =>
  typeof change === 'string' ? `/changes/${change}` : null;
