import { Controller } from '@nestjs/common';
import { CaseReading } from '../../../reading/case-reading.js';
import { Readiness } from '../../../reading/readiness.js';
import { SavedViews } from '../../../saved-views/saved-views.js';
import type { Caller } from '../../http/caller.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, type Browser } from '../../http/visit.js';
import { OwnOpeningDrafts } from '../drafts/own-opening-drafts.js';
import { Demonstration } from '../demonstration.js';
import { waysFor, type Way } from '../navigation.js';
import { Pages } from '../pages.js';
import { Referred } from '../refer/referred.js';
import { homeRoutes } from './home.routes.js';
import { wayInWords } from './way-words.js';

/** The front page: what the service is, or what there is to do for whoever is signed in. */
@Controller()
export class HomeController {
  constructor(
    private readonly pages: Pages,
    private readonly readiness: Readiness,
    private readonly cases: CaseReading,
    private readonly views: SavedViews,
    private readonly demonstration: Demonstration,
    private readonly referred: Referred,
    private readonly openings: OwnOpeningDrafts,
  ) {}

  @Handles(homeRoutes.front)
  async front(@Asking() browser: Browser): Promise<string> {
    const { visit, request } = browser;
    if (visit?.session.passwordToChange) return goTo(browser.reply, '/password');
    if (visit) {
      const view = { template: 'home.njk', title: 'Home', here: '/' };
      const [ways, referred, begun] = await Promise.all([
        this.ways(visit.caller),
        this.referred.of(visit),
        this.openings.begun(visit),
      ]);
      return this.pages.show(browser, view, {
        ways,
        referred,
        begun,
        changesPassword: visit.session.person.username !== null,
      });
    }
    const { shown } = this.demonstration;
    const ready = await this.readiness.isReady();
    const children = shown ? await this.children(shown.place) : null;
    const origin = `${request.protocol}://${request.host}`;
    return this.pages.show(
      browser,
      { template: 'front.njk', title: 'Start', here: '/' },
      { ready, origin, shown, children },
    );
  }

  /** Every way of theirs with what they do there, to the saved view it leads to where they chose one. */
  private async ways({ place, person, roles }: Caller): Promise<(Way & { about: string })[]> {
    const ledTo = await this.views.ledTo(place, person);
    return waysFor(roles).map((way) => ({
      ...way,
      about: wayInWords(way.href, roles),
      href: (way.list && ledTo.get(way.list)) ?? way.href,
    }));
  }

  private async children(place: string): Promise<number> {
    const { total = 0 } = await this.cases.list(place, {}, { limit: 1, after: null, total: true });
    return total;
  }
}
