import { randomInt } from 'node:crypto';

/** Letters and digits that are not taken for one another when read aloud or typed. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;
const PREFIX = 3;

/** A reference that nobody can guess and that says nothing of the child, such as `SEF-7K3Q9D`. */
export function newReference(place: string): string {
  const letters = place
    .replace(/[^a-z]/gi, '')
    .slice(0, PREFIX)
    .toUpperCase();
  const random = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters}-${random}`;
}
