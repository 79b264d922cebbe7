import { Injectable } from '@nestjs/common';
import { isReferrerOnly } from '../../../access/case-access.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import { WorkReading, type ReferredLine } from '../../../reading/work/work-reading.js';
import type { Visit } from '../../http/visit.js';
import { nameOf } from '../cases/case-frame.js';

/** A child that somebody referred, as a row: where it is, and what to do. */
export interface ReferredRow {
  href: string;
  name: string;
  reference: string;
  where: string;
  assessor: string | null;
  doing: { title: string; href: string } | null;
}

/** What those who refer are told of the stages of a referral, and what they can do there. */
const STAGES: Readonly<Record<string, { where: string; doing?: string }>> = {
  'referral.awaitingChecklist': { where: 'Not sent yet. It is with you.', doing: 'Go on with it' },
  'referral.received': { where: 'Sent. The nurses check it now.' },
  'referral.qualityAssured': { where: 'Checked. The nurses decide now.' },
  'referral.returned': {
    where: 'Sent back to you. Something is missing.',
    doing: 'See what is missing, and send it again',
  },
  'referral.resubmissionAgreed': {
    where: 'You agreed with the nurses to send it again.',
    doing: 'Send it again',
  },
  'referral.notProceeding': { where: 'Decided: no full assessment.', doing: 'See why' },
  'referral.localResolution': { where: 'You do not agree. The nurses talk about it with you.' },
};

/** Stages that say what the panel decided. */
const SAYS_DECISION = /^(panelItem\.(eligible|eligibleWithoutPackage|notEligible)|provision\.|package\.)/;
const FAMILY_FIRST = 'The panel has decided. You see its decision here once the family has been told.';

/** Where a referral is, in the words of those who refer: of a decision nothing before the family knows it (PAN-9). */
export function whereItIs({ id, words }: { id: string; words: string }, familyWaits: boolean): string {
  if (familyWaits && SAYS_DECISION.test(id)) return FAMILY_FIRST;
  return STAGES[id]?.where ?? `${words}.`;
}

const rowOf = (line: ReferredLine): ReferredRow => {
  const href = `/cases/${line.id}/referral`;
  const title = line.closedOn === null ? STAGES[line.stage]?.doing : undefined;
  return {
    href,
    name: nameOf(line),
    reference: line.reference,
    where:
      line.closedOn === null
        ? whereItIs({ id: line.stage, words: line.stageWords }, line.familyWaits)
        : 'The case is closed.',
    assessor: line.assessor,
    doing: title === undefined ? null : { title, href },
  };
};

/** The children somebody referred, for the pages on which they are listed. */
@Injectable()
export class Referred {
  constructor(
    private readonly work: WorkReading,
    private readonly reads: RecordReads,
    private readonly doors: CaseDoors,
  ) {}

  /** The children whoever is signed in referred, the latest first; null for those who do not refer. */
  async of({ caller }: Visit): Promise<ReferredRow[] | null> {
    const { place, person, roles } = caller;
    if (!roles.includes('referrer')) return null;
    const closed = await this.doors.closedTo(caller);
    const lines = (await this.work.referred(place, person, { parts: isReferrerOnly(roles) })).filter(
      ({ id }) => !closed(id),
    );
    const cases = lines.map(({ id }) => id);
    if (cases.length > 0)
      await this.reads.note({ place, person, part: 'children one referred', via: 'page', cases });
    return lines.map(rowOf);
  }
}
