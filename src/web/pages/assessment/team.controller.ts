import { Controller, Param } from '@nestjs/common';
import { AssessmentReading } from '../../../reading/assessment-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { NextReading } from '../../../reading/next-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { EventView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { StepForms } from '../do/step-forms.js';
import type { Posted } from '../forms/draft.js';
import { idsSaid, personIn } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { assessmentRoutes } from './assessment.routes.js';
import { teamOf } from './team.js';

const INVITED = 'MDT_INVITED';
const HELD = 'MDT_HELD';
const CHECKLIST = 'CHECKLIST_RECEIVED';
const MOST = 20;

interface Invited {
  person: string;
  discipline: string;
}

const invitedBy = (event: EventView | undefined, name: string): Invited[] => {
  const value = event?.content[name];
  return Array.isArray(value) ? (value as Invited[]) : [];
};
const boxesOf = (name: string, people: readonly Invited[]): Posted =>
  Object.fromEntries(
    people.flatMap(({ person, discipline }, at) => [
      [`${name}.${at}.person`, person],
      [`${name}.${at}.discipline`, discipline],
    ]),
  );

/** The multi-disciplinary team of an assessment: who is invited, who came, and what is still owed (HNA-1). */
@Controller()
export class TeamController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly assessments: AssessmentReading,
    private readonly next: NextReading,
    private readonly record: RecordReading,
    private readonly names: NamesReading,
    private readonly forms: StepForms,
  ) {}

  @Handles(assessmentRoutes.teamPage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/assessment');
    const { place, person } = visit.caller;
    const caseId = frame.view.id;
    const [assessment, steps, events = []] = await Promise.all([
      this.assessments.find(place, caseId),
      this.next.steps(place, caseId, person),
      this.record.ofTypes(place, caseId, [INVITED, HELD, CHECKLIST], MOST),
    ]);
    if (!assessment) throw nothingHere();
    const own = (type: string): EventView | undefined =>
      events.find((each) => each.type === type && each.process === assessment.process);
    const invitation = own(INVITED);
    const meeting = own(HELD);
    const checklist = events.find(({ type }) => type === CHECKLIST);
    const names = await this.names.of(place, idsSaid(events.map(({ content }) => content)));
    const rows = teamOf(
      frame.today.protocol.parameters.mdtDisciplines.value,
      { invitation, meeting },
      (who) =>
        who === undefined ? 'Somebody not named' : (names.get(who) ?? 'Somebody no longer known here'),
    );
    const back = `/cases/${caseId}/assessment/team`;
    const type = invitation && !meeting ? HELD : meeting ? null : INVITED;
    const step = steps?.view.find((each) => each.type === type && each.possible && each.mayYou);
    const chair = frame.view.assessor?.id ?? person;
    const filled =
      type === HELD
        ? {
            chairedBy: chair,
            ...boxesOf('attendance', invitedBy(invitation, 'invited')),
          }
        : boxesOf('invited', invitedBy(checklist, 'attendees'));
    return this.pages.show(
      browser,
      {
        template: 'team.njk',
        title: `The team, ${frame.view.reference}`,
        here: '/cases',
        trail: [...frame.trail, { text: 'Assessment', href: `/cases/${caseId}/assessment` }],
      },
      {
        ...frame,
        back,
        rows,
        owed: rows.flatMap(({ discipline, owed }) => (owed === null ? [] : [{ discipline, owed }])),
        meetsOn: invitation?.content['meetsOn'] ?? null,
        heldOn: meeting?.content['heldOn'] ?? null,
        chairedBy: personIn(meeting, 'chairedBy', names),
        form: step ? await this.forms.find(visit, { frame, step, to: back, filled }) : null,
        also: [INVITED, HELD, 'EVIDENCE_RECORDED'].flatMap((other) => {
          const found = steps?.view.find((each) => each.type === other && each.possible && each.mayYou);
          if (!found || other === type) return [];
          const title = other === HELD && meeting ? 'Record another meeting of the team' : found.title;
          return [{ title, href: `/cases/${caseId}/do/${other}?to=${back}` }];
        }),
      },
    );
  }
}
