import { wordsAt, type Posted } from '../forms/draft.js';
import type { Subject } from './subject-form.js';

type Answers = Readonly<Record<string, string>>;

/** Which breach of the chosen deadline is explained: the one that stands. */
function occurrenceOf(posted: Posted, { deadlines }: Pick<Subject, 'deadlines'>): Answers {
  const breach = deadlines.find(({ key }) => key === wordsAt(posted, 'deadline'))?.breach;
  return { occurrence: breach?.stands ? String(breach.occurrence) : wordsAt(posted, 'occurrence') || '1' };
}

const FOLLOWING: Readonly<Record<string, (posted: Posted, subject: Pick<Subject, 'deadlines'>) => Answers>> =
  {
    BREACH_REASON_GIVEN: occurrenceOf,
  };

/** The answers of a form of that event that follow from its others, by field: nobody is asked for them. */
export const knownAnswers = (type: string, posted: Posted, subject: Pick<Subject, 'deadlines'>): Answers =>
  FOLLOWING[type]?.(posted, subject) ?? {};
