import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MACHINES_VERSION } from '../../workflows/protocol/index.js';
import { ALARMS_VERSION } from '../alarms/alarm.js';
import { inTransaction, reading } from '../database/transaction.js';
import type { BackEndKind } from '../queue/back-end.js';
import { isAlive } from '../postgres/server-folder.js';
import * as sql from './heartbeat-statements.js';
import { SERVICE_VERSION } from './version.js';

/** What a process does. */
export type ProcessRole = 'web' | 'worker';

/** What a process says of itself. */
export interface Beat {
  /** Whether a pass over what is due has succeeded since the last time. */
  passed: boolean;
  queue: BackEndKind | null;
  /** Why it does without the queue, if it does. */
  degraded: string | null;
}

/** A process as it was last seen; moments are the true time. */
export interface Heartbeat {
  process: string;
  role: ProcessRole;
  version: string;
  machines: number;
  alarms: number;
  startedAt: string;
  seenAt: string;
  passedAt: string | null;
  queue: BackEndKind | null;
  degraded: string | null;
  silentSeconds: number;
  passSeconds: number;
}

/** Which processes of the service live, kept in the database so that each can miss the others. */
@Injectable()
export class Heartbeats {
  private readonly process = randomUUID();

  constructor(private readonly dataSource: DataSource) {}

  /** Says that this process begins, in the place of one of the role on this host that is gone, however lately it went. */
  async begin(role: ProcessRole): Promise<void> {
    await this.beat(role, { passed: false, queue: null, degraded: null });
    const here = [this.process, role, hostname()];
    await inTransaction(this.dataSource, async (tx) => {
      const others = await tx.rows<{ process: string; pid: number }>(sql.OTHERS_HERE, here);
      const gone = others.filter(({ pid }) => pid === process.pid || !isAlive(pid));
      await tx.change(sql.SUPERSEDE, [...here, gone.map((other) => other.process)]);
    });
  }

  /** Says that this process lives. */
  async beat(role: ProcessRole, { passed, queue, degraded }: Beat): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      tx.change(sql.BEAT, [
        this.process,
        role,
        hostname(),
        process.pid,
        SERVICE_VERSION,
        MACHINES_VERSION,
        ALARMS_VERSION,
        passed,
        queue,
        degraded,
      ]),
    );
  }

  /** Says that this process ends as it should. */
  async end(): Promise<void> {
    await inTransaction(this.dataSource, (tx) => tx.change(sql.GOODBYE, [this.process]));
  }

  /** Every process that did not say goodbye. */
  all(): Promise<Heartbeat[]> {
    return reading(this.dataSource, (tx) => tx.rows<Heartbeat>(sql.HEARTBEATS));
  }
}
