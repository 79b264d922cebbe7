import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import { inTransaction, reading, statement } from '../database/transaction.js';

/** Whose draft of which form it is, and of which case. */
export interface DraftOf {
  place: string;
  person: string;
  case: string;
  /** The event, and which part of it where it has several: 'DOMAIN_SCORED breathing'. */
  form: string;
}

/** What was typed and not recorded yet. */
export interface SavedDraft {
  form: string;
  /** Boxes by name, as they were typed into. */
  typed: Readonly<Record<string, string | string[]>>;
  /** The version of the case when the form was opened. */
  version: number;
  savedAt: Instant;
}

/** Waits for whoever records in the case just now, and has the next one wait: a draft never comes after its event. */
const BESIDE_COMMANDS = statement(
  'draft-beside-commands',
  `SELECT 1 AS there FROM cases WHERE place_id = $1 AND id = $2 FOR SHARE`,
);

const SAVE = statement(
  'save-draft',
  `INSERT INTO drafts (place_id, case_id, person_id, form, typed, version, saved_at)
   SELECT $1, c.id, $3, $4, $5::jsonb, $6, service_now() FROM cases c WHERE c.place_id = $1 AND c.id = $2
     AND NOT EXISTS (SELECT 1 FROM commands WHERE command_id = ANY($7::uuid[]))
   ON CONFLICT (place_id, case_id, person_id, form)
     DO UPDATE SET typed = excluded.typed, version = excluded.version, saved_at = excluded.saved_at
   RETURNING saved_at AS "savedAt"`,
);
const FIND = statement(
  'draft',
  `SELECT form, typed, version, saved_at AS "savedAt" FROM drafts
   WHERE place_id = $1 AND case_id = $2 AND person_id = $3 AND form = $4`,
);
const OF_CASE = statement(
  'drafts-of-case',
  `SELECT form, typed, version, saved_at AS "savedAt" FROM drafts
   WHERE place_id = $1 AND case_id = $2 AND person_id = $3 ORDER BY form`,
);
const DISCARD = statement(
  'discard-draft',
  `DELETE FROM drafts WHERE place_id = $1 AND case_id = $2 AND person_id = $3 AND form = $4`,
);

/** What people are still writing: kept in the service, so that it survives signing out, time and a broken browser. */
@Injectable()
export class Drafts {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Keeps what was typed in place of what was kept before; returns when. Undefined where there is no such case, or where
   * one of those commands was recorded already: what was typed for it is no draft any more.
   */
  keep(
    { place, person, case: id, form }: DraftOf,
    { typed, version }: Pick<SavedDraft, 'typed' | 'version'>,
    commands: readonly string[] = [],
  ): Promise<Instant | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.row(BESIDE_COMMANDS, [place, id]);
      const values = [place, id, person, form, JSON.stringify(typed), version, commands];
      return (await tx.row<{ savedAt: Instant }>(SAVE, values))?.savedAt;
    });
  }

  /** One's own draft of a form; undefined where there is none. */
  find({ place, person, case: id, form }: DraftOf): Promise<SavedDraft | undefined> {
    return reading(this.dataSource, (tx) => tx.row<SavedDraft>(FIND, [place, id, person, form]));
  }

  /** One's own drafts of a case. */
  ofCase({ place, person, case: id }: Omit<DraftOf, 'form'>): Promise<SavedDraft[]> {
    return reading(this.dataSource, (tx) => tx.rows<SavedDraft>(OF_CASE, [place, id, person]));
  }

  /** Forgets a draft: what it said was recorded, or its writer does not want it. */
  async discard({ place, person, case: id, form }: DraftOf): Promise<void> {
    await inTransaction(this.dataSource, (tx) => tx.change(DISCARD, [place, id, person, form]));
  }
}
