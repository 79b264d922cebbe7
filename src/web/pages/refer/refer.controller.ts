import { Body, Controller, Param } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { Identified } from '../../api/common.dto.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CHILD_OPENED } from '../do/opening-words.js';
import type { Posted } from '../forms/draft.js';
import { OwnOpeningDrafts } from '../drafts/own-opening-drafts.js';
import { Pages } from '../pages.js';
import { PartPages } from './part-pages.js';
import { PartOf, referRoutes } from './refer.routes.js';
import { ReferralPages } from './referral-pages.js';

/** Refers a child step by step: the child, consent, the checklist in parts, checking, sending, and where it is. */
@Controller()
export class ReferController {
  constructor(
    private readonly pages: Pages,
    private readonly referrals: ReferralPages,
    private readonly parts: PartPages,
    private readonly openings: OwnOpeningDrafts,
  ) {}

  @Handles(referRoutes.referStart)
  async start(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    const begun = (await this.openings.begun(visit)).find(({ form }) => form === CHILD_OPENED);
    return this.pages.show(
      browser,
      { template: 'refer/start.njk', title: 'Refer a child', here: '/refer' },
      { maySearch: mayDo('listCases', visit.caller.roles), begun: begun ?? null },
    );
  }

  @Handles(referRoutes.referralPage)
  show(@Param() { id }: Identified, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.referrals.show(browser, visit, id);
  }

  @Handles(referRoutes.referralCheck)
  check(@Param() { id }: Identified, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.referrals.check(browser, visit, id);
  }

  @Handles(referRoutes.referralSend)
  send(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.referrals.send(browser, visit, id, posted);
  }

  @Handles(referRoutes.referralPart)
  part(@Param() { id, part }: PartOf, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.parts.show(browser, visit, id, part);
  }

  @Handles(referRoutes.keepReferralPart)
  keep(
    @Param() { id, part }: PartOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.parts.keep(browser, visit, { id, slug: part }, posted);
  }
}
