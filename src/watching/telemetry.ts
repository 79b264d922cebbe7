import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What this process counts and measures, for Prometheus to read. Nothing in it is of anybody. */
@Injectable()
export class Telemetry {
  readonly registry = new Registry();

  private readonly lateness = new Histogram({
    name: 'ccc_alarm_lateness_seconds',
    help: 'Time from the moment of an alarm to its handling',
    labelNames: ['kind'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
    registers: [this.registry],
  });
  private readonly rings = this.counter('ccc_alarms_rung_total', 'Alarms handled', ['kind']);
  private readonly failures = this.counter('ccc_alarm_failures_total', 'Failed attempts to handle an alarm', [
    'kind',
  ]);
  private readonly given = this.counter(
    'ccc_alarms_to_person_total',
    'Alarms that could not be handled and wait for a person',
    ['kind'],
  );
  private readonly breaches = this.counter('ccc_breaches_total', 'Deadlines recorded as passed', []);
  private readonly passes = this.counter('ccc_passes_total', 'Passes over what is due', ['outcome']);
  private readonly rebuilt = this.counter('ccc_queue_repairs_total', 'Jobs put back into the queue', []);

  /** Something read from the database when Prometheus asks. */
  gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  /** Measures the process itself too: memory, processor, event loop. */
  withProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** An alarm was handled so many milliseconds after its moment. */
  rang(kind: string, lateMs: number): void {
    this.rings.inc({ kind });
    this.lateness.observe({ kind }, Math.max(0, lateMs) / 1000);
  }

  /** An attempt failed, perhaps the last one. */
  failed(kind: string, waitsForPerson: boolean): void {
    this.failures.inc({ kind });
    if (waitsForPerson) this.given.inc({ kind });
  }

  /** A deadline was recorded as passed. */
  breached(): void {
    this.breaches.inc();
  }

  /** A pass over what is due came to its end, or did not. */
  passed(outcome: 'succeeded' | 'failed'): void {
    this.passes.inc({ outcome });
  }

  /** The queue had forgotten so many jobs. */
  repaired(jobs: number): void {
    this.rebuilt.inc(jobs);
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
