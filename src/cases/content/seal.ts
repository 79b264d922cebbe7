import { createHash, randomBytes } from 'node:crypto';
import type { Fields, TextProof } from '../../../workflows/protocol/index.js';
import type { Content } from './check-shape.js';
import { changeLeaves } from './walk.js';

/** Words that are kept beside an event, with the salt of their digest. */
export interface KeptText {
  field: string;
  salt: string;
  words: string;
}

/** Content as an event carries it, and the words that are kept apart from it. */
export interface Sealed {
  content: Content;
  /** Clinical and other free text, kept with the case. */
  texts: KeptText[];
  /** Who the child is, kept in the child's own row. */
  personal: KeptText[];
}

const SALT_BYTES = 16;

/** The proof of words that an event carries: SHA-256 of the salt and the words. */
export const proofOf = (words: string, salt: string): TextProof => ({
  digest: createHash('sha256').update(salt).update(words).digest('hex'),
  characters: words.length,
});

/** Takes every text out of the content, leaving its proof. */
export function seal(fields: Fields, content: Content): Sealed {
  const texts: KeptText[] = [];
  const personal: KeptText[] = [];
  const sealed = changeLeaves(fields, content, ({ field, value, path }) => {
    if (field.kind !== 'text' && field.kind !== 'personal' && field.kind !== 'nhsNumber') return value;
    const kept = { field: path, salt: randomBytes(SALT_BYTES).toString('hex'), words: value as string };
    (field.kind === 'text' ? texts : personal).push(kept);
    return proofOf(kept.words, kept.salt);
  });
  return { content: sealed, texts, personal };
}
