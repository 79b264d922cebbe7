import { randomUUID } from 'node:crypto';
import {
  alarmMoments,
  londonDateOf,
  type CaseRecord,
  type Deadline,
  type Instant,
  type Rules,
} from '../../../workflows/protocol/index.js';
import { ALARMS_VERSION, RESTS } from '../../alarms/alarm.js';
import { argument } from '../../cases/effects.js';
import { columns, endedRow, eventRow, type Storing } from '../../cases/store.js';
import { OF_CASE, OF_MEETING } from '../../cases/store-statements.js';
import { newSubject } from '../../cases/subject.js';
import type { OwedEffect } from '../../cases/taken-step.js';
import { DEADLINE } from '../../deadlines/deadline-alarm-statements.js';
import { changedRows } from '../../deadlines/deadline-rows.js';
import type { KeptText } from '../../cases/content/seal.js';
import type { Telling } from './telling.js';

export type Row = Record<string, unknown>;
/** Rows of several tables. */
export type Rows = Partial<Record<Table, Row[]>>;

/** The tables of a corpus, in the order in which they lean on each other. */
export const TABLES = [
  'children',
  'cases',
  'meetings',
  'events',
  'texts',
  'ended_processes',
  'deadlines',
  'participations',
  'agenda_items',
  'panel_interests',
  'decisions',
  'decision_makers',
  'notices_owed',
  'alarms',
] as const;
export type Table = (typeof TABLES)[number];

/** Whose rows they are. */
export interface Whose {
  place: string;
  id: string;
  reference: string;
  child: string | null;
}

const storingOf = (telling: Telling, { place, id, reference }: Whose, rules: Rules): Storing => {
  const { record, events, effects, ended, deadlines } = telling;
  const versions = { protocol: record.protocol, calendarVersion: rules.calendar.version };
  return {
    subject: newSubject(record.kind, id, place, reference, versions),
    step: {
      record,
      breaches: Object.fromEntries(telling.breaches),
      events,
      effects,
      ended,
      deadlines: [...deadlines.values()],
      retold: false,
    },
    rules,
    texts: [],
    child: null,
    answer: null,
    commandId: null,
  };
};

function subjectRow(telling: Telling, whose: Whose, storing: Storing): Row {
  const isCase = telling.record.kind === 'case';
  const names = isCase ? OF_CASE : OF_MEETING;
  const values = columns(storing);
  return {
    place_id: whose.place,
    id: whose.id,
    reference: whose.reference,
    ...(isCase ? { child_id: whose.child } : {}),
    version: telling.version,
    ...Object.fromEntries(names.map((name, at) => [name, values[at]])),
    record: telling.record,
  };
}

/** Deadlines as rows, those that are settled among them; the record holds every breach there has been. */
export const deadlineRows = (
  counted: { deadlines: readonly Deadline[]; record: CaseRecord },
  { place, id }: Pick<Whose, 'place' | 'id'>,
  rules: Rules,
): Row[] => changedRows(null, counted, rules).map((row) => ({ place_id: place, case_id: id, ...row }));

/** The row of the case, and those of its deadlines: what a queue is read from. */
export function queueRows(telling: Telling, whose: Whose, rules: Rules): { subject: Row; deadlines: Row[] } {
  const storing = storingOf(telling, whose, rules);
  const record = { ...telling.record, breaches: Object.fromEntries(telling.breaches) };
  return {
    subject: subjectRow(telling, whose, storing),
    deadlines: deadlineRows({ deadlines: storing.step.deadlines, record }, whose, rules),
  };
}

const keyOf = (...parts: unknown[]): string => JSON.stringify(parts);

const participations = (owed: readonly Row[], of: Row): Row[] => {
  const rows = owed.map(({ seq, person, part, referral, assessment }) => ({
    ...of,
    seq,
    person_id: person,
    part,
    referral,
    assessment,
  }));
  return [...new Map(rows.map((row) => [keyOf(row.seq, row.person_id, row.part), row])).values()];
};

function agenda(owed: readonly Row[], of: Row): Row[] {
  const items = new Map<string, Row>();
  for (const { seq, at, meeting, process, presenter, status } of owed) {
    const key = keyOf(meeting, process);
    const listed_at = status === 'listed' ? at : (items.get(key)?.['listed_at'] ?? at);
    items.set(key, { ...of, meeting_id: meeting, process, presenter, status, seq, listed_at });
  }
  return [...items.values()];
}

function notices(owed: readonly Row[], of: Row): Row[] {
  const rows = new Map<string, Row>();
  for (const { type, seq, at, process, recipient, form, clause, how } of owed) {
    const key = keyOf(process, recipient, form);
    const known = rows.get(key);
    if (type === 'NOTICE_OWED') {
      const owed_since = londonDateOf(at as string);
      const unsettled = { settled: null, settled_by: null };
      rows.set(key, { ...of, process, recipient, form, clause, owed_by: seq, owed_since, ...unsettled });
    } else if (known && known['settled'] === null) rows.set(key, { ...known, settled: how, settled_by: seq });
  }
  return [...rows.values()];
}

function effectRows({ effects, ended }: Pick<Telling, 'effects' | 'ended'>, of: Row): Rows {
  const said = effects.map((owed: OwedEffect) => argument(owed, ended));
  const those = (...types: string[]) => said.filter(({ type }) => types.includes(type as string));
  const decisions = those('DECISION_MADE');
  return {
    participations: participations(those('PARTICIPATION_RECORDED'), of),
    agenda_items: agenda(those('AGENDA_CHANGED'), of),
    panel_interests: those('INTEREST_KEPT').map(({ seq, at, process, person, excludes }) => ({
      ...of,
      seq,
      process,
      person_id: person,
      at,
      excludes,
    })),
    decisions: decisions.map(({ seq, process, meeting, referral, assessment, presenter, interested }) => ({
      ...of,
      process,
      meeting_id: meeting,
      seq,
      referral,
      assessment,
      presenter,
      interested,
    })),
    decision_makers: decisions.flatMap(({ process, deciders }) =>
      (deciders as string[]).map((person_id) => ({ ...of, process, person_id })),
    ),
    notices_owed: notices(those('NOTICE_OWED', 'NOTICE_SETTLED'), of),
  };
}

/** The alarms of open deadlines as they stand at that moment: what is over was handled, the next moment is to come. */
export function alarmRows({ deadlines }: Telling, { place, id }: Whose, rules: Rules, at: Instant): Row[] {
  return [...deadlines.values()].flatMap((deadline) => {
    const moments = alarmMoments(deadline, rules);
    if (moments.length === 0) return [];
    const over = moments.filter((moment) => moment.at <= at);
    const next = moments[over.length];
    return {
      id: newId(),
      kind: DEADLINE,
      place_id: place,
      about: `${id} ${deadline.key}`,
      case_id: id,
      rings_at: next?.at ?? RESTS,
      handled_until: over.at(-1)?.at ?? null,
      generation: over.length + 1,
      version: ALARMS_VERSION,
      queued: next === undefined,
      state: 'waiting',
      begun: 0,
      attempts: 0,
    };
  });
}

/** Every row of a case or meeting that was told: exactly what the service would have stored, event by event. */
export function allRows(telling: Telling, whose: Whose, rules: Rules): Rows {
  const { place, id } = whose;
  const storing = storingOf(telling, whose, rules);
  const { subject, deadlines } = queueRows(telling, whose, rules);
  const of = { place_id: place, case_id: id };
  const ofSubject = { place_id: place, subject_id: id };
  return {
    [telling.record.kind === 'case' ? 'cases' : 'meetings']: [subject],
    events: telling.events.map((event, at) => ({
      ...ofSubject,
      ...eventRow(storing, event, at),
      by_system: event.by.person === null,
    })),
    ended_processes: telling.ended.map((ended) => ({ ...ofSubject, ...endedRow(ended) })),
    ...(telling.record.kind === 'case' ? { deadlines, ...effectRows(telling, of) } : {}),
  };
}

/** The words kept beside an event. */
export const textRows = ({ place, id }: Whose, seq: number, texts: readonly KeptText[]): Row[] =>
  texts.map((text) => ({ place_id: place, subject_id: id, seq, ...text }));

/** A new id for whoever needs one. */
export const newId = (): string => randomUUID();
