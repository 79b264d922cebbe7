import type { Parameter } from '../../workflows/protocol/index.js';
import { group, optional, orNull, words, yesNo, type Check } from './checks.js';

/** A value with its clause, and whether the place decided it. */
export const parameter = <T>(value: Check<T>): Check<Parameter<T>> =>
  group<Parameter<T>>({ value, clause: orNull(words), local: yesNo, note: optional(words) });
