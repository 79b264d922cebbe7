import { Whole, Words, YesNo } from '../http/field.js';

/** An id in an address. */
export class Identified {
  @Words({ about: 'Its id', max: 80 })
  id: string;
}

/** A case on the agenda of a meeting. */
export class ItemOf {
  @Words({ about: 'The id of the meeting', max: 80 })
  meeting: string;

  @Words({ about: 'The id of the case', max: 80 })
  id: string;
}

/** Which part of a list is wanted. */
export class Page {
  @Whole({ about: 'Most entries of one answer', min: 1, max: 100, otherwise: 25, optional: true })
  limit?: number;

  @Words({ about: 'Where to go on: `next` of the answer before', max: 400, optional: true })
  cursor?: string;

  @YesNo({ about: 'Also count all entries, which costs more', optional: true })
  total?: boolean;
}

export const USUAL_LIMIT = 25;

/** A part of a list as it is answered. */
export interface PageAnswer<T> {
  items: T[];
  next: string | null;
  total?: number;
}
