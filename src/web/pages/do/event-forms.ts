import { Injectable } from '@nestjs/common';
import { changesClock, eventOf, type OwnedEvent } from '../../../../workflows/protocol/index.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { CaseEngine } from '../../../cases/case-engine.js';
import type { Command, CommandOutcome, FieldError } from '../../../cases/command.js';
import { commandIdOf, idOf as idOfPath, nothingHere } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { doorOf } from '../../openapi/event-schemas.js';
import { contentOf, withMore } from '../forms/content.js';
import { withoutUntouched } from '../forms/asked-of-each.js';
import { addEntry, readDraft, withoutEntry, wordsAt, type Posted } from '../forms/draft.js';
import { shownAfter, shownWrong, SIGNED_IN_ANEW } from '../forms/shown-again.js';
import { goTo } from '../../http/status.js';
import { isOfDecision, stepAddress } from '../cases/step-address.js';
import { Pages } from '../pages.js';
import { ownPageOf } from '../panel/meeting-words.js';
import { ownPath } from '../sign-in/onward.js';
import { contentOfCorrection } from '../forms/correction.js';
import { Correcting } from './correcting.js';
import { DrawnForm } from './drawn-form.js';
import { EffectPages } from './effect-pages.js';
import type { Filled, FormAt } from './form-at.js';
import { FormDrafts } from './kept-drafts.js';
import { onwardOf, openingWords } from './opening-words.js';
import { knownAnswers } from './known-answers.js';
import { prefilled } from './prefilled.js';
import { Subjects, type Door } from './subject-form.js';

/** Stands in an address to go on to for the id of what is made. */
const MADE = '{id}';

const DOORS: Readonly<Record<string, Door>> = {
  recordCaseEvent: 'case',
  recordMeetingEvent: 'meeting',
  openCase: 'opening',
  arrangeMeeting: 'opening',
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
    private readonly form: DrawnForm,
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
    return this.form.draw(await this.filled(browser, visit, at, { ...filled, ...draft?.typed }), { draft });
  }

  /** Records what the form says, or shows the form again with what is wrong, missing or changed meanwhile. */
  async send(browser: Browser, visit: Visit, at: FormAt, posted: Posted): Promise<string> {
    const remove = wordsAt(posted, '_remove');
    const kept = remove === '' ? posted : withoutEntry(posted, remove);
    const filled = await this.filled(browser, visit, at, kept);
    const add = wordsAt(posted, '_add');
    if (add !== '') {
      const added = addEntry(filled.fields, filled.draft, add);
      return this.form.draw(filled, added === undefined ? {} : { goTo: added });
    }
    if (remove !== '') return this.form.draw(filled);
    if (wordsAt(posted, '_again') !== '') return this.form.draw(filled, SIGNED_IN_ANEW);
    if (wordsAt(posted, '_change') !== '') return this.form.draw(filled);
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
    return this.form.draw(filled, shownWrong(withMore(errors, more)));
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
    return outcome.kind === 'accepted'
      ? this.recorded(filled, outcome)
      : this.form.draw(filled, shownAfter(outcome));
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
}
