import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { CalendarData, PlaceData, ProtocolData } from '../../../workflows/protocol/index.js';

/** What the database is for, and how far its clock is moved: one row. */
@Entity('service_clock')
@Check('service_clock_is_one_row', 'only')
@Check('service_clock_purpose', `purpose IN ('live', 'demonstration', 'play', 'test')`)
@Check('service_clock_true_when_live', `purpose <> 'live' OR shift = interval '0'`)
export class ServiceClockRow {
  @PrimaryColumn({ type: 'boolean', default: true, primaryKeyConstraintName: 'pk_service_clock' })
  only: boolean;

  @Column({ type: 'text', default: 'live' })
  purpose: string;

  @Column({ type: 'interval', default: '00:00:00' })
  shift: string;
}

/** A local partnership, with the protocol and calendar version that what is new in it starts on. */
@Entity('places')
export class PlaceRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_places' })
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  protocol: string;

  @Column('text')
  calendar_version: string;

  @Column('jsonb')
  data: PlaceData;
}

/** A protocol version as a place uses it. */
@Entity('protocol_versions')
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_protocol_versions_place' })
export class ProtocolVersionRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_protocol_versions' })
  place_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_protocol_versions' })
  version: string;

  @Column('text')
  digest: string;

  @Column('json')
  data: ProtocolData;
}

/** A version of a place's calendar; the one of the highest ordinal is in use. */
@Entity('calendar_versions')
@Unique('calendar_versions_in_order', ['place_id', 'ordinal'])
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_calendar_versions_place' })
export class CalendarVersionRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_calendar_versions' })
  place_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_calendar_versions' })
  version: string;

  @Column('integer')
  ordinal: number;

  @Column('json')
  data: CalendarData;

  @Column({ type: 'uuid', nullable: true })
  added_by: string | null;

  @Column('timestamptz')
  added_at: string;
}

/** A body of a place. */
@Entity('organisations')
@Check('organisations_dates', 'exists_to IS NULL OR exists_to >= exists_from')
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_organisations_place' })
export class OrganisationRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_organisations' })
  place_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_organisations' })
  id: string;

  @Column('text')
  name: string;

  @Column({ type: 'text', nullable: true })
  ods_code: string | null;

  @Column('text')
  kind: string;

  @Column({ type: 'text', array: true })
  funds: string[];

  @Column('date')
  exists_from: string;

  @Column({ type: 'date', nullable: true })
  exists_to: string | null;

  @Column({ type: 'text', nullable: true })
  succeeded_by: string | null;
}
