import { Body, Controller, Param } from '@nestjs/common';
import { eventOf, londonTimeInWords } from '../../../../workflows/protocol/index.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { ownPath } from '../sign-in/onward.js';
import { draftRoutes } from './drafts.routes.js';
import { OwnDrafts } from './own-drafts.js';

const NAME = /^[A-Z_]{1,60}( [\w=&%+*.-]{1,300})?$/;

/** Keeps what somebody is writing, by a script while they type or by a button. */
@Controller()
export class DraftsController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: OwnDrafts,
  ) {}

  @Handles(draftRoutes.keepDraft)
  async keep(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() { request, reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const form = wordsAt(posted, '_form');
    const [type = ''] = form.split(' ');
    if (!NAME.test(form) || eventOf(type) === undefined) throw nothingHere();
    const back = ownPath(wordsAt(posted, '_back'));
    if (wordsAt(posted, '_discard') !== '') {
      await this.drafts.discard(visit, idOf(id), form);
      return this.pages.goTo(reply, visit, back, { kind: 'success', title: 'Your draft is thrown away' });
    }
    const version = Number(wordsAt(posted, '_version')) || 0;
    const savedAt = found(await this.drafts.keep(visit, idOf(id), { form, posted, version }));
    const saved = londonTimeInWords(savedAt);
    if (request.headers.accept?.startsWith('application/json')) {
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify({ saved });
    }
    return this.pages.goTo(reply, visit, back, {
      kind: 'success',
      title: `Draft saved ${saved}`,
      words: 'It is kept for you until you record it or throw it away. Nobody else sees it.',
    });
  }
}
