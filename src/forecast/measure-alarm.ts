import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  addMonths,
  localDate,
  londonDateOf,
  startOfDay,
  type Instant,
} from '../../workflows/protocol/index.js';
import type { Alarm } from '../alarms/alarm.js';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import { setWhereNone } from '../alarms/standing-alarms.js';
import type { Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { ForecastMeasure } from './measure.js';

const FORECAST = 'forecast';
const ABOUT = 'month';

/** The beginning of the next month in London. */
const nextMonth = (now: Instant): Instant =>
  startOfDay(addMonths(localDate(`${londonDateOf(now).slice(0, 7)}-01`), 1));

/** Rings at the beginning of each month for each place, and measures how right the forecast was at past month ends. */
@Injectable()
export class ForecastAlarm implements AlarmKind, OnModuleInit {
  readonly kind = FORECAST;
  readonly ownerRole = 'administrator';

  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: AlarmKinds,
    private readonly places: Places,
    private readonly measure: ForecastMeasure,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  /** Measures the month ends that can be and were not yet. Returns the beginning of the next month. */
  async ring(tx: Transaction, { place }: Pick<Alarm, 'place'>, now: Instant): Promise<Instant | null> {
    if (place === null || !this.places.find(place)) return null;
    await this.measure.within(tx, place, { again: false });
    return nextMonth(now);
  }

  /** Sees to it that every place is measured in the months to come, from now on. What is set already stays. */
  async start(): Promise<void> {
    await setWhereNone(this.dataSource, this.places, {
      kind: FORECAST,
      about: ABOUT,
      first: (_tx, _place, now) => now,
    });
  }
}
