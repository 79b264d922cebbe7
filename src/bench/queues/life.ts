import { createHash } from 'node:crypto';
import { addDays, dayNumber, type LocalDate } from '../../../workflows/protocol/index.js';
import { Chance } from './chance.js';
import { assessment, panel } from './course-panel.js';
import { packageArranged, yearsOfReviews } from './course-package.js';
import { opening, referral, takenOn } from './course-referral.js';
import type { Telling } from './telling.js';
import { CourseEnds, Walk, type SaidInWords, type World } from './walk.js';

/** The whole course of one case: what people said, in order, and what it came to. */
export interface Life {
  said: readonly SaidInWords[];
  telling: Telling;
  /** Where in the order of things and days it differs from any other. */
  digest: string;
  /** What was tried and refused, with the reasons. */
  refused: readonly string[];
}

function course(walk: Walk): void {
  if (walk.chance.happens(0.12)) {
    takenOn(walk);
    yearsOfReviews(walk, 'annual');
  }
  opening(walk);
  walk.wait(0, 2);
  referral(walk);
  const recommended = assessment(walk);
  panel(walk, recommended);
  if (!recommended.packageNeeded) return yearsOfReviews(walk, 'annual');
  packageArranged(walk);
  yearsOfReviews(walk, 'threeMonth');
}

/** What was said and how long after the beginning: two lives that differ in nothing else are the same history. */
const digestOf = (said: readonly SaidInWords[]): string => {
  const first = said[0] ? dayNumber(said[0].said.on) : 0;
  const told = said.map(({ said: { type, on, content } }) => [
    type,
    dayNumber(on) - first,
    content['outcome'] ?? content['recipient'] ?? content['level'] ?? content['area'] ?? null,
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
};

/** Whether nothing is waited for any more in it. */
export const isOver = ({ telling }: Pick<Life, 'telling'>): boolean =>
  telling.record.facts.closed !== null || telling.record.facts.died !== null;

/** Tells one case by chance, from its first Monday until it is over or the last day is reached. */
export function lifeOf(world: World, seed: number, begins: LocalDate, until: LocalDate): Life {
  const chance = new Chance(seed);
  const walk = new Walk(world, chance, begins, until);
  walk.goTo(addDays(begins, chance.between(0, 4)));
  try {
    course(walk);
  } catch (error) {
    if (!(error instanceof CourseEnds)) throw error;
  }
  return {
    said: walk.said,
    telling: walk.telling,
    digest: digestOf(walk.said),
    refused: walk.refused,
  };
}
