import { createHash } from 'node:crypto';
import type { Named } from '../cases/command.js';
import { newReference } from '../cases/reference.js';

/** The digits that mark a uuid as one of its maker's own kind (RFC 9562, version 8). */
const VERSION = '8';
const VARIANT = '8';

function uuidFrom(hash: Buffer): string {
  const hex = hash.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `${VERSION}${hex.slice(13, 16)}`,
    `${VARIANT}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The names of a demonstration: the same ones in the same order each time, so that one loaded anew has the same addresses. */
export class InventedNames {
  private drawn = 0;

  /** The next id of a person, a uuid. */
  id(): string {
    return uuidFrom(this.draw());
  }

  /** What the next case or meeting of that place is known by. */
  subject(place: string): Named {
    const hash = this.draw();
    const letters = hash.subarray(hash.length / 2).values();
    return { id: uuidFrom(hash), reference: newReference(place, (of) => (letters.next().value ?? 0) % of) };
  }

  private draw(): Buffer {
    this.drawn += 1;
    return createHash('sha256').update(`demonstration ${this.drawn}`).digest();
  }
}
