import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  addDays,
  londonDateOf,
  startOfDay,
  type Instant,
  type LocalDate,
} from '../../workflows/protocol/index.js';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import type { Alarm } from '../alarms/alarm.js';
import { setAlarms, stopAlarms } from '../alarms/alarms.js';
import { note } from '../audit/audit-trail.js';
import { inTransaction, reading, statement, type Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';

/** Whose draft of which form it is that opens something. */
export interface OpeningDraftOf {
  place: string;
  person: string;
  /** The event that opens. */
  form: string;
}

/** What was typed of something that is not there yet. */
export interface OpeningDraft {
  form: string;
  /** Boxes by name, as they were typed into. */
  typed: Readonly<Record<string, string | string[]>>;
  savedAt: Instant;
  /** The day in London at whose beginning it is forgotten. */
  keptUntil: LocalDate;
}

type Row = Omit<OpeningDraft, 'keptUntil'>;

const KIND = 'openingDraft';

/** Has whoever keeps and whoever forgets the drafts of one person wait for each other. */
const ONE_AFTER_THE_OTHER = statement(
  'opening-drafts-in-turn',
  `SELECT 1 AS there FROM people WHERE place_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);
const SAVE = statement(
  'save-opening-draft',
  `INSERT INTO opening_drafts (place_id, person_id, form, typed, saved_at)
   SELECT $1, $2, $3, $4::jsonb, service_now()
   WHERE NOT EXISTS (SELECT 1 FROM commands WHERE command_id = ANY($5::uuid[]))
   ON CONFLICT (place_id, person_id, form) DO UPDATE SET typed = excluded.typed, saved_at = excluded.saved_at
   RETURNING form, typed, saved_at AS "savedAt", (xmax = 0) AS begun`,
);
const OF_PERSON = statement(
  'opening-drafts',
  `SELECT form, typed, saved_at AS "savedAt" FROM opening_drafts
   WHERE place_id = $1 AND person_id = $2 ORDER BY saved_at DESC`,
);
const LOCKED = statement(
  'lock-opening-draft',
  `SELECT form, typed, saved_at AS "savedAt" FROM opening_drafts
   WHERE place_id = $1 AND person_id = $2 AND form = $3 FOR UPDATE`,
);
const DISCARD = statement(
  'discard-opening-draft',
  `DELETE FROM opening_drafts WHERE place_id = $1 AND person_id = $2 AND form = $3`,
);

const aboutOf = ({ person, form }: Pick<OpeningDraftOf, 'person' | 'form'>): string => `${person} ${form}`;

/**
 * What people are still writing of a case or meeting that is not there yet. It is theirs alone, survives signing out and
 * restarts, and is forgotten when it was sent or its time is over (parameter `openingDraftDays`).
 */
@Injectable()
export class OpeningDrafts implements AlarmKind, OnModuleInit {
  readonly kind = KIND;
  readonly ownerRole = 'administrator';

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly kinds: AlarmKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  /** Keeps what was typed in place of what was kept before; undefined where one of those commands was recorded already. */
  async keep(
    of: OpeningDraftOf,
    typed: OpeningDraft['typed'],
    commands: readonly string[] = [],
  ): Promise<OpeningDraft | undefined> {
    const { place, person, form } = of;
    const days = await this.daysKept(place);
    return inTransaction(this.dataSource, async (tx) => {
      await tx.row(ONE_AFTER_THE_OTHER, [place, person]);
      const row = await tx.row<Row & { begun: boolean }>(SAVE, [
        place,
        person,
        form,
        JSON.stringify(typed),
        commands,
      ]);
      if (!row) return undefined;
      const { begun, ...draft } = row;
      const kept = until(draft, days);
      if (begun)
        await setAlarms(tx, [{ kind: KIND, place, about: aboutOf(of), ringsAt: startOfDay(kept.keptUntil) }]);
      return kept;
    });
  }

  /** One's own drafts, the latest first. */
  async ofPerson({ place, person }: Omit<OpeningDraftOf, 'form'>): Promise<OpeningDraft[]> {
    const days = await this.daysKept(place);
    const rows = await reading(this.dataSource, (tx) => tx.rows<Row>(OF_PERSON, [place, person]));
    return rows.map((row) => until(row, days));
  }

  /** Forgets a draft: what it said was recorded, or its writer does not want it. */
  async discard(of: OpeningDraftOf): Promise<void> {
    const { place, person, form } = of;
    await inTransaction(this.dataSource, async (tx) => {
      await tx.row(ONE_AFTER_THE_OTHER, [place, person]);
      await tx.change(DISCARD, [place, person, form]);
      await stopAlarms(tx, { kind: KIND, place, about: [aboutOf(of)] });
    });
  }

  /** Forgets a draft whose time is over, and notes that; where it was written on since, returns when it is over now. */
  async ring(
    tx: Transaction,
    { place, about }: Pick<Alarm, 'place' | 'about'>,
    now: Instant,
  ): Promise<Instant | null> {
    const [person = '', form = ''] = about.split(' ');
    const row = place === null ? undefined : await tx.row<Row>(LOCKED, [place, person, form]);
    if (!row || place === null) return null;
    const ends = startOfDay(until(row, await this.daysKept(place)).keptUntil);
    if (ends > now) return ends;
    await tx.change(DISCARD, [place, person, form]);
    await note(tx, { place, person: null, action: 'draftForgotten', type: form, detail: { person } });
    return null;
  }

  private async daysKept(place: string): Promise<number> {
    const { protocol } = await this.places.presentRules(place);
    return protocol.parameters.openingDraftDays.value;
  }
}

const until = (row: Row, days: number): OpeningDraft => ({
  ...row,
  keptUntil: addDays(londonDateOf(row.savedAt), days),
});
