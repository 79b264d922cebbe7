import { Injectable } from '@nestjs/common';
import type { Foreseen } from '../../../cases/command.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy } from '../forms/shown-content.js';
import { Pages } from '../pages.js';
import { fieldsOf } from '../sign-in/onward.js';
import { effectsShown } from './effect-words.js';
import { pathOfForm, type Filled } from './form-at.js';

/** What of a form belongs to the step between, and is not carried through it. */
const OF_THE_STEP = ['_shown', '_change'];

/** The step between a form and its recording that says what a change of a clock does to its due date. */
@Injectable()
export class EffectPages {
  constructor(
    private readonly pages: Pages,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  /** What it would do, to be confirmed or changed; whether something else was shown before is said first. */
  async show(
    { browser, visit, at, owned, subject, posted }: Filled,
    content: Record<string, unknown>,
    { effects, shown, moved }: Foreseen,
  ): Promise<string> {
    const { place } = visit.caller;
    const { protocol, deadlines, bar, back, trail } = subject;
    const [names, offers] = await Promise.all([
      this.names.of(place, idsSaid([content])),
      this.offers.in({ place, protocol, deadlines }),
    ]);
    const { title } = owned.definition;
    return this.pages.show(
      browser,
      { template: 'do-confirm.njk', title: `Check what it does: ${title}`, here: '/cases', trail },
      {
        bar,
        effects: effectsShown(effects),
        moved,
        said: saidBy(owned, content, names, offers),
        back,
        formPath: pathOfForm(at, posted),
        carried: fieldsOf(posted).filter(([name]) => !OF_THE_STEP.includes(name)),
        shown,
      },
    );
  }
}
