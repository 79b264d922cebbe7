import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { ROLES, type Role } from '../../../access/roles.js';
import { Exceptions, type ExceptionOutcome } from '../../../alarms/exceptions.js';
import { DeliveryReading } from '../../../reading/delivery-reading.js';
import { EXCEPTION_STATES, ExceptionReading } from '../../../reading/exception-reading.js';
import { DeliveryReview } from '../../../staff-notices/delivery-review.js';
import { DECISIONS, type DeliveryDecision } from '../../../staff-notices/delivery-states.js';
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
import { ageOfWaiting, kindInWords } from './exception-words.js';
import { DeliveriesChosen, exceptionPageRoutes, ExceptionsChosen } from './exceptions.routes.js';

const HERE = '/exceptions';
const ROWS = 25;
const LONGEST_REASON = 500;
const INVALID = 422;
const TITLES = { exception: 'Waiting', setAside: 'Set aside' } as const;
const DONE: Readonly<Record<DeliveryDecision, string>> = {
  arrived: 'Noted: the e-mail arrived',
  sendAgain: 'The e-mail will be sent again',
  setAside: 'The e-mail is left as it is',
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
    return this.pages.show(
      browser,
      { template: 'exceptions.njk', title: 'Exceptions', here: HERE },
      {
        rows: page.items.map((each) => ({
          ...each,
          what: kindInWords(each.kind),
          age: ageOfWaiting(each.ageSeconds),
          ownerWords: ROLES[each.owner as Role],
        })),
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
    checked(doneOf(await this.exceptions.tryAgain(asked, exception, '')));
    const words = 'If it fails again it comes back to this list.';
    return this.pages.goTo(reply, visit, HERE, { kind: 'success', title: 'It is being tried again', words });
  }

  @Handles(exceptionPageRoutes.exceptionAsidePage)
  askWhy(@Param() { id }: Identified, @Asking() browser: Browser): Promise<string> {
    return this.whyPage(browser, idOf(id));
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
    if (wordsAt(posted, '_again') !== '') return this.whyPage(browser, exception, { reason });
    if (reason === '')
      return this.whyPage(browser, exception, { reason, wrong: 'Enter why nothing more is to be done' });
    if (reason.length > LONGEST_REASON)
      return this.whyPage(browser, exception, { reason, wrong: `Use ${LONGEST_REASON} characters or fewer` });
    const asked = askedBy(exceptionPageRoutes.exceptionSetAside, visit.caller, { exception, reason }, posted);
    checked(doneOf(await this.exceptions.setAside(asked, exception, reason)));
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
    if (decided !== 'decided') throw invalid([{ field: 'The e-mail', message: decided.why }]);
    return this.pages.goTo(reply, visit, '/deliveries', { kind: 'success', title: DONE[decision] });
  }

  private whyPage(
    browser: Browser,
    id: string,
    { reason = '', wrong }: { reason?: string; wrong?: string } = {},
  ): Promise<string> {
    const title = 'Set an exception aside';
    return this.pages.show(
      browser,
      {
        template: 'set-aside.njk',
        title: wrong === undefined ? title : `Error: ${title}`,
        here: HERE,
        trail: [{ text: 'Exceptions', href: HERE }],
        ...(wrong === undefined ? {} : { status: INVALID }),
      },
      { action: `${HERE}/${id}/set-aside`, reason, wrong, longest: LONGEST_REASON, key: randomUUID() },
    );
  }
}

const WHY_NOT = {
  cannotBeTried: 'Trying this again would change nothing. Put right its reason, or set it aside.',
  breachUnrecorded:
    'This stands for a deadline that is over and whose passing is not recorded yet. Put right its reason and try it again.',
} as const;

/** Says why nothing was done, where nothing was. */
function checked(outcome: ExceptionOutcome): void {
  if (outcome.kind === 'unknown') throw nothingHere();
  if (outcome.kind !== 'done') throw invalid([{ field: '', message: WHY_NOT[outcome.kind] }]);
}
