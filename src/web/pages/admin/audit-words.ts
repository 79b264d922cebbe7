import { choiceInWords } from '../words/choice-words.js';

const WORDS: Readonly<Record<string, string>> = {
  personPut: 'Put into the directory',
  rolesChanged: 'Given other roles',
  workChanged: 'Given another team or capacity',
  emailChanged: 'Given another e-mail address',
  accountCreated: 'Given an account',
  accountEnded: 'Account ended',
  passwordGiven: 'Given a new password',
  passwordChanged: 'Changed a password of their own',
  personChanged: 'Changed in the directory',
  tokenMade: 'Given a token',
  queueExported: 'Took a queue as a file',
  deliveryDecided: 'Decided on an e-mail',
  calendarChanged: 'Changed the calendar',
  changeBegun: 'Began a change of cases',
  changeApplied: 'Had a change of cases carried out',
  changeStopped: 'Stopped a change of cases',
  exceptionTriedAgain: 'Let an exception be tried again',
  exceptionSetAside: 'Set an exception aside',
};

/** What an entry of the audit trail says, in words. */
export const auditInWords = (action: string): string => WORDS[action] ?? choiceInWords(action);
