import { DEADLINE_STATES, PROCESSES, type ProtocolData } from '../../workflows/protocol/index.js';
import type { Path, Report } from '../protocols/checks.js';
import { dayOf, momentOf, readable, type DayNames } from './days.js';
import type { Expectation, ExpectedDeadline } from './history.js';
import { offered } from './nearest.js';
import type { WrittenDeadline, WrittenExpectation } from './written-expectation.js';

const STANDINGS = ['panelItem.eligibleWithoutPackage', 'panelItem.notEligible'];
const STAGES = new Set([
  ...STANDINGS,
  ...PROCESSES.flatMap(({ kind, chart }) =>
    Object.entries(chart.states).flatMap(([value, { stage }]) => [`${kind}.${value}`, stage]),
  ),
]);

type Reading = { protocol: ProtocolData; days: DayNames; path: Path; report: Report };

const timescaleIds = ({ timescales }: ProtocolData) => timescales.map(({ id }) => id);

function timescaleKnown(key: string, path: Path, { protocol, report }: Reading): void {
  const [id = ''] = key.split('/');
  const known = timescaleIds(protocol);
  if (!known.includes(id)) report(path, `is '${id}', which is no timescale; ${offered(id, known)}`);
}

function deadline(written: WrittenDeadline, reading: Reading): ExpectedDeadline {
  const { path, report, days } = reading;
  if (written.none) return { none: true };
  const { due, started, state, target } = written;
  if (state !== undefined && !(DEADLINE_STATES as readonly string[]).includes(state)) {
    report([...path, 'state'], `is '${state}', but must be one of ${DEADLINE_STATES.join(', ')}`);
  }
  const day = (text: string, field: string) => readable(() => dayOf(text, days), [...path, field], report);
  const timed = due?.includes(':') === true;
  const dueDay = due === undefined || timed ? undefined : day(due, 'due');
  const dueAt =
    due !== undefined && timed
      ? readable(() => momentOf(due, null, days), [...path, 'due'], report)
      : undefined;
  const startedOn = started === undefined ? undefined : day(started, 'started');
  const targetOn = target === undefined ? undefined : day(target, 'target');
  return {
    ...(dueDay === undefined ? {} : { due: dueDay }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(startedOn === undefined ? {} : { started: startedOn }),
    ...(state === undefined ? {} : { state }),
    ...(targetOn === undefined ? {} : { target: targetOn }),
  };
}

/** What is expected of a step, with its days worked out; reports clauses, stages and timescales that do not exist. */
export function expectationOf(written: WrittenExpectation | undefined, reading: Reading): Expectation {
  const { protocol, path, report } = reading;
  const clauses = written?.refused ?? [];
  const known = protocol.clauses.map(({ id }) => id);
  clauses.forEach((id, at) => {
    if (!known.includes(id))
      report(
        [...path, 'refused', at],
        `is '${id}', which is no clause of the register; ${offered(id, known)}`,
      );
  });
  if (written?.stage !== undefined && !STAGES.has(written.stage)) {
    report(
      [...path, 'stage'],
      `is '${written.stage}', which is no stage; ${offered(written.stage, [...STAGES])}`,
    );
  }
  const deadlines = Object.entries(written?.deadlines ?? {}).map(
    ([key, each]): [string, ExpectedDeadline] => {
      timescaleKnown(key, [...path, 'deadlines', key], reading);
      return [key, deadline(each, { ...reading, path: [...path, 'deadlines', key] })];
    },
  );
  for (const field of ['passed', 'withdrawn'] as const) {
    written?.[field]?.forEach((key, at) => timescaleKnown(key, [...path, field, at], reading));
  }
  return {
    outcome: written?.outcome ?? (written?.refused ? 'refused' : written?.invalid ? 'invalid' : 'accepted'),
    clauses,
    fields: written?.invalid ?? [],
    ...(written?.stage === undefined ? {} : { stage: written.stage }),
    deadlines: Object.fromEntries(deadlines),
    passed: written?.passed ?? [],
    withdrawn: written?.withdrawn ?? [],
  };
}
