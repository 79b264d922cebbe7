import { mayDo, type Doing } from '../../access/policy.js';
import type { ViewedList } from '../../saved-views/saved-views.js';
import type { Role } from '../../access/roles.js';

/** A way into the service, for those whose roles have something to do there. */
export interface Way {
  text: string;
  href: string;
  /** What is there, for the page that lists all ways. */
  about: string;
  policy: Doing;
  /** The list of which a view can be saved that the menu then leads to. */
  list?: ViewedList;
  /** Where somebody has more ways than the menu holds, it is left to the page that lists all; not for these roles. */
  aside?: readonly Role[];
}

const MOST_IN_MENU = 8;

/** Every way, in the order of the menu. */
const WAYS: readonly Way[] = [
  {
    text: 'My work',
    href: '/work',
    about: 'What you have to do, the most urgent first, with a link straight to where it is done.',
    policy: 'readOwnWork',
  },
  {
    text: 'Notices',
    href: '/notices',
    about: 'What you are told: deadlines of yours, cases given to you, and what needs you.',
    policy: 'readSelf',
  },
  {
    text: 'Refer a child',
    href: '/refer',
    about: 'For continuing care: consent, what was tried, the checklist, and where it is afterwards.',
    policy: 'refer',
    aside: ['referrer'],
  },
  {
    text: 'Cases',
    href: '/cases',
    about: 'Every case of your place, the one with the next deadline first.',
    policy: 'listCases',
    list: 'cases',
  },
  {
    text: 'Panel meetings',
    href: '/meetings',
    about: 'Agendas, packs, decisions and minutes of the joint panel.',
    policy: 'readMeetings',
  },
  {
    text: 'Find a child',
    href: '/search',
    about: 'By name, NHS number, date of birth or case reference.',
    policy: 'listCases',
  },
  {
    text: 'Overdue',
    href: '/queues',
    about: 'What is late, how long, whose it is, and what falls due next.',
    policy: 'readQueues',
    list: 'queues',
  },
  {
    text: 'Forecast',
    href: '/forecast',
    about: 'What will be late next and why, and what one more panel date would spare.',
    policy: 'readPerformance',
    aside: [],
  },
  {
    text: 'Performance',
    href: '/performance',
    about: 'How many deadlines were met in time, how long it took, and why not, month by month.',
    policy: 'readPerformance',
    aside: [],
  },
  {
    text: 'Authorisations',
    href: '/authorisations',
    about: 'High cost forms and further agreements that wait, and breaches that were escalated.',
    policy: 'readAuthorisations',
    aside: ['chiefNurse'],
  },
  {
    text: 'Workload',
    href: '/workload',
    about: 'What each assessor carries, who is away, and giving cases to somebody else.',
    policy: 'readWorkload',
  },
  {
    text: 'Changes',
    href: '/changes',
    about: 'How far changes of assessor, calendar and protocol version are.',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Exceptions',
    href: '/exceptions',
    about: 'What the service could not do by itself, and e-mails that may not have arrived.',
    policy: 'readExceptions',
  },
  {
    text: 'Audit trail',
    href: '/audit',
    about: 'What was refused, administered or taken out of the service.',
    policy: 'readAudit',
    aside: ['auditor', 'administrator'],
  },
  {
    text: 'Access log',
    href: '/access-log',
    about: 'Who looked at which part of whose record.',
    policy: 'readReaders',
    aside: ['auditor'],
  },
  {
    text: 'People',
    href: '/people',
    about: 'Who works here, in which role, team and organisation.',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Calendar',
    href: '/calendar',
    about: 'The days that are not worked, and what a change of them would do.',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Protocol',
    href: '/protocol',
    about: 'The protocol versions, and moving cases from one to another.',
    policy: 'readChanges',
    aside: ['administrator'],
  },
];

/** The ways open to someone with those roles. */
export const waysFor = (roles: readonly string[]): Way[] => WAYS.filter(({ policy }) => mayDo(policy, roles));

/** The ways that the menu shows to someone with those roles. */
export function menuFor(roles: readonly string[]): Way[] {
  const ways = waysFor(roles);
  return ways.length > MOST_IN_MENU
    ? ways.filter(({ aside }) => aside?.some((role) => roles.includes(role)) ?? true)
    : ways;
}
