import { Body, Controller, Param } from '@nestjs/common';
import { dateInWords, eventOf, isLocalDate } from '../../../../workflows/protocol/index.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import type { Command, CommandOutcome } from '../../../cases/command.js';
import { Together } from '../../../cases/together.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import type { MeetingView } from '../../../reading/views.js';
import { Identified } from '../../api/common.dto.js';
import { commandIdOf, found, idOf, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { contentOf } from '../forms/content.js';
import { readDraft, wordsAt, type Posted } from '../forms/draft.js';
import { errorLinks, formView } from '../forms/form-view.js';
import {
  carriedBy,
  hasFailed,
  shownAfter,
  shownWrong,
  SIGNED_IN_ANEW,
  type ShownAgain,
} from '../forms/shown-again.js';
import { Pages } from '../pages.js';
import { Following } from './following.js';
import { panelRoutes } from './panel.routes.js';

const MOVE = { type: 'MEETING_MOVED', path: 'move', title: 'Move the meeting', done: 'The meeting is moved' };
const CANCEL = {
  type: 'MEETING_CANCELLED',
  path: 'cancel',
  title: 'Cancel the meeting',
  done: 'The meeting is cancelled',
};
type ChangeOf = typeof MOVE;

const NO_OFFERS = { for: () => [] };
const ARRANGED = 'meeting.arranged';
/** What a page of a change is shown with. */
interface Shown extends ShownAgain {
  /** What would be recorded: what follows from it is shown, to be confirmed. */
  content?: Readonly<Record<string, unknown>>;
}

interface Asked {
  browser: Browser;
  visit: Visit;
  meeting: MeetingView;
  change: ChangeOf;
  posted: Posted;
}

/** Moving and cancelling a meeting of the joint panel: what follows is shown before it is done (PAN-1). */
@Controller()
export class ChangeController {
  constructor(
    private readonly pages: Pages,
    private readonly meetings: MeetingReading,
    private readonly following: Following,
    private readonly engine: CaseEngine,
    private readonly together: Together,
  ) {}

  @Handles(panelRoutes.movePage)
  movePage(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.empty(browser, visit, id, MOVE);
  }

  @Handles(panelRoutes.cancelPage)
  cancelPage(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.empty(browser, visit, id, CANCEL);
  }

  @Handles(panelRoutes.move)
  move(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.send(browser, visit, id, MOVE, posted);
  }

  @Handles(panelRoutes.cancel)
  cancel(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.send(browser, visit, id, CANCEL, posted);
  }

  private async empty(browser: Browser, visit: Visit, id: string, change: ChangeOf): Promise<string> {
    const meeting = await this.meeting(visit, id);
    return this.draw({ browser, visit, meeting, change, posted: {} });
  }

  private async meeting({ caller }: Visit, id: string): Promise<MeetingView> {
    return found(await this.meetings.find(caller.place, idOf(id)));
  }

  /** Tries it out first and shows what follows; records it once that was looked at. */
  private async send(
    browser: Browser,
    visit: Visit,
    id: string,
    change: ChangeOf,
    posted: Posted,
  ): Promise<string> {
    const meeting = await this.meeting(visit, id);
    const asked = { browser, visit, meeting, change, posted };
    if (wordsAt(posted, '_again') !== '') return this.draw(asked, SIGNED_IN_ANEW);
    if (wordsAt(posted, 'back') !== '') return this.draw(asked);
    const { content, errors } = contentOf(fieldsOf(change), readDraft(fieldsOf(change), posted));
    if (errors.length > 0) return this.draw(asked, shownWrong(errors));
    const command = commandOf(asked, content);
    if (wordsAt(posted, 'confirm') === '') {
      const [outcome] = await this.together.tryOut([command]);
      return outcome?.kind === 'accepted' ? this.draw(asked, { content }) : this.notDone(asked, outcome);
    }
    const outcome = await this.engine.execute(command);
    if (outcome.kind !== 'accepted') return this.notDone(asked, outcome);
    return this.pages.goTo(browser.reply, visit, `/meetings/${meeting.id}`, {
      kind: 'success',
      title: change.done,
      words: 'The panel and whoever presents a case to it have been told.',
    });
  }

  private notDone(asked: Asked, outcome: CommandOutcome | undefined): Promise<string> {
    if (!outcome || outcome.kind === 'accepted') throw nothingHere();
    return this.draw(asked, shownAfter(outcome));
  }

  private async draw({ browser, visit, meeting, change, posted }: Asked, shown: Shown = {}): Promise<string> {
    const { status, errors = [], refusals = [], changes, notice, content } = shown;
    const fields = fieldsOf(change);
    const drawn = formView({
      event: change.type,
      fields,
      draft: readDraft(fields, posted),
      errors,
      offers: NO_OFFERS,
    });
    const day = content?.['heldOn'];
    const to = isLocalDate(day) ? day : null;
    const shortNotice = content?.['shortNotice'] ?? null;
    const back = `/meetings/${meeting.id}/${change.path}`;
    return this.pages.show(
      browser,
      {
        template: 'panel/change.njk',
        title: `${hasFailed(shown) ? 'Error: ' : ''}${change.title}`,
        here: '/meetings',
        trail: [
          { text: 'Panel meetings', href: '/meetings' },
          { text: meeting.reference, href: `/meetings/${meeting.id}` },
        ],
        ...(status === undefined ? {} : { status }),
      },
      {
        meeting,
        change,
        moves: change === MOVE,
        arranged: meeting.stage.id === ARRANGED,
        heading: `${change.title} on ${dateInWords(meeting.heldOn)}`,
        follows: await this.following.of(
          visit.caller,
          meeting,
          { day: to, shortNotice: shortNotice !== null },
          back,
        ),
        to,
        second: to === null ? [] : await this.meetings.heldOn(visit.caller.place, to),
        reason: content?.['reason'] ?? null,
        shortNotice,
        fields: drawn,
        errors: errorLinks(drawn, errors),
        refusals,
        changes,
        notice,
        kept: keptOf(posted),
        hidden: carriedBy(posted, shown, meeting.version),
      },
    );
  }
}

function fieldsOf({ type }: ChangeOf) {
  const owned = eventOf(type);
  if (!owned) throw new Error(`There is no event ${type}.`);
  return owned.definition.fields;
}

const commandOf = ({ visit, meeting, change, posted }: Asked, content: Record<string, unknown>): Command => ({
  commandId: commandIdOf(visit.caller.person, `form ${change.type}`, wordsAt(posted, '_key')),
  subject: { kind: 'meeting', id: meeting.id },
  place: visit.caller.place,
  type: change.type,
  content,
  by: visit.caller.person,
  expectedVersion: Number(wordsAt(posted, '_version')),
});

/** What was typed, to be sent again with the confirmation. */
const keptOf = (posted: Posted): [string, string][] =>
  Object.keys(posted)
    .filter((name) => !name.startsWith('_') && name !== 'confirm' && name !== 'back')
    .map((name) => [name, wordsAt(posted, name)]);
