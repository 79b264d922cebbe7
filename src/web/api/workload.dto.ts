import { Day, Words, WordsList, YesNo } from '../http/field.js';
import { Page } from './common.dto.js';

const MOST_CASES = 5000;
const MOST_PEOPLE = 500;

/** Whose workload is wanted. */
export class WorkloadFilter {
  @Words({ about: 'Only people of this team, by its id', max: 80, optional: true })
  team?: string;
}

/** Which cases of the workload are wanted: one of the first three. */
export class CaseloadFilter extends Page {
  @Words({ about: 'All of this assessor, by id', max: 80, optional: true })
  assessor?: string;

  @YesNo({ about: 'All whose assessor has no role of an assessor any more', optional: true })
  leavers?: boolean;

  @YesNo({ about: 'All that nobody is named for', optional: true })
  unassigned?: boolean;

  @Words({ about: 'Only those with this work, by slug of the caseload weights', max: 80, optional: true })
  work?: string;
}

/** Whose absences are wanted. */
export class AbsencesFilter extends Page {
  @Words({
    about: 'Of this person, past ones too; where left out, all that are not over',
    max: 80,
    optional: true,
  })
  person?: string;
}

/** An absence to be recorded. */
export class NewAbsenceSent {
  @Words({ about: 'Who is away, by id', max: 80 })
  person: string;

  @Day({ about: 'The first day' })
  from: string;

  @Day({ about: 'The last day; until further notice where left out', optional: true })
  to?: string;

  @Words({
    about: 'A code of the absence reasons of the protocol version; nothing of anyone’s health',
    max: 80,
  })
  reason: string;

  @Words({ about: 'Who covers, by id: competent, and not away on those days', max: 80, optional: true })
  cover?: string;
}

/** The end of an absence. */
export class AbsenceEnd {
  @Day({ about: 'The last day; one before the first day withdraws the absence' })
  lastDay: string;
}

/** Cases that are to get other assessors. One of the first four, and to one person or spread among several. */
export class NewReassignment {
  @WordsList({ about: 'These cases, by id', max: 80, most: MOST_CASES, optional: true })
  cases?: string[];

  @Words({ about: 'All open cases of this assessor, by id', max: 80, optional: true })
  from?: string;

  @YesNo({ about: 'All open cases whose assessor has no role of an assessor any more', optional: true })
  leavers?: boolean;

  @YesNo({ about: 'All open cases that nobody is named for', optional: true })
  unassigned?: boolean;

  @Words({
    about: 'Of those, only cases with this work, by slug of the caseload weights',
    max: 80,
    optional: true,
  })
  work?: string;

  @Words({ about: 'To this person, by id', max: 80, optional: true })
  to?: string;

  @WordsList({
    about: 'Spread among these, by id; each case to the least loaded',
    max: 80,
    most: MOST_PEOPLE,
    optional: true,
  })
  among?: string[];

  @Words({ about: 'Spread among this team, by its id', max: 80, optional: true })
  team?: string;

  @Words({ about: 'Why, as each case is to say', max: 2000, pattern: /\S/, patternWords: 'is empty' })
  reason: string;
}
