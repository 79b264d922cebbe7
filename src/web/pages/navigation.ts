import { mayDo, type Doing } from '../../access/policy.js';

/** A way into the service, for those whose roles have something to do there. */
export interface Way {
  text: string;
  href: string;
  /** What is there, for the page that lists all ways. */
  about: string;
  policy: Doing;
}

/** Every way, in the order of the menu. */
const WAYS: readonly Way[] = [
  {
    text: 'My work',
    href: '/work',
    about: 'What you have to do, the most urgent first, with a link straight to where it is done.',
    policy: 'readOwnWork',
  },
  {
    text: 'Cases',
    href: '/cases',
    about: 'Every case of your place, the one with the next deadline first.',
    policy: 'listCases',
  },
  {
    text: 'Find a child',
    href: '/search',
    about: 'By name, NHS number, date of birth or case reference.',
    policy: 'readCase',
  },
];

/** The ways open to someone with those roles. */
export const waysFor = (roles: readonly string[]): Way[] => WAYS.filter(({ policy }) => mayDo(policy, roles));
