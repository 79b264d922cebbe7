import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { breachesThatNoLongerHold, deriveDeadlines } from '../../workflows/protocol/index.js';
import { store } from '../cases/store.js';
import { lockSubject, type Subject } from '../cases/subject.js';
import { withdrawing, type TakenStep } from '../cases/taken-step.js';
import { NOW } from '../clock/clock-statements.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { COUNTED_OTHERWISE } from './deadline-statements.js';

interface Counted {
  place: string;
  id: string;
}

/** A step that records nothing yet: the case as it is, its deadlines counted anew. */
const asItIs = ({ record }: Subject, deadlines: TakenStep['deadlines']): TakenStep => ({
  events: [],
  record,
  deadlines,
  effects: [],
  ended: [],
  retold: false,
});

/** Counts open deadlines anew after days were proclaimed, moved or cancelled. What is settled stays as it is. */
@Injectable()
export class RecountPass {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Recounts every case whose deadlines were counted by another calendar version; returns how many there were. */
  async run(): Promise<number> {
    const cases = await reading(this.dataSource, (tx) => tx.rows<Counted>(COUNTED_OTHERWISE));
    for (const each of cases) await inTransaction(this.dataSource, (tx) => this.recount(tx, each));
    return cases.length;
  }

  /** A breach that the new count does not bear out is withdrawn by an event; beyond that no event is needed. */
  private async recount(tx: Transaction, { place, id }: Counted): Promise<void> {
    const subject = await lockSubject(tx, place, 'case', id);
    const clock = await tx.row<{ at: string }>(NOW);
    if (!subject || !clock || subject.countedBy === subject.calendarVersion) return;
    const rules = await this.places.rulesFor(place, subject.record.protocol, subject.calendarVersion, tx);
    const deadlines = deriveDeadlines(subject.record, rules);
    const undone = breachesThatNoLongerHold(deadlines, subject.record.breaches, clock.at);
    const step = withdrawing(asItIs(subject, deadlines), undone, clock.at, rules);
    await store(tx, { subject, step, rules, texts: [], child: null, answer: null, commandId: null });
  }
}
