import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CaseEntity } from './cases.entity.js';
import { PersonRow } from './directory.entity.js';
import { PlaceRow } from './places.entity.js';

/** Something a member of staff is told, once. */
@Entity('staff_notices')
@Unique('staff_notices_once', ['place_id', 'person_id', 'about_key'])
@Check('staff_notices_withdrawn', '(withdrawn_at IS NULL) = (withdrawn_why IS NULL)')
@Check('staff_notices_deadline', 'deadline_key IS NULL OR (case_id IS NOT NULL AND due_at IS NOT NULL)')
@Index('staff_notices_unread', ['place_id', 'person_id', 'at'], {
  where: 'read_at IS NULL AND withdrawn_at IS NULL',
})
@Index('staff_notices_of_person', ['place_id', 'person_id', 'at'])
@Index('staff_notices_of_case', ['place_id', 'case_id', 'deadline_key', 'person_id'], {
  where: 'withdrawn_at IS NULL',
})
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_staff_notices_person',
})
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_staff_notices_case' })
export class StaffNoticeRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_staff_notices' })
  id: string;

  @Column('text')
  place_id: string;

  @Column('uuid')
  person_id: string;

  @Column('text')
  kind: string;

  @Column({ type: 'uuid', nullable: true })
  case_id: string | null;

  @Column({ type: 'text', nullable: true })
  deadline_key: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  due_at: string | null;

  @Column('text')
  about_key: string;

  @Column('text')
  words: string;

  @Column('text')
  link: string;

  @Column('timestamptz')
  about_at: string;

  @Column('timestamptz')
  at: string;

  @Column({ type: 'timestamptz', nullable: true })
  read_at: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  withdrawn_at: string | null;

  @Column({ type: 'text', nullable: true })
  withdrawn_why: string | null;
}

/** One e-mail: of a notice, or the digest of a morning; and what became of it. */
@Entity('deliveries')
@Unique('deliveries_of_notice', ['notice_id', 'channel'])
@Unique('deliveries_of_morning', ['place_id', 'person_id', 'digest_on', 'channel'])
@Check('deliveries_about', '(notice_id IS NULL) <> (digest_on IS NULL)')
@Check('deliveries_channel', `channel = 'email'`)
@Check(
  'deliveries_state',
  `state IN ('waiting', 'sending', 'sent', 'kept', 'uncertain', 'failed', 'withdrawn')`,
)
@Check('deliveries_decided', `decided_as IN ('arrived', 'sendAgain', 'setAside')`)
@Index('deliveries_under_way', ['place_id', 'id'], { where: `state IN ('waiting', 'sending')` })
@Index('deliveries_by_state', ['place_id', 'state', 'created_at', 'id'])
@Index('deliveries_of_person', ['place_id', 'person_id', 'created_at', 'id'])
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_deliveries_person' })
@ForeignKey(() => StaffNoticeRow, ['notice_id'], ['id'], { name: 'fk_deliveries_notice' })
export class DeliveryRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_deliveries' })
  id: string;

  @Column('text')
  place_id: string;

  @Column('uuid')
  person_id: string;

  @Column({ type: 'uuid', nullable: true })
  notice_id: string | null;

  @Column({ type: 'date', nullable: true })
  digest_on: string | null;

  @Column('text')
  channel: string;

  @Column('text')
  state: string;

  @Column('timestamptz')
  about_at: string;

  @Column('timestamptz')
  created_at: string;

  @Column('timestamptz')
  try_at: string;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ type: 'timestamptz', nullable: true })
  began_at: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  settled_at: string | null;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column({ type: 'text', nullable: true })
  subject: string | null;

  @Column({ type: 'text', nullable: true })
  body: string | null;

  @Column({ type: 'text', nullable: true })
  message_id: string | null;

  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'uuid', nullable: true })
  decided_by: string | null;

  @Column({ type: 'text', nullable: true })
  decided_as: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  decided_at: string | null;
}

/** The database that a place's e-mails are sent from: another one, or a restored one, is noticed by it. */
@Entity('mail_homes')
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_mail_homes_place' })
export class MailHomeRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_mail_homes' })
  place_id: string;

  @Column('text')
  database: string;

  @Column('timestamptz')
  since: string;

  @Column('integer')
  generation: number;
}
