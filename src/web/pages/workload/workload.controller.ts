import { randomUUID } from 'node:crypto';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { mayDo, mayRecord } from '../../../access/policy.js';
import { Places } from '../../../places/places.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { Caseloads } from '../../../workload/caseloads.js';
import { Reassignments } from '../../../workload/reassignments.js';
import type { Selection } from '../../../workload/selection.js';
import { WrongWork } from '../../../workload/wrong-work.js';
import { Identified } from '../../api/common.dto.js';
import { CHANGE_CURSOR, cursorOf, markOf } from '../../http/cursor.js';
import { found, idOf, personIn } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { invalid } from '../../http/validation.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames } from '../cases/case-frame.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import { reassignmentOf, receiversOf, type Wrong } from './caseload-form.js';
import { CaseloadChosen, WorkloadChosen, workloadPageRoutes } from './workload.routes.js';

const HERE = '/workload';
const CASES = '/workload/cases';
const ROWS = 100;
const INVALID = 422;
const FULL = 100;
const TRAIL = [{ text: 'Workload', href: HERE }];

type Asked = Omit<CaseloadChosen, 'cursor'>;

/** What each assessor carries, and giving cases to somebody else: tried out first, then looked at, then carried out. */
@Controller()
export class WorkloadPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly caseloads: Caseloads,
    private readonly reassignments: Reassignments,
    private readonly people: PeopleReading,
    private readonly places: Places,
  ) {}

  @Handles(workloadPageRoutes.workloadPage)
  async workload(
    @Query() sent: WorkloadChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const { team } = chosenOf(sent);
    const teams = this.places.find(place)?.teams ?? [];
    if (team !== undefined && !teams.some(({ id }) => id === team))
      throw invalid([{ field: 'team', message: 'must be one of the teams' }]);
    const { at, items } = await this.caseloads.all(place, team ?? null);
    const { protocol } = await this.places.presentRules(place);
    const weights = protocol.parameters.caseloadWeights.value;
    const choices: Choice[] = [
      {
        name: 'team',
        label: 'Team',
        any: 'Every team',
        values: teams.map(({ id, name }) => ({ value: id, words: name })),
      },
    ];
    return this.pages.show(
      browser,
      { template: 'workload.njk', title: 'Workload', here: HERE },
      {
        asAt: at,
        rows: items.map((each) => ({
          ...each,
          teamName: teams.find(({ id }) => id === each.team)?.name ?? null,
          over: each.percent !== null && each.percent > FULL,
          href: addressOf(CASES, { assessor: each.id }),
          carries: weights
            .filter(({ slug }) => (each.work[slug] ?? 0) > 0)
            .map(({ slug, title }) => `${each.work[slug]} ${title.toLowerCase()}`)
            .join(', '),
        })),
        days: items[0]?.workingDays ?? null,
        weights,
        choosers: choosersOf(choices, { team }),
        chips: chipsFor(HERE, choices, { team }),
        manages: mayDo('manageWorkload', roles),
        changes: mayDo('readChanges', roles),
      },
    );
  }

  @Handles(workloadPageRoutes.caseloadPage)
  cases(
    @Query() sent: CaseloadChosen,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.casesPage(browser, visit, chosenOf(sent));
  }

  @Handles(workloadPageRoutes.reassignmentTried)
  async tryOut(
    @Query() sent: CaseloadChosen,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const chosen = chosenOf(sent);
    if (wordsAt(posted, '_again') !== '') return this.casesPage(browser, visit, chosen, posted);
    const reassignment = reassignmentOf(posted, selectionOf(chosen));
    if (Array.isArray(reassignment)) return this.casesPage(browser, visit, chosen, posted, reassignment);
    const asked = askedBy(workloadPageRoutes.reassignmentTried, visit.caller, reassignment, posted);
    try {
      const id = doneOf(await this.reassignments.tryOut(asked, reassignment));
      return await this.pages.goTo(browser.reply, visit, `/changes/${id}`);
    } catch (error) {
      if (!(error instanceof WrongWork)) throw error;
      const field = error.field === 'cases' ? 'which' : 'to';
      return this.casesPage(browser, visit, chosen, posted, [{ field, message: error.message }]);
    }
  }

  @Handles(workloadPageRoutes.assessorsPage)
  async assessors(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id);
    const { place, roles } = visit.caller;
    const suggestions = found(await this.caseloads.suggestions(place, idOf(id)));
    const names = mayRecord('ASSESSOR_NAMED', roles);
    return this.pages.show(
      browser,
      {
        template: 'assessors.njk',
        title: `Who could assess ${frame.view.reference}`,
        here: HERE,
        trail: frame.trail,
      },
      {
        ...frame,
        assessor: frame.view.assessor?.name ?? null,
        suggestions: suggestions.map(({ assessor, percentWith, refusals }) => ({
          name: assessor.name,
          cases: assessor.cases,
          percent: assessor.percent,
          percentWith,
          absentToday: assessor.absentToday,
          refusals,
          present: frame.view.assessor?.id === assessor.id,
          href: names
            ? addressOf(`/cases/${frame.view.id}/do/ASSESSOR_NAMED`, { assessor: assessor.id })
            : null,
        })),
      },
    );
  }

  private async casesPage(
    browser: Browser,
    { caller }: Visit,
    { cursor, ...asked }: CaseloadChosen,
    posted: Posted = {},
    wrong: readonly Wrong[] = [],
  ): Promise<string> {
    const { place, roles } = caller;
    const selection = selectionOf(asked);
    const mark = markOf(CHANGE_CURSOR, cursor);
    const page = await this.caseloads.cases(place, selection, { limit: ROWS, after: mark });
    const assessors = (await this.caseloads.all(place, null)).items;
    const { protocol } = await this.places.presentRules(place);
    const weights = protocol.parameters.caseloadWeights.value;
    const ticked = tickedAt(posted, 'case');
    const next = cursorOf(CHANGE_CURSOR, page.next);
    const whose = await this.whose(place, asked);
    return this.pages.show(
      browser,
      {
        template: 'caseload.njk',
        title: `${wrong.length > 0 ? 'Error: ' : ''}${whose}`,
        here: HERE,
        trail: TRAIL,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        heading: whose,
        rows: page.items.map((each) => ({
          ...each,
          ticked: ticked.includes(each.id),
          workWords: each.work
            .map((slug) => weights.find((weight) => weight.slug === slug)?.title ?? slug)
            .join(', '),
        })),
        errors: wrong.map(({ field, message }) => ({ text: message, href: `#${field}` })),
        at: Object.fromEntries(wrong.map(({ field, message }) => [field, message])),
        action: addressOf(CASES, { ...asked, cursor }),
        manages: mayDo('manageWorkload', roles),
        whole: next === null && cursor === undefined,
        receivers: receiversOf(assessors, this.places.find(place)?.teams ?? []),
        to: wordsAt(posted, 'to'),
        which: wordsAt(posted, 'which'),
        reason: wordsAt(posted, 'reason'),
        key: randomUUID(),
        first: cursor === undefined ? null : addressOf(CASES, { ...asked }),
        more: next === null ? null : addressOf(CASES, { ...asked, cursor: next }),
      },
    );
  }

  private async whose(place: string, { assessor, leavers }: Asked): Promise<string> {
    if (assessor !== undefined) {
      const person = found(await this.people.find(place, idOf(assessor)));
      return `Cases of ${person.name}`;
    }
    return leavers === true ? 'Cases whose assessor assesses no more' : 'Cases without an assessor';
  }
}

/** Which cases the list is of: those of nobody where nothing else was chosen. */
function selectionOf({ assessor, leavers, work }: Asked): Selection {
  const { assessor: from } = personIn('assessor', assessor);
  const ofWork = work === undefined ? {} : { work };
  if (from !== undefined) return { from, ...ofWork };
  return leavers === true ? { leavers: true, ...ofWork } : { unassigned: true, ...ofWork };
}
