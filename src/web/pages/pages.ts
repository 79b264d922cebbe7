import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mayDo } from '../../access/policy.js';
import type { WebSettings } from '../../config/web-settings.js';
import { Places } from '../../places/places.js';
import { OwnNotices } from '../../staff-notices/own-notices.js';
import { SavedViews, type ViewedList } from '../../saved-views/saved-views.js';
import { formTokenOf, Sessions, type Told } from '../../sessions/sessions.js';
import { Cookies } from '../http/cookies.js';
import { WEB_SETTINGS } from '../http/page-guard.js';
import { HTML } from '../http/problem.js';
import { answerWith, goTo } from '../http/status.js';
import type { Browser, Visit } from '../http/visit.js';
import { wrongQueryOf } from '../http/wrong-query.interceptor.js';
import { Demonstration } from './demonstration.js';
import type { Chooser } from './lists/choosers.js';
import { mistakesIn } from './lists/mistakes.js';
import { menuFor } from './navigation.js';
import { nonceOf, render, type Crumb, type PageFrame, type SignedInFrame } from './templates.js';
import { rolesInWords } from './words/roles.js';
import { Warnings } from './words/warnings.js';

/** A page to be shown. */
export interface View {
  template: string;
  /** Its title, without any child's name: browsers keep titles. */
  title: string;
  /** The way of the menu it belongs to. */
  here?: string;
  trail?: readonly Crumb[];
  /** The status it is answered with, where it is not that of its route. */
  status?: number;
  /** Whether it is shown before anybody looked up who is signed in. */
  before?: boolean;
}

/** Minutes before the end of a session in which its owner is warned. */
const WARN_MINUTES = 2;
const MINUTE_S = 60;
const SECOND_MS = 1000;
/** The way of the menu that says how many notices are not read. */
const NOTICES = '/notices';

/** What of somebody's own the menu shows: how many notices are not read, and the views it leads to. */
interface Own {
  unread: number;
  ledTo: ReadonlyMap<ViewedList, string>;
}

const INVALID = 422;

const asMistaken = (view: View): View => ({
  ...view,
  status: view.status ?? INVALID,
  title: view.title.startsWith('Error: ') ? view.title : `Error: ${view.title}`,
});

const NOTHING_OWN: Own = { unread: 0, ledTo: new Map() };

/** Shows pages in the frame all have: who is signed in, the menu, what was done, and what does not work. */
@Injectable()
export class Pages {
  private readonly cookies: Cookies;

  constructor(
    private readonly demonstration: Demonstration,
    private readonly places: Places,
    private readonly sessions: Sessions,
    private readonly warnings: Warnings,
    private readonly notices: OwnNotices,
    private readonly views: SavedViews,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {
    this.cookies = new Cookies(settings.secureCookies);
  }

  /** The page, with what the page before had to say: said once. */
  async show(browser: Browser, view: View, content: object = {}): Promise<string> {
    const told = browser.visit?.session.told ?? null;
    if (browser.visit && told) await this.sessions.tell(browser.visit.id, null);
    if (browser.visit) await this.warnings.now();
    const { choosers = [] } = content as { choosers?: readonly Chooser[] };
    const mistakes = mistakesIn(wrongQueryOf(browser.request), choosers);
    const shown = mistakes.length > 0 ? asMistaken(view) : view;
    return this.draw(browser, shown, { ...content, mistakes }, told, await this.ownOf(browser));
  }

  /** The page of whatever went wrong: what was to be said stays for the next. */
  showWithoutTelling(browser: Browser, view: View, content: object): string {
    return this.draw(browser, view, content, null, NOTHING_OWN);
  }

  private draw(
    { request, reply, visit }: Browser,
    { template, title, here = '', trail = [], status, before = false }: View,
    content: object,
    told: Told | null,
    own: Own,
  ): string {
    if (status !== undefined) answerWith(reply, status);
    void reply.type(HTML);
    const frame: PageFrame = {
      title,
      here,
      trail,
      told,
      nonce: nonceOf(reply),
      demonstration: this.demonstration.shown !== null,
      signedIn: visit ? this.signedIn(visit, here, own) : null,
      perhapsSignedIn: before && !visit && this.cookies.read(request, 'session') !== undefined,
      token: visit?.formToken ?? formTokenOf(this.cookies.visitor(request, reply)),
      warnings: visit ? this.warnings.latest : [],
    };
    return render(template, frame, content);
  }

  /** Sends the browser on to another page, which says what was done. */
  async goTo(reply: FastifyReply, visit: Visit, path: string, told: Told | null = null): Promise<''> {
    if (told) await this.sessions.tell(visit.id, told);
    return goTo(reply, path);
  }

  private async ownOf({ visit }: Browser): Promise<Own> {
    if (!visit) return NOTHING_OWN;
    const { place, person } = visit.caller;
    const [unread, ledTo] = await Promise.all([
      this.notices.unread(place, person),
      this.views.ledTo(place, person),
    ]);
    return { unread, ledTo };
  }

  private signedIn({ caller, session }: Visit, here: string, { unread, ledTo }: Own): SignedInFrame {
    const idleSeconds = this.settings.idleMinutes * MINUTE_S;
    const untilEnd = (Date.parse(session.endsAt) - Date.parse(session.seenAt)) / SECOND_MS;
    return {
      name: caller.name,
      roles: rolesInWords(caller.roles),
      place: this.places.find(caller.place)?.name ?? '',
      programs: mayDo('manageDirectory', caller.roles),
      ways: menuFor(caller.roles).map(({ text, href, list }) => ({
        text: href === NOTICES && unread > 0 ? `${text} (${unread} not read)` : text,
        href: (list && ledTo.get(list)) ?? href,
        current: href === here,
      })),
      idleSeconds,
      leftSeconds: Math.max(0, Math.floor(untilEnd)),
      warnSeconds: WARN_MINUTES * MINUTE_S,
    };
  }
}
