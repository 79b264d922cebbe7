import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { recount } from '../cases/recount.js';
import { lockSubject } from '../cases/subject.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { COUNTED_OTHERWISE } from './deadline-statements.js';

interface Counted {
  place: string;
  id: string;
}

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

  private async recount(tx: Transaction, { place, id }: Counted): Promise<void> {
    const subject = await lockSubject(tx, place, 'case', id);
    if (subject) await recount(tx, subject, this.places);
  }
}
