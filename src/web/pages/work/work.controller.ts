import { Controller } from '@nestjs/common';
import { formInWords, inWords, partInWords } from '../../../../workflows/protocol/index.js';
import { CaseDoors, veiled } from '../../../panel/case-doors.js';
import { mayDo, mayRecord, rolesFor } from '../../../access/policy.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { NextReading } from '../../../reading/next-reading.js';
import { NoticeReading } from '../../../reading/notice-reading.js';
import type { OwedNoticeView, StepView } from '../../../reading/views.js';
import { WorkReading, type PartLine } from '../../../reading/work/work-reading.js';
import { OwnNotices } from '../../../staff-notices/own-notices.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { nameOf } from '../cases/case-frame.js';
import { isAnyTime } from '../cases/next-steps.js';
import { stepAddress } from '../cases/step-address.js';
import { OwnOpeningDrafts } from '../drafts/own-opening-drafts.js';
import { Pages } from '../pages.js';
import { PanelWork } from '../panel/panel-work.js';
import { WaitingCases } from '../panel/waiting-cases.js';
import { Referred } from '../refer/referred.js';
import { Today } from '../words/today.js';
import { workGroups } from './work-list.js';
import { workRoutes } from './work.routes.js';

/** Rows of one page: what can be judged and read in one go. Whoever has more sees the most urgent, and how many there are. */
const MOST_LINES = 50;
const MOST_PARTS = 50;
const MOST_TO_SIGN_OFF = 25;
const MOST_NOTICES = 25;
const MOST_MESSAGES = 10;

const noticeToGive = (one: OwedNoticeView): object => ({
  ...one,
  href: `/cases/${one.case.id}/do/NOTICE_GIVEN?process=${one.process}&recipient=${one.recipient}&to=/work`,
  recipientWords: inWords(one.recipient),
  formWords: formInWords(one.form),
});

/** Most things to record that are offered for a case somebody takes part in. */
const MOST_OFFERED = 3;

/** Whether everybody may record it, such as that consent is withdrawn: nothing that is asked of one of them. */
const isForAnyone = (type: string): boolean =>
  ['referrer', 'chiefNurse', 'councilOfficer'].every((role) =>
    (rolesFor(type) as readonly string[]).includes(role),
  );

/** Cases somebody takes part in, those in which they can record something of the course first. */
function partRows(lines: readonly PartLine[], steps: ReadonlyMap<string, readonly StepView[]>): object[] {
  const rows = lines.map((line) => {
    const mine = (steps.get(line.id) ?? []).filter(
      ({ possible, mayYou, type }) => possible && mayYou && !isAnyTime(type) && !isForAnyone(type),
    );
    return {
      ...line,
      name: nameOf(line),
      partWords: line.parts.map(partInWords),
      doing: mine
        .slice(0, MOST_OFFERED)
        .map((step) => ({ title: step.title, href: stepAddress(line.id, step) })),
    };
  });
  return [...rows.filter(({ doing }) => doing.length > 0), ...rows.filter(({ doing }) => doing.length === 0)];
}

/** What somebody has to do: deadlines by urgency, reasons wanted, people to tell, and messages. */
@Controller()
export class WorkController {
  constructor(
    private readonly pages: Pages,
    private readonly work: WorkReading,
    private readonly next: NextReading,
    private readonly notices: NoticeReading,
    private readonly messages: OwnNotices,
    private readonly reads: RecordReads,
    private readonly referredBy: Referred,
    private readonly openings: OwnOpeningDrafts,
    private readonly panel: PanelWork,
    private readonly waitingCases: WaitingCases,
    private readonly today: Today,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(workRoutes.workPage)
  async show(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    const { place, person, roles } = visit.caller;
    const ofCouncil = roles.includes('councilOfficer');
    const signsOff = mayRecord('ASSESSMENT_QUALITY_ASSURED', roles);
    const [found, today, owed, messages, referred, begun, closed, conflicts, parts, invited, panel, waiting] =
      await Promise.all([
        this.work.of(place, person, roles, MOST_LINES),
        this.today.in(place),
        this.notices.owed(place, { assessor: person }, { limit: MOST_NOTICES, after: null, total: true }),
        this.messages.list(place, person, 'unread', { limit: MOST_MESSAGES, after: null, total: true }),
        this.referredBy.of(visit),
        this.openings.begun(visit),
        this.doors.closedTo(visit.caller),
        this.doors.conflictsOf(visit.caller),
        ofCouncil ? this.work.parts(place, person, MOST_PARTS + 1) : [],
        ofCouncil ? this.work.invitations(place, person, MOST_PARTS) : [],
        this.panel.of(visit.caller),
        signsOff ? this.work.toSignOff(place, person, MOST_TO_SIGN_OFF + 1) : [],
      ]);
    const view = { ...found, lines: veiled(found.lines, closed) };
    const inWork = [...new Set(view.lines.map((line) => line.case.id))];
    const steps = await this.next.stepsOfAll(
      place,
      inWork.filter((id) => !conflicts.has(id)),
      person,
    );
    const waitsForAgenda = await this.waitingCases.of(visit.caller, today);
    const forAgenda = waitsForAgenda.cases.filter(({ id }) => !closed(id));
    const mine = parts.slice(0, MOST_PARTS).filter(({ id }) => !closed(id));
    const meetings = invited.filter(({ id }) => !closed(id));
    const toSignOff = waiting.slice(0, MOST_TO_SIGN_OFF).filter(({ id }) => !closed(id));
    const toTell = owed.items.filter((one) => !conflicts.has(one.case.id));
    const owedTotal = (owed.total ?? owed.items.length) - (owed.items.length - toTell.length);
    const partSteps = await this.next.stepsOfAll(
      place,
      mine.map(({ id }) => id),
      person,
    );
    const cases = [
      ...new Set([...inWork, ...[...mine, ...meetings, ...toSignOff].map(({ id }) => id)]),
    ].filter((id) => !closed(id));
    if (cases.length > 0) await this.reads.note({ place, person, part: 'my work', via: 'page', cases });
    return this.pages.show(
      browser,
      { template: 'work.njk', title: 'My work', here: '/work' },
      {
        view,
        groups: workGroups(view, steps, { today, closed, conflicts }),
        wanted: view.lines
          .filter((line) => line.reasonWanted !== null && !conflicts.has(line.case.id))
          .map((line) => ({
            ...line,
            name: nameOf(line.child),
            href: `/cases/${line.case.id}/do/BREACH_REASON_GIVEN?deadline=${encodeURIComponent(line.key)}&to=/work`,
          })),
        owed: toTell.map(noticeToGive),
        owedTotal,
        messages: messages.items,
        messagesTotal: messages.total ?? messages.items.length,
        referred,
        begun,
        parts: partRows(mine, partSteps),
        moreParts: parts.length > MOST_PARTS,
        toSignOff: toSignOff.map((line) => ({
          ...line,
          name: nameOf(line),
          href: stepAddress(line.id, { type: 'ASSESSMENT_QUALITY_ASSURED', process: null }),
        })),
        moreToSignOff: waiting.length > MOST_TO_SIGN_OFF,
        invitations: meetings.map((line) => ({ ...line, name: nameOf(line) })),
        onPanel: mayDo('takePart', roles),
        chairs: mayRecord('MINUTES_APPROVED', roles),
        panel,
        forAgenda,
        moreForAgenda: waitsForAgenda.more,
        lists: mayRecord('ITEM_LISTED', roles),
        ofCouncil,
        manages: mayDo('manageWorkload', roles),
        authorises: mayRecord('HIGH_COST_AUTHORISED', roles),
      },
    );
  }

  @Handles(workRoutes.workNoticesRead)
  async read(@Asking() { reply }: Browser, @SignedIn() visit: Visit): Promise<string> {
    const { place, person } = visit.caller;
    await this.messages.markAllRead(place, person);
    return this.pages.goTo(reply, visit, '/work', {
      kind: 'success',
      title: 'Your messages are marked as read',
    });
  }
}
