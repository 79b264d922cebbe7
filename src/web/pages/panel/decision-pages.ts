import { Injectable } from '@nestjs/common';
import { eventOf, owedInWords, type LocalDate } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { PackReading } from '../../../reading/pack-reading.js';
import type { DeadlineView, EventView, StepView } from '../../../reading/views.js';
import { found } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { rolesInWords } from '../words/roles.js';
import { clocksThatRun } from '../words/standing.js';
import { ItemDoors } from './item-doors.js';
import { itemTabs, viewsShown } from './item-words.js';
import type { ItemOf } from '../../api/common.dto.js';

/** What is recorded in each part of the decision, in the order in which the protocol has it (PAN-5). */
const ELIGIBILITY = ['PANEL_DECIDED', 'ITEM_DEFERRED'];
const PACKAGE = ['PACKAGE_DESIGNED', 'CARER_NAMED', 'ASSURANCE_RECORDED', 'CONTINGENCY_AGREED'];
const MONEY = [
  'FUNDING_PROPOSED',
  'FUNDING_COMMITTED',
  'FUNDING_APPROVED',
  'HIGH_COST_AUTHORISED',
  'HIGH_COST_REFUSED',
];

/** The clock of what was asked for. */
const INFORMATION = 'deferred-information';

/** A step as the page of the decision shows it. */
interface StepShown {
  title: string;
  href: string;
  clauses: readonly string[];
  possible: boolean;
  mayYou: boolean;
  roles: string;
  missing: StepView['missing'];
}

/** The joint decision on an item, part by part, and what is owed once it is made. */
@Injectable()
export class DecisionPages {
  constructor(
    private readonly pages: Pages,
    private readonly doors: ItemDoors,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly packs: PackReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  /** The page; or the declaration, or why it is closed to them. */
  async show(browser: Browser, visit: Visit, of: ItemOf): Promise<string> {
    const at = await this.doors.find(visit, of);
    const closed = await this.doors.closed(browser, at);
    if (closed !== undefined) return closed;
    const { item, part, home, trail } = at;
    const { place, person } = visit.caller;
    const frame = await this.frames.find(visit, item.case);
    const { protocol, today, calendar } = frame.today;
    const [pack, steps, deadlines, notices, offers] = await Promise.all([
      this.packs.of(place, item, protocol),
      this.next.steps(place, item.case, person),
      this.cases.deadlines(place, item.case),
      this.cases.notices(place, item.case),
      this.offers.in({ place, case: item.case, protocol, deadlines: [] }),
    ]);
    const { decision, deferrals, received, guide, domains } = found(pack);
    const wanted = wantedOf(deferrals.at(-1), received, deadlines?.view ?? []);
    const told = [...(decision ? [decision] : []), ...deferrals];
    const names = await this.names.of(place, idsSaid(told.map(({ content }) => content)));
    const said = (event: (typeof told)[number]) => ({
      ...event,
      said: saidBy(eventOf(event.type), event.content, names, offers),
    });
    const shown = (types: readonly string[]): StepShown[] =>
      (steps?.view ?? [])
        .filter(({ type }) => types.includes(type))
        .map((step) => stepShown(step, item.case, `${home}/decision`));
    await this.doors.note(visit, at, part.seesViews ? 'panel decision and views' : 'panel decision');
    return this.pages.show(
      browser,
      { template: 'panel/decision.njk', title: `Decision on ${item.reference}`, here: '/meetings', trail },
      {
        item,
        part,
        home,
        bar: frame.bar,
        tabs: itemTabs(home, '/decision'),
        guide,
        levels: domains.filter(({ level }) => level !== null),
        decision: decision && said(decision),
        deferrals: deferrals.map(said),
        wanted,
        stillWanted: wanted.filter(({ came }) => came === null).length,
        outcome: decision?.content['outcome'] ?? null,
        packageNeeded: decision?.content['packageNeeded'] === true,
        eligibility: item.status === 'listed' ? shown(ELIGIBILITY) : [],
        package: shown(PACKAGE),
        money: shown(MONEY),
        funding: frame.view.funding,
        ...viewsShown(at, visit.caller),
        deadlines: clocksThatRun(deadlines?.view ?? [], today, calendar),
        notices: (notices?.view ?? [])
          .filter(({ status }) => status === 'owed')
          .map((notice) => ({ ...notice, who: owedInWords(notice) })),
        case: item.case,
        mayReceive: mayRecord('INFORMATION_RECEIVED', visit.caller.roles),
        mayTell: mayRecord('NOTICE_GIVEN', visit.caller.roles),
      },
    );
  }
}

/** Something that the panel asked for when it deferred a case (PAN-7). */
interface Wanted {
  nth: number;
  what: string;
  from: string;
  /** As the panel said, or else the day the papers of the next meeting close; null where that is not known any more. */
  by: LocalDate | null;
  came: { on: LocalDate; heldAt: string } | null;
}

/** What the last deferral asked for, each with what has come of it since. */
function wantedOf(
  deferral: EventView | undefined,
  received: readonly EventView[],
  deadlines: readonly DeadlineView[],
): Wanted[] {
  if (!deferral) return [];
  const due = deadlines.findLast(({ timescale }) => timescale === INFORMATION)?.dueOn ?? null;
  const things = deferral.content['wanted'] as { what: string; from: string; by?: LocalDate }[];
  return things.map(({ what, from, by }, at) => {
    const came = received.findLast(({ seq, content }) => seq > deferral.seq && content['nth'] === at + 1);
    return {
      nth: at + 1,
      what,
      from,
      by: by ?? due,
      came: came
        ? { on: came.content['receivedOn'] as LocalDate, heldAt: came.content['heldAt'] as string }
        : null,
    };
  });
}

function stepShown(
  { type, title, clauses, process, possible, mayYou, roles, missing }: StepView,
  id: string,
  to: string,
): StepShown {
  const query = new URLSearchParams({ ...(process === null ? {} : { process }), to });
  return {
    title,
    href: `/cases/${id}/do/${type}?${query.toString()}`,
    clauses,
    possible,
    mayYou,
    roles: rolesInWords(roles),
    missing,
  };
}
