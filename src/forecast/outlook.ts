import {
  addMonths,
  type Durations,
  type Instant,
  type LocalDate,
  type Outlook,
  type PanelDate,
  type ProtocolData,
  type Rules,
} from '../../workflows/protocol/index.js';
import type { Transaction } from '../database/transaction.js';
import * as sql from './forecast-statements.js';

interface MeetingRow {
  id: string;
  heldOn: LocalDate;
  capacity: number | null;
  listed: number;
  shortNotice: boolean;
}

interface Took {
  step: string;
  days: number;
  count: number;
}

/** What a forecast is judged by, and what it was measured from. */
export interface Gathered {
  outlook: Outlook;
  /** Days of meetings by id. */
  meetingDays: ReadonlyMap<string, LocalDate>;
  measuredFrom: LocalDate;
}

const groupedByStep = (rows: readonly Took[]): Record<string, Durations> => {
  const grouped: Record<string, [number, number][]> = {};
  for (const { step, days, count } of rows) (grouped[step] ??= []).push([days, count]);
  return grouped;
};

const singleSteps = ({ timescales, parameters }: ProtocolData): string[] =>
  timescales
    .filter(({ id, guidance }) => !guidance && !(id in parameters.forecast.value.courses))
    .map(({ id }) => id);

/** How long each step and each clock of a single step took here in the months before that day. */
async function durationsBefore(
  tx: Transaction,
  place: string,
  from: LocalDate,
  today: LocalDate,
  protocol: ProtocolData,
): Promise<Record<string, Durations>> {
  const { clocks } = protocol.parameters.forecast.value;
  const single = await tx.rows<Took>(sql.CLOCKS_TOOK, [place, singleSteps(protocol), from, today]);
  const steps = await tx.rows<Took>(sql.STEPS_TOOK, [
    place,
    from,
    today,
    clocks.checklist,
    clocks.assessed,
    clocks.decided,
  ]);
  const durations = groupedByStep([...single, ...steps]);
  return { ...durations, checklist: durations[clocks.checklist] ?? [] };
}

/**
 * What a forecast made on that day is judged by: the panel's meetings and their agendas as they were at that moment, and
 * how long steps took in the months before. Of a moment that is past, meetings that have been held since count as well.
 */
export async function gather(
  tx: Transaction,
  place: string,
  { today, at, past }: { today: LocalDate; at: Instant; past: boolean },
  { protocol, calendar }: Rules,
): Promise<Gathered> {
  const measuredFrom = addMonths(today, -protocol.parameters.forecast.value.historyMonths);
  const rows = await tx.rows<MeetingRow>(sql.MEETINGS, [place, today, at, past]);
  const meetings: PanelDate[] = rows.map(({ heldOn, capacity, listed, shortNotice }) => ({
    heldOn,
    capacity: capacity ?? protocol.panel.capacity.value,
    listed,
    shortNotice,
  }));
  const durations = await durationsBefore(tx, place, measuredFrom, today, protocol);
  return {
    outlook: { today, meetings, durations, protocol, calendar },
    meetingDays: new Map(rows.map(({ id, heldOn }) => [id, heldOn])),
    measuredFrom,
  };
}
