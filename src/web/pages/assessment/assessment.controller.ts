import { Controller, Param } from '@nestjs/common';
import type { CaseFacts } from '../../../../workflows/protocol/index.js';
import { rolesFor } from '../../../access/policy.js';
import { AssessmentReading } from '../../../reading/assessment-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { Identified } from '../../api/common.dto.js';
import { nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { OwnDrafts } from '../drafts/own-drafts.js';
import { Pages } from '../pages.js';
import { rolesInWords } from '../words/roles.js';
import { assessmentRoutes } from './assessment.routes.js';
import { NamedEvidence, trailOf } from './evidence-named.js';
import { STAGE, taskGroups } from './task-list.js';

/** The assessment of a case as a list of tasks, and its levels together. */
@Controller()
export class AssessmentController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly assessments: AssessmentReading,
    private readonly next: NextReading,
    private readonly drafts: OwnDrafts,
    private readonly evidence: NamedEvidence,
  ) {}

  @Handles(assessmentRoutes.assessmentPage)
  async list(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/assessment');
    const { place, person } = visit.caller;
    const caseId = frame.view.id;
    const [view, steps, drafts, evidence, last = []] = await Promise.all([
      this.assessments.find(place, caseId),
      this.next.steps(place, caseId, person),
      this.drafts.ofCase(visit, caseId),
      this.evidence.of(place, caseId),
      this.assessments.last(place, caseId),
    ]);
    const { voices } = frame.view.facts as CaseFacts;
    const asked = { caseId, steps: steps?.view ?? [], drafts, evidence, voiced: voices.includes(STAGE) };
    return this.pages.show(
      browser,
      {
        template: 'assessment.njk',
        title: `Assessment, ${frame.view.reference}`,
        here: '/cases',
        trail: frame.trail,
      },
      {
        ...frame,
        assessment: view ?? null,
        groups: view ? taskGroups({ ...asked, view }) : [],
        scored: view?.domains.filter(({ score }) => score !== null).length ?? 0,
        evidence,
        last: last
          .filter((domain) => domain.last !== null)
          .map((domain) => ({
            ...domain,
            evidence: evidence.filter((one) => one.domain === domain.slug),
          })),
        mayRecordEvidence: asked.steps.some(
          ({ type, possible, mayYou }) => type === 'EVIDENCE_RECORDED' && possible && mayYou,
        ),
        mayExplain: asked.steps.some(
          ({ type, possible, mayYou }) => type === 'EVIDENCE_ABSENCE_EXPLAINED' && possible && mayYou,
        ),
      },
    );
  }

  @Handles(assessmentRoutes.assessmentCheckPage)
  async check(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/assessment');
    const { place, person } = visit.caller;
    const caseId = frame.view.id;
    const [view, steps] = await Promise.all([
      this.assessments.find(place, caseId),
      this.next.steps(place, caseId, person),
    ]);
    if (!view) throw nothingHere();
    const step = steps?.view.find(({ type }) => type === 'RECOMMENDATION_MADE');
    return this.pages.show(
      browser,
      {
        template: 'assessment-check.njk',
        title: `Check your answers, ${frame.view.reference}`,
        here: '/cases',
        trail: trailOf(frame),
      },
      { ...frame, assessment: view, step, roles: rolesInWords(rolesFor('RECOMMENDATION_MADE')) },
    );
  }
}
