import type { Clause, ProtocolData } from '../../workflows/protocol/index.js';
import { waitingTimescales, type ClauseReport, type IsMade } from './clause-report.js';

const LOCAL = 'Some of it is a local default, not in the protocol.';

const list = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];

/** Every clause with where it is enforced and tested, by section, and at the end those that are not built yet. */
export function clausesInWords(protocol: ProtocolData, reports: readonly ClauseReport[]): string {
  const byId = new Map(reports.map((report) => [report.id, report]));
  const waiting = reports.filter(({ enforcedBy }) => enforcedBy.length === 0);
  let section = '';
  const lines = protocol.clauses.flatMap((clause) => {
    const report = byId.get(clause.id);
    const heading = clause.section === section ? [] : ['', `${clause.section}  ${clause.sectionTitle}`];
    section = clause.section;
    return [...heading, ...(report ? clauseLines(clause, report) : [])];
  });
  return [
    protocol.name,
    ...lines,
    '',
    ...list(
      `Not built yet (${waiting.length} of ${reports.length}):`,
      waiting.map(({ id, title }) => `${id} ${title}`),
    ),
    '',
  ].join('\n');
}

function clauseLines(clause: Clause, { enforcedBy, tests }: ClauseReport): string[] {
  const state = enforcedBy.length === 0 ? ' - not built yet' : '';
  return [
    `${clause.id}  ${clause.title}${state}`,
    ...enforcedBy.map(({ by, where }) => `    ${by}: ${where}`),
    ...tests.map((test) => `    test: ${test}`),
  ];
}

/** One clause in plain words: its rule, what the service does about it, where, and which tests show it. */
export function clauseInWords(
  clause: Clause,
  report: ClauseReport,
  protocol: ProtocolData,
  isMade: IsMade,
): string {
  const waiting = waitingTimescales(clause.id, protocol, isMade);
  return [
    `${clause.id}  ${clause.title} (${clause.sectionTitle}; ${clause.kind})`,
    '',
    `The rule: ${clause.rule}`,
    `What the service does: ${clause.does}`,
    ...(clause.local ? [LOCAL] : []),
    '',
    ...(report.enforcedBy.length === 0 ? ['Not built yet.'] : []),
    ...list(
      'Enforced by:',
      report.enforcedBy.map(({ by, where }) => `${by}: ${where}`),
    ),
    ...list('Timescales that nothing starts yet:', waiting),
    ...list('Tests that name it:', report.tests),
    '',
  ].join('\n');
}
