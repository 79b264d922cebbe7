import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isDuplicate } from '../database/database-failure.js';
import { inTransaction } from '../database/transaction.js';
import { CaseEngine } from './case-engine.js';
import type { Command, CommandOutcome } from './command.js';
import { noteRefusals } from './refusals.js';

/** Ends the transaction without keeping anything of it, and hands over what the commands came to. */
class NothingKept extends Error {
  constructor(readonly outcomes: CommandOutcome[]) {
    super('Nothing of these commands is kept.');
  }
}

const SOMEBODY_WAS_FASTER = ['pk_commands', 'cases_reference', 'meetings_reference'];

/** Several commands in one transaction, for those that open something or are of one meeting: all are recorded, or none. */
@Injectable()
export class Together {
  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: CaseEngine,
  ) {}

  /** What became of each. Where one is not accepted nothing of any is kept but which were refused, in the audit trail. */
  execute(commands: readonly Command[]): Promise<CommandOutcome[]> {
    return this.run(commands, (outcomes) => outcomes.every(({ kind }) => kind === 'accepted'));
  }

  /** What would become of each, one after the other. Nothing is kept but which were refused, in the audit trail. */
  tryOut(commands: readonly Command[]): Promise<CommandOutcome[]> {
    return this.run(commands, () => false);
  }

  private async run(
    commands: readonly Command[],
    keeps: (outcomes: readonly CommandOutcome[]) => boolean,
  ): Promise<CommandOutcome[]> {
    try {
      return await inTransaction(this.dataSource, async (tx) => {
        const outcomes: CommandOutcome[] = [];
        for (const command of commands) outcomes.push(await this.engine.executeIn(tx, command));
        if (!keeps(outcomes)) throw new NothingKept(outcomes);
        return outcomes;
      });
    } catch (error) {
      if (error instanceof NothingKept) {
        const { outcomes } = error;
        await inTransaction(this.dataSource, (tx) => noteRefusals(tx, commands, outcomes));
        return outcomes;
      }
      if (SOMEBODY_WAS_FASTER.some((rule) => isDuplicate(error, rule))) return this.run(commands, keeps);
      throw error;
    }
  }
}
