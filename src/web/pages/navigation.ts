import { mayDo, type Doing } from '../../access/policy.js';
import type { ViewedList } from '../../saved-views/saved-views.js';
import type { Role } from '../../access/roles.js';

/** A way into the service, for those whose roles have something to do there. */
export interface Way {
  text: string;
  href: string;
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
    policy: 'readOwnWork',
  },
  {
    text: 'Notices',
    href: '/notices',
    policy: 'readSelf',
  },
  {
    text: 'Refer a child',
    href: '/refer',
    policy: 'refer',
    aside: ['referrer'],
  },
  {
    text: 'Cases',
    href: '/cases',
    policy: 'listCases',
    list: 'cases',
  },
  {
    text: 'Panel meetings',
    href: '/meetings',
    policy: 'readMeetings',
  },
  {
    text: 'Find a child',
    href: '/search',
    policy: 'listCases',
  },
  {
    text: 'Overdue',
    href: '/queues',
    policy: 'readQueues',
    list: 'queues',
  },
  {
    text: 'Forecast',
    href: '/forecast',
    policy: 'readPerformance',
    aside: [],
  },
  {
    text: 'Performance',
    href: '/performance',
    policy: 'readPerformance',
    aside: [],
  },
  {
    text: 'Authorisations',
    href: '/authorisations',
    policy: 'readAuthorisations',
    aside: ['chiefNurse'],
  },
  {
    text: 'Workload',
    href: '/workload',
    policy: 'readWorkload',
  },
  {
    text: 'Changes',
    href: '/changes',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Exceptions',
    href: '/exceptions',
    policy: 'readExceptions',
  },
  {
    text: 'Audit trail',
    href: '/audit',
    policy: 'readAudit',
    aside: ['auditor', 'administrator'],
  },
  {
    text: 'Access log',
    href: '/access-log',
    policy: 'readReaders',
    aside: ['auditor'],
  },
  {
    text: 'People',
    href: '/people',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Calendar',
    href: '/calendar',
    policy: 'readChanges',
    aside: ['administrator'],
  },
  {
    text: 'Protocol',
    href: '/protocol',
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
