import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ServiceClock } from '../../../clock/service-clock.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import { OPINIONS, takesDecisions, type Opinion } from '../../../panel/item-state.js';
import { PanelEntries } from '../../../panel/panel-entries.js';
import type { Browser, Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { shownAfter } from '../forms/shown-again.js';
import { Pages } from '../pages.js';
import { ItemDoors, type AtItem, type Declaration } from './item-doors.js';
import { reasonsOf } from './meeting-words.js';
import { itemTabs, OPINION_WORDS, viewsShown } from './item-words.js';
import { PacksShown } from './packs-shown.js';
import type { ItemOf } from '../../api/common.dto.js';

const INVALID = 422;
const REFUSED = 409;
const LONGEST_REASONS = 20_000;

interface ViewTyped {
  status?: number;
  opinion?: string;
  reasons?: string;
  errors?: readonly { text: string; href: string }[];
}

/** Where a member declares an interest that they see only once they read whose case it is; null where it is too late, or theirs to say no more (PAN-3). */
const afterAll = ({ item, part }: AtItem, person: string): string | null =>
  part.member && item.status === 'listed' && takesDecisions(item.meeting.stage)
    ? `/cases/${item.case}/do/INTEREST_DECLARED?process=${item.process}&person=${person}&to=/meetings/${item.meeting.id}`
    : null;

/** The pack of an item on one page, and what a member says before and after reading it. */
@Injectable()
export class ItemPages {
  constructor(
    private readonly pages: Pages,
    private readonly doors: ItemDoors,
    private readonly packs: PacksShown,
    private readonly entries: PanelEntries,
    private readonly engine: CaseEngine,
    private readonly clock: ServiceClock,
  ) {}

  /** The pack; or the declaration, or why it is closed to them. */
  async pack(browser: Browser, visit: Visit, of: ItemOf, typed: ViewTyped = {}): Promise<string> {
    const at = await this.doors.find(visit, of);
    const closed = await this.doors.closed(browser, at);
    if (closed !== undefined) return closed;
    const { item, part, home, trail } = at;
    const shown = await this.packs.of(visit, item);
    await this.doors.note(visit, at, part.seesViews ? 'panel pack and views' : 'panel pack');
    return this.pages.show(
      browser,
      {
        template: 'panel/item.njk',
        title: `${typed.errors ? 'Error: ' : ''}Pack of ${item.reference}`,
        here: '/meetings',
        trail,
        ...(typed.status === undefined ? {} : { status: typed.status }),
      },
      {
        item,
        part,
        tookPart: part.tookPart.length > 0 ? reasonsOf(part.tookPart) : null,
        home,
        declare: afterAll(at, visit.caller.person),
        bar: shown.frame.bar,
        tabs: itemTabs(home, ''),
        readBy: visit.caller.name,
        today: shown.frame.today.today,
        at: await this.clock.now(),
        shown,
        ...viewsShown(at, visit.caller),
        opinions: OPINIONS.map((value) => ({ value, text: OPINION_WORDS[value] })),
        typed: { opinion: part.own?.opinion ?? '', reasons: part.own?.reasons ?? '', ...typed },
      },
    );
  }

  /** Keeps that a member has no interest, or records the one they have; leads to the pack. */
  async declare(browser: Browser, visit: Visit, of: ItemOf, posted: Posted): Promise<string> {
    const at = await this.doors.find(visit, of);
    const { item, home } = at;
    if (at.closed !== 'toDeclare') return this.pages.goTo(browser.reply, visit, home);
    const typed = {
      interest: wordsAt(posted, 'interest'),
      nature: wordsAt(posted, 'nature').trim(),
      excludes: wordsAt(posted, 'excludes'),
    };
    const errors = wrongIn(typed);
    if (wordsAt(posted, '_again') !== '' || errors.length > 0)
      return this.doors.declaration(browser, at, { ...typed, errors, status: INVALID });
    if (typed.interest === 'no') {
      const declared = await this.entries.declareNone(itemAt(visit, at), visit.caller);
      if (declared.kind === 'refused')
        return this.doors.declaration(browser, at, {
          ...typed,
          refusals: declared.refusals,
          status: REFUSED,
        });
      return this.pages.goTo(browser.reply, visit, home, {
        kind: 'success',
        title: 'You declared that you have no interest in this case',
      });
    }
    const outcome = await this.engine.execute({
      commandId: randomUUID(),
      subject: { kind: 'case', id: item.case },
      place: visit.caller.place,
      type: 'INTEREST_DECLARED',
      process: item.process,
      content: { person: visit.caller.person, nature: typed.nature, excludes: typed.excludes === 'yes' },
      by: visit.caller.person,
    });
    if (outcome.kind !== 'accepted') {
      const { status = INVALID, errors: wrong = [], refusals = [] } = shownAfter(outcome);
      const links = wrong.map(({ message }) => ({ text: message, href: '#nature' }));
      return this.doors.declaration(browser, at, { ...typed, errors: links, refusals, status });
    }
    return this.pages.goTo(browser.reply, visit, home, {
      kind: 'success',
      title: 'Your interest is declared',
    });
  }

  /** Keeps a member's own view. */
  async giveView(browser: Browser, visit: Visit, of: ItemOf, posted: Posted): Promise<string> {
    const at = await this.doors.find(visit, of);
    if (at.closed !== null) return this.pages.goTo(browser.reply, visit, at.home);
    const opinion = wordsAt(posted, 'opinion');
    const reasons = wordsAt(posted, 'reasons').trim();
    const errors = [
      ...(OPINIONS.includes(opinion as Opinion)
        ? []
        : [{ text: 'Choose what you would decide', href: '#opinion' }]),
      ...(reasons === '' ? [{ text: 'Enter your reasons', href: '#reasons' }] : []),
      ...(reasons.length > LONGEST_REASONS
        ? [{ text: `Your reasons must be ${LONGEST_REASONS} characters or fewer`, href: '#reasons' }]
        : []),
    ];
    if (errors.length > 0 || wordsAt(posted, '_again') !== '')
      return this.pack(browser, visit, of, { status: INVALID, opinion, reasons, errors });
    const view = { opinion: opinion as Opinion, reasons };
    const taken = await this.entries.giveView(itemAt(visit, at), visit.caller, view);
    if (!taken) {
      const late =
        'It was not kept: the views of this item are open, it is decided, or you may not decide it.';
      return this.pack(browser, visit, of, {
        status: REFUSED,
        opinion,
        reasons,
        errors: [{ text: late, href: '#views' }],
      });
    }
    return this.pages.goTo(browser.reply, visit, `${at.home}#views`, {
      kind: 'success',
      title: 'Your view is kept',
      words: 'Others see it once everyone present has given theirs, or the chair opens them.',
    });
  }

  /** Opens the views of an item to everyone who may see them. */
  async open(browser: Browser, visit: Visit, of: ItemOf): Promise<string> {
    const at = await this.doors.find(visit, of);
    if (at.closed !== null) return this.pages.goTo(browser.reply, visit, at.home);
    const opened = await this.entries.open(itemAt(visit, at), visit.caller);
    return this.pages.goTo(browser.reply, visit, `${at.home}#views`, {
      kind: opened ? 'success' : 'information',
      title: opened ? 'The views are open' : 'There was nothing to open',
    });
  }
}

const itemAt = ({ caller }: Visit, { item }: AtItem) => ({
  place: caller.place,
  meeting: item.meeting.id,
  case: item.case,
});

function wrongIn({ interest, nature, excludes }: Declaration): { text: string; href: string }[] {
  if (interest === 'no') return [];
  if (interest !== 'yes')
    return [{ text: 'Choose whether you have an interest in this case', href: '#interest' }];
  return [
    ...(nature ? [] : [{ text: 'Enter what the interest is', href: '#nature' }]),
    ...(excludes === 'yes' || excludes === 'no'
      ? []
      : [{ text: 'Choose whether it excludes you from deciding', href: '#excludes' }]),
  ];
}
