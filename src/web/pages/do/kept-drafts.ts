import { Injectable } from '@nestjs/common';
import type { SavedDraft } from '../../../drafts/drafts.js';
import type { OpeningDraft } from '../../../drafts/opening-drafts.js';
import { idOf } from '../../http/ids.js';
import type { Visit } from '../../http/visit.js';
import { draftShown, OwnDrafts, type DraftShown } from '../drafts/own-drafts.js';
import { openingDraftShown, OwnOpeningDrafts } from '../drafts/own-opening-drafts.js';
import type { Posted } from '../forms/draft.js';
import type { Filled, FormAt } from './form-at.js';
import { formDraftName } from './form-drafts.js';

/** A draft of a form of a case, or of one that opens something. */
export type FormDraft = SavedDraft | OpeningDraft;

const isOfCase = (draft: FormDraft): draft is SavedDraft => 'version' in draft;

/** The drafts of forms: of a case, or of what is not there yet. The forms of a meeting keep none. */
@Injectable()
export class FormDrafts {
  constructor(
    private readonly drafts: OwnDrafts,
    private readonly openings: OwnOpeningDrafts,
  ) {}

  /** One's draft of the form, if there is one. */
  async find(visit: Visit, { door, id, type }: FormAt, posted: Posted): Promise<FormDraft | undefined> {
    if (door === 'opening') return this.openings.find(visit, type);
    return door === 'case' ? this.drafts.find(visit, idOf(id ?? ''), formDraftName(type, posted)) : undefined;
  }

  /** Forgets the draft of a form that was recorded. */
  async discard(
    visit: Visit,
    { door, type }: FormAt,
    { made, posted }: { made: string; posted: Posted },
  ): Promise<void> {
    if (door === 'opening') await this.openings.discard(visit, type);
    if (door === 'case') await this.drafts.discard(visit, made, formDraftName(type, posted));
  }

  /** What the form is shown with so that it keeps its draft; null for a form that keeps none. */
  shown(
    { door, type }: FormAt,
    { subject, posted }: Pick<Filled, 'subject' | 'posted'>,
    draft: FormDraft | undefined,
  ): DraftShown | null {
    if (door === 'opening') return openingDraftShown(type, draft && !isOfCase(draft) ? draft : undefined);
    if (door !== 'case' || subject.id === null) return null;
    const own = draft && isOfCase(draft) ? draft : undefined;
    return draftShown(subject.id, formDraftName(type, posted), { draft: own, version: subject.version ?? 0 });
  }
}
