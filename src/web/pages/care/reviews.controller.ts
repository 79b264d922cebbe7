import { Controller, Param } from '@nestjs/common';
import { dateInWords, eventOf, type CaseFacts } from '../../../../workflows/protocol/index.js';
import { AssessmentReading } from '../../../reading/assessment-reading.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { EventView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, personIn, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { deadlineShown } from '../words/standing.js';
import { careRoutes } from './care.routes.js';
import { standsAgainst, stepLinks } from './step-links.js';

const COMPLETED = 'REVIEW_COMPLETED';
const OWN = ['REVIEWER_NAMED', 'REVIEW_PLANNED', COMPLETED];
const EVENTS = [...OWN, 'OUTCOME_TRACKED'];
const MOST = 60;
const PAGE = 'reviews';

/** What is done for each outcome of a review, as events that carry it out (REV-6). */
const CARRIES_OUT: Readonly<Record<string, readonly string[]>> = {
  change: ['PACKAGE_CHANGED'],
  stepDown: ['PACKAGE_CHANGED', 'PACKAGE_ENDED'],
  end: ['PACKAGE_ENDED'],
  fullReassessment: ['MDT_INVITED', 'DOMAIN_SCORED'],
};

/** The reviews of a case: the one to come, beside the last, and what its outcome asks for. */
@Controller()
export class ReviewsController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly next: NextReading,
    private readonly record: RecordReading,
    private readonly assessments: AssessmentReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  @Handles(careRoutes.reviewsPage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/reviews');
    const { place, person } = visit.caller;
    const { view, today } = frame;
    const { protocol, calendar } = today;
    const [found, events = [], deadlines, levels = [], offers] = await Promise.all([
      this.next.steps(place, view.id, person),
      this.record.ofTypes(place, view.id, EVENTS, MOST),
      this.cases.deadlines(place, view.id),
      this.assessments.last(place, view.id),
      this.offers.in({ place, case: view.id, protocol, deadlines: [] }),
    ]);
    const steps = found?.view ?? [];
    const names = await this.names.of(place, idsSaid(events.map(({ content }) => content)));
    const saidOf = (event: EventView) => ({
      ...event,
      said: saidBy(eventOf(event.type), event.content, names, offers),
    });
    const last = events.find(({ type }) => type === COMPLETED);
    const asks = (view.facts as CaseFacts).reviewAsksFor;
    return this.pages.show(
      browser,
      { template: 'reviews.njk', title: `Reviews, ${view.reference}`, here: '/cases', trail: frame.trail },
      {
        ...frame,
        open: view.processes
          .filter(({ kind }) => kind === 'review')
          .map((process) => {
            const own = steps.filter((step) => step.process === process.id);
            const of = (type: string): EventView | undefined =>
              events.find((event) => event.type === type && event.process === process.id);
            const clock = (deadlines?.view ?? []).findLast(
              ({ key, settled }) => settled === null && key.endsWith(`/${process.id}`),
            );
            return {
              ...process,
              clock: clock ? deadlineShown(clock, today.today, calendar) : null,
              reviewer: personIn(of('REVIEWER_NAMED'), 'reviewer', names),
              plannedOn: of('REVIEW_PLANNED')?.content['plannedOn'] ?? null,
              links: stepLinks(view.id, own, [COMPLETED, 'REVIEWER_NAMED', 'REVIEW_PLANNED'], PAGE),
              against: standsAgainst(own, COMPLETED),
            };
          }),
        last: last ? saidOf(last) : null,
        levels: levels.filter((domain) => domain.last !== null),
        asks: asks
          ? {
              outcome:
                protocol.parameters.reviewOutcomes.value.find(({ slug }) => slug === asks.outcome)?.title ??
                asks.outcome,
              on: dateInWords(asks.on),
              links: stepLinks(view.id, steps, CARRIES_OUT[asks.outcome] ?? [], PAGE),
            }
          : null,
        outcomes: events.filter(({ type }) => type === 'OUTCOME_TRACKED').map(saidOf),
        earlier: events.filter(({ type, seq }) => type === COMPLETED && seq !== last?.seq).map(saidOf),
      },
    );
  }
}
