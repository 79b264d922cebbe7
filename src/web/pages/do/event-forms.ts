import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  changesClock,
  eventOf,
  type OwnedEvent,
  type Refusal,
} from '../../../../workflows/protocol/index.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import type { Change, Command, CommandOutcome, FieldError } from '../../../cases/command.js';
import { commandIdOf, idOf as idOfPath, nothingHere } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { doorOf } from '../../openapi/event-schemas.js';
import { contentOf, withMore } from '../forms/content.js';
import { withEach, withoutUntouched } from '../forms/asked-of-each.js';
import { addEntry, readDraft, withoutEntry, wordsAt, type Posted } from '../forms/draft.js';
import { errorLinks, formView, idOf } from '../forms/form-view.js';
import { OfferFinder } from '../forms/offers.js';
import { goTo } from '../../http/status.js';
import { isOfDecision, stepAddress } from '../cases/step-address.js';
import { Pages } from '../pages.js';
import { ownPageOf } from '../panel/meeting-words.js';
import { ownPath } from '../sign-in/onward.js';
import { rolesInWords } from '../words/roles.js';
import { contentOfCorrection, offersOfFact } from '../forms/correction.js';
import { Correcting } from './correcting.js';
import { EffectPages } from './effect-pages.js';
import { pathOfForm, type Filled, type FormAt } from './form-at.js';
import { FormDrafts, type FormDraft } from './kept-drafts.js';
import { onwardOf, openingWords } from './opening-words.js';
import { knownAnswers } from './known-answers.js';
import { prefilled } from './prefilled.js';
import { Subjects, type Door } from './subject-form.js';

/** What a form is shown with, beside what was typed. */
interface Shown {
  status?: number;
  errors?: readonly FieldError[];
  refusals?: readonly Refusal[];
  /** What others recorded since the form was opened. */
  changes?: readonly Change[];
  /** The draft that is shown, where it is one. */
  draft?: FormDraft | undefined;
  /** The box to go to first. */
  goTo?: string;
  notice?: string;
}

const STATUS = { invalid: 422, refused: 409, stale: 412, notAllowed: 403 } as const;
const LATE =
  'You have signed in again since this form was opened. Nothing was recorded: look at it once more, then send it.';
const REUSED =
  'This form was sent before and was recorded. If you mean to record something else as well, send it again now.';

/** Stands in an address to go on to for the id of what is made. */
const MADE = '{id}';

const DOORS: Readonly<Record<string, Door>> = {
  recordCaseEvent: 'case',
  recordMeetingEvent: 'meeting',
  openCase: 'opening',
  arrangeMeeting: 'opening',
};

/** What is read before an event is recorded: the page of the case it judges. */
const READ_FIRST: Readonly<Record<string, { end: string; words: string }>> = {
  ASSESSMENT_QUALITY_ASSURED: {
    end: 'assessment/check-answers',
    words: 'Read every level with its evidence, and the recommendation',
  },
};

/** The event of that type, where it is taken at that door. Throws a ProblemError where it is not. */
function eventAt({ type, door }: FormAt): OwnedEvent {
  const owned = eventOf(type);
  const own = owned && doorOf(owned);
  if (!owned || !own || DOORS[own] !== door) throw nothingHere();
  return owned;
}

/** One form for every event, made from its table of fields: shown, read, sent, and shown again with all that was typed. */
@Injectable()
export class EventForms {
  constructor(
    private readonly pages: Pages,
    private readonly subjects: Subjects,
    private readonly offers: OfferFinder,
    private readonly engine: CaseEngine,
    private readonly drafts: FormDrafts,
    private readonly effects: EffectPages,
    private readonly correcting: Correcting,
    private readonly clock: ServiceClock,
  ) {}

  /** The empty form, filled with what the address says. */
  async show(browser: Browser, visit: Visit, at: FormAt): Promise<string> {
    const query = browser.request.query as Posted;
    const owned = eventAt(at);
    // The decision has its page, where it stands in its order; that page leads here and says where to go afterwards.
    if (isOfDecision(at.type) && wordsAt(query, 'to') === '')
      return goTo(browser.reply, stepAddress(idOfPath(at.id ?? ''), { type: at.type, process: null }));
    // So have steps of a meeting that are tried out or read first.
    const own = at.door === 'meeting' ? ownPageOf(idOfPath(at.id ?? ''), at.type) : null;
    if (own !== null) return goTo(browser.reply, own);
    const given = prefilled(owned.definition.fields, query, await this.clock.today());
    const to = onwardOf(at.type, wordsAt(query, 'to'), visit.caller.roles);
    const filled = { ...given, _process: wordsAt(query, 'process'), _to: to };
    const draft = await this.drafts.find(visit, at, filled);
    return this.draw(await this.filled(browser, visit, at, { ...filled, ...draft?.typed }), { draft });
  }

  /** Records what the form says, or shows the form again with what is wrong, missing or changed meanwhile. */
  async send(browser: Browser, visit: Visit, at: FormAt, posted: Posted): Promise<string> {
    const remove = wordsAt(posted, '_remove');
    const kept = remove === '' ? posted : withoutEntry(posted, remove);
    const filled = await this.filled(browser, visit, at, kept);
    const add = wordsAt(posted, '_add');
    if (add !== '') {
      const added = addEntry(filled.fields, filled.draft, add);
      return this.draw(filled, added === undefined ? {} : { goTo: added });
    }
    if (remove !== '') return this.draw(filled);
    if (wordsAt(posted, '_again') !== '') return this.draw(filled, { notice: LATE });
    if (wordsAt(posted, '_change') !== '') return this.draw(filled);
    const { fields, corrected, posted: answered } = filled;
    const { content, errors } = contentOf(fields, readDraft(fields, withoutUntouched(at.type, answered)));
    const said = corrected ? contentOfCorrection(content) : content;
    return errors.length > 0 ? this.wrong(filled, said, errors) : this.execute(filled, said);
  }

  /** Shows the form with everything that is wrong with it at once: what cannot be read, and what else the engine finds. */
  private async wrong(
    filled: Filled,
    content: Record<string, unknown>,
    errors: readonly FieldError[],
  ): Promise<string> {
    const more = await this.engine.wrongIn(this.commandOf(filled, content));
    return this.draw(filled, { status: STATUS.invalid, errors: withMore(errors, more) });
  }

  private async filled(browser: Browser, visit: Visit, at: FormAt, posted: Posted): Promise<Filled> {
    const owned = eventAt(at);
    const process = wordsAt(posted, '_process');
    const subject = await this.subjects.find(visit, at.door, {
      owned,
      id: at.id,
      process: process === '' ? undefined : process,
    });
    const corrected = await this.correcting.find(visit, subject.id, at.type, posted);
    const fields = corrected?.fields ?? owned.definition.fields;
    const answers = knownAnswers(at.type, posted, subject);
    const answered = { ...posted, ...answers };
    return {
      browser,
      visit,
      at,
      owned,
      subject,
      corrected,
      fields,
      known: [...(corrected?.known ?? []), ...Object.keys(answers)],
      posted: answered,
      draft: readDraft(fields, answered),
    };
  }

  private commandOf({ visit, at, subject, posted }: Filled, content: Record<string, unknown>): Command {
    const { place, person } = visit.caller;
    const process = wordsAt(posted, '_process');
    return {
      commandId: commandIdOf(person, `form ${at.type}`, wordsAt(posted, '_key')),
      subject: { kind: subject.kind, id: subject.id },
      place,
      type: at.type,
      ...(process === '' ? {} : { process }),
      content,
      by: person,
      expectedVersion: subject.id === null ? null : Number(wordsAt(posted, '_version')),
    };
  }

  private async execute(filled: Filled, content: Record<string, unknown>): Promise<string> {
    const { at, posted } = filled;
    const command = this.commandOf(filled, content);
    const question = await this.effects.ask(filled, command);
    if (question !== null) return question;
    const outcome = changesClock(at.type)
      ? await this.engine.executeAsShown(command, wordsAt(posted, '_shown') || null)
      : await this.engine.execute(command);
    if (outcome.kind === 'foreseen') return this.effects.show(filled, content, outcome);
    return outcome.kind === 'accepted' ? this.recorded(filled, outcome) : this.notRecorded(filled, outcome);
  }

  private async recorded(
    { browser, visit, at, owned, subject, posted }: Filled,
    outcome: Extract<CommandOutcome, { kind: 'accepted' }>,
  ): Promise<''> {
    await this.drafts.discard(visit, at, { made: outcome.subject, posted });
    const made =
      visit.through?.home ?? `/${subject.kind === 'case' ? 'cases' : 'meetings'}/${outcome.subject}`;
    const asked = wordsAt(posted, '_to');
    const to = asked === '' ? made : ownPath(asked.replace(MADE, outcome.subject));
    return this.pages.goTo(browser.reply, visit, to, {
      kind: 'success',
      title: openingWords(at.type, posted)?.recorded ?? `Recorded: ${owned.definition.title.toLowerCase()}`,
      words:
        visit.through?.kind === 'referral'
          ? outcome.reference
          : `${outcome.reference}: ${outcome.stage.words.toLowerCase()}.`,
    });
  }

  private notRecorded(
    filled: Filled,
    outcome: Exclude<CommandOutcome, { kind: 'accepted' }>,
  ): Promise<string> {
    switch (outcome.kind) {
      case 'invalid':
        return this.draw(filled, { status: STATUS.invalid, errors: outcome.errors });
      case 'refused':
        return this.draw(filled, { status: STATUS.refused, refusals: outcome.refusals });
      case 'stale':
        return this.draw(filled, { status: STATUS.stale, changes: outcome.changes });
      case 'notAllowed':
        return this.draw(filled, {
          status: STATUS.notAllowed,
          errors: [{ field: '', message: outcome.message }],
        });
      case 'keyReused':
        return this.draw(filled, { status: STATUS.invalid, notice: REUSED });
      case 'unknown':
        throw nothingHere();
    }
  }

  private async draw(
    { browser, visit, at, owned, subject, corrected, fields, known, posted, draft }: Filled,
    { status, errors = [], refusals = [], changes, goTo, notice, draft: saved }: Shown = {},
  ): Promise<string> {
    const { clauses, order } = owned.definition;
    const opening = openingWords(at.type, posted);
    const title = opening?.heading ?? owned.definition.title;
    const { place } = visit.caller;
    const { protocol, deadlines, step } = subject;
    const found = await this.offers.in({ place, protocol, deadlines });
    const offers = corrected ? offersOfFact(found, corrected.about) : found;
    const each = withEach(at.type, posted, offers);
    const shown = each === posted ? draft : readDraft(fields, each);
    const drawn = formView({ event: at.type, fields, draft: shown, errors, offers, known });
    const failed = errors.length > 0 || refusals.length > 0 || changes !== undefined;
    // A refusal is remembered under the key it was sent with: put right, the form is a new one, as it is after a conflict.
    const fresh =
      refusals.length > 0 || changes !== undefined || notice === REUSED || wordsAt(posted, '_key') === '';
    const opened = wordsAt(posted, '_version');
    return this.pages.show(
      browser,
      {
        template: 'do.njk',
        title: failed ? `Error: ${title}` : title,
        here: opening
          ? '/refer'
          : subject.kind === 'meeting'
            ? '/meetings'
            : subject.id === null
              ? ''
              : '/cases',
        trail: opening?.trail ?? subject.trail,
        ...(status === undefined ? {} : { status }),
      },
      {
        heading: title,
        clauses,
        order: opening?.about ?? order.words,
        doing: opening?.button ?? 'Record',
        bar: subject.bar,
        about: subject.about,
        funding: subject.funding,
        packageHref: visit.through === undefined ? `${subject.back}/package` : null,
        corrected,
        back: subject.back,
        readFirst: subject.bar && visit.through === undefined ? (READ_FIRST[at.type] ?? null) : null,
        timeline: subject.bar && visit.through === undefined ? `${subject.back}/timeline` : null,
        step: { ...step, roles: rolesInWords(step.roles) },
        fields: drawn,
        kept: this.drafts.shown(at, { subject, posted }, saved),
        formPath: pathOfForm(at, posted),
        errors: errorLinks(drawn, errors),
        refusals,
        changes,
        notice,
        goTo: goTo === undefined ? null : `entry-${idOf(goTo).slice(2)}`,
        hidden: {
          _key: fresh ? randomUUID() : wordsAt(posted, '_key'),
          _version: changes !== undefined || opened === '' ? String(subject.version ?? '') : opened,
          _process: wordsAt(posted, '_process'),
          _to: wordsAt(posted, '_to'),
        },
      },
    );
  }
}
