import type { Role } from '../../../access/roles.js';

/** What somebody of a role does there, in a sentence. */
export type WaysOfRole = Readonly<Record<string, string>>;

/**
 * What each way into the service is for, by role and address. Whoever holds several roles is told of the first of theirs, in
 * this order: whoever leads reads a leader's words.
 */
export const WAY_WORDS: Readonly<Record<Role, WaysOfRole>> = {
  manager: {
    '/work': 'What waits for you yourself, the most urgent first.',
    '/notices': 'What you are told: what is overdue, what was escalated, changes that are done.',
    '/refer': 'Send a checklist for a child, where you refer yourself.',
    '/cases': 'Every case of your place, the one with the next deadline first.',
    '/meetings': 'Meetings of the joint panel: how full they are, what they decided.',
    '/search': 'By name, NHS number, date of birth or case reference.',
    '/queues': 'What is late, how long, whose it is, and what falls due next.',
    '/forecast': 'What will be late next and why, and what one more panel date would spare.',
    '/performance': 'How many deadlines were met in time, and why not, month by month.',
    '/authorisations': 'High cost forms and further agreements that wait, and what was escalated.',
    '/workload': 'What each assessor carries and who is away. Give cases to somebody else.',
    '/changes': 'How far your changes of assessor and protocol version are.',
    '/exceptions': 'What the service could not do by itself: try it again, or set it aside.',
    '/audit': 'What was refused, administered or taken out of the service.',
    '/access-log': 'Who looked at which part of whose record.',
    '/people': 'Who works here. Set their team and how much they carry.',
    '/calendar': 'The days that are not worked. An administrator changes them.',
    '/protocol': 'The rules in force. Move cases from one version to another.',
  },
  chiefNurse: {
    '/work': 'What waits for you yourself, the most urgent first.',
    '/notices': 'What you are told: what was escalated to you.',
    '/cases': 'Every case of your place, with where it stands and what is next.',
    '/meetings': 'What the joint panel decided, and what is before it next.',
    '/search': 'By name, NHS number, date of birth or case reference.',
    '/queues': 'What is late across the place, how long, and whose it is.',
    '/forecast': 'What will be late next, and why.',
    '/performance': 'How many deadlines were met in time, and why not, month by month.',
    '/authorisations': 'High cost forms that wait for your decision, and breaches that reached you.',
    '/workload': 'What each assessor carries, and who is away. A manager gives cases to others.',
    '/changes': 'What was changed for many cases at once, and how far it is.',
    '/access-log': 'Who looked at which part of whose record.',
    '/people': 'Who works here, in which role, team and organisation.',
    '/calendar': 'The days that are not worked. An administrator changes them.',
    '/protocol': 'The rules in force. Move cases from one version to another.',
  },
  nurseAssessor: {
    '/work': 'What you have to do, the most urgent first, with a link to where it is done.',
    '/notices': 'What you are told: deadlines of yours, and cases given to you.',
    '/refer': 'Send a checklist for a child, where you refer yourself.',
    '/cases': 'Your cases and those of colleagues, the one with the next deadline first.',
    '/meetings': 'When the joint panel meets, and which of your cases it hears.',
    '/search': 'By name, NHS number, date of birth or case reference.',
    '/queues': 'What is late, yours and your team’s, and what falls due next.',
  },
  panelCoordinator: {
    '/work': 'What you have to do: agendas to fill, families and referrers to tell.',
    '/notices': 'What you are told: deadlines of yours, and meetings that changed.',
    '/refer': 'Send a checklist for a child on behalf of whoever refers.',
    '/cases': 'Every case of your place, the one with the next deadline first.',
    '/meetings': 'Plan meetings, list cases, record who came, and keep the minutes.',
    '/search': 'By name, NHS number, date of birth or case reference.',
    '/queues': 'What is late, what waits for a panel date, and what falls due next.',
    '/forecast': 'Which cases will be late for want of a panel date, and what one more would spare.',
    '/performance': 'How long cases wait for the panel and for word of its decision, month by month.',
  },
  panelChair: {
    '/work': 'Your next meetings, packs to read, decisions and minutes that wait for you.',
    '/notices': 'What you are told: deadlines of yours, and meetings that changed.',
    '/meetings': 'Read the packs, chair the decisions, approve the minutes.',
  },
  panelMember: {
    '/work': 'Your next meetings, and the packs you have still to read.',
    '/notices': 'What you are told: meetings of the panel that changed.',
    '/meetings': 'Declare interests, read the packs, give your own view, see what was decided.',
  },
  councilOfficer: {
    '/work': 'What the council has to do in each case, the most urgent first.',
    '/notices': 'What you are told: what the council has to do, and by when.',
    '/cases': 'Every case of your place, the one with the next deadline first.',
    '/meetings': 'When the joint panel meets, and what it decided.',
    '/search': 'By name, NHS number, date of birth or case reference.',
  },
  referrer: {
    '/work': 'What is asked of you for the children you referred.',
    '/notices': 'What you are told of the children you referred.',
    '/refer': 'Consent, what was tried, the checklist; then where it is, and what is missing.',
  },
  auditor: {
    '/notices': 'What you are told by the service.',
    '/cases': 'Every case of your place, to be read.',
    '/meetings': 'Agendas, packs, decisions and minutes of the joint panel, to be read.',
    '/search': 'By name, NHS number, date of birth or case reference.',
    '/queues': 'What is late, how long, and whose it is.',
    '/forecast': 'What is foreseen to be late, and how right that was before.',
    '/performance': 'How many deadlines were met in time, and why not, month by month.',
    '/authorisations': 'What was and was not authorised, and what was escalated.',
    '/changes': 'What was changed for many cases at once, by whom and why.',
    '/exceptions': 'What the service could not do by itself, and who dealt with it.',
    '/audit': 'What was refused, administered or taken out of the service.',
    '/access-log': 'Who looked at which part of whose record.',
    '/people': 'Who works here, and which roles they held when.',
    '/calendar': 'The days that are not worked, and when they were changed.',
    '/protocol': 'The rules in force, by version.',
  },
  administrator: {
    '/notices': 'What you are told: what needs an administrator, a calendar that ends soon.',
    '/changes': 'How far your changes of the calendar are.',
    '/exceptions': 'What the service could not do by itself: try it again, or set it aside.',
    '/audit': 'What was refused, administered or taken out of the service.',
    '/people': 'Add people, give them roles and accounts, and end them.',
    '/calendar': 'Enter a bank holiday, and see beforehand which deadlines move.',
    '/protocol': 'The rules in force, by version.',
  },
};

const ORDER = Object.keys(WAY_WORDS) as Role[];

/** What somebody with those roles does at that address; empty where none of their roles has anything to do there. */
export function wayInWords(href: string, roles: readonly string[]): string {
  const own = ORDER.find((role) => roles.includes(role) && WAY_WORDS[role][href] !== undefined);
  return (own && WAY_WORDS[own][href]) ?? '';
}
