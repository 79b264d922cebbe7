import {
  Check,
  Column,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import type { Actor, Evidence } from '../../../workflows/protocol/index.js';
import { PersonRow } from './directory.entity.js';
import { PlaceRow } from './places.entity.js';

/** What happened, in order; nobody changes or removes it. */
@Entity('events')
@Unique('events_event_id', ['event_id'])
@Check('events_subject_kind', `subject_kind IN ('case', 'meeting')`)
@Check('events_from_one', 'seq >= 1')
@Check('events_by_someone', 'by_system = (by_person IS NULL)')
// An index over what is inside the content, which no decorator can describe.
@Index('events_deadline_passes_once', { synchronize: false })
@Index('events_of_referrers', { synchronize: false })
@ForeignKey(() => PersonRow, ['place_id', 'by_person'], ['place_id', 'id'], { name: 'fk_events_person' })
export class EventRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_events' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_events' })
  subject_id: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_events' })
  seq: number;

  @Column('uuid')
  event_id: string;

  @Column({ type: 'uuid', nullable: true })
  command_id: string | null;

  @Column('text')
  subject_kind: string;

  @Column('text')
  type: string;

  @Column('text')
  process: string;

  @Column('timestamptz')
  at: string;

  @Column('date')
  on_day: string;

  @Column({ type: 'uuid', nullable: true })
  by_person: string | null;

  @Column('boolean')
  by_system: boolean;

  @Column('jsonb')
  actor: Actor;

  @Column('jsonb')
  content: Record<string, unknown>;

  @Column('jsonb')
  evidence: Evidence;

  @Column('text')
  protocol: string;

  @Column('integer')
  machines: number;

  @Column('text')
  calendar_version: string;
}

/** Words that belong to an event and are kept beside it. */
@Entity('texts')
@ForeignKey(() => EventRow, ['place_id', 'subject_id', 'seq'], ['place_id', 'subject_id', 'seq'], {
  name: 'fk_texts_event',
})
export class TextRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_texts' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_texts' })
  subject_id: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_texts' })
  seq: number;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_texts' })
  field: string;

  @Column('text')
  salt: string;

  @Column('text')
  words: string;
}

/** A command that was answered, so that the same one is answered alike. */
@Entity('commands')
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_commands_place' })
export class CommandRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_commands' })
  command_id: string;

  @Column('text')
  place_id: string;

  @Column({ type: 'uuid', nullable: true })
  person_id: string | null;

  @Column('text')
  subject_kind: string;

  @Column({ type: 'uuid', nullable: true })
  subject_id: string | null;

  @Column('text')
  type: string;

  @Column('text')
  digest: string;

  @Column('json')
  outcome: unknown;

  @Column('timestamptz')
  at: string;
}

/** What was refused, read or administered. */
@Entity('audit_entries')
@Index('audit_entries_of_subject', ['place_id', 'subject_id', 'id'])
@Index('audit_entries_of_person', ['place_id', 'person_id', 'id'])
@Index('audit_entries_of_action', ['place_id', 'action', 'id'])
@Index('audit_entries_by_time', ['place_id', 'at'])
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_audit_entries_place' })
export class AuditEntryRow {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_audit_entries',
  })
  id: number;

  @Column('text')
  place_id: string;

  @Column('timestamptz')
  at: string;

  @Column({ type: 'uuid', nullable: true })
  person_id: string | null;

  @Column('text')
  action: string;

  @Column({ type: 'text', nullable: true })
  subject_kind: string | null;

  @Column({ type: 'uuid', nullable: true })
  subject_id: string | null;

  @Column({ type: 'text', nullable: true })
  type: string | null;

  @Column({ type: 'text', array: true, default: '{}' })
  clauses: string[];

  @Column({ type: 'jsonb', default: {} })
  detail: Record<string, unknown>;
}
