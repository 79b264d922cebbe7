import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { reading, statement, type Transaction } from '../database/transaction.js';

const APPLIED = statement('reading_migrations', `SELECT count(*)::int AS applied FROM migrations`);

const applied = (tx: Transaction): Promise<{ applied: number } | undefined> => tx.row(APPLIED);

/** Knows whether the service can do its work. */
@Injectable()
export class Readiness {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether the database is reached and its schema is the one this program knows. Never throws. */
  async isReady(): Promise<boolean> {
    try {
      const found = await reading(this.dataSource, applied);
      return found?.applied === migrations.length;
    } catch {
      return false;
    }
  }
}
