import { Injectable } from '@nestjs/common';
import type { AlarmMoment, Deadline, Instant, Rules } from '../../workflows/protocol/index.js';
import { setAlarms, stopAlarms } from '../alarms/alarms.js';
import { statement, type Transaction } from '../database/transaction.js';
import { deadlineInWords, NAMES_OWNER } from './deadline-words.js';
import { DELIVERY } from './delivery-alarm.js';
import type { NoticeKind } from './notice-kinds.js';
import { concernedBy, whoHears, type Concerned } from './who-hears.js';

/** Something staff are told. Its words never say who the child is. */
export interface Told {
  place: string;
  kind: NoticeKind;
  to: Concerned;
  /** What makes it the same thing: nobody is told of it twice. */
  about: string;
  /** What happened and what is to be done, in a sentence or two, with the reference of the case and the clause. */
  words: string;
  /** Where it leads to in the service, as a path. */
  link: string;
  caseId?: string;
  /** When it came about, UTC; now where absent. */
  cameAbout?: Instant;
}

/** A moment of a deadline that someone is to hear of. */
export interface ToldOfDeadline {
  place: string;
  caseId: string;
  reference: string;
  deadline: Deadline;
  /** What is said of it, when that came about, and to whom: 'owner', or the word for whom it is escalated to. */
  moment: AlarmMoment;
  /** The moment it is, UTC. */
  at: Instant;
}

const NAME = statement('name-of-owner', `SELECT name FROM people WHERE place_id = $1 AND id = $2`);

/**
 * Nobody is told twice, and nobody of the case of a child who has died (SCO-10). E-mail goes to whoever has an address. Of a
 * deadline, what someone was told before and has not read is said no more.
 */
const TELL = statement(
  'tell-staff',
  `WITH told AS (
     INSERT INTO staff_notices
       (id, place_id, person_id, kind, case_id, deadline_key, due_at, about_key, words, link, about_at, at)
     SELECT gen_random_uuid(), $1, person, $3, $4::uuid, $5::text, $6::timestamptz, $7, $8, $9,
       coalesce($10::timestamptz, service_now()), service_now()
     FROM unnest($2::uuid[]) AS person
     WHERE $4::uuid IS NULL OR EXISTS (
       SELECT 1 FROM cases c WHERE c.place_id = $1 AND c.id = $4 AND c.record #>> '{facts,died}' IS NULL)
     ON CONFLICT ON CONSTRAINT staff_notices_once DO NOTHING
     RETURNING id, person_id, about_at, at
   ), older AS (
     UPDATE staff_notices n SET withdrawn_at = service_now(), withdrawn_why = 'superseded'
     FROM told WHERE n.place_id = $1 AND n.person_id = told.person_id AND n.case_id = $4 AND n.deadline_key = $5
       AND n.withdrawn_at IS NULL AND n.read_at IS NULL
     RETURNING n.id
   ), unsent AS (
     UPDATE deliveries d SET state = 'withdrawn', settled_at = service_now(), failure = 'moot'
     FROM older WHERE d.notice_id = older.id AND d.state = 'waiting'
     RETURNING d.id
   ), posted AS (
     INSERT INTO deliveries (id, place_id, person_id, notice_id, channel, state, about_at, created_at, try_at)
     SELECT gen_random_uuid(), $1, told.person_id, told.id, 'email', 'waiting', told.about_at, told.at, told.at
     FROM told JOIN people p ON p.place_id = $1 AND p.id = told.person_id
     WHERE p.email IS NOT NULL
     RETURNING id, notice_id
   )
   SELECT told.id, told.at, posted.id AS delivery, ARRAY(SELECT id FROM unsent) AS unsent
   FROM told LEFT JOIN posted ON posted.notice_id = told.id`,
);

interface ToldRow {
  id: string;
  at: Instant;
  delivery: string | null;
  /** E-mails that will not be sent, because this says more. */
  unsent: string[];
}

interface Deadlined {
  key: string;
  dueAt: Instant;
}

/** Tells staff what has changed and what they are to look at: in the service, and by e-mail where they have an address. */
@Injectable()
export class StaffNotices {
  /** Tells everyone it concerns, once; returns to how many it was news. The e-mails wait for this transaction to end. */
  tell(tx: Transaction, told: Told): Promise<number> {
    return this.put(tx, told, null);
  }

  /**
   * Tells of a moment of an open deadline (ROL-4, ROL-5): once for each person, moment and due moment. Returns to how many
   * it was news.
   */
  async tellOfDeadline(tx: Transaction, told: ToldOfDeadline, rules: Rules): Promise<number> {
    const { place, caseId, reference, deadline, moment, at } = told;
    const { key, dueAt, ownerPerson } = deadline;
    const named = ownerPerson !== null && NAMES_OWNER.includes(moment.kind);
    const owner = named ? await tx.row<{ name: string }>(NAME, [place, ownerPerson]) : undefined;
    const escalated = moment.kind === 'escalated' ? ` to ${moment.to}` : '';
    return this.put(
      tx,
      {
        place,
        kind: moment.kind,
        to: concernedBy(deadline, moment.to, rules),
        about: `deadline ${caseId} ${key} ${moment.kind}${escalated} ${dueAt}`,
        words: deadlineInWords(
          moment.kind,
          { reference, deadline, at, ownerName: owner?.name ?? null },
          rules,
        ),
        link: `/cases/${caseId}`,
        caseId,
        cameAbout: moment.at,
      },
      { key, dueAt },
    );
  }

  private async put(tx: Transaction, told: Told, deadline: Deadlined | null): Promise<number> {
    const { place, kind, to, about, words, link, caseId = null, cameAbout: came = null } = told;
    const people = await whoHears(tx, place, to);
    if (people.length === 0) return 0;
    const rows = await tx.rows<ToldRow>(TELL, [
      place,
      people,
      kind,
      caseId,
      deadline?.key ?? null,
      deadline?.dueAt ?? null,
      about,
      words,
      link,
      came,
    ]);
    const posted = rows.flatMap(({ delivery, at }) =>
      delivery === null ? [] : [{ kind: DELIVERY, place, about: delivery, ringsAt: at }],
    );
    await stopAlarms(tx, { kind: DELIVERY, place, about: rows[0]?.unsent ?? [] });
    await setAlarms(tx, posted);
    return rows.length;
  }
}
