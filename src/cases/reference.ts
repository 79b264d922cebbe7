import { randomInt } from 'node:crypto';

/** Letters and digits that are not taken for one another when read aloud or typed. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;
const PREFIX = 3;

/**
 * A reference that says nothing of the child, such as `SEF-7K3Q9D`, and that nobody can guess unless `pick`, which chooses
 * one of so many letters, lets them.
 */
export function newReference(place: string, pick: (letters: number) => number = randomInt): string {
  const letters = place
    .replace(/[^a-z]/gi, '')
    .slice(0, PREFIX)
    .toUpperCase();
  const picked = Array.from({ length: LENGTH }, () => ALPHABET[pick(ALPHABET.length)]).join('');
  return `${letters}-${picked}`;
}
