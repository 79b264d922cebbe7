import type { Service } from '../world/service.js';
import type { Worked } from './case-pool.js';
import type { Answered, Sending } from './client.js';
import type { Entry } from './ledger.js';
import type { Step, Told, Who } from './pathway.js';

/** Someone who works on cases: their id in the directory and their token. */
export interface Worker {
  id: string;
  token: string;
}

/** Where the work is done. */
export interface Workplace {
  staff: Readonly<Record<Who, Worker>>;
  /** The processes that answer. */
  webs(): readonly Service[];
  /** The day it is by the clock of the service. */
  today(): Promise<string>;
}

/** How much is asked at once, and of whom. */
export interface Asking {
  commands: number;
  /** Whether all of them are about cases that are opened by them. */
  fresh?: boolean;
  /** Cases that are to be among those they are about. */
  on?: readonly string[];
  /** The process to which every command is sent the first time. */
  first?: Service;
  /** Whether each is to be acknowledged when it is sent for the first time: what is wrong is nothing that commands need. */
  atOnce?: boolean;
  /** Whether an answer that something unforeseen went wrong is one that the fault was to bring about. */
  mayFail?: boolean;
}

/** A command that is being asked for. */
export interface AskedCommand {
  step: Step;
  entry: Entry;
  told: Told;
  sending: Sending;
}

/** Commands under way. */
export interface Burst {
  /** Resolves when every one of them is acknowledged. */
  done: Promise<void>;
}

/** What was known at a moment of everything that was asked. */
export interface Mark {
  ledger: ReadonlyMap<string, readonly Entry[]>;
  cases: readonly Worked[];
}

/** A command that someone else sends, as often and in whatever way. */
export interface Prepared {
  sending: Sending;
  /** Enters an answer that acknowledges it; returns the case it is about. */
  keep: (answer: Answered) => string;
  /** Whether a day has begun since it was written, so that it is rightly refused; its case is then given back. */
  overtaken: () => Promise<boolean>;
}

/** Whether it acknowledges what was asked. */
export const isGood = ({ status }: Answered): boolean => status >= 200 && status < 300;
