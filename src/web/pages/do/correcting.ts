import { Injectable } from '@nestjs/common';
import { eventOf, type Fields } from '../../../../workflows/protocol/index.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import type { EventView } from '../../../reading/views.js';
import type { Visit } from '../../http/visit.js';
import { fieldsOfCorrection, saidOfCorrection } from '../forms/correction.js';
import type { Offers } from '../forms/form-view.js';
import { idsSaid, saidBy, type Names, type Said } from '../forms/shown-content.js';
import { wordsAt, type Posted } from '../forms/draft.js';

/** What an entry says that is to be put right. */
export interface Corrected {
  seq: number;
  title: string;
  said: readonly Said[];
  /** What is asked for, where one of its facts is put right. */
  fields: Fields | undefined;
  /** The event and the fact of it that is put right. */
  about: { event: string; field: string };
  /** What needs not be asked, since the page says it. */
  known: readonly string[];
}

const FACT = 'FACT_CORRECTED';
const CORRECTING = [FACT, 'ENTERED_IN_ERROR'];

/** Finds what a correction is about, so that whoever makes it sees what stands there now. */
@Injectable()
export class Correcting {
  constructor(
    private readonly cases: CaseReading,
    private readonly names: NamesReading,
  ) {}

  /** The entry the form names, with the fact it names or all it says; null where it names none, or is no correction. */
  async find(
    { caller }: Visit,
    caseId: string | null,
    type: string,
    posted: Posted,
  ): Promise<Corrected | null> {
    const seq = Number(wordsAt(posted, 'event'));
    if (caseId === null || !CORRECTING.includes(type) || !Number.isInteger(seq) || seq < 1) return null;
    const event = await this.entry(caller.place, caseId, seq);
    if (!event) return null;
    const owned = eventOf(event.type);
    const field = wordsAt(posted, 'field');
    const fields = owned && type === FACT ? fieldsOfCorrection(owned, field) : undefined;
    const content =
      fields && Object.hasOwn(event.content, field) ? { [field]: event.content[field] } : event.content;
    const names = await this.names.of(caller.place, idsSaid([content]));
    return {
      seq,
      title: event.title,
      said: saidBy(owned, content, names),
      fields,
      about: { event: event.type, field },
      known: fields ? ['event', 'field'] : type === FACT ? [] : ['event'],
    };
  }

  /** What each of those entries of a case says: a correction in the words of the entry it is about. */
  async saidIn(
    place: string,
    caseId: string,
    events: readonly EventView[],
    names: Names,
    codes: Offers,
  ): Promise<(event: EventView) => readonly Said[]> {
    const types = new Map(events.map(({ seq, type }) => [seq, type]));
    for (const { type, content } of events) {
      const seq = content['event'];
      if (type !== FACT || typeof seq !== 'number' || types.has(seq)) continue;
      types.set(seq, (await this.entry(place, caseId, seq))?.type ?? '');
    }
    return ({ type, content }) =>
      type === FACT
        ? saidOfCorrection(content, eventOf(types.get(content['event'] as number) ?? ''), names, codes)
        : saidBy(eventOf(type), content, names, codes);
  }

  private async entry(place: string, caseId: string, seq: number): Promise<EventView | undefined> {
    const asked = { limit: 1, after: seq - 1, total: false };
    const event = (await this.cases.events(place, caseId, asked))?.view.items[0];
    return event?.seq === seq ? event : undefined;
  }
}
