import { Injectable } from '@nestjs/common';
import { dateInWords, eventOf } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { commandIdOf } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { carriedBy, shownAfter, shownWrong, SIGNED_IN_ANEW, type ShownAgain } from '../forms/shown-again.js';
import { Pages } from '../pages.js';
import { deadlineShown } from '../words/standing.js';
import { AfterReferrals } from './after-referral.js';
import { missingOf } from './part-pages.js';
import { SENT } from './referral-parts.js';
import { referralTasks } from './referral-tasks.js';
import { Referrals, type Referral } from './referrals.js';
import { whereItIs } from './referred.js';

interface At {
  browser: Browser;
  visit: Visit;
  referral: Referral;
}

/** Answers missing from a part that are named one by one; more are counted. */
const MOST_SAID = 3;
const DISAGREE = 'DISAGREEMENT_RAISED';

const pathOf = ({ frame }: Referral): string => `/cases/${frame.view.id}/referral`;

/** What a checklist would say if it were sent as it stands. */
const contentNow = ({ parts }: Referral): Record<string, unknown> =>
  Object.assign({}, ...parts.map(({ read }) => read.content)) as Record<string, unknown>;

/** What the checklist still lacks, each with the page on which it is put right. */
const lacking = ({ parts, consentGiven, frame }: Referral): { text: string; href: string }[] => [
  ...(consentGiven
    ? []
    : [
        {
          text: 'Consent: record who gave it. A checklist without it is sent back (CHK-3).',
          href: `/cases/${frame.view.id}/do/CONSENT_GIVEN?to=/cases/${frame.view.id}/referral`,
        },
      ]),
  ...parts.flatMap(({ slug, title, read: { errors } }) =>
    errors.length === 0
      ? []
      : [
          {
            text: `${title}: ${errors.length > MOST_SAID ? `${errors.length} answers` : errors.map(({ message }) => message).join('; ')}`,
            href: `/cases/${frame.view.id}/referral/${slug}`,
          },
        ],
  ),
];

/** A referral as a list of tasks, its answers to be checked, and where it is once it is sent. */
@Injectable()
export class ReferralPages {
  constructor(
    private readonly pages: Pages,
    private readonly referrals: Referrals,
    private readonly after: AfterReferrals,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
    private readonly engine: CaseEngine,
  ) {}

  /** The list of tasks while the checklist is with whoever refers, with what is missing; otherwise where it is. */
  async show(browser: Browser, visit: Visit, id: string): Promise<string> {
    const referral = await this.referrals.find(visit, id);
    const { frame, sent, since, clock, canSend, steps } = referral;
    const { today, calendar } = frame.today;
    const events = [...(sent ? [sent] : []), ...since];
    const after = await this.after.find(visit, frame, steps);
    const names = await this.names.of(visit.caller.place, idsSaid(events.map(({ content }) => content)));
    const mayDisagree =
      mayRecord(DISAGREE, visit.caller.roles) &&
      steps.some(({ type, possible }) => type === DISAGREE && possible);
    return this.pages.show(
      browser,
      {
        template: 'refer/referral.njk',
        title: `Referral, ${frame.view.reference}`,
        here: '/refer',
        trail: [{ text: 'Refer a child', href: '/refer' }],
      },
      {
        ...frame,
        canSend,
        where: whereItIs(frame.view.stage, after.familyWaits || after.nothingShared),
        after,
        whole: visit.through === undefined,
        missing: missingOf(referral),
        groups: canSend ? referralTasks(referral, visit.caller.roles) : [],
        lacking: lacking(referral).length,
        checkPath: `${pathOf(referral)}/check-answers`,
        sentOn: sent ? dateInWords(dayOf(sent.content['receivedOn'], today)) : null,
        clock: clock ? deadlineShown(clock, today, calendar) : null,
        answers: since.map((event) => ({
          ...event,
          said: saidBy(eventOf(event.type), event.content, names),
        })),
        disagree: mayDisagree ? `/cases/${frame.view.id}/do/${DISAGREE}?to=${pathOf(referral)}` : null,
        assessor: frame.view.assessor?.name ?? null,
      },
    );
  }

  /** All answers on one page, before they are sent. */
  async check(browser: Browser, visit: Visit, id: string): Promise<string> {
    const referral = await this.referrals.find(visit, id);
    if (!referral.canSend) return this.pages.goTo(browser.reply, visit, pathOf(referral));
    return this.draw({ browser, visit, referral }, {});
  }

  /** Sends the checklist; what stands against it is said, and everything typed stays where it is. */
  async send(browser: Browser, visit: Visit, id: string, posted: Posted): Promise<string> {
    const referral = await this.referrals.find(visit, id);
    const at = { browser, visit, referral };
    if (!referral.canSend) return this.pages.goTo(browser.reply, visit, pathOf(referral));
    if (wordsAt(posted, '_again') !== '') return this.draw(at, posted, SIGNED_IN_ANEW);
    if (lacking(referral).length > 0) return this.draw(at, posted, shownWrong([]));
    const { frame } = referral;
    const { place, person, roles } = visit.caller;
    const { today } = frame.today;
    const outcome = await this.engine.execute({
      commandId: commandIdOf(person, `referral ${SENT}`, wordsAt(posted, '_key')),
      subject: { kind: 'case', id: frame.view.id },
      place,
      type: SENT,
      content: {
        ...contentNow(referral),
        receivedOn: today,
        sentOn: today,
        ...(roles.includes('referrer') ? { referrer: person } : {}),
      },
      by: person,
      expectedVersion: Number(wordsAt(posted, '_version')),
    });
    if (outcome.kind !== 'accepted') return this.draw(at, posted, shownAfter(outcome));
    await this.referrals.forget(visit, frame.view.id);
    return this.pages.goTo(browser.reply, visit, pathOf(referral), {
      kind: 'success',
      title: 'The checklist is sent',
      words: `Our reference is ${outcome.reference}. You see on this page where it is.`,
    });
  }

  private async draw(
    { browser, visit, referral }: At,
    posted: Posted,
    shownWith: ShownAgain = {},
  ): Promise<string> {
    const { status, errors = [], refusals = [], changes, notice } = shownWith;
    const { frame, parts } = referral;
    const { place } = visit.caller;
    const content = contentNow(referral);
    const [names, offers] = await Promise.all([
      this.names.of(place, idsSaid([content])),
      this.offers.in({ place, case: frame.view.id, protocol: frame.today.protocol, deadlines: [] }),
    ]);
    const owned = eventOf(SENT);
    const lacks = lacking(referral);
    const failed = status !== undefined;
    const title = `Check your answers, ${frame.view.reference}`;
    return this.pages.show(
      browser,
      {
        template: 'refer/check.njk',
        title: failed ? `Error: ${title}` : title,
        here: '/refer',
        trail: [
          { text: 'Refer a child', href: '/refer' },
          { text: frame.view.reference, href: pathOf(referral) },
        ],
        ...(status === undefined ? {} : { status }),
      },
      {
        bar: frame.bar,
        back: pathOf(referral),
        formPath: `${pathOf(referral)}/check-answers`,
        parts: parts.map(({ slug, title: heading, read }) => ({
          heading,
          href: `${pathOf(referral)}/${slug}`,
          said: saidBy(owned, read.content, names, offers),
        })),
        consentGiven: referral.consentGiven,
        consentSaid: referral.consent
          ? saidBy(eventOf(referral.consent.type), referral.consent.content, names, offers)
          : [],
        consentPath: `/cases/${frame.view.id}/do/CONSENT_GIVEN?to=${pathOf(referral)}/check-answers`,
        lacks,
        errors: errors.map(({ message }) => ({ text: message, href: null })),
        refusals,
        changes,
        notice,
        hidden: carriedBy(posted, shownWith, frame.view.version),
      },
    );
  }
}

const dayOf = (sent: unknown, otherwise: string): Parameters<typeof dateInWords>[0] =>
  (typeof sent === 'string' ? sent : otherwise) as Parameters<typeof dateInWords>[0];
