import { Injectable } from '@nestjs/common';
import { Status, type ServiceStatus } from './status.js';
import { Telemetry } from './telemetry.js';

/** What is read from the database when Prometheus asks; what cannot be known is NaN. */
const GAUGES: readonly [name: string, help: string, of: (status: ServiceStatus) => number | null][] = [
  ['ccc_alarms_waiting', 'Alarms set and not yet handled', ({ waiting }) => waiting],
  ['ccc_alarms_due', 'Alarms due and not yet handled', ({ due }) => due],
  ['ccc_alarms_retrying', 'Alarms that failed and will be tried again', ({ retrying }) => retrying],
  [
    'ccc_oldest_due_seconds',
    'For how long the oldest alarm that is due has been so; 0 where none is',
    ({ oldestDueSeconds }) => oldestDueSeconds ?? 0,
  ],
  ['ccc_exceptions', 'Exceptions that wait for a person', ({ exceptions }) => exceptions],
  ['ccc_exceptions_set_aside', 'Exceptions that a person set aside', ({ setAside }) => setAside],
  [
    'ccc_pass_age_seconds',
    'Time since a pass over what is due succeeded in any process',
    ({ passSeconds }) => passSeconds,
  ],
  ['ccc_processes', 'Processes that did not say goodbye', ({ processes }) => processes.length],
  [
    'ccc_degraded',
    '1 where a process does without the queue',
    ({ degraded }) => (degraded.length > 0 ? 1 : 0),
  ],
  [
    'ccc_alarm',
    '1 where the service raises an alarm about itself',
    ({ alarms }) => (alarms.length > 0 ? 1 : 0),
  ],
];

/** Everything there is to measure, in the form Prometheus reads. */
@Injectable()
export class ServiceMetrics {
  private readonly gauges;
  private readonly database;

  constructor(
    private readonly status: Status,
    private readonly telemetry: Telemetry,
  ) {
    this.database = telemetry.gauge('ccc_database_up', '1 where the database answers');
    this.gauges = GAUGES.map(([name, help, of]) => ({ gauge: telemetry.gauge(name, help), of }));
    telemetry.withProcess();
  }

  get contentType(): string {
    return this.telemetry.registry.contentType;
  }

  /** The measurements; those of the process itself also where the database does not answer. */
  async text(): Promise<string> {
    const status = await this.status.now().catch(() => null);
    this.database.set(status === null ? 0 : 1);
    for (const { gauge, of } of this.gauges) gauge.set(status === null ? NaN : (of(status) ?? NaN));
    return this.telemetry.registry.metrics();
  }
}
