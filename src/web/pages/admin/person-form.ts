import type { PlaceData, ProtocolData } from '../../../../workflows/protocol/index.js';
import { ROLES } from '../../../access/roles.js';
import { WrongPerson } from '../../../directory/directory.js';
import type { Details, NewPerson, Person } from '../../../directory/person.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import type { Wrong } from '../workload/caseload-form.js';
import { choiceInWords } from '../words/choice-words.js';

const PENCE = 100;
const POUNDS = /^£?\d{1,7}(\.\d\d)?$/;
const NUMBER = /^\d{1,5}$/;

/** The roles that a form can give, each with whether it is ticked. */
export const roleChoices = (ticked: readonly string[]): { value: string; text: string; checked: boolean }[] =>
  Object.entries(ROLES).map(([value, text]) => ({
    value,
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    checked: ticked.includes(value),
  }));

/** The competences that the protocol asks somebody to have, by slug, and those somebody has. */
export function competenceChoices(
  { parameters }: ProtocolData,
  ticked: readonly string[],
): { value: string; text: string; checked: boolean }[] {
  const asked = parameters.assuranceKinds.value.flatMap(({ competence }) => competence ?? []);
  const slugs = new Set([parameters.assessorCompetence.value, ...asked, ...ticked]);
  return [...slugs].map((value) => ({
    value,
    text: choiceInWords(value),
    checked: ticked.includes(value),
  }));
}

/** A number that was typed; null where nothing was, and NaN where it is none. */
export function numberIn(posted: Posted, name: string): number | null {
  const typed = wordsAt(posted, name).trim();
  if (typed === '') return null;
  return NUMBER.test(typed) ? Number(typed) : NaN;
}

function penceIn(posted: Posted, name: string): number | null {
  const typed = wordsAt(posted, name).replaceAll(/[,\s]/g, '');
  if (typed === '') return null;
  return POUNDS.test(typed) ? Math.round(Number(typed.replace('£', '')) * PENCE) : NaN;
}

const orNull = (words: string): string | null => (words === '' ? null : words);

/** Somebody as a form describes them. What is wrong with it is for the directory to say. */
export const personIn = (posted: Posted): NewPerson => ({
  name: wordsAt(posted, 'name').trim(),
  organisation: orNull(wordsAt(posted, 'organisation')),
  team: orNull(wordsAt(posted, 'team')),
  discipline: orNull(wordsAt(posted, 'discipline')) as (NewPerson['discipline'] & string) | null,
  clinician: wordsAt(posted, 'clinician') !== '',
  commissioner: wordsAt(posted, 'commissioner') !== '',
  delegatedLimitPence: penceIn(posted, 'delegatedLimitPence'),
  capacityPoints: numberIn(posted, 'capacityPoints'),
  competences: tickedAt(posted, 'competences'),
  email: orNull(wordsAt(posted, 'email').trim()),
  roles: tickedAt(posted, 'roles'),
});

/** What the directory is to say of somebody it knows, as a form describes it. */
export const detailsIn = (posted: Posted): Details => {
  const { name, organisation, discipline, clinician, commissioner, delegatedLimitPence, competences } =
    personIn(posted);
  return {
    name,
    organisation: organisation ?? null,
    discipline: discipline ?? null,
    clinician: clinician ?? false,
    commissioner: commissioner ?? false,
    delegatedLimitPence: delegatedLimitPence ?? null,
    competences: competences ?? [],
  };
};

/** Somebody of the directory as a form would send them. */
export const postedOf = (person: Person): Posted => ({
  name: person.name,
  organisation: person.organisation ?? '',
  discipline: person.discipline ?? '',
  clinician: person.clinician ? 'yes' : '',
  commissioner: person.commissioner ? 'yes' : '',
  delegatedLimitPence:
    person.delegatedLimitPence === null ? '' : (person.delegatedLimitPence / PENCE).toFixed(2),
  competences: [...person.competences],
});

/** What somebody can sit on a panel for, or work in. */
export const DISCIPLINES = { health: 'Health', socialCare: 'Social care', education: 'Education' } as const;

/** What the directory takes in pence is asked for in pounds. */
const IN_POUNDS = { delegatedLimitPence: 'Enter an amount in pounds, such as 1500 or 1,250.50' } as Readonly<
  Record<string, string>
>;

/** What is wrong with somebody as they were described; anything else as it is. */
export function wrongOf(error: unknown): Wrong[] {
  if (error instanceof WrongPerson)
    return error.wrong.map(({ field, message }) => ({ field, message: IN_POUNDS[field] ?? message }));
  throw error;
}

/** What is wrong, for the summary and beside each box. */
export const shownErrors = (wrong: readonly Wrong[]): object => ({
  errors: wrong.map(({ field, message }) => ({ text: message, href: `#${field}` })),
  at: Object.fromEntries(wrong.map(({ field, message }) => [field, message])),
});

/** The teams of a place as a form offers them. */
export const teamsOf = (place: PlaceData | undefined, chosen: string | null): object[] => [
  { value: '', text: 'None' },
  ...(place?.teams ?? []).map(({ id, name }) => ({ value: id, text: name, selected: id === chosen })),
];

/** What organisations and teams of a place are called; null for those it has none of. */
export function namesIn(place: PlaceData | undefined) {
  const nameIn = (list: readonly { id: string; name: string }[]) => (id: string | null) =>
    list.find((each) => each.id === id)?.name ?? null;
  return { organisation: nameIn(place?.organisations ?? []), team: nameIn(place?.teams ?? []) };
}
