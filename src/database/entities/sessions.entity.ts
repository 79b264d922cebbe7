import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { CaseEntity } from './cases.entity.js';
import { AccountRow, PersonRow } from './directory.entity.js';

/** Someone who is signed in, by the digest of what their browser holds. */
@Entity('sessions')
@Index('sessions_of_person', ['place_id', 'person_id'])
@Check('sessions_via', `via IN ('password', 'openid', 'demonstration')`)
@Check('sessions_username', `(username IS NULL) = (via = 'demonstration')`)
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_sessions_person' })
@ForeignKey(() => AccountRow, ['username'], ['username'], { name: 'fk_sessions_account' })
export class SessionRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_sessions' })
  digest: string;

  @Column('text')
  place_id: string;

  @Column('uuid')
  person_id: string;

  /** The account signed in with; null for a visitor of a demonstration. */
  @Column({ type: 'text', nullable: true })
  username: string | null;

  @Column('text')
  via: string;

  @Column('timestamptz')
  created_at: string;

  @Column('timestamptz')
  last_seen_at: string;

  @Column({ type: 'timestamptz', nullable: true })
  revoked_at: string | null;

  /** What the next page is to say, once. */
  @Column({ type: 'jsonb', nullable: true })
  told: unknown;

  /** The latest searches, so that no address holds what was searched for. */
  @Column({ type: 'jsonb', default: [] })
  searches: unknown;
}

/** How often somebody tried to sign in under a name in vain, whether or not there is such an account. */
@Entity('sign_in_tries')
@Index('sign_in_tries_by_time', ['last_at'])
export class SignInTryRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_sign_in_tries' })
  username_digest: string;

  @Column('integer')
  tries: number;

  @Column('timestamptz')
  last_at: string;
}

/** Who read what part of which case's record; of a list of cases, no case is named. */
@Entity('record_reads')
@Index('record_reads_of_case', ['place_id', 'case_id', 'id'])
@Index('record_reads_of_person', ['place_id', 'person_id', 'at', 'id'])
@Index('record_reads_by_time', ['place_id', 'at', 'id'])
@Check('record_reads_via', `via IN ('page', 'api')`)
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_record_reads_case' })
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_record_reads_person',
})
export class RecordReadRow {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_record_reads',
  })
  id: number;

  @Column('text')
  place_id: string;

  @Column({ type: 'uuid', nullable: true })
  case_id: string | null;

  @Column('uuid')
  person_id: string;

  @Column('timestamptz')
  at: string;

  @Column('text')
  part: string;

  @Column('text')
  via: string;
}
