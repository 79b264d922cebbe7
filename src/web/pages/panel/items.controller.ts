import { Body, Controller, Param } from '@nestjs/common';
import { CaseDoors } from '../../../panel/case-doors.js';
import { Identified, ItemOf } from '../../api/common.dto.js';
import { idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import type { Posted } from '../forms/draft.js';
import { DecisionPages } from './decision-pages.js';
import { ItemPages } from './item-pages.js';
import { panelRoutes } from './panel.routes.js';

/** The pack of an item, what a member says of it, and the decision. */
@Controller()
export class ItemPagesController {
  constructor(
    private readonly items: ItemPages,
    private readonly decisions: DecisionPages,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(panelRoutes.itemPage)
  pack(@Param() at: ItemOf, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.items.pack(browser, visit, at);
  }

  @Handles(panelRoutes.decisionPage)
  decision(@Param() at: ItemOf, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.decisions.show(browser, visit, at);
  }

  @Handles(panelRoutes.decisionOfCase)
  async ofCase(
    @Param() { id }: Identified,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const caseId = idOf(id);
    const meeting = await this.doors.meetingOf(visit.caller.place, caseId);
    return goTo(
      reply,
      meeting === null ? `/cases/${caseId}` : `/meetings/${meeting}/items/${caseId}/decision`,
    );
  }

  @Handles(panelRoutes.declare)
  declare(
    @Param() at: ItemOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.items.declare(browser, visit, at, posted);
  }

  @Handles(panelRoutes.giveView)
  giveView(
    @Param() at: ItemOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.items.giveView(browser, visit, at, posted);
  }

  @Handles(panelRoutes.openViews)
  open(@Param() at: ItemOf, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.items.open(browser, visit, at);
  }
}
