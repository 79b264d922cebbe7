import { Injectable } from '@nestjs/common';
import { eventOf, OPENING_EVENTS } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { OpeningDrafts, type OpeningDraft } from '../../../drafts/opening-drafts.js';
import { commandIdOf } from '../../http/ids.js';
import type { Visit } from '../../http/visit.js';
import { CHILD_OPENED, REFERRING_ON } from '../do/opening-words.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { typedIn, type DraftShown } from './own-drafts.js';

/** Whether an event of that type opens something: its draft is of nothing that is there yet. */
export const opens = (type: string): boolean => (OPENING_EVENTS as readonly string[]).includes(type);

/** A form that somebody began, as a link to go on with it; never with a word of what is in it. */
export interface Begun {
  form: string;
  title: string;
  href: string;
  savedAt: string;
  keptUntil: string;
}

/** Drafts, of whoever is signed in, of what is not there yet. What is read of them is noted like any record. */
@Injectable()
export class OwnOpeningDrafts {
  constructor(
    private readonly drafts: OpeningDrafts,
    private readonly reads: RecordReads,
  ) {}

  /** One's draft of that form, if there is one. */
  async find(visit: Visit, form: string): Promise<OpeningDraft | undefined> {
    const { place, person } = visit.caller;
    const found = (await this.drafts.ofPerson({ place, person })).find((draft) => draft.form === form);
    if (found) await this.noted(visit);
    return found;
  }

  /** The forms one began and may still send, the latest first. */
  async begun({ caller: { place, person, roles } }: Visit): Promise<Begun[]> {
    const found = await this.drafts.ofPerson({ place, person });
    return found
      .filter(({ form }) => mayRecord(form, roles))
      .map(({ form, savedAt, keptUntil }) => ({
        form,
        title: refers(form, roles) ? 'Refer a child' : (eventOf(form)?.definition.title ?? form),
        href: refers(form, roles) ? `/do/${form}?to=${REFERRING_ON}` : `/do/${form}`,
        savedAt,
        keptUntil,
      }));
  }

  /** Keeps what was typed; undefined where the form was recorded already. */
  async keep(visit: Visit, form: string, posted: Posted): Promise<OpeningDraft | undefined> {
    const { place, person } = visit.caller;
    const key = wordsAt(posted, '_key');
    const commands = key === '' ? [] : [commandIdOf(person, `form ${form}`, key)];
    const kept = await this.drafts.keep({ place, person, form }, typedIn(posted), commands);
    await this.noted(visit);
    return kept;
  }

  /** Forgets a draft. */
  discard({ caller: { place, person } }: Visit, form: string): Promise<void> {
    return this.drafts.discard({ place, person, form });
  }

  private noted({ caller: { place, person } }: Visit): Promise<void> {
    return this.reads.note({ place, person, part: 'draft of one’s own', via: 'page', cases: [] });
  }
}

const refers = (form: string, roles: readonly string[]): boolean =>
  form === CHILD_OPENED && roles.includes('referrer');

/** What a form that opens something is shown with, so that it keeps its draft. */
export const openingDraftShown = (form: string, draft: OpeningDraft | undefined): DraftShown => ({
  action: `/do/${form}/draft`,
  form,
  savedAt: draft?.savedAt ?? null,
  behind: false,
  keptUntil: draft?.keptUntil ?? null,
});
