import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import type { StepView } from '../../../reading/views.js';
import type { Visit } from '../../http/visit.js';
import type { CaseFrame } from '../cases/case-frame.js';
import { draftName, draftShown, OwnDrafts, type DraftShown } from '../drafts/own-drafts.js';
import { withEach } from '../forms/asked-of-each.js';
import { readDraft, type Posted } from '../forms/draft.js';
import { formView, type FieldView } from '../forms/form-view.js';
import { OfferFinder } from '../forms/offers.js';
import { addOfCase } from '../forms/people-offered.js';
import { happeningToday } from './prefilled.js';

/** The form of an event within another page: it is sent to the page of its own, which shows it again where something is wrong. */
export interface StepForm {
  title: string;
  action: string;
  clauses: readonly string[];
  fields: readonly FieldView[];
  hidden: Readonly<Record<string, string>>;
  kept: DraftShown;
  /** Where somebody of the child is added, whom it can name then; null where it asks for nobody of the child. */
  addOfCase: string | null;
}

/** What a form within a page is made for. */
export interface StepAsked {
  frame: CaseFrame;
  step: Pick<StepView, 'type'>;
  /** The page to go on to, which is the page it is in. */
  to: string;
  /** What is in its boxes where there is no draft, beside today for the day of what is recorded. */
  filled: Posted;
}

/** Makes forms of events for pages that are about more than one event. */
@Injectable()
export class StepForms {
  constructor(
    private readonly drafts: OwnDrafts,
    private readonly offers: OfferFinder,
  ) {}

  /** The form of that step of a case, with its draft, else filled as asked. */
  async find(visit: Visit, { frame, step: { type }, to, filled }: StepAsked): Promise<StepForm> {
    const { view, today } = frame;
    const definition = eventOf(type)?.definition;
    if (!definition) throw new Error(`There is no event ${type}.`);
    const name = draftName(type);
    const [draft, offers] = await Promise.all([
      this.drafts.find(visit, view.id, name),
      this.offers.in({ place: visit.caller.place, case: view.id, protocol: today.protocol, deadlines: [] }),
    ]);
    const { title, clauses, fields } = definition;
    const asked = { ...happeningToday(fields, today.today), ...filled };
    const boxes = withEach(type, draft?.typed ?? asked, offers);
    return {
      title,
      action: `/cases/${view.id}/do/${type}?to=${to}`,
      clauses,
      fields: formView({ event: type, fields, draft: readDraft(fields, boxes), errors: [], offers }),
      hidden: { _key: randomUUID(), _version: String(view.version), _process: '', _to: to },
      kept: draftShown(view.id, name, { draft, version: view.version }),
      addOfCase: addOfCase(visit, view.id, { event: type, fields, protocol: today.protocol, to }),
    };
  }
}
