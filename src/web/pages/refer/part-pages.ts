import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../../cases/command.js';
import { nothingHere } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { draftShown, OwnDrafts } from '../drafts/own-drafts.js';
import { addEntry, readDraft, withoutEntry, wordsAt, type Draft, type Posted } from '../forms/draft.js';
import { errorLinks, formView, idOf } from '../forms/form-view.js';
import { OfferFinder } from '../forms/offers.js';
import { Pages } from '../pages.js';
import { fieldsOf, levelBox, PARTS, readPart, seenBox, SENT } from './referral-parts.js';
import { partDraft, Referrals, type PartShown, type Referral } from './referrals.js';

interface Shown {
  status?: number;
  errors?: readonly FieldError[];
  goTo?: string | undefined;
  notice?: string;
}

interface At {
  browser: Browser;
  visit: Visit;
  referral: Referral;
  part: PartShown;
}

const INVALID = 422;
const LATE = 'You have signed in again since this page was opened. Look at it once more, then go on.';

const partPath = (caseId: string, slug: string): string => `/cases/${caseId}/referral/${slug}`;

/** The page of one part of a checklist: shown with its draft, and kept whatever is wrong with it. */
@Injectable()
export class PartPages {
  constructor(
    private readonly pages: Pages,
    private readonly referrals: Referrals,
    private readonly drafts: OwnDrafts,
    private readonly offers: OfferFinder,
  ) {}

  /** The part as it stands. Throws a ProblemError where there is no such part, or nothing can be sent now. */
  async show(browser: Browser, visit: Visit, id: string, slug: string): Promise<string> {
    const at = await this.at(browser, visit, id, slug);
    return this.draw(at, at.part.posted);
  }

  /** Keeps what was typed, and goes on to the next part; what is wrong or missing is said, and is kept as well. */
  async keep(
    browser: Browser,
    visit: Visit,
    { id, slug }: { id: string; slug: string },
    posted: Posted,
  ): Promise<string> {
    const at = await this.at(browser, visit, id, slug);
    const remove = wordsAt(posted, '_remove');
    if (remove !== '') return this.draw(at, withoutEntry(posted, remove));
    const add = wordsAt(posted, '_add');
    if (add !== '') return this.draw(at, posted, {}, add);
    if (wordsAt(posted, '_again') !== '') return this.draw(at, posted, { notice: LATE });
    const { view, today } = at.referral.frame;
    const kept = { form: partDraft(at.part), posted, version: view.version };
    await this.drafts.keep(visit, view.id, kept);
    const { errors } = readPart(at.part, posted, today.protocol);
    if (errors.length > 0) return this.draw(at, posted, { status: INVALID, errors });
    return this.pages.goTo(browser.reply, visit, this.after(at));
  }

  /** The next part that still lacks something, else the answers to be checked. */
  private after({ referral, part }: At): string {
    const caseId = referral.frame.view.id;
    const later = PARTS.slice(PARTS.findIndex(({ slug }) => slug === part.slug) + 1);
    const next = later.find(
      ({ slug }) => (referral.parts.find((each) => each.slug === slug)?.read.errors ?? []).length > 0,
    );
    return next ? partPath(caseId, next.slug) : `/cases/${caseId}/referral`;
  }

  private async at(browser: Browser, visit: Visit, id: string, slug: string): Promise<At> {
    const referral = await this.referrals.find(visit, id);
    const part = referral.parts.find((each) => each.slug === slug);
    if (!part || !referral.canSend) throw nothingHere();
    return { browser, visit, referral, part };
  }

  private async draw(
    { browser, visit, referral, part }: At,
    posted: Posted,
    { status, errors = [], notice }: Shown = {},
    add?: string,
  ): Promise<string> {
    const { frame } = referral;
    const { protocol } = frame.today;
    const caseId = frame.view.id;
    const fields = fieldsOf(part);
    const draft: Draft = readDraft(fields, posted);
    const goTo = add === undefined ? undefined : addEntry(fields, draft, add);
    const offers = await this.offers.in({ place: visit.caller.place, case: caseId, protocol, deadlines: [] });
    const domains = part.slug === 'domains';
    const drawn = domains ? [] : formView({ event: SENT, fields, draft, errors, offers });
    const title = `${part.title}, ${frame.view.reference}`;
    return this.pages.show(
      browser,
      {
        template: 'refer/part.njk',
        title: errors.length > 0 ? `Error: ${title}` : title,
        here: '/refer',
        trail: [
          { text: 'Refer a child', href: '/refer' },
          { text: frame.view.reference, href: `/cases/${caseId}/referral` },
        ],
        ...(status === undefined ? {} : { status }),
      },
      {
        bar: frame.bar,
        part,
        number: PARTS.findIndex(({ slug }) => slug === part.slug) + 1,
        of: PARTS.length,
        back: `/cases/${caseId}/referral`,
        formPath: partPath(caseId, part.slug),
        fields: drawn,
        domains: domains ? domainsShown(referral, posted, errors) : [],
        helpNote: protocol.decisionSupport.helpNote,
        missing: missingOf(referral),
        errors: domains
          ? errors.map(({ field, message }) => ({ text: message, href: `#${field}` }))
          : errorLinks(drawn, errors),
        notice,
        goTo: goTo === undefined ? null : `entry-${idOf(goTo).slice(2)}`,
        kept: draftShown(caseId, partDraft(part), { draft: part.draft, version: frame.view.version }),
        hidden: { _version: String(frame.view.version) },
      },
    );
  }
}

/** What the nurses sent it back for; nothing where it was not sent back. */
export function missingOf({ since }: Pick<Referral, 'since'>): readonly string[] {
  const [latest] = since;
  const missing = latest?.type === 'CHECKLIST_RETURNED' ? latest.content['missing'] : undefined;
  return Array.isArray(missing) ? missing.filter((each): each is string => typeof each === 'string') : [];
}

const domainsShown = ({ frame }: Referral, posted: Posted, errors: readonly FieldError[]): object[] => {
  const { levels, domains } = frame.today.protocol.decisionSupport;
  return domains.map(({ slug, label, levels: own, help }) => ({
    slug,
    label,
    box: levelBox(slug),
    seenBox: seenBox(slug),
    seen: wordsAt(posted, seenBox(slug)),
    error: errors.find(({ field }) => field === levelBox(slug))?.message,
    options: own.map((level) => ({
      value: level,
      text: levels.find((each) => each.slug === level)?.label ?? level,
      help: help[level] ?? '',
      checked: wordsAt(posted, levelBox(slug)) === level,
    })),
  }));
};
