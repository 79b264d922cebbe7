import { isRole } from '../access/roles.js';
import type { Places } from '../places/places.js';
import { addressIsWrong } from './email-address.js';
import type { NewPerson } from './person.js';
import { WrongPerson, type Wrong } from './wrong-person.js';

const LONGEST_NAME = 200;
const MOST_POINTS = 1000;
const DISCIPLINES = ['health', 'socialCare', 'education'];

type Checked = ReturnType<Places['find']>;
type Check = (person: NewPerson, place: Checked) => string | null;

/** What is asked of somebody, in the order of the form. */
const CHECKS: readonly (readonly [field: string, check: Check])[] = [
  [
    'name',
    ({ name }) =>
      name.trim() === '' || name.length > LONGEST_NAME
        ? `A name has from 1 to ${LONGEST_NAME} characters.`
        : null,
  ],
  [
    'roles',
    ({ roles = [] }) => {
      const unknown = roles.find((each) => !isRole(each));
      return unknown === undefined ? null : `There is no role '${unknown}'.`;
    },
  ],
  [
    'organisation',
    ({ organisation }, place) =>
      organisation && !place?.organisations.some(({ id }) => id === organisation)
        ? `There is no organisation '${organisation}' in this place.`
        : null,
  ],
  [
    'team',
    ({ team }, place) =>
      team && !place?.teams.some(({ id }) => id === team)
        ? `There is no team '${team}' in this place.`
        : null,
  ],
  [
    'discipline',
    ({ discipline }) =>
      discipline && !DISCIPLINES.includes(discipline)
        ? `A discipline is one of ${DISCIPLINES.join(', ')}.`
        : null,
  ],
  [
    'delegatedLimitPence',
    ({ delegatedLimitPence }) => {
      const limit = delegatedLimitPence ?? 0;
      return Number.isSafeInteger(limit) && limit >= 0 ? null : 'A delegated limit is whole pence a week.';
    },
  ],
  [
    'capacityPoints',
    ({ capacityPoints }) => {
      const points = capacityPoints ?? 1;
      return Number.isSafeInteger(points) && points >= 1 && points <= MOST_POINTS
        ? null
        : `Capacity is a whole number of points from 1 to ${MOST_POINTS}.`;
    },
  ],
  ['email', ({ email }) => addressIsWrong(email ?? null)],
];

/** Throws a WrongPerson with everything wrong in how somebody of that place is described. */
export function checkPerson(person: NewPerson, place: Checked): void {
  const wrong = CHECKS.flatMap(([field, check]): Wrong[] => {
    const message = check(person, place);
    return message === null ? [] : [{ field, message }];
  });
  const [first, ...also] = wrong;
  if (first) throw new WrongPerson(first.field, first.message, also);
}
