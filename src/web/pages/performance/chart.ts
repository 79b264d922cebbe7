/** A column of a chart: one month, or one of a list. */
export interface Column {
  label: string;
  /** The height of its bar; null where there is none. */
  bar?: number | null;
  /** Where each line passes over it; null where the line has a gap. */
  lines?: readonly (number | null)[];
}

interface Mark {
  x: number;
  y: number;
}

/** A chart as it is drawn: everything in units of its own box. */
export interface Chart {
  width: number;
  height: number;
  left: number;
  right: number;
  ticks: { y: number; text: string }[];
  labels: { x: number; text: string }[];
  bars: { x: number; y: number; width: number; height: number }[];
  /** For each line its stretches, as points, and its marks. */
  lines: { stretches: string[]; marks: Mark[] }[];
  labelsY: number;
}

const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 48;
const RIGHT = 472;
const TOP = 12;
const BOTTOM = 208;
const LABELS_Y = 228;
const TICKS = 4;
const BAR_SHARE = 0.6;
const MOST_LABELS = 6;

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The least even top of a scale that holds the greatest value: 4, 8, 20, 40, 80 and so on. */
export function topOf(greatest: number): number {
  for (let power = 1; ; power *= 10) {
    const step = [1, 2, 5].find((each) => each * power * TICKS >= greatest);
    if (step !== undefined) return step * power * TICKS;
  }
}

/** The stretches of a line between its gaps. */
function stretchesOf(marks: readonly (Mark | null)[]): string[] {
  const stretches: Mark[][] = [[]];
  for (const mark of marks) {
    if (mark === null) stretches.push([]);
    else stretches.at(-1)?.push(mark);
  }
  return stretches
    .filter(({ length }) => length > 1)
    .map((stretch) => stretch.map(({ x, y }) => `${x},${y}`).join(' '));
}

/** A chart of those columns, from nothing up to `top`; the unit stands behind the numbers of its scale. */
export function chartOf(columns: readonly Column[], unit: string, top?: number): Chart {
  const values = columns.flatMap(({ bar, lines = [] }) => [bar ?? 0, ...lines.map((each) => each ?? 0)]);
  const scale = top ?? topOf(Math.max(1, ...values));
  const step = (RIGHT - LEFT) / Math.max(1, columns.length);
  const xOf = (at: number): number => rounded(LEFT + step * (at + 0.5));
  const yOf = (value: number): number => rounded(BOTTOM - ((BOTTOM - TOP) * value) / scale);
  const every = Math.ceil(columns.length / MOST_LABELS);
  const count = Math.max(0, ...columns.map(({ lines = [] }) => lines.length));
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    right: RIGHT,
    labelsY: LABELS_Y,
    ticks: Array.from({ length: TICKS + 1 }, (_, at) => {
      const value = (scale / TICKS) * at;
      return { y: yOf(value), text: `${value}${unit}` };
    }),
    labels: columns.flatMap(({ label }, at) => (at % every === 0 ? [{ x: xOf(at), text: label }] : [])),
    bars: columns.flatMap(({ bar }, at) =>
      bar === null || bar === undefined
        ? []
        : [
            {
              x: rounded(xOf(at) - (step * BAR_SHARE) / 2),
              y: yOf(bar),
              width: rounded(step * BAR_SHARE),
              height: rounded(BOTTOM - yOf(bar)),
            },
          ],
    ),
    lines: Array.from({ length: count }, (_, line) => {
      const marks = columns.map(({ lines = [] }, at): Mark | null => {
        const value = lines[line] ?? null;
        return value === null ? null : { x: xOf(at), y: yOf(value) };
      });
      return { stretches: stretchesOf(marks), marks: marks.filter((mark) => mark !== null) };
    }),
  };
}
