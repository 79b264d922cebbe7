import { eventOf, PROCESSES } from '../../../../workflows/protocol/index.js';
import type { ProcessView } from '../../../reading/views.js';

/** A state as a box of the picture. */
export interface Box {
  id: string;
  x: number;
  y: number;
  lines: readonly string[];
  now: boolean;
  final: boolean;
}

/** A step from one box to another. */
export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Whether it leads on from where the case is now. */
  now: boolean;
}

/** A machine drawn with the present state marked, and the same in words. */
export interface Picture {
  id: string;
  title: string;
  /** Whether it is of the pathway, and not of what runs beside it. */
  main: boolean;
  now: string;
  width: number;
  height: number;
  boxes: readonly Box[];
  lines: readonly Line[];
  /** What leads on from here, and where to. */
  onward: readonly { event: string; to: string; words: string | null }[];
}

export const BOX = { width: 200, height: 64 } as const;
const GAP = { across: 24, down: 44 } as const;
const MARGIN = 12;
const LONGEST_LINE = 24;
const BESIDE = ['case', 'consent', 'notice'];

type Arrow = string | { to?: string; words: string };
type States = Readonly<
  Record<string, { stage: string; final?: true; on?: Readonly<Record<string, unknown>> }>
>;

const arrowsOf = (given: unknown): readonly Arrow[] =>
  Array.isArray(given) ? (given as readonly Arrow[]) : [given as Arrow];

const leads = (states: States, from: string) =>
  Object.entries(states[from]?.on ?? {}).flatMap(([event, given]) =>
    arrowsOf(given).map((arrow) => ({
      event,
      to: typeof arrow === 'string' ? arrow : (arrow.to ?? from),
      words: typeof arrow === 'string' ? null : arrow.words,
    })),
  );

/** The states in rows: each in the row after the first one that leads to it. */
function rowsOf(states: States, initial: string): string[][] {
  const rows: string[][] = [];
  const seen = new Set<string>();
  for (let row = [initial]; row.length > 0;) {
    row.forEach((state) => seen.add(state));
    rows.push(row);
    const next = row.flatMap((state) => leads(states, state).map(({ to }) => to));
    row = [...new Set(next)].filter((state) => !seen.has(state));
  }
  const rest = Object.keys(states).filter((state) => !seen.has(state));
  return rest.length > 0 ? [...rows, rest] : rows;
}

function wrapped(words: string): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LONGEST_LINE)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function lineBetween(from: Box, to: Box, now: boolean): Line {
  const middle = (box: Box): number => box.x + BOX.width / 2;
  if (from.y === to.y) {
    const rightwards = from.x < to.x;
    const y = from.y + BOX.height / 2;
    return {
      x1: rightwards ? from.x + BOX.width : from.x,
      y1: y,
      x2: rightwards ? to.x : to.x + BOX.width,
      y2: y,
      now,
    };
  }
  const down = from.y < to.y;
  // What leads back stands a little to the side of what leads on.
  const aside = down ? 0 : BOX.width / 4;
  return {
    x1: middle(from) + aside,
    y1: down ? from.y + BOX.height : from.y,
    x2: middle(to) + aside,
    y2: down ? to.y : to.y + BOX.height,
    now,
  };
}

/** The picture of a process of a case; undefined where its machine is not known. */
export function pictureOf({ id, kind, title, state }: ProcessView): Picture | undefined {
  const chart = PROCESSES.find((process) => process.kind === kind)?.chart;
  if (!chart) return undefined;
  const states = chart.states as States;
  const rows = rowsOf(states, chart.initial);
  const most = Math.max(...rows.map(({ length }) => length));
  const across = BOX.width + GAP.across;
  const boxes = rows.flatMap((row, down) =>
    row.map((name, at): Box => ({
      id: name,
      x: MARGIN + ((most - row.length) * across) / 2 + at * across,
      y: MARGIN + down * (BOX.height + GAP.down),
      lines: wrapped(states[name]?.stage ?? name),
      now: name === state,
      final: states[name]?.final === true,
    })),
  );
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  const lines = boxes.flatMap((from) =>
    [...new Set(leads(states, from.id).map(({ to }) => to))].flatMap((to) => {
      const target = boxOf.get(to);
      return target && target !== from ? [lineBetween(from, target, from.now)] : [];
    }),
  );
  return {
    id,
    title,
    main: !BESIDE.includes(kind),
    now: states[state]?.stage ?? state,
    width: most * across - GAP.across + 2 * MARGIN,
    height: rows.length * (BOX.height + GAP.down) - GAP.down + 2 * MARGIN,
    boxes,
    lines,
    onward: leads(states, state).map(({ event, to, words }) => ({
      event: eventOf(event)?.definition.title ?? event,
      to: states[to]?.stage ?? to,
      words,
    })),
  };
}
