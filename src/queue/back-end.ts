import type { BackendFactory, QueueOptions, WorkerOptions } from 'bullmq';

/** What a queue can be kept in. */
export type BackEndKind = 'redis' | 'postgres';

/** Where the queue is kept, as BullMQ takes it. */
export interface BackEnd {
  kind: BackEndKind;
  queueOptions: QueueOptions;
  workerOptions: Pick<WorkerOptions, 'connection' | 'prefix'>;
  factory: BackendFactory;
  /** Throws UnfitQueue where jobs could be lost in it, and whatever it fails with where it is not reached. */
  check(): Promise<void>;
  /** Gives connections back; one that hangs is left. */
  close(): Promise<void>;
}

/** A queue that may lose what it is told. */
export class UnfitQueue extends Error {
  override readonly name = 'UnfitQueue';
}
