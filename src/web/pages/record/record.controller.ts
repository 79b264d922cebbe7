import { Controller, Param } from '@nestjs/common';
import {
  eventOf,
  formInWords,
  inWords,
  isLocalDate,
  londonDateOf,
  type LocalDate,
} from '../../../../workflows/protocol/index.js';
import { mayDo, mayRecord, rolesFor } from '../../../access/policy.js';
import { CasePeople } from '../../../directory/case-people.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import { REGARDING, regardsIn } from '../../../reading/regards.js';
import type { EventView, NoticeView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { found, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames, nameOf } from '../cases/case-frame.js';
import type { Offers } from '../forms/form-view.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy, type Names } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { anyOf } from '../words/roles.js';
import { BOX, pictureOf } from './chart-picture.js';
import { dayOf, letterOf, LETTERS } from './letter.js';
import { LetterOf, recordRoutes } from './record.routes.js';
import { toldInWords } from './told.js';

const DECISIONS = [
  'CHECKLIST_PROCEEDED',
  'CHECKLIST_NOT_PROCEEDED',
  'CHECKLIST_RETURNED',
  'RECOMMENDATION_MADE',
  'ASSESSMENT_QUALITY_ASSURED',
  'PANEL_DECIDED',
  'ITEM_DEFERRED',
  'REVIEW_COMPLETED',
  'HIGH_COST_AUTHORISED',
  'HIGH_COST_REFUSED',
];
/** What can be added there to what is said. */
const ADDED = ['CASE_NOTE_ADDED', 'CONTACT_LOGGED'];
const TALK = [...ADDED, 'VOICE_RECORDED', 'VIEW_RECORDED'];
const TELLING = 'NOTICE_GIVEN';
const NOT_TELLING = 'NOTICE_NOT_NEEDED';
const MOST = 50;
const DESIGNS = ['PACKAGE_DESIGNED', 'PACKAGE_CHANGED'];

const STATUS: Readonly<Record<NoticeView['status'], string>> = {
  owed: 'Still to be told',
  given: 'Told',
  notNeeded: 'Not needed',
  withdrawn: 'No longer owed',
};

const letterAddress = (caseId: string, { process, recipient }: NoticeView): string =>
  `/cases/${caseId}/letters/${process}/${recipient}`;

const noticeForm = (caseId: string, type: string, { process, recipient }: NoticeView): string =>
  `/cases/${caseId}/do/${type}?process=${process}&recipient=${recipient}&to=/cases/${caseId}/people`;

/** The rest of a case's record: its course as pictures, its people, decisions and talk, and letters. */
@Controller()
export class RecordController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly record: RecordReading,
    private readonly ofCase: CasePeople,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  @Handles(recordRoutes.coursePage)
  async course(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/course');
    const { processes, reference } = frame.view;
    return this.pages.show(
      browser,
      { template: 'course.njk', title: `Course of ${reference}`, here: '/cases', trail: frame.trail },
      { ...frame, pictures: processes.flatMap((process) => pictureOf(process) ?? []), box: BOX },
    );
  }

  @Handles(recordRoutes.peoplePage)
  async people(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    const { place, roles } = visit.caller;
    const caseId = frame.view.id;
    const [notices, own, offers, decided, talked, regarding, tellings] = await Promise.all([
      this.cases.notices(place, caseId),
      this.ofCase.of(place, caseId),
      this.offers.in({ place, case: caseId, protocol: frame.today.protocol, deadlines: [] }),
      this.record.ofTypes(place, caseId, DECISIONS, MOST),
      this.record.ofTypes(place, caseId, TALK, MOST),
      this.record.ofTypes(place, caseId, REGARDING, MOST),
      this.record.ofTypes(place, caseId, [TELLING], MOST),
    ]);
    const events = [...(decided ?? []), ...(talked ?? [])];
    const names = await this.names.of(place, idsSaid(events.map(({ content }) => content)));
    return this.pages.show(
      browser,
      {
        template: 'people.njk',
        title: `People of ${frame.view.reference}`,
        here: '/cases',
        trail: frame.trail,
      },
      {
        ...frame,
        regards: regardsIn(regarding ?? []),
        own,
        mayName: mayDo('nameCasePeople', roles),
        notices: (notices?.view ?? []).map((notice) => ({
          ...notice,
          who: inWords(notice.recipient),
          whoFirst: `${inWords(notice.recipient).charAt(0).toUpperCase()}${inWords(notice.recipient).slice(1)}`,
          how: formInWords(notice.form),
          statusWords: STATUS[notice.status],
          settled: toldInWords(notice, tellings ?? []),
          letter:
            LETTERS.includes(notice.about.id) && notice.form !== 'verbal'
              ? letterAddress(caseId, notice)
              : null,
          record:
            notice.status === 'owed' && mayRecord(TELLING, roles)
              ? noticeForm(caseId, TELLING, notice)
              : null,
          notNeeded:
            notice.status === 'owed' && mayRecord(NOT_TELLING, roles)
              ? noticeForm(caseId, NOT_TELLING, notice)
              : null,
        })),
        decisions: (decided ?? []).map((event) => saidOf(event, names, offers)),
        talk: (talked ?? []).map((event) => saidOf(event, names, offers)),
        most: MOST,
        mayAdd: ADDED.every((type) => mayRecord(type, roles)),
      },
    );
  }

  private async entry(place: string, caseId: string, seq: number): Promise<EventView | undefined> {
    const asked = { limit: 1, after: seq - 1, total: false };
    return (await this.cases.events(place, caseId, asked))?.view.items[0];
  }

  @Handles(recordRoutes.letterPage)
  async letter(
    @Param() { id, process, recipient }: LetterOf,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    const { place, roles } = visit.caller;
    const caseId = frame.view.id;
    const notices = (await this.cases.notices(place, caseId))?.view ?? [];
    const all = notices.filter(
      (each) => each.process === process && each.recipient === recipient && each.form !== 'verbal',
    );
    const notice = found(all.find(({ status }) => status === 'owed') ?? all[0]);
    if (!LETTERS.includes(notice.about.id)) throw nothingHere();
    const event = found(await this.entry(place, caseId, notice.owedBy));
    const told =
      notice.status === 'given' && notice.settledBy !== null
        ? await this.entry(place, caseId, notice.settledBy)
        : undefined;
    const [design] = (await this.record.ofTypes(place, caseId, DESIGNS, 1)) ?? [];
    const names = await this.names.of(place, idsSaid([event.content, design?.content]));
    const regarding = await this.record.ofTypes(place, caseId, REGARDING, MOST);
    const sending = sentAs(visit, frame.today.today, told);
    const letter = letterOf({
      notice,
      event,
      design,
      names,
      child: frame.view.child.givenName ?? nameOf(frame.view.child),
      decidedOn: dayOf(event, londonDateOf(event.at)),
      writtenOn: sending.on,
      today: frame.today,
    });
    const sent = `&how=letter&rationaleGiven=yes${letter.appeal ? '&appealRightStated=yes' : ''}`;
    return this.pages.show(
      browser,
      {
        template: 'letter.njk',
        title: `Letter, ${frame.view.reference}`,
        here: '/cases',
        trail: [...frame.trail, { text: 'People', href: `/cases/${caseId}/people` }],
      },
      {
        ...frame,
        letter,
        regards: recipient === 'family' ? regardsIn(regarding ?? []) : [],
        clause: notice.clause,
        who: inWords(recipient),
        family: recipient === 'family',
        status: notice.status,
        several: recipient === 'keyProfessionals',
        recorders: anyOf(rolesFor(TELLING)),
        ...sending,
        record:
          notice.status === 'owed' && mayRecord(TELLING, roles)
            ? `/cases/${caseId}/do/${TELLING}?process=${process}&recipient=${recipient}${sent}&to=/cases/${caseId}/people`
            : null,
      },
    );
  }
}

/** The day a letter bears and whose name: those of when it was sent, today and the reader's while it is not. */
function sentAs(
  { caller }: Visit,
  today: LocalDate,
  told: EventView | undefined,
): { on: LocalDate; from: string } {
  if (told === undefined) return { on: today, from: caller.name };
  const { toldOn } = told.content;
  return {
    on: isLocalDate(toldOn) ? toldOn : londonDateOf(told.at),
    from: told.by?.name ?? caller.name,
  };
}

const saidOf = (event: EventView, names: Names, offers?: Offers): object => ({
  ...event,
  said: saidBy(eventOf(event.type), event.content, names, offers),
});
