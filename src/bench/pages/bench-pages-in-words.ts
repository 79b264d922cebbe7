import { shown } from '../percentiles.js';
import { table } from '../table.js';
import type { PageBenchFigures } from './bench-pages.js';

const KB = 1000;
const kb = (bytes: number): string => shown(bytes / KB);

const WHO = { assessor: 'assessor', panelMember: 'panel member', manager: 'manager', auditor: 'auditor' };

/** The figures as a person reads them. */
export function benchPagesInWords({
  at,
  cores,
  node,
  cases,
  first,
  pages,
  judgements,
}: PageBenchFigures): string {
  const all = first.assets.reduce((sum, { bytes }) => sum + bytes, first.page);
  return [
    `${at.slice(0, 10)}, ${cores} cores, Node ${node}, ${cases} cases.`,
    '',
    ...table([
      ['page', 'p50 ms', 'p95 ms', 'p99 ms', 'slowest', 'KB'],
      ...pages.map(({ who, name, time, slowest, bytes }) => [
        `${WHO[who]}: ${name}`,
        shown(time.p50),
        shown(time.p95),
        shown(time.p99),
        shown(slowest),
        kb(bytes),
      ]),
    ]),
    '',
    `The first page of a browser that was never here: ${kb(all)} KB, of which ${kb(first.page)} KB are the page.`,
    ...first.assets.map(({ address, bytes }) => `  ${address}  ${kb(bytes)} KB`),
    '',
    ...judgements.map(({ target, figure, met }) => `${met ? 'met   ' : 'MISSED'}  ${target}: ${figure}`),
    '',
  ].join('\n');
}
