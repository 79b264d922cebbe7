import { Body, Controller, Param } from '@nestjs/common';
import { mayDo, type Doing } from '../../../access/policy.js';
import { QueueFilterValues } from '../../../reading/queues/filter-values.js';
import { SavedViews, WrongView, type ViewedList } from '../../../saved-views/saved-views.js';
import { checkedFilters } from '../../api/queue-asked.js';
import { Identified } from '../../api/common.dto.js';
import { idOf, nothingHere } from '../../http/ids.js';
import { ProblemError } from '../../http/problem.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { Pages } from '../pages.js';
import { viewedAddress, type ViewedAddress } from './viewed-address.js';
import { viewRoutes } from './views.routes.js';

const HERE = '/views';
const INVALID = 422;
/** What each list is called, and who sees it. */
const LISTS: Readonly<Record<ViewedList, { title: string; policy: Doing }>> = {
  queues: { title: 'Overdue', policy: 'readQueues' },
  cases: { title: 'Cases', policy: 'listCases' },
};

/** Lists as people saved them: with filters and order, by a name. */
@Controller()
export class ViewsController {
  constructor(
    private readonly pages: Pages,
    private readonly views: SavedViews,
    private readonly values: QueueFilterValues,
  ) {}

  @Handles(viewRoutes.viewsPage)
  list(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.show(browser, visit);
  }

  @Handles(viewRoutes.viewSaved)
  async save(@Body() posted: Posted, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    const { place, person } = visit.caller;
    const { list, address } = await this.addressIn(posted, visit);
    const name = wordsAt(posted, 'name');
    try {
      await this.views.keep(place, person, {
        list,
        address,
        name,
        share: wordsAt(posted, 'share') !== '',
        first: wordsAt(posted, 'first') !== '',
      });
    } catch (error) {
      if (error instanceof WrongView) return this.show(browser, visit, { posted, address, wrong: error });
      throw error;
    }
    return this.pages.goTo(browser.reply, visit, address, {
      kind: 'success',
      title: `Saved as “${name.trim()}”`,
    });
  }

  @Handles(viewRoutes.viewDeleted)
  async delete(
    @Param() { id }: Identified,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person } = visit.caller;
    if (!(await this.views.drop(place, person, idOf(id)))) throw nothingHere();
    return this.pages.goTo(reply, visit, HERE, { kind: 'success', title: 'The view is deleted' });
  }

  @Handles(viewRoutes.viewFirst)
  async first(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person } = visit.caller;
    const to = wordsAt(posted, 'first') !== 'no';
    if (!(await this.views.lead(place, person, idOf(id), to))) throw nothingHere();
    return this.pages.goTo(reply, visit, HERE, {
      kind: 'success',
      title: to ? 'The menu leads to that view now' : 'The menu leads to the whole list again',
    });
  }

  /** The address that is to be saved, where its filters ask for what there is. */
  private async addressIn(posted: Posted, { caller }: Visit): Promise<ViewedAddress> {
    const viewed = viewedAddress(wordsAt(posted, 'address'));
    if (viewed === null) throw nothingHere();
    if (!mayDo(LISTS[viewed.list].policy, caller.roles))
      throw new ProblemError('not-allowed', 'You do not see that list, so you cannot save a view of it.');
    if (viewed.filters) await checkedFilters(this.values, caller.place, viewed.filters);
    return viewed;
  }

  private async show(
    browser: Browser,
    { caller }: Visit,
    tried?: { posted: Posted; address: string; wrong: WrongView },
  ): Promise<string> {
    const views = await this.views.of(caller.place, caller.person);
    const title = 'Saved views';
    return this.pages.show(
      browser,
      {
        template: 'views.njk',
        title: tried ? `Error: ${title}` : title,
        ...(tried ? { status: INVALID } : {}),
      },
      {
        lists: Object.entries(LISTS)
          .filter(([, { policy }]) => mayDo(policy, caller.roles))
          .map(([list, { title: called }]) => ({
            title: called,
            href: `/${list}`,
            views: views.filter((view) => view.list === list),
          })),
        tried: tried && {
          address: tried.address,
          mayShare: await this.views.hasTeam(caller.place, caller.person),
          name: wordsAt(tried.posted, 'name'),
          share: wordsAt(tried.posted, 'share') !== '',
          first: wordsAt(tried.posted, 'first') !== '',
        },
        errors: tried ? [{ text: tried.wrong.message, href: '#view-name' }] : [],
      },
    );
  }
}
