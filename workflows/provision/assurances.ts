import { dateInWords, type LocalDate } from '../calendar/local-date.js';

/** Kinds of people who give care, and how each is called (PRV-1). */
export const CARER_KINDS = {
  parent: 'parent',
  familyMember: 'family member',
  fosterCarer: 'foster carer',
  personalAssistant: 'personal assistant',
  residentialStaff: 'residential staff',
  agencyWorker: 'agency worker',
  schoolStaff: 'school staff',
} as const;
export type CarerKind = keyof typeof CARER_KINDS;

/** Someone who gives care in a package, with the healthcare tasks they do. */
export interface Carer {
  person: string;
  kind: CarerKind;
  tasks: readonly string[];
}

/** One assurance of clinical governance as it was recorded. */
export interface Assurance {
  kind: string;
  /** Null where it is for the package as a whole. */
  carer: string | null;
  task: string | null;
  assured: boolean;
  assuredOn: LocalDate;
  /** The last day on which it holds; null where it does not expire. */
  expiresOn: LocalDate | null;
}

/** Who gives care, and what is assured of it. */
export interface CareFacts {
  carers: readonly Carer[];
  assurances: readonly Assurance[];
}

/** What a protocol version says of one kind of assurance. */
export interface AssuranceKind {
  readonly slug: string;
  readonly title: string;
  /** Needed for each task of each carer, or once for the package. */
  readonly per: 'carerTask' | 'package';
}

const sameSubject = (a: Assurance, b: Pick<Assurance, 'kind' | 'carer' | 'task'>): boolean =>
  a.kind === b.kind && a.carer === b.carer && a.task === b.task;

/** The assurance that holds on a day for that subject: the latest made on or before it. */
function standing(
  facts: CareFacts,
  subject: Pick<Assurance, 'kind' | 'carer' | 'task'>,
  on: LocalDate,
): Assurance | undefined {
  return facts.assurances
    .filter((assurance) => sameSubject(assurance, subject) && assurance.assuredOn <= on)
    .reduce<Assurance | undefined>(
      (latest, next) => (latest && latest.assuredOn > next.assuredOn ? latest : next),
      undefined,
    );
}

function lacking(assurance: Assurance | undefined, on: LocalDate): string | null {
  if (!assurance) return 'not recorded';
  if (!assurance.assured) return 'not assured';
  return assurance.expiresOn !== null && assurance.expiresOn < on
    ? `expired after ${dateInWords(assurance.expiresOn)}`
    : null;
}

/** A carer as a refusal speaks of them, 'carer 2 (parent)', never by name. */
const carerWords = (facts: CareFacts, carer: Carer): string =>
  `carer ${facts.carers.indexOf(carer) + 1} (${CARER_KINDS[carer.kind]})`;

/** One assurance that is asked for, and how it stands on a day. */
export interface AssuranceState {
  kind: string;
  /** Null where it is for the package as a whole. */
  task: string | null;
  stands: boolean;
  assuredOn: LocalDate | null;
  expiresOn: LocalDate | null;
}

/** Every assurance asked for of this carer, task by task, or (null) of the package as a whole, as it stands that day. */
export function assuranceStates(
  facts: CareFacts,
  carer: Carer | null,
  on: LocalDate,
  kinds: readonly AssuranceKind[],
): AssuranceState[] {
  const asked = kinds.filter(({ per }) => per === (carer ? 'carerTask' : 'package'));
  return (carer?.tasks ?? [null]).flatMap((task) =>
    asked.map(({ slug }) => {
      const found = standing(facts, { kind: slug, carer: carer?.person ?? null, task }, on);
      return {
        kind: slug,
        task,
        stands: lacking(found, on) === null,
        assuredOn: found?.assuredOn ?? null,
        expiresOn: found?.expiresOn ?? null,
      };
    }),
  );
}

/** What is missing before this carer may give care on that day, one line for each task and kind of assurance (PRV-1). */
export const carerGaps = (
  facts: CareFacts,
  carer: Carer,
  on: LocalDate,
  kinds: readonly AssuranceKind[],
): string[] =>
  carer.tasks.flatMap((task) =>
    kinds
      .filter(({ per }) => per === 'carerTask')
      .flatMap(({ slug, title }) => {
        const lack = lacking(standing(facts, { kind: slug, carer: carer.person, task }, on), on);
        return lack ? [`${carerWords(facts, carer)}, ${task}: ${title} ${lack}`] : [];
      }),
  );

/**
 * Everything that keeps care from being given on that day: no carer, a task of a carer without a live assurance, or one
 * missing for the package as a whole. Empty when governance is assured (PRV-1).
 */
export const assuranceGaps = (facts: CareFacts, on: LocalDate, kinds: readonly AssuranceKind[]): string[] => [
  ...(facts.carers.length === 0 ? ['at least one carer, with the tasks they do'] : []),
  ...facts.carers.flatMap((carer) => carerGaps(facts, carer, on, kinds)),
  ...kinds
    .filter(({ per }) => per === 'package')
    .flatMap(({ slug, title }) => {
      const lack = lacking(standing(facts, { kind: slug, carer: null, task: null }, on), on);
      return lack ? [`${title} ${lack}`] : [];
    }),
];

/** The people who may give care on that day: those with every task assured (PRV-1). */
export const mayGiveCare = (facts: CareFacts, on: LocalDate, kinds: readonly AssuranceKind[]): string[] =>
  facts.carers.filter((carer) => carerGaps(facts, carer, on, kinds).length === 0).map(({ person }) => person);

/** An assurance about to end, and of what. */
export interface Expiring {
  kind: string;
  carer: string | null;
  task: string | null;
  expiresOn: LocalDate;
}

/** An assurance about to end as an alert speaks of it: 'carer 2 (parent), suction: training holds until Tuesday 9 March 2027'. */
export function expiringWords(facts: CareFacts, one: Expiring, kinds: readonly AssuranceKind[]): string {
  const title = kinds.find(({ slug }) => slug === one.kind)?.title ?? one.kind;
  const carer = facts.carers.find(({ person }) => person === one.carer);
  const whose = carer ? `${carerWords(facts, carer)}, ${one.task ?? ''}: ` : '';
  return `${whose}${title} holds until ${dateInWords(one.expiresOn)}`;
}

/** The assurances standing on `from` that expire by `until`, the first to expire first (PRV-1). */
export function expiring(facts: CareFacts, from: LocalDate, until: LocalDate): Expiring[] {
  return facts.assurances
    .filter((assurance) => assurance.assured && standing(facts, assurance, from) === assurance)
    .flatMap(({ kind, carer, task, expiresOn }) =>
      expiresOn !== null && expiresOn >= from && expiresOn <= until ? [{ kind, carer, task, expiresOn }] : [],
    )
    .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : a.expiresOn > b.expiresOn ? 1 : 0));
}

/** The carers with this one added, or with their kind and tasks changed. */
export const withCarer = (carers: readonly Carer[], carer: Carer): readonly Carer[] =>
  carers.some(({ person }) => person === carer.person)
    ? carers.map((known) => (known.person === carer.person ? carer : known))
    : [...carers, carer];

/** The care facts without this carer and what was assured of them. */
export const withoutCarer = <F extends CareFacts>(facts: F, person: string): F => ({
  ...facts,
  carers: facts.carers.filter((carer) => carer.person !== person),
  assurances: facts.assurances.filter(({ carer }) => carer !== person),
});

/** Only the latest assurance of each subject: what a package that has begun needs to keep. */
export const latestOnly = (assurances: readonly Assurance[]): readonly Assurance[] =>
  assurances.filter(
    (one, at) =>
      !assurances.some(
        (other, otherAt) =>
          sameSubject(other, one) &&
          (other.assuredOn > one.assuredOn || (other.assuredOn === one.assuredOn && otherAt > at)),
      ),
  );
