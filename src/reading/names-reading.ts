import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reading, statement } from '../database/transaction.js';
import { Places } from '../places/places.js';
import type { Named } from './views.js';

const NAMES = statement(
  'reading_names_and_meetings',
  `SELECT id, name FROM people WHERE place_id = $1 AND id = ANY($2::uuid[])
   UNION ALL
   SELECT id, reference AS name FROM meetings WHERE place_id = $1 AND id = ANY($2::uuid[])`,
);

/** Reads what people, organisations and meetings are called, for whoever is to see no ids. */
@Injectable()
export class NamesReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** The names of those people and meetings, and of every organisation of the place, by id. */
  async of(place: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows =
      ids.length === 0 ? [] : await reading(this.dataSource, (tx) => tx.rows<Named>(NAMES, [place, ids]));
    const organisations = this.places.find(place)?.organisations ?? [];
    return new Map([...organisations, ...rows].map(({ id, name }) => [id, name]));
  }
}
