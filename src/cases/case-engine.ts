import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isCorrection } from '../../workflows/protocol/index.js';
import { mayRecord } from '../access/policy.js';
import { isDuplicate } from '../database/database-failure.js';
import { inTransaction, type Listener, type Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { Places } from '../places/places.js';
import { tellOfMeeting } from '../staff-notices/meeting-teller.js';
import { tellNewAssessor } from '../staff-notices/assessor-teller.js';
import { tellReferrer } from '../staff-notices/referrer-teller.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import { accepted, answeredBefore, answerTo, foresee, notAllowed, refused, stale } from './answers.js';
import { fieldsOf, readCommand, type Asked } from './asked.js';
import { childFrom } from './child.js';
import type { Command, CommandOutcome, FieldError, Foreseen } from './command.js';
import { seal, type Sealed } from './content/seal.js';
import { correctIdentity } from './correct-identity.js';
import { eventAsked } from './event-asked.js';
import { actorFrom } from './evidence.js';
import { historyOf } from './history.js';
import { wrongContent } from './judge-content.js';
import { ItemMoved, prepare, type Ready } from './prepare.js';
import { countedUnderItsProtocol } from './recount.js';
import { store } from './store.js';
import { NHS_NUMBER_TAKEN } from './subject-statements.js';
import { decide, type History, type TakenStep } from './taken-step.js';

/** Under which Nest hands over whoever listens to the statements that are sent. */
export const STATEMENT_LISTENER = Symbol('statement listener');

const NHS_NUMBER_KNOWN: FieldError = {
  field: 'nhsNumber',
  message:
    'NHS number: it is already known here and belongs to another child. Look for that child, or check the number.',
};

/**
 * Records what people ask for, each in one transaction: locked, judged, appended, stored, with its deadlines and effects.
 * What may not happen is answered as a value; only what is broken throws.
 */
@Injectable()
export class CaseEngine {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly notices: StaffNotices,
    @Optional() @Inject(STATEMENT_LISTENER) private readonly listener?: Listener,
  ) {}

  /** What became of the command. The same command sent again has the same outcome, and records nothing more. */
  execute(command: Command): Promise<CommandOutcome> {
    return this.inItsOwn(command, (tx, asked) => this.run(tx, asked));
  }

  /**
   * As `execute`, where what it does to the clocks of the case is what was shown. Otherwise, and where nothing was shown,
   * nothing is recorded, and the answer is what it would do; that says what to send as `shown`.
   */
  executeAsShown(command: Command, shown: string | null): Promise<CommandOutcome | Foreseen> {
    return this.inItsOwn(command, (tx, asked) =>
      this.judged<CommandOutcome | Foreseen>(tx, asked, async (ready, step, sealed) => {
        const foreseen = foresee(ready, step, shown);
        return foreseen.shown === shown ? this.record(tx, ready, step, sealed) : foreseen;
      }),
    );
  }

  /**
   * As `execute`, in a transaction of the caller's, who may have locked other cases: for events that concern no meeting.
   * What breaks is thrown, and nothing of this command is to be kept then.
   */
  async executeIn(tx: Transaction, command: Command): Promise<CommandOutcome> {
    const asked = readCommand(command);
    return 'command' in asked ? this.run(tx, asked) : { kind: 'invalid', errors: asked.errors };
  }

  /**
   * Everything wrong with what a command says, whatever of it can be read: for a form in which something cannot. Records
   * nothing, and says nothing to whoever may not record it.
   */
  async wrongIn(command: Command): Promise<readonly FieldError[]> {
    const asked = readCommand(command);
    if ('command' in asked === false) return asked.errors;
    if (!this.places.find(command.place) || isCorrection(command.type)) return asked.errors;
    return inTransaction(this.dataSource, async (tx) => {
      const ready = await prepare(tx, asked, this.places);
      const actor = ready && actorFrom(ready.around, command.by);
      return ready && actor && mayRecord(command.type, actor.roles)
        ? this.allWrong(tx, ready, null)
        : asked.errors;
    });
  }

  private async inItsOwn<T>(
    command: Command,
    work: (tx: Transaction, asked: Asked) => Promise<T>,
  ): Promise<T | CommandOutcome> {
    const asked = readCommand(command);
    if ('command' in asked === false) return { kind: 'invalid', errors: asked.errors };
    if (!this.places.find(command.place)) return { kind: 'unknown', what: 'place' };
    try {
      const outcome = await inTransaction(this.dataSource, (tx) => work(tx, asked), this.listener);
      await killPoint('command-committed');
      return outcome;
    } catch (error) {
      const again = ['pk_commands', 'cases_reference', 'meetings_reference'];
      if (error instanceof ItemMoved || again.some((rule) => isDuplicate(error, rule))) {
        return this.inItsOwn(command, work);
      }
      if (isDuplicate(error, 'children_nhs_number')) return { kind: 'invalid', errors: [NHS_NUMBER_KNOWN] };
      throw error;
    }
  }

  private run(tx: Transaction, asked: Asked): Promise<CommandOutcome> {
    return this.judged(tx, asked, (ready, step, sealed) => this.record(tx, ready, step, sealed));
  }

  /** What stands against the command; where nothing does, what is done with the step it takes. */
  private async judged<T>(
    tx: Transaction,
    asked: Asked,
    take: (ready: Ready, step: TakenStep, sealed: Sealed) => Promise<T>,
  ): Promise<T | CommandOutcome> {
    const { command } = asked;
    const ready = await prepare(tx, asked, this.places);
    if (!ready) return { kind: 'unknown', what: asked.kind };
    await killPoint('command-locked');
    const { around, subject, rules } = ready;
    const actor = actorFrom(around, command.by);
    if (!actor) return { kind: 'unknown', what: 'person' };
    if (around.command) return answeredBefore(around.command, asked);
    if (asked.owned.definition.bySystem || !mayRecord(command.type, actor.roles))
      return notAllowed(tx, ready);
    const expected = asked.opens ? null : (command.expectedVersion ?? null);
    if (expected !== null && expected !== subject.personVersion) return stale(tx, subject, expected);
    const history = isCorrection(command.type) ? await historyOf(tx, this.places, subject) : null;
    const errors = await this.allWrong(tx, ready, history);
    if (errors.length > 0) return { kind: 'invalid', errors };
    const sealed = seal(fieldsOf(asked), asked.content);
    const decided = decide(
      subject.record,
      await eventAsked(tx, this.places, ready, sealed, history),
      rules,
      history,
    );
    return 'refusals' in decided ? refused(tx, ready, decided.refusals) : take(ready, decided, sealed);
  }

  /** Everything wrong with what the command says; of one that opens a case also that the child is known already. */
  private async allWrong(tx: Transaction, ready: Ready, history: History | null): Promise<FieldError[]> {
    const { asked, subject } = ready;
    const errors = wrongContent(ready, history, this.places);
    const number = asked.opens && subject.kind === 'case' ? asked.content['nhsNumber'] : undefined;
    // Where nothing else is wrong, storing the child finds it out.
    if (errors.length === 0 || number === undefined) return [...errors];
    const known = await tx.row(NHS_NUMBER_TAKEN, [subject.place, number]);
    return known ? [...errors, NHS_NUMBER_KNOWN] : [...errors];
  }

  private async record(
    tx: Transaction,
    ready: Ready,
    decided: TakenStep,
    sealed: Sealed,
  ): Promise<CommandOutcome> {
    const { asked, subject, rules } = ready;
    const { step, rulesAfter } = await countedUnderItsProtocol(tx, subject, decided, {
      places: this.places,
      rules,
    });
    const outcome = accepted(subject, step);
    const opensCase = asked.opens && subject.kind === 'case';
    const superseded = await correctIdentity(tx, subject, step, sealed.personal);
    await store(tx, {
      subject,
      step,
      rules,
      rulesAfter,
      texts: [...sealed.texts, ...superseded],
      child: opensCase ? childFrom(randomUUID(), asked.content, sealed.personal) : null,
      answer: answerTo(ready, outcome),
      commandId: asked.command.commandId,
    });
    if (asked.command.assessorToldLater !== true) await tellNewAssessor(tx, this.notices, subject, step);
    await tellReferrer(tx, this.notices, subject, step);
    await tellOfMeeting(tx, this.notices, subject, step, rules);
    await killPoint('command-stored');
    return outcome;
  }
}
