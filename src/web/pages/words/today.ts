import { Injectable } from '@nestjs/common';
import type { LocalDate, Rules } from '../../../../workflows/protocol/index.js';
import { ServiceClock } from '../../../clock/service-clock.js';
import { Places } from '../../../places/places.js';

/** The day it is, and the calendar and protocol of a place on it. */
export interface PlaceToday extends Rules {
  today: LocalDate;
}

/** What pages count days by. */
@Injectable()
export class Today {
  constructor(
    private readonly clock: ServiceClock,
    private readonly places: Places,
  ) {}

  /** Today in London, with the calendar the place uses now and the protocol version: that of a case, or of new ones. */
  async in(place: string, protocol?: string): Promise<PlaceToday> {
    const present = await this.places.present(place);
    const rules = await this.places.rulesFor(place, protocol ?? present.protocol, present.calendarVersion);
    return { today: await this.clock.today(), ...rules };
  }
}
