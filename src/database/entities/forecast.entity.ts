import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PlaceRow } from './places.entity.js';

/** What a forecast made at the end of a past month would have said, and what came. */
@Entity('forecast_measures')
@ForeignKey(() => PlaceRow, ['place_id'], ['id'], { name: 'fk_forecast_measures_place' })
export class ForecastMeasureRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_forecast_measures' })
  place_id: string;

  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'pk_forecast_measures' })
  as_of: string;

  @Column('date')
  until: string;

  @Column('integer')
  open: number;

  @Column('integer')
  looked: number;

  @Column('integer')
  said_certain: number;

  @Column('integer')
  said_likely: number;

  @Column('integer')
  came: number;

  @Column('integer')
  named_certain: number;

  @Column('integer')
  named_likely: number;

  @Column('timestamptz')
  measured_at: string;
}
