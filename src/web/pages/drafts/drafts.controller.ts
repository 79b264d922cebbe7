import { Body, Controller, Param } from '@nestjs/common';
import { dateInWords, eventOf, londonTimeInWords } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { EventToOpen } from '../do/do.routes.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { ownPath } from '../sign-in/onward.js';
import { draftRoutes } from './drafts.routes.js';
import { OwnDrafts } from './own-drafts.js';
import { opens, OwnOpeningDrafts } from './own-opening-drafts.js';

const NAME = /^[A-Z_]{1,60}( [\w=&%+*.-]{1,300})?$/;

/** Keeps what somebody is writing, by a script while they type or by a button. */
@Controller()
export class DraftsController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: OwnDrafts,
    private readonly openings: OwnOpeningDrafts,
  ) {}

  @Handles(draftRoutes.keepOpeningDraft)
  async keepOpening(
    @Param() { type }: EventToOpen,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    if (!opens(type) || !mayRecord(type, visit.caller.roles)) throw nothingHere();
    if (wordsAt(posted, '_discard') !== '') {
      await this.openings.discard(visit, type);
      return this.forgotten(browser, visit, posted);
    }
    const { savedAt, keptUntil } = found(await this.openings.keep(visit, type, posted));
    const words = `It is kept for you until ${dateInWords(keptUntil)}, or until you send it or throw it away. Nobody else sees it.`;
    return this.kept(browser, visit, posted, { savedAt, words });
  }

  @Handles(draftRoutes.keepDraft)
  async keep(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const form = wordsAt(posted, '_form');
    const [type = ''] = form.split(' ');
    if (!NAME.test(form) || eventOf(type) === undefined) throw nothingHere();
    if (wordsAt(posted, '_discard') !== '') {
      await this.drafts.discard(visit, idOf(id), form);
      return this.forgotten(browser, visit, posted);
    }
    const version = Number(wordsAt(posted, '_version')) || 0;
    const savedAt = found(await this.drafts.keep(visit, idOf(id), { form, posted, version }));
    const words = 'It is kept for you until you record it or throw it away. Nobody else sees it.';
    return this.kept(browser, visit, posted, { savedAt, words });
  }

  private kept(
    { request, reply }: Browser,
    visit: Visit,
    posted: Posted,
    { savedAt, words }: { savedAt: string; words: string },
  ): string | Promise<string> {
    const saved = londonTimeInWords(savedAt);
    if (request.headers.accept?.startsWith('application/json')) {
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify({ saved });
    }
    return this.pages.goTo(reply, visit, ownPath(wordsAt(posted, '_back')), {
      kind: 'success',
      title: `Draft saved ${saved}`,
      words,
    });
  }

  private forgotten({ reply }: Browser, visit: Visit, posted: Posted): Promise<string> {
    return this.pages.goTo(reply, visit, ownPath(wordsAt(posted, '_back')), {
      kind: 'success',
      title: 'Your draft is thrown away',
    });
  }
}
