import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eventOf, isCorrection, londonDateOf, type NewEvent } from '../../workflows/protocol/index.js';
import { mayRecord, rolesFor } from '../access/policy.js';
import { isDuplicate } from '../database/database-failure.js';
import { inTransaction, type Listener, type Transaction } from '../database/transaction.js';
import { killPoint } from '../faults/kill-points.js';
import { Places } from '../places/places.js';
import { tellNewAssessor } from '../staff-notices/assessor-teller.js';
import { StaffNotices } from '../staff-notices/staff-notices.js';
import { assessorNamed } from './assessor-named.js';
import { fieldsOf, readCommand, type Asked } from './asked.js';
import { childFrom } from './child.js';
import type { Accepted, Change, Command, CommandOutcome, FieldError } from './command.js';
import { seal, type Sealed } from './content/seal.js';
import { correctIdentity } from './correct-identity.js';
import { actorFrom, evidenceFrom } from './evidence.js';
import { historyOf } from './history.js';
import { wrongContent } from './judge-content.js';
import { ItemMoved, prepare, type Ready } from './prepare.js';
import { countedUnderItsProtocol } from './recount.js';
import { keepRefusal } from './refusals.js';
import { personVersionAfter, stageAfter, store, type Answer } from './store.js';
import { CHANGES_SINCE } from './subject-statements.js';
import type { Subject } from './subject.js';
import { decide, type History, type TakenStep } from './taken-step.js';

export type { Accepted, Change, Command, CommandOutcome, FieldError } from './command.js';

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
  async execute(command: Command): Promise<CommandOutcome> {
    const asked = readCommand(command);
    if ('command' in asked === false) return { kind: 'invalid', errors: asked.errors };
    if (!this.places.find(command.place)) return { kind: 'unknown', what: 'place' };
    try {
      const outcome = await inTransaction(this.dataSource, (tx) => this.run(tx, asked), this.listener);
      await killPoint('command-committed');
      return outcome;
    } catch (error) {
      const again = ['pk_commands', 'cases_reference', 'meetings_reference'];
      if (error instanceof ItemMoved || again.some((rule) => isDuplicate(error, rule))) {
        return this.execute(command);
      }
      if (isDuplicate(error, 'children_nhs_number')) return { kind: 'invalid', errors: [NHS_NUMBER_KNOWN] };
      throw error;
    }
  }

  /**
   * As `execute`, in a transaction of the caller's, who may have locked other cases: for events that concern no meeting.
   * What breaks is thrown, and nothing of this command is to be kept then.
   */
  async executeIn(tx: Transaction, command: Command): Promise<CommandOutcome> {
    const asked = readCommand(command);
    return 'command' in asked ? this.run(tx, asked) : { kind: 'invalid', errors: asked.errors };
  }

  private async run(tx: Transaction, asked: Asked): Promise<CommandOutcome> {
    const { command } = asked;
    const ready = await prepare(tx, asked, this.places);
    if (!ready) return { kind: 'unknown', what: asked.kind };
    await killPoint('command-locked');
    const { around, subject } = ready;
    const actor = actorFrom(around, command.by);
    if (!actor) return { kind: 'unknown', what: 'person' };
    if (around.command) return answeredBefore(around.command, asked);
    if (asked.owned.definition.bySystem || !mayRecord(command.type, actor.roles))
      return notAllowed(tx, ready);
    const expected = asked.opens ? null : (command.expectedVersion ?? null);
    if (expected !== null && expected !== subject.personVersion) return stale(tx, subject, expected);
    const history = isCorrection(command.type) ? await historyOf(tx, this.places, subject) : null;
    const errors = wrongContent(ready, history, this.places);
    if (errors.length > 0) return { kind: 'invalid', errors: [...errors] };
    return this.record(tx, ready, history, seal(fieldsOf(asked), asked.content));
  }

  private async record(
    tx: Transaction,
    ready: Ready,
    history: History | null,
    sealed: Sealed,
  ): Promise<CommandOutcome> {
    const { asked, subject, rules } = ready;
    const decided = decide(subject.record, await this.eventAsked(tx, ready, sealed, history), rules, history);
    if ('refusals' in decided) {
      const refused = {
        kind: 'refused' as const,
        refusals: [...decided.refusals],
        version: subject.personVersion,
      };
      await keepRefusal(tx, ready, refused);
      return refused;
    }
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
    await tellNewAssessor(tx, this.notices, subject, step);
    await killPoint('command-stored');
    return outcome;
  }

  private async eventAsked(
    tx: Transaction,
    { asked, subject, meeting, around, rules, process }: Ready,
    { content }: Sealed,
    history: History | null,
  ): Promise<NewEvent> {
    const on = londonDateOf(around.at);
    const by = actorFrom(around, asked.command.by);
    if (!by) throw new Error('An event is recorded by someone.');
    const organisations = asked.named.organisations.map(({ value }) => value as string);
    const evidence = evidenceFrom(around, { organisations }, meeting, rules.protocol, (id) =>
      this.places.organisation(subject.place, id, on),
    );
    const moves = asked.command.type === 'PROTOCOL_MOVED';
    const protocols = moves ? await this.places.versions(subject.place, tx) : undefined;
    const assessor = await assessorNamed(tx, asked, history);
    return {
      type: asked.command.type,
      ...(process === undefined ? {} : { process }),
      at: around.at,
      on,
      by,
      content,
      evidence: { ...evidence, ...(protocols ? { protocols } : {}), ...(assessor ? { assessor } : {}) },
    };
  }
}

const answeredBefore = (
  before: { digest: string; outcome: CommandOutcome },
  { digest }: Asked,
): CommandOutcome => {
  if (before.digest !== digest) return { kind: 'keyReused' };
  return before.outcome.kind === 'accepted' ? { ...before.outcome, replayed: true } : before.outcome;
};

async function notAllowed(tx: Transaction, ready: Ready): Promise<CommandOutcome> {
  const { owned, command } = ready.asked;
  const outcome = {
    kind: 'notAllowed' as const,
    message: `“${owned.definition.title}” is not for your role.`,
    roles: [...rolesFor(command.type)],
  };
  await keepRefusal(tx, ready, outcome);
  return outcome;
}

async function stale(tx: Transaction, subject: Subject, expected: number): Promise<CommandOutcome> {
  const rows = await tx.rows<Omit<Change, 'title'>>(CHANGES_SINCE, [subject.place, subject.id, expected]);
  const changes = rows.map((row) => ({ ...row, title: eventOf(row.type)?.definition.title ?? row.type }));
  return { kind: 'stale', version: subject.personVersion, changes: changes.reverse() };
}

const accepted = (subject: Subject, step: TakenStep): Accepted => ({
  kind: 'accepted',
  subject: subject.id,
  reference: subject.reference,
  seq: step.events[0]?.seq ?? 0,
  version: personVersionAfter(subject.personVersion, step.events),
  stage: stageAfter(subject, step),
  replayed: false,
});

const answerTo = ({ asked, around }: Ready, outcome: CommandOutcome): Answer => ({
  command_id: asked.command.commandId,
  person_id: asked.command.by,
  subject_kind: asked.kind,
  type: asked.command.type,
  digest: asked.digest,
  outcome,
  at: around.at,
});
