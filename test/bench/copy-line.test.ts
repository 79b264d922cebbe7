import { describe, expect, it } from '@jest/globals';
import { lineOf, type Column } from '../../src/bench/queues/copy-line.js';
import { Dated, Shift } from '../../src/bench/queues/shift.js';

const COLUMNS: Column[] = [
  { name: 'id', written: 'plain' },
  { name: 'open', written: 'plain' },
  { name: 'needs', written: 'array' },
  { name: 'record', written: 'json' },
];

describe('A row as a line of COPY text', () => {
  it.each([
    [
      'values as they are',
      { id: 'a', open: true, needs: ['x', 'y'], record: { n: 1 } },
      'a\ttrue\t{"x","y"}\t{"n":1}',
    ],
    ['nothing, and an empty list', { id: 'a', open: null, needs: [], record: null }, 'a\t\\N\t{}\t\\N'],
    [
      'what would end a value or a line',
      { id: 'a\tb\nc\\d', open: false, needs: [], record: 'x' },
      'a\\tb\\nc\\\\d\tfalse\t{}\tx',
    ],
    [
      'quotes in a list and in JSON',
      { id: 'a', open: 1, needs: ['say "so"', 'a\\b', null], record: { words: 'say "so"\n' } },
      'a\t1\t{"say \\\\"so\\\\"","a\\\\\\\\b",NULL}\t{"words":"say \\\\"so\\\\"\\\\n"}',
    ],
  ])('writes %s', (_what, row, line) => {
    expect(lineOf(COLUMNS, row)).toBe(line);
  });
});

describe('Text with its days and moments moved by whole weeks', () => {
  const moved = (text: string, weeks: number): string => new Dated(text).moved(new Shift(weeks));

  it.each([
    [
      'JSON',
      '{"on":"2026-01-05","words":"since 2026-01-05"}',
      '{"on":"2026-01-12","words":"since 2026-01-05"}',
    ],
    [
      'a line of COPY text',
      '2026-01-05\tx\t{"on":"2026-01-05"}\t\\N',
      '2026-01-12\tx\t{"on":"2026-01-12"}\t\\N',
    ],
    ['two days side by side', '2026-01-05\t2026-01-06', '2026-01-12\t2026-01-13'],
    ['no day at all', 'x\t\\N', 'x\t\\N'],
  ])('moves every day of %s, and nothing else', (_what, text, expected) => {
    expect(moved(text, 1)).toBe(expected);
  });

  it('keeps the time of day in London where the clocks change in between', () => {
    expect(moved('"2026-03-23T10:00:00.000Z"', 1)).toBe('"2026-03-30T09:00:00.000Z"');
  });

  it('leaves text as it is where it is not moved', () => {
    expect(moved('"2026-03-23T10:00:00.000Z"\t2026-03-23', 0)).toBe('"2026-03-23T10:00:00.000Z"\t2026-03-23');
  });
});
