import { Injectable } from '@nestjs/common';
import { OfferFinder } from '../forms/offers.js';
import { addOfCase } from '../forms/people-offered.js';
import { readDraft, wordsAt } from '../forms/draft.js';
import { withEach } from '../forms/asked-of-each.js';
import { offersOfFact } from '../forms/correction.js';
import { errorLinks, formView, idOf } from '../forms/form-view.js';
import { carriedBy, hasFailed, type ShownAgain } from '../forms/shown-again.js';
import { Pages } from '../pages.js';
import { rolesInWords } from '../words/roles.js';
import { pathOfForm, type Filled } from './form-at.js';
import { FormDrafts, type FormDraft } from './kept-drafts.js';
import { openingWords } from './opening-words.js';
import { caseOf } from './subject-form.js';

/** What a form is shown with, beside what was typed. */
export interface Shown extends ShownAgain {
  /** The draft that is shown, where it is one. */
  draft?: FormDraft | undefined;
  /** The box to go to first. */
  goTo?: string;
}

/** What is read before an event is recorded: the page of the case it judges. */
const READ_FIRST: Readonly<Record<string, { end: string; words: string }>> = {
  ASSESSMENT_QUALITY_ASSURED: {
    end: 'assessment/check-answers',
    words: 'Read every level with its evidence, and the recommendation',
  },
};

/** The form of an event as a page. */
@Injectable()
export class DrawnForm {
  constructor(
    private readonly pages: Pages,
    private readonly offers: OfferFinder,
    private readonly drafts: FormDrafts,
  ) {}

  /** The page of the form, with everything typed into it. */
  async draw(
    { browser, visit, at, owned, subject, corrected, fields, known, posted, draft }: Filled,
    shownWith: Shown = {},
  ): Promise<string> {
    const { status, errors = [], refusals = [], changes, goTo, notice, draft: saved } = shownWith;
    const { clauses, order } = owned.definition;
    const opening = openingWords(at.type, posted);
    const title = opening?.heading ?? owned.definition.title;
    const { place } = visit.caller;
    const { protocol, deadlines, step } = subject;
    const found = await this.offers.in({ place, case: caseOf(subject), protocol, deadlines });
    const offers = corrected ? offersOfFact(found, corrected.about) : found;
    const each = withEach(at.type, posted, offers);
    const shown = each === posted ? draft : readDraft(fields, each);
    const drawn = formView({ event: at.type, fields, draft: shown, errors, offers, known });
    return this.pages.show(
      browser,
      {
        template: 'do.njk',
        title: hasFailed(shownWith) ? `Error: ${title}` : title,
        here: opening
          ? '/refer'
          : subject.kind === 'meeting'
            ? '/meetings'
            : subject.id === null
              ? ''
              : '/cases',
        trail: opening?.trail ?? subject.trail,
        ...(status === undefined ? {} : { status }),
      },
      {
        heading: title,
        clauses,
        order: opening?.about ?? order.words,
        doing: opening?.button ?? 'Record',
        bar: subject.bar,
        about: subject.about,
        funding: subject.funding,
        packageHref: visit.through === undefined ? `${subject.back}/package` : null,
        corrected,
        back: subject.back,
        readFirst: subject.bar && visit.through === undefined ? (READ_FIRST[at.type] ?? null) : null,
        addOfCase: addOfCase(visit, caseOf(subject), {
          event: at.type,
          fields,
          protocol,
          to: pathOfForm(at, posted),
        }),
        timeline: subject.bar && visit.through === undefined ? `${subject.back}/timeline` : null,
        step: { ...step, roles: rolesInWords(step.roles) },
        fields: drawn,
        kept: this.drafts.shown(at, { subject, posted }, saved),
        formPath: pathOfForm(at, posted),
        errors: errorLinks(drawn, errors),
        refusals,
        changes,
        notice,
        goTo: goTo === undefined ? null : `entry-${idOf(goTo).slice(2)}`,
        hidden: {
          ...carriedBy(posted, shownWith, subject.version),
          _process: wordsAt(posted, '_process'),
          _to: wordsAt(posted, '_to'),
        },
      },
    );
  }
}
