import { Injectable } from '@nestjs/common';
import type { Command, Foreseen } from '../../../cases/command.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { wordsAt } from '../forms/draft.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { fieldsOf } from '../sign-in/onward.js';
import { effectsShown } from './effect-words.js';
import { pathOfForm, type Filled } from './form-at.js';
import { askOfSecondMeeting } from './second-meeting.js';
import { caseOf } from './subject-form.js';

/** What of a form belongs to the step between, and is not carried through it. */
const OF_THE_STEP = ['_shown', '_change'];

/** The step between a form and its recording: what a change of a clock does to its due date, or whether it is meant at all. */
@Injectable()
export class EffectPages {
  constructor(
    private readonly pages: Pages,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
    private readonly meetings: MeetingReading,
  ) {}

  /** Asks whether what the form says is meant; null where nothing is to be asked, or it was asked and is. */
  async ask(filled: Filled, command: Command): Promise<string | null> {
    const question = await askOfSecondMeeting(this.meetings, command);
    if (question === null || wordsAt(filled.posted, '_shown') === question.asked) return null;
    return this.between(filled, command.content, {
      question,
      title: question.heading,
      shown: question.asked,
    });
  }

  /** What it would do, to be confirmed or changed; whether something else was shown before is said first. */
  show(
    filled: Filled,
    content: Record<string, unknown>,
    { effects, shown, moved }: Foreseen,
  ): Promise<string> {
    const title = `Check what it does: ${filled.owned.definition.title}`;
    return this.between(filled, content, { effects: effectsShown(effects), title, shown, moved });
  }

  private async between(
    { browser, visit, at, owned, subject, posted }: Filled,
    content: Record<string, unknown>,
    { title, ...what }: { title: string; shown: string } & Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const { place } = visit.caller;
    const { protocol, deadlines, bar, back, trail } = subject;
    const [names, offers] = await Promise.all([
      this.names.of(place, idsSaid([content])),
      this.offers.in({ place, case: caseOf(subject), protocol, deadlines }),
    ]);
    return this.pages.show(
      browser,
      {
        template: 'do-confirm.njk',
        title,
        here: subject.kind === 'meeting' ? '/meetings' : '/cases',
        trail,
      },
      {
        ...what,
        bar,
        said: saidBy(owned, content, names, offers),
        back,
        formPath: pathOfForm(at, posted),
        carried: fieldsOf(posted).filter(([name]) => !OF_THE_STEP.includes(name)),
      },
    );
  }
}
