import { randomUUID } from 'node:crypto';
import { Body, Controller, Param } from '@nestjs/common';
import { mayDo } from '../../../access/policy.js';
import { WrongChange } from '../../../changes/changes.js';
import { ProtocolMoves } from '../../../changes/protocol-moves.js';
import { Places } from '../../../places/places.js';
import { Sessions } from '../../../sessions/sessions.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { Pages } from '../pages.js';
import { protocolInWords } from '../words/version-words.js';
import type { Wrong } from '../workload/caseload-form.js';
import { carried, keptOf, LOOKED_AT, shownErrors, shownPreview } from './rules-shown.js';
import { AskedFor, rulesPageRoutes } from './rules.routes.js';

const PROTOCOL = '/protocol';
const INVALID = 422;
const LONGEST_REASON = 2000;
const BOXES = ['from', 'to', 'reason'];

/** The protocol versions of a place: what moving cases to another would do is looked at before they are moved. */
@Controller()
export class ProtocolPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly places: Places,
    private readonly moves: ProtocolMoves,
    private readonly sessions: Sessions,
  ) {}

  @Handles(rulesPageRoutes.protocolPage)
  async protocol(@Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.protocolForm(browser, visit, await keptOf(this.sessions, browser, visit));
  }

  @Handles(rulesPageRoutes.moveChecked)
  async checkMove(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const again = wordsAt(posted, '_again') !== '';
    const { move, wrong } = moveIn(posted);
    if (again || wrong.length > 0) return this.protocolForm(browser, visit, posted, again ? [] : wrong);
    try {
      await this.moves.check(visit.caller.place, { from: move.from, to: move.to });
    } catch (error) {
      return this.protocolForm(browser, visit, posted, wrongMove(error));
    }
    const asked = await this.sessions.keepAsked(visit.id, carried(posted, BOXES));
    return goTo(browser.reply, `${PROTOCOL}/check/${asked}`);
  }

  /** What was described would do; where it cannot be any more, the form says why. */
  @Handles(rulesPageRoutes.movePreview)
  async preview(
    @Param() { asked }: AskedFor,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const kept = await this.sessions.asked<Posted>(visit.id, asked);
    const { move, wrong } = moveIn(kept ?? {});
    if (!kept || wrong.length > 0) return goTo(browser.reply, PROTOCOL);
    const { place } = visit.caller;
    const { protocol } = await this.places.presentRules(place);
    try {
      const preview = await this.moves.preview(place, { from: move.from, to: move.to }, LOOKED_AT);
      return await this.pages.show(
        browser,
        {
          template: 'preview.njk',
          title: 'Check before cases are moved',
          here: PROTOCOL,
          trail: [{ text: 'Protocol', href: PROTOCOL }],
        },
        {
          ...shownPreview(preview, protocol),
          readsCases: mayDo('readCase', visit.caller.roles),
          move: { ...move, from: protocolInWords(move.from), to: protocolInWords(move.to) },
          action: PROTOCOL,
          back: `${PROTOCOL}?asked=${asked}`,
          submit: 'Move the cases',
          hidden: { ...carried(kept, BOXES), _key: randomUUID() },
        },
      );
    } catch (error) {
      return this.protocolForm(browser, visit, kept, wrongMove(error));
    }
  }

  @Handles(rulesPageRoutes.moveDecided)
  async decideMove(
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const { move, wrong } = moveIn(posted);
    if (wordsAt(posted, '_again') !== '' || wrong.length > 0)
      return this.protocolForm(browser, visit, posted, wrong);
    const decided = { ...move, decidedBy: visit.caller.person };
    const asked = askedBy(rulesPageRoutes.moveDecided, visit.caller, decided, posted);
    try {
      const id = doneOf(await this.moves.decide(asked, decided));
      return await this.pages.goTo(browser.reply, visit, `/changes/${id}`, {
        kind: 'success',
        title: 'The cases are being moved',
      });
    } catch (error) {
      return this.protocolForm(browser, visit, posted, wrongMove(error));
    }
  }

  private async protocolForm(
    browser: Browser,
    { caller: { place, roles } }: Visit,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
  ): Promise<string> {
    const versions = await this.places.versions(place);
    const { protocol } = await this.places.presentRules(place);
    const present = (await this.places.present(place)).protocol;
    return this.pages.show(
      browser,
      {
        template: 'protocol.njk',
        title: wrong.length > 0 ? 'Error: Protocol' : 'Protocol',
        here: PROTOCOL,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        name: protocol.name,
        timescales: protocol.timescales.map(({ title, clauses, guidance }) => ({ title, clauses, guidance })),
        versions: versions.map((version) => ({ value: version, text: protocolInWords(version) })),
        present,
        moves: mayDo('moveProtocol', roles) && versions.length > 1,
        typed: carried(posted, BOXES),
        ...shownErrors(wrong),
      },
    );
  }
}

/** A move as a form describes it, and what is wrong with it. */
function moveIn(posted: Posted): { move: { from: string; to: string; reason: string }; wrong: Wrong[] } {
  const [from, to] = [wordsAt(posted, 'from'), wordsAt(posted, 'to')];
  const reason = wordsAt(posted, 'reason').trim();
  const wrong: Wrong[] = [
    ...(from === '' ? [{ field: 'from', message: 'Choose the version the cases are on' }] : []),
    ...(to === '' ? [{ field: 'to', message: 'Choose the version they move to' }] : []),
    ...(reason === '' ? [{ field: 'reason', message: 'Enter why they are moved' }] : []),
    ...(reason.length > LONGEST_REASON
      ? [{ field: 'reason', message: `Use ${LONGEST_REASON} characters or fewer` }]
      : []),
  ];
  return { move: { from, to, reason }, wrong };
}

function wrongMove(error: unknown): Wrong[] {
  if (error instanceof WrongChange) return [{ field: error.field, message: error.message }];
  throw error;
}
