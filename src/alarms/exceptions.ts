import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { note } from '../audit/audit-trail.js';
import { once, type Done, type Request } from '../database/once.js';
import type { Transaction } from '../database/transaction.js';
import { withdrawException } from '../staff-notices/exception-teller.js';
import { AlarmKinds } from './alarm-kinds.js';
import * as sql from './exception-statements.js';

/** What became of what a person asked for an exception. */
export type ExceptionOutcome =
  | { kind: 'done'; state: 'waiting' | 'setAside' }
  /** The place has no exception of that id, or has it no more. */
  | { kind: 'unknown' }
  /** Nothing would be done by trying again. */
  | { kind: 'cannotBeTried' }
  /** It stands for a deadline that is over and whose passing is not recorded: nobody would see that any more. */
  | { kind: 'breachUnrecorded' };

interface Locked {
  id: string;
  kind: string;
  state: string;
  failure: string;
  caseId: string | null;
  breachUnrecorded: boolean;
}

/** What a person does about an alarm that could not be handled; each is noted in the audit trail. */
@Injectable()
export class Exceptions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: AlarmKinds,
  ) {}

  /** Lets it be tried again, from the first rung of the ladder on. */
  tryAgain(request: Request, id: string, reason: string): Promise<Done<ExceptionOutcome>> {
    return this.change(request, id, async (tx, { kind }) => {
      if (!this.kinds.find(kind)) return { kind: 'cannotBeTried' };
      await tx.change(sql.TRY_AGAIN, [id]);
      await this.note(tx, request, id, 'exceptionTriedAgain', reason);
      return { kind: 'done', state: 'waiting' };
    });
  }

  /**
   * Sets it aside for a reason: it is tried no more, and stays where it can be found. One of a deadline that is over has to
   * be put right; one of an earlier moment ends there, and the deadline rings all the same once it is over.
   */
  setAside(request: Request, id: string, reason: string): Promise<Done<ExceptionOutcome>> {
    return this.change(request, id, async (tx, { breachUnrecorded }) => {
      if (breachUnrecorded) return { kind: 'breachUnrecorded' };
      await tx.change(sql.SET_ASIDE, [id, request.by, reason]);
      await this.note(tx, request, id, 'exceptionSetAside', reason);
      return { kind: 'done', state: 'setAside' };
    });
  }

  private change(
    request: Request,
    id: string,
    work: (tx: Transaction, found: Locked) => Promise<ExceptionOutcome>,
  ): Promise<Done<ExceptionOutcome>> {
    return once(this.dataSource, request, async (tx): Promise<ExceptionOutcome> => {
      const found = await tx.row<Locked>(sql.LOCK_EXCEPTION, [request.place, id]);
      const outcome = found ? await work(tx, found) : ({ kind: 'unknown' } as const);
      if (outcome.kind === 'done') await withdrawException(tx, request.place, id);
      return outcome;
    });
  }

  private note(
    tx: Transaction,
    { place, by }: Request,
    alarm: string,
    action: string,
    reason: string,
  ): Promise<void> {
    return note(tx, { place, person: by, action, detail: { alarm, reason } });
  }
}
