import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PersonRow } from './directory.entity.js';

/** A list as somebody wants to see it again: its filters and order, by a name. */
@Entity('saved_views')
@Unique('saved_views_name', ['place_id', 'person_id', 'list', 'name'])
@Check('saved_views_list', `list IN ('queues', 'cases')`)
@Index('saved_views_of_team', ['place_id', 'team_id'])
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], { name: 'fk_saved_views_person' })
export class SavedViewRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_saved_views' })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_saved_views' })
  id: string;

  /** Whose it is: they alone can change or delete it. */
  @Column('uuid')
  person_id: string;

  @Column('text')
  list: string;

  @Column('text')
  name: string;

  /** The address it leads to: of a list, with its filters, all of them codes and ids. */
  @Column('text')
  address: string;

  /** The team that sees it as well. */
  @Column({ type: 'text', nullable: true })
  team_id: string | null;

  @Column('timestamptz')
  saved_at: string;
}

const KEY = { primaryKeyConstraintName: 'pk_default_views' };

/** The view that the menu leads somebody to. */
@Entity('default_views')
@Check('default_views_list', `list IN ('queues', 'cases')`)
@Index('default_views_by_view', ['place_id', 'view_id'])
@ForeignKey(() => PersonRow, ['place_id', 'person_id'], ['place_id', 'id'], {
  name: 'fk_default_views_person',
})
@ForeignKey(() => SavedViewRow, ['place_id', 'view_id'], ['place_id', 'id'], {
  name: 'fk_default_views_view',
  onDelete: 'CASCADE',
})
export class DefaultViewRow {
  @PrimaryColumn({ type: 'text', ...KEY })
  place_id: string;

  @PrimaryColumn({ type: 'uuid', ...KEY })
  person_id: string;

  @PrimaryColumn({ type: 'text', ...KEY })
  list: string;

  @Column('uuid')
  view_id: string;
}
