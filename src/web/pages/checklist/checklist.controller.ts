import { Controller, Param } from '@nestjs/common';
import { eventOf, ordinalInWords } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { EventView, StepView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames, type CaseFrame } from '../cases/case-frame.js';
import { StepForms, type StepForm } from '../do/step-forms.js';
import type { Posted } from '../forms/draft.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { deadlineShown, withTurns } from '../words/standing.js';
import { checklistRoutes } from './checklist.routes.js';
import { neededOf } from './needed.js';

const RECEIVED = 'CHECKLIST_RECEIVED';
const CHECKED = 'CHECKLIST_QUALITY_ASSURED';
const RETURNED = 'CHECKLIST_RETURNED';
const PROCEEDED = 'CHECKLIST_PROCEEDED';
const EVENTS = [
  RECEIVED,
  CHECKED,
  RETURNED,
  PROCEEDED,
  'CHECKLIST_NOT_PROCEEDED',
  'REFERRAL_REDIRECTED',
  'REFERRAL_KEPT',
  'DISAGREEMENT_RAISED',
  'LOCAL_RESOLUTION_RECORDED',
];
const CONSENTS = ['CONSENT_GIVEN', 'CONSENT_WITHDRAWN'];
const CLOCKS = ['checklist-decision', 'referrer-told', 'decision-national'];
/** What can be done beside checking and returning, in the order it is offered. */
const ALSO = [
  PROCEEDED,
  'CHECKLIST_NOT_PROCEEDED',
  RETURNED,
  CHECKED,
  'REFERRAL_REDIRECTED',
  'REFERRAL_KEPT',
  'LOCAL_RESOLUTION_RECORDED',
  RECEIVED,
];
const MOST = 60;

const listOf = (event: EventView | undefined, name: string): string[] => {
  const value = event?.content[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
};
const numbered = (name: string, all: readonly string[]): Posted =>
  Object.fromEntries(all.map((each, at) => [`${name}.${at}`, each]));

/** The page on which a checklist is received, checked, returned and decided on. */
@Controller()
export class ChecklistController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly record: RecordReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
    private readonly forms: StepForms,
  ) {}

  @Handles(checklistRoutes.checklistPage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/checklist');
    const { place, person } = visit.caller;
    const caseId = frame.view.id;
    const { protocol, today, calendar } = frame.today;
    const [all = [], consents = [], steps, deadlines, offers] = await Promise.all([
      this.record.ofTypes(place, caseId, EVENTS, MOST),
      this.record.ofTypes(place, caseId, CONSENTS, 1),
      this.next.steps(place, caseId, person),
      this.cases.deadlines(place, caseId),
      this.offers.in({ place, case: caseId, protocol, deadlines: [] }),
    ]);
    const mine = (steps?.view ?? []).filter(({ possible, mayYou }) => possible && mayYou);
    const sent = all.find(({ type }) => type === RECEIVED);
    const receipts = all.filter(({ type }) => type === RECEIVED).length;
    const [consent] = consents.filter(({ type }) => type === 'CONSENT_GIVEN');
    const names = await this.names.of(place, idsSaid([...all, ...consents].map(({ content }) => content)));
    const undecided = frame.view.processes.some(({ kind }) => kind === 'referral');
    const proceed = undecided ? (steps?.view ?? []).find(({ type }) => type === PROCEEDED) : undefined;
    const needed = sent ? neededOf({ sent, consent, proceed, protocol, names, offers }) : [];
    const form = sent ? await this.form(visit, frame, { all, sent, needed, mine }) : null;
    return this.pages.show(
      browser,
      {
        template: 'checklist.njk',
        title: `Checklist, ${frame.view.reference}`,
        here: '/cases',
        trail: frame.trail,
      },
      {
        ...frame,
        back: `/cases/${caseId}/checklist`,
        sent: sent ?? null,
        mayFillIn: mayDo('refer', visit.caller.roles),
        receipts,
        turn: ordinalInWords(receipts),
        returns: all.filter(({ type }) => type === RETURNED).length,
        asked: listOf(
          all.find(({ type }) => type === RETURNED),
          'missing',
        ),
        undecided,
        needed,
        gaps: needed.reduce((sum, { missing }) => sum + missing.length, 0),
        form,
        also: ALSO.flatMap((type) => mine.find((step) => step.type === type) ?? [])
          .filter(({ title }) => title !== form?.title)
          .map(({ type, title, clauses }) => ({
            title,
            clauses,
            href: `/cases/${caseId}/do/${type}?to=/cases/${caseId}/checklist`,
          })),
        clocks: withTurns(
          (deadlines?.view ?? [])
            .filter(({ timescale }) => CLOCKS.includes(timescale))
            .map((each) => deadlineShown(each, today, calendar)),
        ),
        history: all.map((event) => ({
          ...event,
          said: saidBy(eventOf(event.type), event.content, names, offers),
        })),
      },
    );
  }

  /** The form of what comes next: checking what was sent, or sending it back with what was found missing. */
  private async form(
    visit: Visit,
    frame: CaseFrame,
    {
      all,
      sent,
      needed,
      mine,
    }: {
      all: readonly EventView[];
      sent: EventView;
      needed: readonly { title: string; missing: readonly string[] }[];
      mine: readonly StepView[];
    },
  ): Promise<StepForm | null> {
    const checked = all.find(({ type, seq }) => type === CHECKED && seq > sent.seq);
    const type = checked ? (checked.content['complete'] === true ? null : RETURNED) : CHECKED;
    const step = mine.find((each) => each.type === type);
    if (!step) return null;
    const found = needed.flatMap(({ missing }) => missing).map(withCapital);
    const filled = checked
      ? numbered('missing', listOf(checked, 'gaps'))
      : { complete: found.length > 0 ? 'no' : '', ...numbered('gaps', found) };
    return this.forms.find(visit, { frame, step, to: `/cases/${frame.view.id}/checklist`, filled });
  }
}

const withCapital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
