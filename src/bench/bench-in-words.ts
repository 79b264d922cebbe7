import { LAYERS, type BenchFigures, type Layer } from './bench.js';
import { shown } from './percentiles.js';

const NAMES: Record<Layer, string> = {
  floor: 'floor (pg alone)',
  engine: 'engine',
  api: 'API',
};

const WIDTHS = [18, 12, 12, 12, 12, 12];
const row = (cells: readonly string[]): string =>
  cells
    .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
    .join('')
    .trimEnd();
const MIB = 1024 * 1024;

function ratesTable({ rates, ofFloor }: BenchFigures): string[] {
  const part = (layer: Layer, concurrent: number): string => {
    const found =
      layer === 'floor' ? { part: 1 } : ofFloor[layer].find((one) => one.concurrent === concurrent);
    return shown(found?.part ?? Number.NaN);
  };
  return [
    row(['layer', 'at a time', 'per second', 'of floor', 'p50 ms', 'p99 ms']),
    ...LAYERS.flatMap((layer) =>
      rates[layer].map(({ concurrent, perSecond, p50, p99 }) =>
        row([
          NAMES[layer],
          String(concurrent),
          shown(perSecond),
          part(layer, concurrent),
          shown(p50),
          shown(p99),
        ]),
      ),
    ),
  ];
}

const stepTable = ({ pureStep }: BenchFigures): string[] => [
  row(['events behind', 'p50 ms', 'p99 ms', 'record bytes']),
  ...pureStep.map(({ events, p50, p99, recordBytes }) =>
    row([String(events), shown(p50), shown(p99), String(recordBytes)]),
  ),
];

/** The figures as a person reads them. */
export const benchInWords = (figures: BenchFigures): string =>
  [
    `One command: ${figures.command}, ${figures.statements} statements in one transaction.`,
    '',
    ...ratesTable(figures),
    '',
    'The pure step: restore the record, advance it, derive every deadline.',
    ...stepTable(figures),
    '',
    figures.webMemory === null
      ? 'The system does not tell the memory of the web process.'
      : `Memory of the web process after its load: ${shown(figures.webMemory / MIB)} MiB.`,
    '',
  ].join('\n');
