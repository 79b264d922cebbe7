import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { timescaleOf } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { ROLES, type Role } from '../../../access/roles.js';
import { Exceptions } from '../../../alarms/exceptions.js';
import { DeliveryReading } from '../../../reading/delivery-reading.js';
import { Places } from '../../../places/places.js';
import {
  EXCEPTION_STATES,
  ExceptionReading,
  type ExceptionView,
} from '../../../reading/exception-reading.js';
import type { Told } from '../../../sessions/sessions.js';
import { DeliveryReview } from '../../../staff-notices/delivery-review.js';
import { DECISIONS, TO_DECIDE, type DeliveryDecision } from '../../../staff-notices/delivery-states.js';
import { Identified } from '../../api/common.dto.js';
import { cursorOf, DELIVERY_CURSOR, EXCEPTION_CURSOR, markOf } from '../../http/cursor.js';
import { idOf, nothingHere } from '../../http/ids.js';
import { invalid } from '../../http/validation.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { addressOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { Pages } from '../pages.js';
import { ageOfWaiting, kindInWords, reasonInWords } from './exception-words.js';
import { DeliveriesChosen, exceptionPageRoutes, ExceptionsChosen } from './exceptions.routes.js';

const HERE = '/exceptions';
const ROWS = 25;
const LONGEST_REASON = 500;
const INVALID = 422;
const NOT_FOUND = 404;
const TITLES = { exception: 'Waiting', setAside: 'Set aside' } as const;
const DONE: Readonly<Record<DeliveryDecision, string>> = {
  arrived: 'Noted: the e-mail arrived',
  sendAgain: 'The e-mail will be sent again',
  setAside: 'The e-mail is left as it is',
};

const WHY_NOT = {
  cannotBeTried: 'Trying this again would change nothing. Put right its reason, or set it aside.',
  breachUnrecorded:
    'This stands for a deadline that is over and whose passing is not recorded yet. Put right its reason and try it again.',
} as const;

/** Said to the second of two people who deal with the same exception. */
const NO_MORE: Told = {
  kind: 'information',
  title: 'Nothing was done just now',
  words: 'Somebody dealt with it meanwhile, or the service did. This is what waits now.',
};

const DECIDED_ALREADY: Told = {
  kind: 'information',
  title: 'Nothing was done just now',
  words: 'What becomes of that e-mail was decided meanwhile. These are the ones that wait now.',
};

/** What the service could not do by itself, and e-mails nobody knows to have arrived. */
@Controller()
export class ExceptionPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ExceptionReading,
    private readonly exceptions: Exceptions,
    private readonly deliveries: DeliveryReading,
    private readonly review: DeliveryReview,
    private readonly places: Places,
  ) {}

  @Handles(exceptionPageRoutes.exceptionsPage)
  async list(
    @Query() { state = 'exception', cursor }: ExceptionsChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const asked = { limit: ROWS, after: markOf(EXCEPTION_CURSOR, cursor), total: true };
    const page = await this.reading.list(place, state, asked);
    const next = cursorOf(EXCEPTION_CURSOR, page.next);
    const chosen = state === 'exception' ? {} : { state };
    const mayMail = mayDo('reviewDeliveries', roles);
    const [shown, emails] = await Promise.all([
      this.inWords(place, page.items),
      mayMail ? this.emailsToDecide(place) : 0,
    ]);
    return this.pages.show(
      browser,
      { template: 'exceptions.njk', title: 'Exceptions', here: HERE },
      {
        rows: shown,
        emails,
        total: page.total ?? 0,
        state,
        mayWork: mayDo('workExceptions', roles),
        key: randomUUID(),
        tabs: [
          ...EXCEPTION_STATES.map((each) => ({
            text: TITLES[each],
            href: addressOf(HERE, { state: each === 'exception' ? undefined : each }),
            current: each === state,
          })),
          ...(mayMail ? [{ text: 'E-mails', href: '/deliveries', current: false }] : []),
        ],
        first: cursor === undefined ? null : addressOf(HERE, chosen),
        more: next === null ? null : addressOf(HERE, { ...chosen, cursor: next }),
      },
    );
  }

  @Handles(exceptionPageRoutes.exceptionTried)
  async tryAgain(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const exception = idOf(id);
    const asked = askedBy(exceptionPageRoutes.exceptionTried, visit.caller, { exception }, posted);
    const { kind } = doneOf(await this.exceptions.tryAgain(asked, exception, ''));
    if (kind === 'unknown') return this.pages.goTo(reply, visit, HERE, NO_MORE);
    if (kind !== 'done') throw invalid([{ field: '', message: WHY_NOT[kind] }]);
    const words = 'If it fails again it comes back to this list.';
    return this.pages.goTo(reply, visit, HERE, { kind: 'success', title: 'It is being tried again', words });
  }

  @Handles(exceptionPageRoutes.exceptionAsidePage)
  askWhy(@Param() { id }: Identified, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.whyPage(browser, visit, idOf(id));
  }

  @Handles(exceptionPageRoutes.exceptionSetAside)
  async setAside(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const exception = idOf(id);
    const reason = wordsAt(posted, 'reason').trim();
    const again = (wrong?: string): Promise<string> =>
      this.whyPage(browser, visit, exception, { reason, wrong });
    if (wordsAt(posted, '_again') !== '') return again();
    if (reason === '') return again('Enter why nothing more is to be done');
    if (reason.length > LONGEST_REASON) return again(`Use ${LONGEST_REASON} characters or fewer`);
    const asked = askedBy(exceptionPageRoutes.exceptionSetAside, visit.caller, { exception, reason }, posted);
    const { kind } = doneOf(await this.exceptions.setAside(asked, exception, reason));
    if (kind === 'unknown') return this.pages.goTo(browser.reply, visit, HERE, NO_MORE);
    if (kind !== 'done') return again(WHY_NOT[kind]);
    return this.pages.goTo(browser.reply, visit, HERE, { kind: 'success', title: 'It is set aside' });
  }

  @Handles(exceptionPageRoutes.deliveriesPage)
  async emails(
    @Query() { state = 'uncertain', cursor }: DeliveriesChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place } }: Visit,
  ): Promise<string> {
    const after = markOf(DELIVERY_CURSOR, cursor);
    const page = await this.deliveries.list(place, state, { limit: ROWS, after, total: true });
    const next = cursorOf(DELIVERY_CURSOR, page.next);
    return this.pages.show(
      browser,
      {
        template: 'deliveries.njk',
        title: 'E-mails that need a decision',
        here: HERE,
        trail: [{ text: 'Exceptions', href: HERE }],
      },
      {
        emails: page.items,
        total: page.total ?? 0,
        state,
        key: randomUUID(),
        tabs: [
          { text: 'May not have arrived', href: '/deliveries', current: state === 'uncertain' },
          { text: 'Failed', href: '/deliveries?state=failed', current: state === 'failed' },
        ],
        more: next === null ? null : addressOf('/deliveries', { state, cursor: next }),
      },
    );
  }

  @Handles(exceptionPageRoutes.deliveryDecided)
  async decide(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const delivery = idOf(id);
    const decision = DECISIONS.find((each) => each === wordsAt(posted, 'decision'));
    if (decision === undefined)
      throw invalid([{ field: 'decision', message: 'is not one of those offered' }]);
    const asked = askedBy(exceptionPageRoutes.deliveryDecided, visit.caller, { delivery, decision }, posted);
    const decided = doneOf(await this.review.decide(asked, delivery, decision));
    if (decided === 'unknown') throw nothingHere();
    if (decided !== 'decided') return this.pages.goTo(reply, visit, '/deliveries', DECIDED_ALREADY);
    return this.pages.goTo(reply, visit, '/deliveries', { kind: 'success', title: DONE[decision] });
  }

  private async whyPage(
    browser: Browser,
    { caller: { place } }: Visit,
    id: string,
    { reason = '', wrong }: { reason?: string; wrong?: string | undefined } = {},
  ): Promise<string> {
    const title = 'Set an exception aside';
    const found = await this.reading.find(place, id);
    const [exception] = await this.inWords(place, found?.state === 'exception' ? [found] : []);
    const status = wrong === undefined ? undefined : INVALID;
    return this.pages.show(
      browser,
      {
        template: 'set-aside.njk',
        title: wrong === undefined ? title : `Error: ${title}`,
        here: HERE,
        trail: [{ text: 'Exceptions', href: HERE }],
        status: exception ? status : NOT_FOUND,
      },
      {
        exception,
        action: `${HERE}/${id}/set-aside`,
        reason,
        wrong,
        longest: LONGEST_REASON,
        key: randomUUID(),
      },
    );
  }

  /** Exceptions as pages show them: what was to be done by its name, and why it was not, without codes. */
  private async inWords(place: string, exceptions: readonly ExceptionView[]): Promise<object[]> {
    const { protocol } = await this.places.presentRules(place);
    return exceptions.map((each) => ({
      ...each,
      what: kindInWords(each.kind),
      deadline: each.deadline && timescaleOf(protocol, each.deadline.split('/')[0] ?? '')?.title,
      why: reasonInWords(each.reason),
      age: ageOfWaiting(each.ageSeconds),
      ownerWords: ROLES[each.owner as Role],
    }));
  }

  /** How many e-mails wait for somebody to decide on them. */
  private async emailsToDecide(place: string): Promise<number> {
    const asked = { limit: 1, after: null, total: true };
    const pages = await Promise.all(TO_DECIDE.map((state) => this.deliveries.list(place, state, asked)));
    return pages.reduce((sum, { total = 0 }) => sum + total, 0);
  }
}
