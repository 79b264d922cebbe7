import type { EventView } from './views.js';

/** The events that say what is regarded in talking and writing (SCO-6). */
export const REGARDING = ['CASE_OPENED', 'REGARD_RECORDED'];

/** What is regarded in talking to a child and family and in writing to them, in the words it was recorded in. */
export interface Regard {
  label: string;
  words: string;
}

const LABELS: readonly (readonly [name: string, label: string])[] = [
  ['interpreter', 'Interpreter'],
  ['communicationNeeds', 'Communication needs'],
  ['adjustments', 'Reasonable adjustments'],
  ['protectedCharacteristics', 'Protected characteristics'],
];

/** What was said last of each; nothing of what nobody has said anything of. The events are the newest first. */
export const regardsIn = (events: readonly EventView[]): Regard[] =>
  LABELS.flatMap(([name, label]) => {
    const said = events
      .map(({ content }) => content[name])
      .find((value) => typeof value === 'string' && value !== '');
    return typeof said === 'string' ? [{ label, words: said }] : [];
  });
