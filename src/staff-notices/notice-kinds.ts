import type { MomentKind } from '../../workflows/protocol/index.js';

/** What staff are told of, each with what an e-mail about it is headed. */
export const NOTICE_KINDS = {
  warning: 'a deadline is coming closer',
  dueSoon: 'a deadline is due soon',
  breached: 'a deadline has passed',
  escalated: 'a deadline is overdue',
  critical: 'a deadline is critically overdue',
  exception: 'something the service could not do needs a person',
  reassigned: 'a case has a new assessor',
  checklistReturned: 'a checklist has come back',
  meetingChanged: 'a meeting of the joint panel has changed',
  changesApplied: 'a change has been carried out',
  calendarEnds: 'the calendar ends soon',
} as const satisfies Record<MomentKind, string> & Record<string, string>;

export type NoticeKind = keyof typeof NOTICE_KINDS;

/** Why a notice no longer holds, in words; each is the last thing that is said of it. */
export const WITHDRAWN_WORDS = {
  met: 'What was due has been done.',
  stopped: 'The clock was stopped.',
  paused: 'Its clock stands still.',
  moved: 'It is due at another time now.',
  corrected: 'The case was corrected, and there is no such deadline.',
  superseded: 'A later notice says more of it.',
  seenTo: 'Somebody has seen to it.',
  overtaken: 'What it was about has changed since, and nobody has to see to it any more.',
  closed: 'The case is closed.',
  died: 'The child has died. Nothing more is sent about the case.',
} as const;

export type WithdrawnWhy = keyof typeof WITHDRAWN_WORDS;

/** The heading of an e-mail: what it is about, by the reference of the case where it is of one. */
export const headingOf = (kind: NoticeKind, reference: string | null): string => {
  const words = NOTICE_KINDS[kind];
  return reference === null ? `${words.charAt(0).toUpperCase()}${words.slice(1)}` : `${reference}: ${words}`;
};
