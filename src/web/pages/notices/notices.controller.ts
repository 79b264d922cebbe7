import { Body, Controller, Query } from '@nestjs/common';
import { ServiceClock } from '../../../clock/service-clock.js';
import { DeliveryReading } from '../../../reading/delivery-reading.js';
import { NOTICE_SELECTIONS, OwnNotices, type NoticeSelection } from '../../../staff-notices/own-notices.js';
import type { Caller } from '../../http/caller.js';
import { cursorOf, DELIVERY_CURSOR, markOf, STAFF_NOTICE_CURSOR } from '../../http/cursor.js';
import { isId, nothingHere } from '../../http/ids.js';
import { ProblemError } from '../../http/problem.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { addressOf } from '../lists/address.js';
import { Pages } from '../pages.js';
import { ownPath } from '../sign-in/onward.js';
import { MailboxChosen, noticePageRoutes, NoticesChosen } from './notices.routes.js';

const HERE = '/notices';
const ROWS = 25;
const TITLES: Readonly<Record<NoticeSelection, string>> = {
  standing: 'All',
  unread: 'Not read',
  withdrawn: 'Withdrawn',
};

/** What one is told, and the e-mails that were kept rather than sent. */
@Controller()
export class NoticePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnNotices,
    private readonly deliveries: DeliveryReading,
    private readonly clock: ServiceClock,
  ) {}

  @Handles(noticePageRoutes.noticesPage)
  async list(
    @Query() { which = 'standing', cursor }: NoticesChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, person } }: Visit,
  ): Promise<string> {
    const asked = { limit: ROWS, after: markOf(STAFF_NOTICE_CURSOR, cursor), total: true };
    const page = await this.own.list(place, person, which, asked);
    const next = cursorOf(STAFF_NOTICE_CURSOR, page.next);
    const chosen = which === 'standing' ? {} : { which };
    return this.pages.show(
      browser,
      { template: 'notices.njk', title: 'Notices', here: HERE },
      {
        notices: page.items,
        total: page.total ?? 0,
        which,
        unread: await this.own.unread(place, person),
        tabs: NOTICE_SELECTIONS.map((each) => ({
          text: TITLES[each],
          href: addressOf(HERE, { which: each === 'standing' ? undefined : each }),
          current: each === which,
        })),
        back: addressOf(HERE, chosen),
        first: cursor === undefined ? null : addressOf(HERE, chosen),
        more: next === null ? null : addressOf(HERE, { ...chosen, cursor: next }),
      },
    );
  }

  @Handles(noticePageRoutes.noticesRead)
  async read(
    @Body() posted: Posted,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person } = visit.caller;
    const id = wordsAt(posted, 'id');
    const back = ownPath(wordsAt(posted, 'back') || HERE);
    if (id === '') {
      await this.own.markAllRead(place, person);
      return this.pages.goTo(reply, visit, back, {
        kind: 'success',
        title: 'All notices are marked as read',
      });
    }
    if (!isId(id) || !(await this.own.markRead(place, person, id))) throw nothingHere();
    return this.pages.goTo(reply, visit, back, { kind: 'success', title: 'The notice is marked as read' });
  }

  @Handles(noticePageRoutes.mailboxPage)
  async mailbox(
    @Query() { everyone = false, cursor }: MailboxChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const mayAll = await this.mayReadEveryones(caller);
    if (everyone && !mayAll)
      throw new ProblemError('not-allowed', 'Everyone’s e-mails are read only where no child is real.', {
        roles: ['administrator'],
      });
    const asked = { limit: ROWS, after: markOf(DELIVERY_CURSOR, cursor), total: true };
    const page = await this.deliveries.mailbox(caller.place, everyone ? null : caller.person, asked);
    const next = cursorOf(DELIVERY_CURSOR, page.next);
    const chosen = everyone ? { everyone } : {};
    return this.pages.show(
      browser,
      {
        template: 'mailbox.njk',
        title: 'E-mails that were kept',
        here: HERE,
        trail: [{ text: 'Notices', href: HERE }],
      },
      {
        emails: page.items,
        total: page.total ?? 0,
        everyone,
        mayAll,
        more: next === null ? null : addressOf('/mailbox', { ...chosen, cursor: next }),
      },
    );
  }

  private async mayReadEveryones({ roles }: Caller): Promise<boolean> {
    return roles.includes('administrator') && (await this.clock.purpose()) !== 'live';
  }
}
