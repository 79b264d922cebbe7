import type { Fields, OwnedEvent } from '../../../../workflows/protocol/index.js';
import type { Browser, Visit } from '../../http/visit.js';
import { wordsAt, type Draft, type Posted } from '../forms/draft.js';
import type { Corrected } from './correcting.js';
import { formAddress } from './form-drafts.js';
import type { Door, Subject } from './subject-form.js';

/** A form that was asked for or sent. */
export interface FormAt {
  door: Door;
  /** The case or meeting; null for the event that makes it. */
  id: string | null;
  type: string;
}

/** A form with what was typed into it. */
export interface Filled {
  browser: Browser;
  visit: Visit;
  at: FormAt;
  owned: OwnedEvent;
  subject: Subject;
  /** What is put right, where it is a correction. */
  corrected: Corrected | null;
  /** What is asked for. */
  fields: Fields;
  /** Fields of it that are answered already. */
  known: readonly string[];
  posted: Posted;
  draft: Draft;
}

/** The address of a form, as it was opened. */
export function pathOfForm({ door, id, type }: FormAt, posted: Posted): string {
  if (door !== 'opening') return formAddress(id ?? '', type, posted);
  const to = wordsAt(posted, '_to');
  return to === '' ? `/do/${type}` : `/do/${type}?to=${to}`;
}
