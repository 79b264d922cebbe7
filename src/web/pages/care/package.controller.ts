import { Controller, Param } from '@nestjs/common';
import { eventOf, type CareShown } from '../../../../workflows/protocol/index.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { CaseView, EventView, StepView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { choiceInWords } from '../words/choice-words.js';
import { deadlineShown } from '../words/standing.js';
import { matrixOf } from './assurance-matrix.js';
import { careRoutes } from './care.routes.js';
import { elementRows } from './element-rows.js';
import { standsAgainst, stepLinks } from './step-links.js';

const DESIGNS = ['PACKAGE_DESIGNED', 'PACKAGE_CHANGED'];
const CONTINGENCIES = ['CONTINGENCY_AGREED', 'CONTINGENCY_RENEWED'];
const COURSE = [
  ...DESIGNS,
  ...CONTINGENCIES,
  'CARER_NAMED',
  'CARER_STOOD_DOWN',
  'CARER_ADDED',
  'CARER_LEFT',
  'PROCUREMENT_STEP_RECORDED',
  'PACKAGE_ARRANGED',
  'PACKAGE_COMMENCED',
  'PACKAGE_WITHDRAWN_BEFORE_START',
  'PROVIDER_MONITORED',
  'OUTCOME_TRACKED',
  'PACKAGE_ENDED',
];
/** What can be recorded of the care itself, in the order it is usually done. */
const OF_CARE = [
  'PACKAGE_DESIGNED',
  'CARER_NAMED',
  'ASSURANCE_RECORDED',
  'CONTINGENCY_AGREED',
  'PROCUREMENT_STEP_RECORDED',
  'PACKAGE_ARRANGED',
  'PACKAGE_COMMENCED',
  'PACKAGE_CHANGED',
  'CARER_ADDED',
  'CARE_ASSURED',
  'CONTINGENCY_RENEWED',
  'OUTCOME_TRACKED',
  'PROVIDER_MONITORED',
  'CARER_STOOD_DOWN',
  'CARER_LEFT',
  'PACKAGE_WITHDRAWN_BEFORE_START',
  'PACKAGE_ENDED',
];
/** What can be recorded of its money, which comes last (PAN-5). */
const OF_MONEY = [
  'FUNDING_PROPOSED',
  'FUNDING_COMMITTED',
  'FUNDING_APPROVED',
  'HIGH_COST_AUTHORISED',
  'HIGH_COST_REFUSED',
];
const ASSURES: Readonly<Record<string, string>> = {
  provision: 'ASSURANCE_RECORDED',
  package: 'CARE_ASSURED',
};
const CLOCKS = ['provision-local', 'provision-arranged'];
const MOST = 120;
const PAGE = 'package';

/** The package of care of a case: design, carers, assurances and contingency, and then what it costs. */
@Controller()
export class PackageController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly record: RecordReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  @Handles(careRoutes.packagePage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/package');
    const { place, person } = visit.caller;
    const { view, today } = frame;
    const { protocol } = today;
    const [found, events = [], deadlines, offers] = await Promise.all([
      this.next.steps(place, view.id, person),
      this.record.ofTypes(place, view.id, COURSE, MOST),
      this.cases.deadlines(place, view.id),
      this.offers.in({ place, case: view.id, protocol, deadlines: [] }),
    ]);
    const steps = found?.view ?? [];
    const carers = view.packages.flatMap((each) => each.carers.map((carer) => carer.person));
    const names = await this.names.of(place, [...carers, ...idsSaid(events.map(({ content }) => content))]);
    const drawn = view.packages.map((care) => {
      const assures = ASSURES[kindOf(view, care)] ?? '';
      const may = steps.some(({ type, possible, mayYou }) => type === assures && possible && mayYou);
      return {
        ...care,
        kind: kindOf(view, care),
        stage: view.processes.find((process) => process.id === care.process)?.stage ?? '',
        elements: elementRows(designOf(events, care), names, offers),
        matrix: matrixOf(care, {
          protocol,
          names,
          formOf: (state, carer) =>
            may
              ? `/cases/${view.id}/do/${assures}?process=${care.process}&kind=${state.kind}${carer === null ? '' : `&carer=${carer}&task=${state.task ?? ''}`}&to=/cases/${view.id}/${PAGE}`
              : null,
        }),
      };
    });
    return this.pages.show(
      browser,
      { template: 'package.njk', title: `Package, ${view.reference}`, here: '/cases', trail: frame.trail },
      {
        ...frame,
        drawn,
        kinds: protocol.parameters.assuranceKinds.value.map(({ title }) => title),
        contingencies: latestContingencies(events).map((event) => ({
          ...event,
          said: saidBy(eventOf(event.type), event.content, names, offers),
        })),
        yours: stepLinks(view.id, steps, OF_CARE, PAGE),
        money: stepLinks(view.id, steps, OF_MONEY, PAGE),
        against: commencing(steps),
        funding: view.funding.map((funding) => ({ ...funding, kindOf: choiceInWords })),
        beforeThePanel: view.processes.some(({ kind }) => kind === 'panelItem'),
        clocks: (deadlines?.view ?? [])
          .filter(({ timescale }) => CLOCKS.includes(timescale))
          .map((each) => deadlineShown(each, today.today, today.calendar)),
        history: events.map((event) => ({
          ...event,
          said: saidBy(eventOf(event.type), event.content, names, offers),
        })),
        versions: events.filter(({ type }) => DESIGNS.includes(type)).length,
      },
    );
  }
}

const kindOf = ({ processes }: CaseView, { process }: CareShown): string =>
  processes.find(({ id }) => id === process)?.kind ?? '';

/** What the package of that process is made of: its own design or change, else the design it began with. */
const designOf = (events: readonly EventView[], { process }: CareShown): EventView | undefined =>
  events.find((event) => DESIGNS.includes(event.type) && event.process === process) ??
  events.find(({ type }) => DESIGNS.includes(type));

/** The contingency plans that stand: the latest against each thing. */
const latestContingencies = (events: readonly EventView[]): EventView[] => [
  ...new Map(
    events
      .filter(({ type }) => CONTINGENCIES.includes(type))
      .reverse()
      .map((event) => [String(event.content['against']), event] as const),
  ).values(),
];

const GOVERNANCE = 'PRV-1';

/** What stands against commencing, without the gaps of governance: the table of assurances names them. */
const commencing = (steps: readonly StepView[]) =>
  standsAgainst(steps, 'PACKAGE_COMMENCED').map((refusal) =>
    refusal.clauses.includes(GOVERNANCE) ? { ...refusal, missing: [] } : refusal,
  );
