import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading, statement } from '../database/transaction.js';

const EMPTY = statement(
  'reading_emptiness',
  `SELECT NOT EXISTS (SELECT 1 FROM cases) AND NOT EXISTS (SELECT 1 FROM meetings)
     AND NOT EXISTS (SELECT 1 FROM people) AS empty`,
);

/** Knows whether anybody has ever used the database. */
@Injectable()
export class Emptiness {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether it holds no case, no meeting and nobody. */
  async isEmpty(): Promise<boolean> {
    const found = await reading(this.dataSource, (tx) => tx.row<{ empty: boolean }>(EMPTY));
    return found?.empty === true;
  }
}
