import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CaseEntity, MeetingEntity } from './cases.entity.js';
import { PersonRow } from './directory.entity.js';

/** Someone's part in a referral or assessment, which keeps them from deciding on it (PAN-3). */
@Entity('participations')
@Index('participations_of_person', ['place_id', 'person_id'])
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_participations_case' })
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_participations_person',
})
export class ParticipationRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_participations' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_participations' })
  case_id: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_participations' })
  seq: number;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_participations' })
  person_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_participations' })
  part: string;

  @Column({ type: 'text', nullable: true })
  referral: string | null;

  @Column({ type: 'text', nullable: true })
  assessment: string | null;
}

/** A case on the agenda of a meeting, or that once was. */
@Entity('agenda_items')
@Check('agenda_items_status', `status IN ('listed', 'removed', 'deferred', 'decided')`)
@Index('agenda_items_of_case', ['place_id', 'case_id'])
@ForeignKey(() => MeetingEntity, ['place_id', 'meeting_id'], ['place_id', 'id'], {
  name: 'fk_agenda_items_meeting',
})
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_agenda_items_case' })
@ForeignKey(() => PersonRow, ['place_id', 'presenter'], ['place_id', 'id'], {
  name: 'fk_agenda_items_presenter',
})
export class AgendaItemRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_agenda_items' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_agenda_items' })
  meeting_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_agenda_items' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_agenda_items' })
  process: string;

  @Column({ type: 'uuid', nullable: true })
  presenter: string | null;

  @Column('text')
  status: string;

  @Column('integer')
  seq: number;

  @Column('timestamptz')
  listed_at: string;
}

/** A decision of the panel: which item, at which meeting, and what it rests on. */
@Entity('decisions')
@ForeignKey(() => MeetingEntity, ['place_id', 'meeting_id'], ['place_id', 'id'], {
  name: 'fk_decisions_meeting',
})
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_decisions_case' })
export class DecisionRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_decisions' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_decisions' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_decisions' })
  process: string;

  @Column('uuid')
  meeting_id: string;

  @Column('integer')
  seq: number;

  @Column({ type: 'text', nullable: true })
  referral: string | null;

  @Column({ type: 'text', nullable: true })
  assessment: string | null;

  @Column({ type: 'uuid', nullable: true })
  presenter: string | null;

  /** Those whose declared interest excludes them from deciding. */
  @Column({ type: 'uuid', array: true, default: '{}' })
  interested: string[];
}

/**
 * Someone who decided. The database refuses whoever took part in what is decided, declared an interest in it, or presents
 * it (PAN-3, PAN-13).
 */
@Entity('decision_makers')
@ForeignKey(() => DecisionRow, ['place_id', 'case_id', 'process'], ['place_id', 'case_id', 'process'], {
  name: 'fk_decision_makers_decision',
  onDelete: 'CASCADE',
})
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_decision_makers_person',
})
export class DecisionMakerRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_decision_makers' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_decision_makers' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_decision_makers' })
  process: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_decision_makers' })
  person_id: string;
}

/** What a member says of an item before it is decided: no interest in it, or their own view; or that the views were opened. */
@Entity('panel_entries')
@Index('panel_entries_of_person', ['place_id', 'person_id'])
@Check('panel_entries_kind', `kind IN ('noInterest', 'view', 'opened')`)
@Check('panel_entries_opinion', `opinion IN ('eligible', 'notEligible', 'unsure')`)
@Check('panel_entries_view', `(kind = 'view') = (opinion IS NOT NULL AND reasons IS NOT NULL)`)
@ForeignKey(() => MeetingEntity, ['place_id', 'meeting_id'], ['place_id', 'id'], {
  name: 'fk_panel_entries_meeting',
})
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], { name: 'fk_panel_entries_case' })
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_panel_entries_person',
})
export class PanelEntryRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_panel_entries' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_panel_entries' })
  meeting_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_panel_entries' })
  case_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_panel_entries' })
  process: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_panel_entries' })
  person_id: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_panel_entries' })
  kind: string;

  @Column('timestamptz')
  at: string;

  @Column({ type: 'text', nullable: true })
  opinion: string | null;

  @Column({ type: 'text', nullable: true })
  reasons: string | null;
}

/** An interest that somebody declared in a case before the panel; of several of one person the last counts. */
@Entity('panel_interests')
@Index('panel_interests_of_person', ['place_id', 'person_id', 'case_id', 'seq'])
@ForeignKey(() => CaseEntity, ['place_id', 'case_id'], ['place_id', 'id'], {
  name: 'fk_panel_interests_case',
})
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_panel_interests_person',
})
export class PanelInterestRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_panel_interests' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_panel_interests' })
  case_id: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_panel_interests' })
  seq: number;

  @Column('text')
  process: string;

  @Column('uuid')
  person_id: string;

  @Column('timestamptz')
  at: string;

  @Column('boolean')
  excludes: boolean;
}
