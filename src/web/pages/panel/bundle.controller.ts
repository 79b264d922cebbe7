import { createHash } from 'node:crypto';
import { Controller, Param } from '@nestjs/common';
import { RecordReads } from '../../../audit/record-reads.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import type { ItemAtDoor } from '../../../panel/items-at-door.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import type { AgendaItemView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { Pages } from '../pages.js';
import { meetingTabs } from './meeting-words.js';
import { PacksShown, type PackShown } from './packs-shown.js';
import { panelRoutes } from './panel.routes.js';

const VERSION_LENGTH = 12;

interface Sheet {
  case: string;
  reference: string;
  presenter: string | null;
  closed: ItemAtDoor['closed'];
  /** The pack; null where it is closed to the reader. */
  shown: PackShown | null;
}

/** The packs of a whole meeting in one piece, to be printed. */
@Controller()
export class BundleController {
  constructor(
    private readonly pages: Pages,
    private readonly meetings: MeetingReading,
    private readonly doors: CaseDoors,
    private readonly packs: PacksShown,
    private readonly reads: RecordReads,
    private readonly clock: ServiceClock,
  ) {}

  @Handles(panelRoutes.bundlePage)
  async show(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { place, person, name } = visit.caller;
    const meeting = found(await this.meetings.find(place, idOf(id)));
    const listed = meeting.agenda.filter(({ status }) => status !== 'removed');
    const items = await Promise.all(listed.map((item) => this.sheet(visit, meeting.id, item)));
    const cases = items.filter(({ shown }) => shown !== null).map((item) => item.case);
    if (cases.length > 0)
      await this.reads.note({ place, person, part: 'panel pack in a bundle', via: 'page', cases });
    const versions = items.map(({ reference, shown }) => [reference, shown?.pack.version ?? null]);
    const digest = createHash('sha256').update(JSON.stringify(versions)).digest('hex');
    return this.pages.show(
      browser,
      {
        template: 'panel/bundle.njk',
        title: `Bundle of ${meeting.reference}`,
        here: '/meetings',
        trail: [
          { text: 'Panel meetings', href: '/meetings' },
          { text: meeting.reference, href: `/meetings/${meeting.id}` },
        ],
      },
      {
        meeting,
        tabs: meetingTabs(meeting.id, '/bundle'),
        items,
        version: digest.slice(0, VERSION_LENGTH),
        readBy: name,
        at: await this.clock.now(),
      },
    );
  }

  private async sheet(visit: Visit, meeting: string, item: AgendaItemView): Promise<Sheet> {
    const at = { place: visit.caller.place, meeting, case: item.case };
    const { item: state, closed } = found(await this.doors.itemOf(visit.caller, at));
    return {
      case: item.case,
      reference: item.reference,
      presenter: item.presenter?.name ?? null,
      closed,
      shown: closed === null ? await this.packs.of(visit, state) : null,
    };
  }
}
