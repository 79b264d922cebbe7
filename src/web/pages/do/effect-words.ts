import {
  dateInWords,
  formatLondon,
  lengthInWords,
  type ClockEffect,
  type DueAt,
  type Length,
} from '../../../../workflows/protocol/index.js';

/** What a step does to a clock, as its page says it. */
export interface EffectShown {
  title: string;
  /** What becomes of the due date. */
  due: string;
  /** Why that is so, before the clause it follows from. */
  because: string;
  clause: string;
  /** What else it means. */
  also: string;
  /** When it would be due if it ran on from that day; for a clock that stands still. */
  ifRunsOn: readonly { from: string; due: string; later: string }[];
}

const dueInWords = ({ inHours }: ClockEffect, { on, at }: DueAt): string =>
  inHours ? formatLondon(at) : dateInWords(on);

const laterInWords = (later: Length | null): string => {
  if (later === null) return '';
  return later.amount === 0 ? 'no later' : `${lengthInWords(later)} later`;
};

const inBrackets = (words: string): string => (words === '' ? '' : ` (${words})`);

const ALLOWED = {
  exception: 'an exception may be recorded',
  extension: 'an extension may be agreed',
  pause: 'a pause may be agreed',
} as const;

function dueLine(effect: ClockEffect): string {
  const { before, after, later, change, pausedSince, newTarget } = effect;
  const was = dueInWords(effect, before);
  if (change === 'exception') {
    const target = newTarget === null ? '' : ` The new target is ${dateInWords(newTarget)}.`;
    return `Due ${was}: this does not move.${target}`;
  }
  if (pausedSince !== null) return `Due ${was} so far. It stands still from ${dateInWords(pausedSince)}.`;
  return before.at === after.at
    ? `Due ${was}: this does not move.`
    : `Due ${was} becomes ${dueInWords(effect, after)}${inBrackets(laterInWords(later))}.`;
}

function alsoLine({ change, pausedSince }: ClockEffect): string {
  if (change === 'exception')
    return 'After the due date it still counts as late. The exception stands beside it, with its reason and who approved it.';
  return pausedSince === null
    ? 'The original due date stays on record beside the new one.'
    : 'While it stands still no due date is reached, and nobody is warned. Somebody has to let it run on.';
}

/** The effects of a step in the words of its page. */
export const effectsShown = (effects: readonly ClockEffect[]): EffectShown[] =>
  effects.map((effect) => ({
    title: effect.title,
    due: dueLine(effect),
    because: ALLOWED[effect.change],
    clause: effect.clause,
    also: alsoLine(effect),
    ifRunsOn: effect.ifRunsOn.map(({ from, due, later }) => ({
      from: dateInWords(from),
      due: dueInWords(effect, due),
      later: laterInWords(later),
    })),
  }));
