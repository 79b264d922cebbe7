import type { CaseRecord, ProcessRecord } from '../protocol/record.js';
import { metKeyOf } from '../timescales/deadlines.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Owed } from './owed.js';

type Form = 'verbal' | 'written';

/** What people are told, in words. */
const ABOUT: Readonly<Record<string, string>> = {
  checklistReturned: 'The checklist is returned',
  checklistProceeded: 'The referral goes on to a health needs assessment',
  checklistNotProceeded: 'The referral does not go on',
  eligible: 'Eligible for continuing care',
  eligibleWithoutPackage: 'Eligible for continuing care, without a package',
  notEligible: 'Not eligible for continuing care',
  statementOfSupport: 'The statement of support',
};
const DECISIONS = ['eligible', 'eligibleWithoutPackage', 'notEligible'];

/** What people are told, in words; a matter that only a local protocol knows stands as it is written there. */
export const aboutInWords = (about: string): string => ABOUT[about] ?? about;

/** Whether it is a decision of the panel that people are told. */
export const isDecision = (about: string): boolean => DECISIONS.includes(about);

/** The milestones that telling them is (CHK-7, PAN-9, PAN-10). */
export function milestonesByTelling(about: string, recipient: string, form: Form): string[] {
  if (recipient === 'referrer') return ['REFERRER_TOLD'];
  if (!isDecision(about)) return [];
  if (recipient === 'keyProfessionals') return ['PROFESSIONALS_INFORMED'];
  if (recipient !== 'family') return [];
  return ['FAMILY_INFORMED', form === 'verbal' ? 'FAMILY_TOLD_VERBALLY' : 'WRITTEN_RATIONALE_SENT'];
}

/** The keys of the deadlines that wait for them to be told, open or not; none where no clock runs for it. */
export function deadlinesAwaiting(
  { recipient, form }: Pick<Owed, 'recipient' | 'form'>,
  notice: Pick<ProcessRecord, 'keys' | 'facts'>,
  { milestones }: Pick<CaseRecord, 'milestones'>,
  { timescales }: Pick<ProtocolData, 'timescales'>,
): string[] {
  const forms: readonly Form[] = form === 'any' ? ['verbal', 'written'] : [form as Form];
  const about = notice.facts['about'] as string;
  const kinds = new Set(forms.flatMap((each) => milestonesByTelling(about, recipient, each)));
  return timescales.flatMap((row) => {
    const key = metKeyOf(row);
    const value = notice.keys[key];
    const wanted = [...(row.metBy.anyOf ?? []), ...(row.metBy.allOf ?? [])].filter((kind) => kinds.has(kind));
    const lacking = wanted.some(
      (kind) => !milestones.some((each) => each.kind === kind && each.keys[key] === value),
    );
    return value !== undefined && lacking ? [`${row.id}/${value}`] : [];
  });
}
