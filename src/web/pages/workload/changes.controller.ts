import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { timescaleOf } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { CASE_STATES, CHANGE_KINDS, type ChangeKind } from '../../../changes/change.js';
import { Changes, WrongChange, type ChangeView } from '../../../changes/changes.js';
import type { Told } from '../../../sessions/sessions.js';
import { Places } from '../../../places/places.js';
import { Caseloads } from '../../../workload/caseloads.js';
import { Reassignments } from '../../../workload/reassignments.js';
import { Identified } from '../../api/common.dto.js';
import type { Caller } from '../../http/caller.js';
import { CHANGE_CURSOR, cursorOf, markOf } from '../../http/cursor.js';
import { found, idOf, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import type { Posted } from '../forms/draft.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import {
  againAddress,
  caseStateWords,
  changeInWords,
  givenInWords,
  KIND_WORDS,
  outOfDate,
  progressOf,
  standsOf,
} from './change-words.js';
import { ChangeCasesChosen, ChangesChosen, workloadPageRoutes } from './workload.routes.js';

const HERE = '/changes';
const ROWS = 50;
const FULL = 100;

/** Changes that are carried out case by case: looked at before, followed while they go on, and kept to be read. */
@Controller()
export class ChangePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly changes: Changes,
    private readonly reassignments: Reassignments,
    private readonly places: Places,
    private readonly caseloads: Caseloads,
  ) {}

  @Handles(workloadPageRoutes.changesPage)
  async list(
    @Query() sent: ChangesChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place } }: Visit,
  ): Promise<string> {
    const { kind, cursor } = chosenOf(sent);
    const asked = { limit: ROWS, after: markOf(CHANGE_CURSOR, cursor) };
    const page = await this.changes.list(place, (kind as ChangeKind | undefined) ?? null, asked);
    const next = cursorOf(CHANGE_CURSOR, page.next);
    const choices: Choice[] = [
      {
        name: 'kind',
        label: 'Kind',
        any: 'Every kind',
        values: CHANGE_KINDS.map((value) => ({ value, words: KIND_WORDS[value] })),
      },
    ];
    return this.pages.show(
      browser,
      { template: 'changes.njk', title: 'Changes', here: HERE },
      {
        rows: page.items.map((change) => ({
          ...change,
          kindWords: KIND_WORDS[change.kind],
          words: changeInWords(change),
          stands: standsOf(change),
          outOfDate: outOfDate(change),
          ...progressOf(change),
        })),
        choosers: choosersOf(choices, { kind }),
        chips: chipsFor(HERE, choices, { kind }),
        more: next === null ? null : addressOf(HERE, { kind, cursor: next }),
      },
    );
  }

  @Handles(workloadPageRoutes.changePage)
  async change(
    @Param() { id }: Identified,
    @Query() sent: ChangeCasesChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { state, cursor } = chosenOf(sent);
    const change = found(await this.changes.find(caller.place, idOf(id)));
    const asked = { state: state || null, limit: ROWS, after: markOf(CHANGE_CURSOR, cursor) };
    const page = await this.changes.cases(caller.place, change.id, asked);
    const { protocol } = await this.places.presentRules(caller.place);
    const next = cursorOf(CHANGE_CURSOR, page.next);
    const path = `${HERE}/${change.id}`;
    const previewed = change.state === 'previewed';
    const words = caseStateWords(change);
    const tried = previewed && change.kind === 'reassignment';
    const loads = tried ? await this.caseloads.foreseen(caller.place, change.id) : [];
    return this.pages.show(
      browser,
      {
        template: 'change.njk',
        title: previewed ? 'Check before it is carried out' : KIND_WORDS[change.kind],
        here: HERE,
        trail: [{ text: 'Changes', href: HERE }],
      },
      {
        change,
        previewed,
        loads: loads.map((each) => ({ ...each, over: each.percent !== null && each.percent > FULL })),
        readsCases: mayDo('readCase', caller.roles),
        kindWords: KIND_WORDS[change.kind],
        words: changeInWords(change),
        stands: standsOf(change),
        outOfDate: outOfDate(change),
        again: mayDo('manageWorkload', caller.roles) ? againAddress(change, page.items) : null,
        ...progressOf(change),
        states: CASE_STATES.filter((each) => (change.counts[each] ?? 0) > 0).map((each) => ({
          text: words[each],
          count: change.counts[each] ?? 0,
          href: addressOf(path, { state: each }),
          current: each === state,
        })),
        rows: page.items.map((each) => ({
          ...each,
          stateWords: words[each.state],
          given: givenInWords(change, each),
          deadlines: (each.result.deadlines ?? []).map((moved) => ({
            ...moved,
            title: timescaleOf(protocol, moved.timescale)?.title ?? moved.timescale,
          })),
          appear: each.result.breachesAppear?.length ?? 0,
          end: each.result.breachesEnd?.length ?? 0,
          refusals: each.result.refusals ?? [],
          failure: each.result.failure ?? null,
        })),
        actions: actionsOf(change, caller),
        key: randomUUID(),
        all: path,
        state: state ?? '',
        first: cursor === undefined ? null : addressOf(path, { state }),
        more: next === null ? null : addressOf(path, { state, cursor: next }),
      },
    );
  }

  @Handles(workloadPageRoutes.reassignmentApplied)
  async apply(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() { reply }: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const change = await this.of(visit.caller, id, 'reassignment');
    const asked = askedBy(
      workloadPageRoutes.reassignmentApplied,
      visit.caller,
      { change: change.id },
      posted,
    );
    const told: Told = {
      kind: 'success',
      title: 'The cases are being given to their new assessors',
      words: 'You are told when it is done, and can go on with something else meanwhile.',
    };
    return this.backTo(change, reply, visit, told, async () => {
      doneOf(await this.reassignments.carryOut(asked, change.id));
    });
  }

  @Handles(workloadPageRoutes.reassignmentStopped)
  stop(@Param() { id }: Identified, @Asking() browser: Browser, @SignedIn() visit: Visit): Promise<string> {
    return this.stopped(browser, visit, id, 'reassignment');
  }

  @Handles(workloadPageRoutes.moveStopped)
  stopMove(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.stopped(browser, visit, id, 'protocol');
  }

  private async stopped({ reply }: Browser, visit: Visit, id: string, kind: ChangeKind): Promise<string> {
    const { caller } = visit;
    const change = await this.of(caller, id, kind);
    const told: Told =
      change.state === 'previewed'
        ? { kind: 'success', title: 'Discarded', words: 'Nothing was changed.' }
        : {
            kind: 'success',
            title: 'The change is stopped',
            words: 'Cases that moved already stay as they are now.',
          };
    return this.backTo(change, reply, visit, told, async () => {
      await this.changes.stop(caller.place, change.id, { by: caller.person, why: null });
    });
  }

  /** Does it and goes back to the change; where somebody was faster, its page says how it stands now. */
  private async backTo(
    { id }: ChangeView,
    reply: FastifyReply,
    visit: Visit,
    told: Told,
    work: () => Promise<void>,
  ): Promise<string> {
    const path = `${HERE}/${id}`;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof WrongChange)) throw error;
      return this.pages.goTo(reply, visit, path, {
        kind: 'information',
        title: error.message,
        words: 'Nothing was done just now: how it stands is below.',
      });
    }
    return this.pages.goTo(reply, visit, path, told);
  }

  private async of({ place }: Caller, id: string, kind: ChangeKind): Promise<ChangeView> {
    const change = found(await this.changes.find(place, idOf(id)));
    if (change.kind !== kind) throw nothingHere();
    return change;
  }
}

/** What whoever looks may do with the change now: where its forms are sent, and what is on their buttons. */
function actionsOf({ id, kind, state }: ChangeView, { roles }: Caller): object {
  const own =
    kind === 'reassignment'
      ? mayDo('manageWorkload', roles)
      : kind === 'protocol' && mayDo('moveProtocol', roles);
  const base = kind === 'reassignment' ? `/reassignments/${id}` : `/moves/${id}`;
  return {
    apply: own && kind === 'reassignment' && state === 'previewed' ? `${base}/apply` : null,
    stop: own && (state === 'previewed' || state === 'applying') ? `${base}/stop` : null,
  };
}
