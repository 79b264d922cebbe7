import type { Clause, Enforcement, ProtocolData } from '../../workflows/protocol/index.js';

/** One place where a clause is carried out: what kind of place, and which. */
export interface EnforcedBy {
  by: Enforcement['by'] | 'timescale';
  where: string;
}

/** A clause, where it is enforced and which tests name it. Empty `enforcedBy`: not built yet. */
export interface ClauseReport {
  id: string;
  title: string;
  enforcedBy: readonly EnforcedBy[];
  /** `test/workflows/x.test.ts: title` */
  tests: readonly string[];
}

/** A test's title and where it stands. */
export interface NamedTest {
  file: string;
  title: string;
}

/** Whether anything in the program makes that kind of milestone. */
export type IsMade = (milestone: string) => boolean;

const startedBySomething = (milestones: readonly string[], isMade: IsMade): boolean =>
  milestones.some(isMade);

function enforcedBy(
  clause: Clause,
  protocol: ProtocolData,
  enforced: readonly Enforcement[],
  isMade: IsMade,
) {
  const timescales = protocol.timescales
    .filter(
      ({ clauses, starts }) => clauses.includes(clause.id) && startedBySomething(starts.milestones, isMade),
    )
    .map(({ id }): EnforcedBy => ({ by: 'timescale', where: id }));
  const others = enforced
    .filter(({ clause: id }) => id === clause.id)
    .map(({ by, where }): EnforcedBy => ({ by, where }));
  const all = [...timescales, ...others];
  return all.filter(
    (one, at) => all.findIndex(({ by, where }) => by === one.by && where === one.where) === at,
  );
}

/** Each clause of the register, in its order, with where it is enforced and the tests that name it. */
export function reportClauses(
  protocol: ProtocolData,
  enforced: readonly Enforcement[],
  tests: readonly NamedTest[],
  isMade: IsMade,
): ClauseReport[] {
  return protocol.clauses.map((clause) => ({
    id: clause.id,
    title: clause.title,
    enforcedBy: enforcedBy(clause, protocol, enforced, isMade),
    tests: tests
      .filter(({ title }) => title.includes(`[${clause.id}]`))
      .map(({ file, title }) => `${file}: ${title}`),
  }));
}

/** Timescales of a clause that the protocol version has but nothing starts yet. */
export const waitingTimescales = (clause: string, protocol: ProtocolData, isMade: IsMade): string[] =>
  protocol.timescales
    .filter(
      ({ clauses, starts }) => clauses.includes(clause) && !startedBySomething(starts.milestones, isMade),
    )
    .map(({ id }) => id);
