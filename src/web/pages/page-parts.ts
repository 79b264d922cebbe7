import type { Type } from '@nestjs/common';
import { RecordReads } from '../../audit/record-reads.js';
import { Drafts } from '../../drafts/drafts.js';
import { AssessmentReading } from '../../reading/assessment-reading.js';
import { NamesReading } from '../../reading/names-reading.js';
import { RecordReading } from '../../reading/record-reading.js';
import { SearchReading } from '../../reading/search-reading.js';
import { WorkReading } from '../../reading/work/work-reading.js';
import { AssessmentController } from './assessment/assessment.controller.js';
import { DomainController } from './assessment/domain.controller.js';
import { NamedEvidence } from './assessment/evidence-named.js';
import { AccessReading } from '../../reading/access-reading.js';
import { AuditReading } from '../../reading/audit-reading.js';
import { AuditPagesController } from './admin/audit.controller.js';
import { DirectoryPagesController } from './admin/directory.controller.js';
import { EndAccountController } from './admin/end-account.controller.js';
import { PersonPagesController } from './admin/person.controller.js';
import { CalendarPagesController } from './admin/calendar.controller.js';
import { ProtocolPagesController } from './admin/protocol.controller.js';
import { TeamController } from './assessment/team.controller.js';
import { PackageController } from './care/package.controller.js';
import { ReviewsController } from './care/reviews.controller.js';
import { AuthorityReading } from '../../reading/authority-reading.js';
import { AuthorityController } from './authority/authority.controller.js';
import { CaseFrames } from './cases/case-frame.js';
import { CasePagesController } from './cases/cases.controller.js';
import { ChecklistController } from './checklist/checklist.controller.js';
import { ClausesController } from './clauses/clauses.controller.js';
import { Correcting } from './do/correcting.js';
import { DoController } from './do/do.controller.js';
import { DraftsController } from './drafts/drafts.controller.js';
import { OwnDrafts } from './drafts/own-drafts.js';
import { OwnOpeningDrafts } from './drafts/own-opening-drafts.js';
import { DrawnForm } from './do/drawn-form.js';
import { EventForms } from './do/event-forms.js';
import { StepForms } from './do/step-forms.js';
import { EffectPages } from './do/effect-pages.js';
import { FormDrafts } from './do/kept-drafts.js';
import { Subjects } from './do/subject-form.js';
import { OfferFinder } from './forms/offers.js';
import { HomeController } from './home/home.controller.js';
import { Pages } from './pages.js';
import { PagesController } from './pages.controller.js';
import { ProblemPages } from './problem-page.js';
import { CasePeoplePagesController } from './record/case-people.controller.js';
import { RecordController } from './record/record.controller.js';
import { ExceptionPagesController } from './exceptions/exceptions.controller.js';
import { NoticePagesController } from './notices/notices.controller.js';
import { PerformancePagesController } from './performance/performance.controller.js';
import { QueueChoices } from './queues/queue-choices.js';
import { QueuePagesController } from './queues/queues.controller.js';
import { PanelEntries } from '../../panel/panel-entries.js';
import { PanelMembers } from '../../panel/members.js';
import { MinutesReading } from '../../reading/minutes-reading.js';
import { PackReading } from '../../reading/pack-reading.js';
import { ChangeController } from './panel/change.controller.js';
import { Following } from './panel/following.js';
import { PlanController } from './panel/plan.controller.js';
import { BundleController } from './panel/bundle.controller.js';
import { PacksShown } from './panel/packs-shown.js';
import { DecisionPages } from './panel/decision-pages.js';
import { ItemDoors } from './panel/item-doors.js';
import { PanelWork } from './panel/panel-work.js';
import { WaitingCases } from './panel/waiting-cases.js';
import { ItemPages } from './panel/item-pages.js';
import { ItemPagesController } from './panel/items.controller.js';
import { MeetingPagesController } from './panel/meetings.controller.js';
import { MinutesController } from './panel/minutes.controller.js';
import { PartPages } from './refer/part-pages.js';
import { ReferController } from './refer/refer.controller.js';
import { AfterReferrals } from './refer/after-referral.js';
import { ReferralPages } from './refer/referral-pages.js';
import { Referrals } from './refer/referrals.js';
import { Referred } from './refer/referred.js';
import { SearchController } from './search/search.controller.js';
import { DemonstrationPeople } from './sign-in/demonstration-people.js';
import { PasswordController } from './sign-in/password.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { AbsencePagesController } from './workload/absences.controller.js';
import { ChangePagesController } from './workload/changes.controller.js';
import { WorkloadPagesController } from './workload/workload.controller.js';
import { SavedViews } from '../../saved-views/saved-views.js';
import { ViewsController } from './views/views.controller.js';
import { Today } from './words/today.js';
import { Warnings } from './words/warnings.js';
import { WorkController } from './work/work.controller.js';

/** One part of the pages: its controllers, and what only they need. */
interface PagePart {
  controllers: readonly Type[];
  providers: readonly Type[];
}

/** Every part of the pages. */
const PARTS: readonly PagePart[] = [
  {
    controllers: [PagesController, HomeController],
    providers: [Pages, ProblemPages, Today, RecordReads, Warnings],
  },
  { controllers: [SignInController, PasswordController], providers: [DemonstrationPeople, SignInPage] },
  { controllers: [CasePagesController], providers: [CaseFrames, NamesReading] },
  {
    controllers: [DoController],
    providers: [EventForms, DrawnForm, EffectPages, FormDrafts, Subjects, OfferFinder, Correcting],
  },
  { controllers: [SearchController], providers: [SearchReading] },
  {
    controllers: [
      PlanController,
      ChangeController,
      MeetingPagesController,
      MinutesController,
      BundleController,
      ItemPagesController,
    ],
    providers: [
      PacksShown,
      PanelEntries,
      PanelMembers,
      Following,
      PackReading,
      MinutesReading,
      ItemDoors,
      PanelWork,
      WaitingCases,
      ItemPages,
      DecisionPages,
    ],
  },
  { controllers: [ClausesController], providers: [] },
  { controllers: [WorkController], providers: [WorkReading] },
  { controllers: [DraftsController], providers: [OwnDrafts, OwnOpeningDrafts, Drafts] },
  {
    controllers: [AssessmentController, DomainController, TeamController],
    providers: [AssessmentReading, NamedEvidence],
  },
  {
    controllers: [ReferController],
    providers: [Referrals, ReferralPages, AfterReferrals, PartPages, Referred],
  },
  { controllers: [PackageController, ReviewsController], providers: [] },
  { controllers: [ChecklistController], providers: [StepForms] },
  { controllers: [RecordController, CasePeoplePagesController], providers: [RecordReading] },
  { controllers: [ViewsController], providers: [SavedViews] },
  { controllers: [AuthorityController], providers: [AuthorityReading] },
  { controllers: [QueuePagesController, PerformancePagesController], providers: [QueueChoices] },
  { controllers: [WorkloadPagesController, AbsencePagesController, ChangePagesController], providers: [] },
  {
    controllers: [
      DirectoryPagesController,
      PersonPagesController,
      EndAccountController,
      CalendarPagesController,
      ProtocolPagesController,
      AuditPagesController,
    ],
    providers: [AccessReading, AuditReading],
  },
  { controllers: [NoticePagesController, ExceptionPagesController], providers: [] },
];

export const PAGE_CONTROLLERS: Type[] = PARTS.flatMap(({ controllers }) => [...controllers]);
export const PAGE_PROVIDERS: Type[] = PARTS.flatMap(({ providers }) => [...providers]);
