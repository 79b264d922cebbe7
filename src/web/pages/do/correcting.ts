import { Injectable } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import type { Visit } from '../../http/visit.js';
import { idsSaid, saidBy, type Said } from '../forms/shown-content.js';
import { wordsAt, type Posted } from '../forms/draft.js';

/** What an entry says that is to be put right. */
export interface Corrected {
  seq: number;
  title: string;
  said: readonly Said[];
}

const CORRECTING = ['FACT_CORRECTED', 'ENTERED_IN_ERROR'];

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
    const asked = { limit: 1, after: seq - 1, total: false };
    const event = (await this.cases.events(caller.place, caseId, asked))?.view.items[0];
    if (event?.seq !== seq) return null;
    const field = wordsAt(posted, 'field');
    const content =
      type === 'FACT_CORRECTED' && Object.hasOwn(event.content, field)
        ? { [field]: event.content[field] }
        : event.content;
    const names = await this.names.of(caller.place, idsSaid([content]));
    return { seq, title: event.title, said: saidBy(eventOf(event.type), content, names) };
  }
}
