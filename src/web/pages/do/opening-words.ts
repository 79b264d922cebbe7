import { isReferrerOnly } from '../../../access/case-access.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import type { Crumb } from '../templates.js';

/** The page on which a referral goes on once the child is known here: `{id}` stands for the case that is made. */
export const REFERRING_ON = '/cases/{id}/referral';

/** The event by which a child comes to be known here. */
export const CHILD_OPENED = 'CASE_OPENED';

/** What a form is called where it is the first step of something else. */
export interface OpeningWords {
  heading: string;
  about: string;
  button: string;
  recorded: string;
  trail: readonly Crumb[];
}

const REFERRING: OpeningWords = {
  heading: 'Refer a child',
  about:
    'First, who the child is. Consent and the checklist come next; nothing is sent before you have checked it.',
  button: 'Save and continue',
  recorded: 'The child is known here now. Go on with consent and the checklist.',
  trail: [{ text: 'Refer a child', href: '/refer' }],
};

/** Where a form leads afterwards, as it was asked or as it is for those who only refer. */
export const onwardOf = (type: string, asked: string, roles: readonly string[]): string =>
  asked === '' && type === CHILD_OPENED && isReferrerOnly(roles) ? REFERRING_ON : asked;

/** What the form that opens a case is called where it begins a referral; undefined for any other. */
export const openingWords = (type: string, posted: Posted): OpeningWords | undefined =>
  type === CHILD_OPENED && wordsAt(posted, '_to') === REFERRING_ON ? REFERRING : undefined;
