import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { live } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import type { CareFacts } from '../provision/assurances.js';
import { isHomePackage, type CareElement } from '../provision/care.fields.js';
import type { PackageEvents } from './package.events.js';

/** What is known of a package while it is live. Who may give care is read from it with `mayGiveCare`. */
export interface PackageFacts extends CareFacts {
  /** Null where the case was taken on with the package under way. */
  commencedOn: LocalDate | null;
  version: number;
  /** From when this version of the elements holds. */
  effectiveFrom: LocalDate | null;
  elements: readonly CareElement[];
  homePackage: boolean;
  /** What contingency plans are agreed against. */
  contingencies: readonly string[];
}

type S = Situation<PackageFacts>;
type Changed = EventOf<PackageEvents, 'PACKAGE_CHANGED'>;
type Tracked = EventOf<PackageEvents, 'OUTCOME_TRACKED'>;
type Ended = EventOf<PackageEvents, 'PACKAGE_ENDED'>;

/** PRV-8: a package that comes to be at home has its contingency plans first. */
export const contingenciesForHome = ({ content }: Changed, s: S) => {
  const missing = s.protocol.parameters.contingencies.value.filter(
    ({ slug }) => !s.facts.contingencies.includes(slug),
  );
  return isHomePackage(content.elements) && missing.length > 0
    ? refuse(
        'PRV-8',
        'Care at home has its contingency plans.',
        missing.map(({ title }) => `an agreed plan: ${title}`),
      )
    : null;
};

/** PRV-10: a new version does not hold from before the package commenced. */
export const effectiveAfterCommenced = ({ content }: Changed, s: S) =>
  s.facts.commencedOn !== null && content.effectiveFrom < s.facts.commencedOn
    ? refuse(
        'PRV-10',
        `The package commenced on ${dateInWords(s.facts.commencedOn)}; no version of it holds from before.`,
      )
    : null;

/** PRV-10: an outcome is of an element the package has. */
export const elementExists = ({ content }: Tracked, s: S) =>
  s.facts.elements.length > 0 && content.element > s.facts.elements.length
    ? refuse(
        'PRV-10',
        `The package has ${s.facts.elements.length} elements; there is no element ${content.element}.`,
      )
    : null;

/** REV-6: a package does not end before it commenced. */
export const endsAfterCommenced = ({ content }: Ended, s: S) =>
  s.facts.commencedOn !== null && content.endedOn < s.facts.commencedOn
    ? refuse(
        'REV-6',
        `The package commenced on ${dateInWords(s.facts.commencedOn)}; it cannot have ended before.`,
      )
    : null;

/** TRA-8: a package does not end into adult services that are not there; the gap is escalated. */
export const adultServicesAreInPlace = ({ content }: Ended, s: S) =>
  content.reason === 'adultServices' && live(s.record, 'adultTransition').length > 0
    ? refuse(
        'TRA-8',
        'The package cannot end into adult services before they are in place. Escalate the gap; the package goes on meanwhile.',
        ['adult services in place, or why moving to them is not appropriate'],
      )
    : null;
