import {
  Logger,
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { OpeningDrafts } from './drafts/opening-drafts.js';
import { AlarmKinds } from './alarms/alarm-kinds.js';
import { Exceptions } from './alarms/exceptions.js';
import { AlarmRing } from './alarms/ring.js';
import { AuditTrail } from './audit/audit-trail.js';
import { CaseEngine, STATEMENT_LISTENER } from './cases/case-engine.js';
import { Together } from './cases/together.js';
import { CaseProof } from './cases/case-proof.js';
import { CalendarChanges } from './changes/calendar-changes.js';
import { ChangeBatches } from './changes/change-batches.js';
import { Changes } from './changes/changes.js';
import { ProtocolMoves } from './changes/protocol-moves.js';
import { ServiceClock, settlePurpose, type Purpose } from './clock/service-clock.js';
import { checkEncoding } from './database/fitness.js';
import { dataSourceFor, migrate, type DatabaseOptions } from './database/data-source.js';
import type { Listener } from './database/transaction.js';
import { DeadlineAlarmKind } from './deadlines/deadline-alarm-kind.js';
import { DuePass } from './deadlines/due-pass.js';
import { Accounts } from './directory/accounts.js';
import { CasePeople } from './directory/case-people.js';
import { Tokens } from './directory/tokens.js';
import { Directory } from './directory/directory.js';
import type { MailSettings } from './config/mail-settings.js';
import { engineLog } from './log/engine-log.js';
import { jsonLog, type Log } from './log/service-log.js';
import { Places } from './places/places.js';
import { ProclaimedDays } from './places/proclaimed-days.js';
import { ForecastMeasure } from './forecast/measure.js';
import { ForecastAlarm } from './forecast/measure-alarm.js';
import { DeadlineTeller } from './staff-notices/deadline-teller.js';
import { DeliveryAlarms } from './staff-notices/delivery-alarms.js';
import { DeliveryReview } from './staff-notices/delivery-review.js';
import { DigestAlarm } from './staff-notices/digest-alarm.js';
import { OwnNotices } from './staff-notices/own-notices.js';
import { MAILING, Postman } from './staff-notices/postman.js';
import { StaffNotices } from './staff-notices/staff-notices.js';
import type { Mailing } from './staff-notices/take-delivery.js';
import { Sessions } from './sessions/sessions.js';
import { SignIn } from './sessions/sign-in.js';
import { Absences } from './workload/absences.js';
import { Caseloads } from './workload/caseloads.js';
import { Reassignments } from './workload/reassignments.js';
import { CalendarHorizon } from './watching/calendar-horizon.js';
import { Heartbeats } from './watching/heartbeats.js';
import { Status } from './watching/status.js';
import { Telemetry } from './watching/telemetry.js';
import { Watchdog } from './watching/watchdog.js';

/** How the engine is put together. */
export interface EngineOptions extends DatabaseOptions {
  /** What the database is for, where that is still to be said; a database with cases keeps its purpose. */
  purpose?: Purpose;
  /** A folder with places, calendars or protocols of its own, read before the project's. */
  placesDir?: string;
  /** How e-mail is sent; where absent it is kept, to be read in the service. */
  mail?: MailSettings;
  /** What links in e-mails begin with. */
  publicAddress?: string;
  /** Whether the schema is brought up to date first; it is unless this is false. */
  migrate?: boolean;
  /** Told of every statement a command sends. */
  listener?: Listener;
  /** Told of what goes wrong; errors go to the standard error where absent. */
  log?: Log;
}

const SERVICES = [
  Directory,
  CasePeople,
  Accounts,
  Tokens,
  AuditTrail,
  Telemetry,
  Heartbeats,
  CalendarHorizon,
  Status,
  Watchdog,
  AlarmKinds,
  AlarmRing,
  Exceptions,
  DeadlineAlarmKind,
  DuePass,
  Changes,
  ChangeBatches,
  CalendarChanges,
  ProtocolMoves,
  Absences,
  Caseloads,
  Reassignments,
  ProclaimedDays,
  ServiceClock,
  CaseEngine,
  Together,
  CaseProof,
  StaffNotices,
  DeadlineTeller,
  OwnNotices,
  Postman,
  DeliveryAlarms,
  DeliveryReview,
  DigestAlarm,
  ForecastMeasure,
  ForecastAlarm,
  OpeningDrafts,
  Sessions,
  SignIn,
];

/** Everything that works on cases, without any door to the outside. */
@Module({})
export class EngineModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly calendarChanges: CalendarChanges,
  ) {}

  /** The engine on the database of that address, connected and up to date. */
  static on(databaseUrl: string, options: EngineOptions = {}): DynamicModule {
    const database = { provide: DataSource, useFactory: () => connected(databaseUrl, options) };
    const places = { provide: Places, inject: [DataSource], useFactory: loaded(options) };
    const listener = { provide: STATEMENT_LISTENER, useValue: options.listener };
    const mailing = { provide: MAILING, useValue: mailingOf(options) };
    return {
      module: EngineModule,
      global: true,
      providers: [database, places, listener, mailing, ...SERVICES],
      exports: [DataSource, Places, ...SERVICES],
    };
  }

  /** Data files may have brought another calendar version since the deadlines were counted. */
  async onApplicationBootstrap(): Promise<void> {
    await this.calendarChanges.beginForFiles();
  }

  /** Gives the connections back. */
  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

const mailingOf = ({ mail, publicAddress = '' }: EngineOptions): Mailing => ({
  mail: mail ?? null,
  publicAddress,
});

/** Does the work, and gives the connections back where it fails. */
async function orDisconnect<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function connected(databaseUrl: string, options: EngineOptions): Promise<DataSource> {
  const dataSource = await dataSourceFor(databaseUrl, options).initialize();
  return orDisconnect(dataSource, async () => {
    await checkEncoding(dataSource);
    if (options.migrate !== false) await migrate(dataSource);
    if (options.purpose) await settlePurpose(dataSource, options.purpose);
    return dataSource;
  });
}

const loaded =
  ({ placesDir }: EngineOptions) =>
  (dataSource: DataSource): Promise<Places> =>
    orDisconnect(dataSource, async () => {
      const places = new Places(dataSource);
      await places.load(placesDir === undefined ? {} : { placesDir });
      return places;
    });

/** The engine for whoever is not a Nest application: commands, tests, measurements. */
export interface Engine {
  engine: CaseEngine;
  duePass: DuePass;
  clock: ServiceClock;
  places: Places;
  directory: Directory;
  casePeople: CasePeople;
  accounts: Accounts;
  tokens: Tokens;
  audit: AuditTrail;
  proclaimedDays: ProclaimedDays;
  alarms: AlarmRing;
  changes: Changes;
  protocolMoves: ProtocolMoves;
  absences: Absences;
  caseloads: Caseloads;
  reassignments: Reassignments;
  proof: CaseProof;
  staffNotices: StaffNotices;
  postman: Postman;
  deliveryReview: DeliveryReview;
  digests: DigestAlarm;
  forecastMeasure: ForecastMeasure;
  forecastAlarm: ForecastAlarm;
  alarmKinds: AlarmKinds;
  alarmRing: AlarmRing;
  deadlineAlarms: DeadlineAlarmKind;
  heartbeats: Heartbeats;
  telemetry: Telemetry;
  watchdog: Watchdog;
  status: Status;
  dataSource: DataSource;
  /** Gives everything back; call it once. */
  close(): Promise<void>;
}

/** The engine on the database of that address. Throws where it cannot be reached, or protocol data is wrong. */
export async function createEngine(databaseUrl: string, options: EngineOptions = {}): Promise<Engine> {
  // Whoever calls hears of what fails here by what is thrown; afterwards errors are told to the log.
  const context = await NestFactory.createApplicationContext(EngineModule.on(databaseUrl, options), {
    logger: false,
    abortOnError: false,
  });
  Logger.overrideLogger(engineLog(options.log ?? jsonLog('error')));
  return engineOf(context);
}

/** The engine of an application that holds it. Closing it closes the application. */
export function engineOf(context: INestApplicationContext): Engine {
  return {
    engine: context.get(CaseEngine),
    duePass: context.get(DuePass),
    clock: context.get(ServiceClock),
    places: context.get(Places),
    directory: context.get(Directory),
    casePeople: context.get(CasePeople),
    accounts: context.get(Accounts),
    tokens: context.get(Tokens),
    audit: context.get(AuditTrail),
    proclaimedDays: context.get(ProclaimedDays),
    alarms: context.get(AlarmRing),
    changes: context.get(Changes),
    protocolMoves: context.get(ProtocolMoves),
    absences: context.get(Absences),
    caseloads: context.get(Caseloads),
    reassignments: context.get(Reassignments),
    proof: context.get(CaseProof),
    staffNotices: context.get(StaffNotices),
    postman: context.get(Postman),
    deliveryReview: context.get(DeliveryReview),
    digests: context.get(DigestAlarm),
    forecastMeasure: context.get(ForecastMeasure),
    forecastAlarm: context.get(ForecastAlarm),
    alarmKinds: context.get(AlarmKinds),
    alarmRing: context.get(AlarmRing),
    deadlineAlarms: context.get(DeadlineAlarmKind),
    heartbeats: context.get(Heartbeats),
    telemetry: context.get(Telemetry),
    watchdog: context.get(Watchdog),
    status: context.get(Status),
    dataSource: context.get(DataSource),
    close: () => context.close(),
  };
}
