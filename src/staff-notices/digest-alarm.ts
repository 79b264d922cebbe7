import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../workflows/protocol/index.js';
import type { Alarm } from '../alarms/alarm.js';
import { AlarmKinds, type AlarmKind } from '../alarms/alarm-kinds.js';
import { setAlarms } from '../alarms/alarms.js';
import { setWhereNone } from '../alarms/standing-alarms.js';
import type { Transaction } from '../database/transaction.js';
import { Places } from '../places/places.js';
import { DELIVERY } from './delivery-alarm.js';
import { digestFor, digestReaders, teamNames } from './digest.js';
import { POST } from './digest-statements.js';
import { latestMorning, nextMorning } from './mornings.js';

const DIGEST = 'digest';
const ABOUT = 'morning';

/** Rings once a working morning for each place, and has everyone written to who has something to be told (ROL-4). */
@Injectable()
export class DigestAlarm implements AlarmKind, OnModuleInit {
  readonly kind = DIGEST;
  readonly ownerRole = 'administrator';

  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: AlarmKinds,
    private readonly places: Places,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  /**
   * Posts the digests of the last working morning, once for each person however often it rings; of mornings that were missed
   * only the last. Returns the next working morning.
   */
  async ring(tx: Transaction, { place }: Pick<Alarm, 'place'>, now: Instant): Promise<Instant | null> {
    if (place === null || !this.places.find(place)) return null;
    const rules = await this.places.presentRules(place, tx);
    const at = rules.protocol.parameters.digestAt.value;
    const morning = latestMorning(now, at, rules.calendar);
    const readers: string[] = [];
    for (const person of await digestReaders(tx, place, rules)) {
      const asked = { place, person, now, rules, teams: teamNames(this.places, place), publicAddress: '' };
      if (await digestFor(tx, asked)) readers.push(person);
    }
    const posted = await tx.rows<{ id: string; tryAt: Instant }>(POST, [
      place,
      readers,
      morning.on,
      morning.at,
    ]);
    await setAlarms(
      tx,
      posted.map(({ id, tryAt }) => ({ kind: DELIVERY, place, about: id, ringsAt: tryAt })),
    );
    return nextMorning(now, at, rules.calendar).at;
  }

  /** Sees to it that every place is written to on the mornings to come. What is set already stays: it may be overdue. */
  async start(): Promise<void> {
    await setWhereNone(this.dataSource, this.places, {
      kind: DIGEST,
      about: ABOUT,
      first: async (tx, place, now) => {
        const { protocol, calendar } = await this.places.presentRules(place, tx);
        return nextMorning(now, protocol.parameters.digestAt.value, calendar).at;
      },
    });
  }
}
