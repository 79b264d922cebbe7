import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CaseEntity } from './cases.entity.js';
import { PersonRow } from './directory.entity.js';

const KEY = { primaryKeyConstraintName: 'pk_drafts' };
const OPENING_KEY = { primaryKeyConstraintName: 'pk_opening_drafts' };

/** What somebody is still writing of a case: seen by nobody else, and gone when it is recorded. */
@Entity('drafts')
@Index('drafts_of_person', ['place_id', 'person_id'])
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_drafts_case' })
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_drafts_person' })
export class DraftRow {
  @PrimaryColumn({ type: 'text', ...KEY })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', ...KEY })
  case_id: string;

  @PrimaryColumn({ type: 'uuid', ...KEY })
  person_id: string;

  /** Which form: the event, and which part of it where it has several. */
  @PrimaryColumn({ type: 'text', ...KEY })
  form: string;

  /** The boxes as they were typed into, by name. */
  @Column('jsonb')
  typed: unknown;

  /** The version of the case when the form was opened. */
  @Column('integer')
  version: number;

  @Column('timestamptz')
  saved_at: string;
}

/** What somebody is still writing of a case or meeting that is not there yet: seen by nobody else, and kept for a time. */
@Entity('opening_drafts')
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_opening_drafts_person',
})
export class OpeningDraftRow {
  @PrimaryColumn({ type: 'text', ...OPENING_KEY })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', ...OPENING_KEY })
  person_id: string;

  /** Which form: the event that opens. */
  @PrimaryColumn({ type: 'text', ...OPENING_KEY })
  form: string;

  /** The boxes as they were typed into, by name. */
  @Column('jsonb')
  typed: unknown;

  @Column('timestamptz')
  saved_at: string;
}
