import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  buildCalendar,
  existsOn,
  type Calendar,
  type CalendarData,
  type LocalDate,
  type PlaceData,
  type ProtocolData,
  type Rules,
} from '../../workflows/protocol/index.js';
import { inTransaction, reading, type Transaction } from '../database/transaction.js';
import { DataFileError } from '../protocols/data-file.js';
import { loadPlace, loadPlaces, type LoadedPlace } from '../protocols/load-place.js';
import { listProtocols, type DataFolders } from '../protocols/load-protocol.js';
import * as sql from './place-statements.js';

/** Which versions something was decided under. */
export interface Versions {
  protocol: string;
  calendarVersion: string;
}

/** Something was decided under a protocol or calendar version that this place does not have here. */
export class VersionNotHere extends RangeError {
  override readonly name = 'VersionNotHere';

  constructor(
    readonly place: string,
    readonly what: 'protocol' | 'calendar',
    readonly version: string,
  ) {
    super(`The place '${place}' has no ${what} version '${version}'.`);
  }
}

/** A protocol version says something else than the one that cases were decided under. */
export class ProtocolChanged extends Error {
  override readonly name = 'ProtocolChanged';

  /** That version of the protocol of that place has changed. */
  static of(place: string, version: string): ProtocolChanged {
    return new ProtocolChanged(
      `Protocol version ${version} of ${place} is not what it was when cases were decided under it. ` +
        'Give what changed a new version; cases stay on theirs.',
    );
  }
}

const digestOf = (data: unknown): string => createHash('sha256').update(JSON.stringify(data)).digest('hex');

/** The places, and the protocol and calendar versions that their cases are judged by, kept as rows for good. */
@Injectable()
export class Places {
  private readonly places = new Map<string, PlaceData>();
  private readonly protocols = new Map<string, ProtocolData>();
  private readonly calendars = new Map<string, Calendar>();
  private readonly rules = new Map<string, Rules>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Reads every place there is data for and keeps what is new as rows. Throws a DataFileError where a file is wrong, and
   * ProtocolChanged where a protocol version in use is not what it was.
   */
  async load(folders: DataFolders = {}): Promise<void> {
    for (const loaded of loadPlaces(folders)) {
      await inTransaction(this.dataSource, (tx) =>
        this.keep(tx, loaded, otherVersions(loaded.place, folders)),
      );
      this.places.set(loaded.place.id, loaded.place);
    }
  }

  /** Every place, by name. */
  all(): PlaceData[] {
    return [...this.places.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The place of that id, or undefined. */
  find(id: string): PlaceData | undefined {
    return this.places.get(id);
  }

  /** The protocol version and calendar version that are used there today, for what is new. */
  async present(place: string, tx?: Transaction): Promise<Versions> {
    const row = await this.within(tx, (each) => each.row<Versions>(sql.PRESENT_VERSIONS, [place]));
    if (!row) throw new RangeError(`There is no place '${place}'.`);
    return row;
  }

  /**
   * The rules of those versions; whoever is in a transaction reads them there. Throws VersionNotHere where the place does
   * not have them.
   */
  async rulesFor(place: string, protocol: string, calendarVersion: string, tx?: Transaction): Promise<Rules> {
    const key = `${place} ${protocol} ${calendarVersion}`;
    const known = this.rules.get(key);
    if (known) return known;
    const rules = {
      protocol: await this.protocol(place, protocol, tx),
      calendar: await this.calendar(place, calendarVersion, tx),
    };
    this.rules.set(key, rules);
    return rules;
  }

  /** The rules for what is new in a place today. */
  async presentRules(place: string, tx?: Transaction): Promise<Rules> {
    const { protocol, calendarVersion } = await this.present(place, tx);
    return this.rulesFor(place, protocol, calendarVersion, tx);
  }

  /** Every protocol version that a case of the place can be on. */
  async versions(place: string, tx?: Transaction): Promise<string[]> {
    const rows = await this.within(tx, (each) =>
      each.rows<{ version: string }>(sql.PROTOCOL_VERSIONS, [place]),
    );
    return rows.map(({ version }) => version);
  }

  /** The place's organisations as an event keeps them, by id. */
  organisation(
    place: string,
    id: string,
    on: LocalDate,
  ): { name: string; kind: string; open: boolean } | undefined {
    const found = this.places.get(place)?.organisations.find((organisation) => organisation.id === id);
    return found && { name: found.name, kind: found.kind, open: existsOn(found, on) };
  }

  /** The data of a calendar version. Throws VersionNotHere where the place does not have it. */
  async calendarData(place: string, version: string, tx?: Transaction): Promise<CalendarData> {
    const row = await this.within(tx, (each) =>
      each.row<{ data: CalendarData }>(sql.CALENDAR_VERSION, [place, version]),
    );
    if (!row) throw new VersionNotHere(place, 'calendar', version);
    return row.data;
  }

  /** Waiting for a second connection while holding one can wait for ever: what is in a transaction reads in it. */
  private within<T>(tx: Transaction | undefined, read: (tx: Transaction) => Promise<T>): Promise<T> {
    return tx ? read(tx) : reading(this.dataSource, read);
  }

  private async protocol(place: string, version: string, tx?: Transaction): Promise<ProtocolData> {
    const key = `${place} ${version}`;
    const known = this.protocols.get(key);
    if (known) return known;
    const row = await this.within(tx, (each) =>
      each.row<{ data: ProtocolData }>(sql.PROTOCOL_VERSION, [place, version]),
    );
    if (!row) throw new VersionNotHere(place, 'protocol', version);
    this.protocols.set(key, row.data);
    return row.data;
  }

  private async calendar(place: string, version: string, tx?: Transaction): Promise<Calendar> {
    const key = `${place} ${version}`;
    const known = this.calendars.get(key);
    if (known) return known;
    const calendar = buildCalendar(await this.calendarData(place, version, tx));
    this.calendars.set(key, calendar);
    return calendar;
  }

  private async keep(
    tx: Transaction,
    { place, protocol, calendarData }: LoadedPlace,
    others: readonly ProtocolData[],
  ): Promise<void> {
    await tx.rows(sql.ONE_AT_A_TIME);
    await tx.change(sql.KEEP_PLACE, [
      place.id,
      place.name,
      protocol.version,
      calendarData.version,
      json(place),
    ]);
    for (const version of [protocol, ...others]) await keepProtocol(tx, place.id, version);
    await keepCalendar(tx, place.id, calendarData);
    await tx.change(sql.KEEP_ORGANISATIONS, [place.id, json(place.organisations)]);
    this.protocols.set(`${place.id} ${protocol.version}`, protocol);
  }
}

/** The other protocol versions that a case of the place could move to: those that its own decisions fit. */
function otherVersions(place: PlaceData, folders: DataFolders): ProtocolData[] {
  const versions = listProtocols(folders).filter((version) => version !== place.protocol);
  return versions.flatMap((version) => {
    try {
      return [loadPlace(place.id, folders, version).protocol];
    } catch (error) {
      if (error instanceof DataFileError) return [];
      throw error;
    }
  });
}

const json = (value: unknown): string => JSON.stringify(value);

async function keepProtocol(tx: Transaction, place: string, protocol: ProtocolData): Promise<void> {
  const digest = digestOf(protocol);
  const kept = await tx.row<{ digest: string; used: boolean }>(sql.KEPT_PROTOCOL, [place, protocol.version]);
  if (kept?.digest === digest) return;
  if (kept?.used) throw ProtocolChanged.of(place, protocol.version);
  await tx.change(sql.KEEP_PROTOCOL, [place, protocol.version, digest, json(protocol)]);
}

/** A version of the file that is new here becomes the present one; days an administrator added stay. */
async function keepCalendar(tx: Transaction, place: string, data: CalendarData): Promise<void> {
  const present = await tx.row<{ known: boolean; data: CalendarData | null }>(sql.KEPT_CALENDAR, [
    place,
    data.version,
  ]);
  if (present?.known) return;
  const added = (present?.data?.days ?? []).filter(
    (day) => !data.days.some((other) => other.date === day.date && other.kind === day.kind),
  );
  await addCalendarVersion(tx, place, { ...data, days: [...data.days, ...added] }, null);
}

/** Makes that data the calendar version in use. */
export async function addCalendarVersion(
  tx: Transaction,
  place: string,
  data: CalendarData,
  by: string | null,
): Promise<void> {
  await tx.change(sql.ADD_CALENDAR, [place, data.version, json(data), by]);
  await tx.change(sql.USE_CALENDAR, [place, data.version]);
}
