import type { Percentiles } from '../percentiles.js';
import type { PageVisitorRole } from './pages-asked.js';

/** What a page came to. */
export interface PageFigures {
  who: PageVisitorRole;
  name: string;
  /** Milliseconds from the request to the last byte. */
  time: Percentiles;
  /** The longest of them: of a report that is kept for a while, the one that made it. */
  slowest: number;
  /** Bytes of the largest answer, as they were sent. */
  bytes: number;
}

/** The first page somebody sees, with all that its browser fetches for it. */
export interface FirstPage {
  page: number;
  assets: { address: string; bytes: number }[];
}

/** A target with what was measured. */
export interface PageJudgement {
  target: string;
  figure: string;
  met: boolean;
}

const KB = 1000;

/** What every page is to do with 400,000 cases behind it. */
export const PAGE_TARGETS = { p95Ms: 200, bytes: 200 * KB };

const largest = (pages: readonly PageFigures[], by: (page: PageFigures) => number): PageFigures | undefined =>
  [...pages].sort((a, b) => by(b) - by(a))[0];

const said = ({ who, name }: PageFigures): string => `${name}, ${who}`;

/** Each target with the page that is farthest from it. */
export function judgedPages(pages: readonly PageFigures[]): PageJudgement[] {
  const slow = largest(pages, ({ time }) => time.p95);
  const heavy = largest(pages, ({ bytes }) => bytes);
  if (!slow || !heavy) return [];
  return [
    {
      target: `every page under ${PAGE_TARGETS.p95Ms} ms at p95`,
      figure: `${Math.round(slow.time.p95)} ms (${said(slow)})`,
      met: slow.time.p95 < PAGE_TARGETS.p95Ms,
    },
    {
      target: `every page after the first under ${PAGE_TARGETS.bytes / KB} KB`,
      figure: `${Math.round(heavy.bytes / KB)} KB (${said(heavy)})`,
      met: heavy.bytes < PAGE_TARGETS.bytes,
    },
  ];
}
