import { Body, Controller, Param } from '@nestjs/common';
import { mayRecord, rolesFor } from '../../../access/policy.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import type { Change, Command, CommandOutcome } from '../../../cases/command.js';
import {
  AssessmentReading,
  type AssessmentView,
  type DomainView,
} from '../../../reading/assessment-reading.js';
import { RecordReading } from '../../../reading/record-reading.js';
import type { EventView } from '../../../reading/views.js';
import { commandIdOf, nothingHere } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { CaseFrames, type CaseFrame } from '../cases/case-frame.js';
import { draftName, draftShown, OwnDrafts } from '../drafts/own-drafts.js';
import { tickedAt, wordsAt, type Posted } from '../forms/draft.js';
import {
  carriedBy,
  hasFailed,
  shownAfter,
  shownWrong,
  SIGNED_IN_ANEW,
  type ShownAgain,
} from '../forms/shown-again.js';
import { Pages } from '../pages.js';
import { choiceInWords } from '../words/choice-words.js';
import { rolesInWords } from '../words/roles.js';
import { assessmentRoutes, DomainOf } from './assessment.routes.js';
import { NamedEvidence, trailOf } from './evidence-named.js';
import { domainAddress } from './task-list.js';

const SCORED = 'DOMAIN_SCORED';
const COPIED =
  'The level and the words of the last assessment are below. Nothing is recorded yet: change what is different now.';
/** What colleagues record beside the level of a care domain, and what does not touch it. */
const BESIDE: readonly string[] = [SCORED, 'EVIDENCE_RECORDED', 'CASE_NOTE_ADDED', 'CONTACT_LOGGED'];

/** Whether colleagues recorded nothing since but what does not touch a level; whether it was this domain's is seen apart. */
const isBeside = (changes: readonly Change[]): boolean => changes.every(({ type }) => BESIDE.includes(type));

/** When the care domain got the level it has; empty where it has none. */
const scoredAt = ({ score }: DomainView): string => score?.at ?? '';

/** What the checklist said of a care domain, as it came last; null where it said nothing. */
function referredLevel(
  checklist: EventView | undefined,
  { slug, levels }: DomainView,
): { label: string; seen: string | null; at: string } | null {
  const all = (checklist?.content['domains'] ?? []) as { domain: string; level: string; seen?: unknown }[];
  const said = all.find(({ domain }) => domain === slug);
  if (!checklist || !said) return null;
  const label = levels.find((each) => each.slug === said.level)?.label ?? choiceInWords(said.level);
  return { label, seen: typeof said.seen === 'string' ? said.seen : null, at: checklist.at };
}

/** The page of a care domain, as it is asked for or sent. */
interface At {
  browser: Browser;
  visit: Visit;
  frame: CaseFrame;
  view: AssessmentView;
  domain: DomainView;
}

/** One care domain a page: its levels, what is relied on, and what colleagues recorded meanwhile (HNA-3). */
@Controller()
export class DomainController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly assessments: AssessmentReading,
    private readonly record: RecordReading,
    private readonly drafts: OwnDrafts,
    private readonly engine: CaseEngine,
    private readonly evidence: NamedEvidence,
  ) {}

  @Handles(assessmentRoutes.domainPage)
  async domain(
    @Param() { id, domain }: DomainOf,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const at = await this.at(browser, visit, { id, domain });
    const draft = await this.drafts.find(visit, at.frame.view.id, draftName(SCORED, domain));
    const { score } = at.domain;
    const recorded: Posted = {
      level: score?.level ?? '',
      evidence: score?.evidence ?? '',
      refs: [...(score?.evidenceRefs ?? [])],
    };
    return this.draw(at, draft?.typed ?? recorded, {}, draft);
  }

  @Handles(assessmentRoutes.scoreDomain)
  async score(
    @Param() { id, domain }: DomainOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const at = await this.at(browser, visit, { id, domain });
    if (wordsAt(posted, '_again') !== '') return this.draw(at, posted, SIGNED_IN_ANEW);
    const level = wordsAt(posted, 'level');
    const evidence = wordsAt(posted, 'evidence').trim();
    const copy = wordsAt(posted, '_copy') !== '' ? at.domain.last : null;
    if (copy) {
      const copied = {
        ...posted,
        level: copy.level,
        evidence: copy.evidence ?? '',
        copied: 'yes',
        stillHolds: '',
      };
      return this.draw(at, copied, { notice: COPIED });
    }
    const errors = [
      ...(level === '' ? [{ field: 'level', message: 'Choose a level' }] : []),
      ...(evidence === '' ? [{ field: 'evidence', message: 'Enter the evidence for this level' }] : []),
      ...(wordsAt(posted, 'copied') !== '' && wordsAt(posted, 'stillHolds') === ''
        ? [{ field: 'stillHolds', message: 'Confirm that what you copied still holds' }]
        : []),
    ];
    if (errors.length > 0) return this.draw(at, posted, shownWrong(errors));
    const { place, person } = visit.caller;
    const command: Command = {
      commandId: commandIdOf(person, `form ${SCORED} ${domain}`, wordsAt(posted, '_key')),
      subject: { kind: 'case', id: at.frame.view.id },
      place,
      type: SCORED,
      process: at.view.process,
      content: { domain, level, evidence, evidenceRefs: tickedAt(posted, 'refs') },
      by: person,
      expectedVersion: Number(wordsAt(posted, '_version')),
    };
    const first = await this.engine.execute(command);
    if (first.kind !== 'stale') return this.answered(at, posted, first);
    // What stands there now is read after the refusal, so that it is what whoever was first recorded.
    const now = await this.at(browser, visit, { id, domain });
    if (!isBeside(first.changes) || scoredAt(now.domain) !== wordsAt(posted, '_scored'))
      return this.answered(now, posted, first);
    const second = await this.engine.execute({ ...command, expectedVersion: first.version });
    return this.answered(
      second.kind === 'stale' ? await this.at(browser, visit, { id, domain }) : now,
      posted,
      second,
    );
  }

  private answered(at: At, posted: Posted, outcome: CommandOutcome): Promise<string> {
    return outcome.kind === 'accepted' ? this.recorded(at, posted) : this.notRecorded(at, posted, outcome);
  }

  private async recorded({ browser, visit, frame, view, domain }: At, posted: Posted): Promise<string> {
    const caseId = frame.view.id;
    await this.drafts.discard(visit, caseId, draftName(SCORED, domain.slug));
    const level = domain.levels.find(({ slug }) => slug === wordsAt(posted, 'level'))?.label ?? '';
    const said = { kind: 'success' as const, title: `Recorded: ${domain.label}, ${level.toLowerCase()}` };
    const after = view.domains.findIndex(({ slug }) => slug === domain.slug) + 1;
    const inTurn = [...view.domains.slice(after), ...view.domains.slice(0, after - 1)];
    const next = wordsAt(posted, '_then') === 'list' ? undefined : inTurn.find(({ score }) => score === null);
    const to = next ? domainAddress(caseId, next.slug) : `/cases/${caseId}/assessment`;
    return this.pages.goTo(browser.reply, visit, to, said);
  }

  /** Keeps what was typed by whoever was second, so that it is there too after the page is left. */
  private async keepTyped({ visit, frame, domain }: At, posted: Posted): Promise<void> {
    const form = draftName(SCORED, domain.slug);
    await this.drafts.keep(visit, frame.view.id, { form, posted, version: frame.view.version });
  }

  private async notRecorded(
    at: At,
    posted: Posted,
    outcome: Exclude<CommandOutcome, { kind: 'accepted' }>,
  ): Promise<string> {
    if (outcome.kind === 'stale') await this.keepTyped(at, posted);
    return this.draw(at, posted, shownAfter(outcome, 'level'));
  }

  private async at(browser: Browser, visit: Visit, { id, domain }: DomainOf): Promise<At> {
    const frame = await this.frames.find(visit, id, '/assessment');
    const view = await this.assessments.find(visit.caller.place, frame.view.id);
    const found = view?.domains.find(({ slug }) => slug === domain);
    if (!view || !found) throw nothingHere();
    return { browser, visit, frame, view, domain: found };
  }

  private async draw(
    { browser, visit, frame, view, domain }: At,
    posted: Posted,
    shownWith: ShownAgain = {},
    draft?: Awaited<ReturnType<OwnDrafts['find']>>,
  ): Promise<string> {
    const { status, errors = [], refusals = [], changes, notice } = shownWith;
    const caseId = frame.view.id;
    const { place } = visit.caller;
    const [evidence, referred] = await Promise.all([
      this.evidence.of(place, caseId),
      this.record.ofTypes(place, caseId, ['CHECKLIST_RECEIVED'], 1),
    ]);
    const refs = tickedAt(posted, 'refs');
    const number = view.domains.findIndex(({ slug }) => slug === domain.slug);
    const title = `${domain.label}, ${frame.view.reference}`;
    return this.pages.show(
      browser,
      {
        template: 'domain.njk',
        title: hasFailed(shownWith) ? `Error: ${title}` : title,
        here: '/cases',
        trail: trailOf(frame),
        ...(status === undefined ? {} : { status }),
      },
      {
        ...frame,
        assessment: view,
        domain,
        number: number + 1,
        before: view.domains[number - 1] ?? null,
        after: view.domains[number + 1] ?? null,
        formPath: domainAddress(caseId, domain.slug),
        mayScore: mayRecord(SCORED, visit.caller.roles) && view.state === 'underway',
        roles: rolesInWords(rolesFor(SCORED)),
        referred: referredLevel(referred?.[0], domain),
        level: wordsAt(posted, 'level'),
        words: wordsAt(posted, 'evidence'),
        copied: wordsAt(posted, 'copied') !== '',
        stillHolds: wordsAt(posted, 'stillHolds') !== '',
        evidence: [
          ...evidence.filter((one) => one.domain === domain.slug),
          ...evidence.filter((one) => one.domain !== domain.slug),
        ].map((one) => ({ ...one, checked: refs.includes(String(one.seq)) })),
        kept: draftShown(caseId, draftName(SCORED, domain.slug), { draft, version: frame.view.version }),
        errors,
        refusals,
        changes,
        /** What whoever was first recorded of this very care domain, to be seen beside what was typed. */
        first: changes !== undefined && scoredAt(domain) !== wordsAt(posted, '_scored') ? domain.score : null,
        notice,
        hidden: {
          ...carriedBy(posted, shownWith, frame.view.version),
          _scored:
            changes !== undefined || wordsAt(posted, '_version') === ''
              ? scoredAt(domain)
              : wordsAt(posted, '_scored'),
        },
      },
    );
  }
}
