import { Injectable } from '@nestjs/common';
import { CaseReading } from '../../../reading/case-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { DeadlineView, EventView, StepView } from '../../../reading/views.js';
import type { SavedDraft } from '../../../drafts/drafts.js';
import type { Visit } from '../../http/visit.js';
import { CaseFrames, type CaseFrame } from '../cases/case-frame.js';
import { draftName, OwnDrafts } from '../drafts/own-drafts.js';
import type { Posted } from '../forms/draft.js';
import type { Typed } from '../forms/content.js';
import { boxesOfPart, PARTS, readPart, SENT, type ReferralPart } from './referral-parts.js';

/** A part of the checklist as it stands. */
export interface PartShown extends ReferralPart {
  /** What is in its boxes: the draft, else what was sent before, else nothing. */
  posted: Posted;
  draft: SavedDraft | undefined;
  /** What its boxes come to, and what they still lack. */
  read: Typed;
  /** Whether something was typed and is not sent. */
  begun: boolean;
}

/** A referral as whoever refers sees it. */
export interface Referral {
  frame: CaseFrame;
  steps: readonly StepView[];
  /** The checklist can be sent now, for the first time or again. */
  canSend: boolean;
  consentGiven: boolean;
  /** The consent that was recorded last. */
  consent: EventView | undefined;
  parts: readonly PartShown[];
  /** The checklist that was sent last. */
  sent: EventView | undefined;
  /** What was said of it since: returned, decided, resolved. The newest first. */
  since: readonly EventView[];
  /** The clock by which it is decided on. */
  clock: DeadlineView | undefined;
}

const ANSWERS = [
  'CHECKLIST_RETURNED',
  'CHECKLIST_PROCEEDED',
  'CHECKLIST_NOT_PROCEEDED',
  'REFERRAL_REDIRECTED',
  'LOCAL_RESOLUTION_RECORDED',
];
const CONSENT = 'CONSENT_GIVEN';
const MOST = 20;
const CLOCK = 'checklist-decision';

/** The name under which the draft of a part is kept. */
export const partDraft = ({ slug }: Pick<ReferralPart, 'slug'>): string => draftName(SENT, slug);

/** Finds referrals as those who refer see them. */
@Injectable()
export class Referrals {
  constructor(
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly record: RecordReading,
    private readonly drafts: OwnDrafts,
  ) {}

  /** The referral of that case. Throws a ProblemError where there is no such case. */
  async find(visit: Visit, id: string): Promise<Referral> {
    const frame = await this.frames.find(visit, id, '/checklist');
    const { place, person } = visit.caller;
    const caseId = frame.view.id;
    const [steps, events, consents, drafts, deadlines] = await Promise.all([
      this.next.steps(place, caseId, person),
      this.record.ofTypes(place, caseId, [SENT, ...ANSWERS], MOST),
      this.record.ofTypes(place, caseId, [CONSENT], 1),
      this.drafts.ofCase(visit, caseId),
      this.cases.deadlines(place, caseId),
    ]);
    const sent = (events ?? []).find(({ type }) => type === SENT);
    const { protocol } = frame.today;
    return {
      frame,
      steps: steps?.view ?? [],
      canSend: (steps?.view ?? []).some(({ type, possible, mayYou }) => type === SENT && possible && mayYou),
      consentGiven: frame.view.processes.some(({ kind, state }) => kind === 'consent' && state === 'given'),
      consent: consents?.[0],
      parts: PARTS.map((part) => {
        const draft = drafts.get(partDraft(part));
        const before = sent ? boxesOfPart(part, sent.content) : {};
        const posted = draft?.typed ?? before;
        const begun = draft !== undefined;
        return { ...part, posted, draft, begun, read: readPart(part, posted, protocol) };
      }),
      sent,
      since: (events ?? []).filter(({ type, seq }) => type !== SENT && (!sent || seq > sent.seq)),
      clock: (deadlines?.view ?? []).findLast(({ timescale }) => timescale === CLOCK),
    };
  }

  /** Forgets the drafts of all parts: they were sent. */
  async forget(visit: Visit, caseId: string): Promise<void> {
    for (const part of PARTS) await this.drafts.discard(visit, caseId, partDraft(part));
  }
}
