import {
  buildCalendar,
  FUNDERS,
  ORGANISATION_KINDS,
  protocolForPlace,
  type Calendar,
  type CalendarData,
  type PlaceData,
  type PlaceOrganisation,
  type PlaceOverrides,
  type PlaceTeam,
  type ProtocolData,
} from '../../workflows/protocol/index.js';
import {
  byName,
  date,
  group,
  list,
  oneOf,
  optional,
  orNull,
  withDefault,
  words,
  type Check,
} from './checks.js';
import { DataFileError, readDataFile, type DataFile } from './data-file.js';
import { wrongForecastNames } from './forecast-names.js';
import { loadCalendar } from './load-calendar.js';
import { findData, listData, loadProtocol, type DataFolders } from './load-protocol.js';
import { ownedByNobody } from './owner-checks.js';
import { panel, parameters } from './protocol-checks.js';
import { timescaleOverride } from './timescale-checks.js';

/** A place with all it works by. */
export interface LoadedPlace {
  place: PlaceData;
  /** The protocol version new cases start on, with what the place decides otherwise. */
  protocol: ProtocolData;
  calendarData: CalendarData;
  calendar: Calendar;
}

const anything: Check<unknown> = (value) => value;

const organisation: Check<PlaceOrganisation> = (value, path, report) => {
  const checked = group<PlaceOrganisation>({
    id: words,
    name: words,
    odsCode: orNull(words),
    kind: oneOf(ORGANISATION_KINDS),
    from: date,
    to: orNull(date),
    funds: list(oneOf(FUNDERS)),
    succeededBy: optional(words),
  })(value, path, report);
  if (checked.to && checked.to < checked.from) report([...path, 'to'], 'is before the day it begins');
  return checked;
};

const overrides: Check<PlaceOverrides> = group<PlaceOverrides>({
  timescales: optional(byName(timescaleOverride)),
  panel: optional(byName(anything)),
  parameters: optional(byName(anything)),
  decisionSupport: optional(
    group<NonNullable<PlaceOverrides['decisionSupport']>>({
      helpNote: optional(words),
      help: optional(byName(byName(words))),
    }),
  ),
});

const team: Check<PlaceTeam> = group<PlaceTeam>({ id: words, name: words, organisation: words });

function checkTeams(
  { teams, organisations }: PlaceData,
  report: (path: readonly (string | number)[], message: string) => void,
): void {
  const ids = teams.map(({ id }) => id);
  teams.forEach(({ id, organisation: of }, at) => {
    if (ids.indexOf(id) !== at) report([at, 'id'], `is '${id}', which another one has`);
    if (!organisations.some((known) => known.id === of)) {
      report([at, 'organisation'], `is '${of}', which is no organisation of the place`);
    }
  });
}

const place: Check<PlaceData> = (value, path, report) => {
  const checked = group<PlaceData>({
    id: words,
    name: words,
    protocol: words,
    calendar: words,
    organisations: list(organisation, { min: 1 }),
    teams: withDefault(list(team), []),
    overrides: withDefault(overrides, {}),
  })(value, path, report);
  const ids = checked.organisations?.map(({ id }) => id) ?? [];
  checked.organisations?.forEach(({ id, succeededBy }, at) => {
    if (ids.indexOf(id) !== at)
      report([...path, 'organisations', at, 'id'], `is '${id}', which another one has`);
    if (succeededBy !== undefined && !ids.includes(succeededBy)) {
      report(
        [...path, 'organisations', at, 'succeededBy'],
        `is '${succeededBy}', which is no organisation of the place`,
      );
    }
  });
  if (checked.teams && checked.organisations) {
    checkTeams(checked, (at, message) => report([...path, 'teams', ...at], message));
  }
  return checked;
};

const readPlace = (id: string, folders: DataFolders): DataFile<PlaceData> => {
  const file = findData('places', `${id}.yaml`, folders);
  if (file === undefined) {
    throw new DataFileError([
      `There is no place '${id}'; there are ${listData('places', folders).join(', ')}.`,
    ]);
  }
  const read = readDataFile(file, place);
  if (read.data.id !== id) throw new DataFileError([read.problem(['id'], `is not '${id}', the file's name`)]);
  return read;
};

/** The protocol with the place's own values, which must be as right as the protocol's own. */
function mergedProtocol({ data, problem }: DataFile<PlaceData>, protocol: ProtocolData): ProtocolData {
  let merged: ProtocolData;
  try {
    merged = protocolForPlace(data, protocol);
  } catch (error) {
    if (error instanceof RangeError) throw new DataFileError([problem(['overrides'], error.message)]);
    throw error;
  }
  const problems: string[] = [];
  const check = (part: 'panel' | 'parameters', against: Check<unknown>) =>
    against(merged[part], ['overrides', part], (path, message) =>
      problems.push(
        problem(
          path.filter((name) => name !== 'value'),
          message,
        ),
      ),
    );
  check('panel', panel);
  check('parameters', parameters);
  for (const { id, owner } of ownedByNobody(merged.timescales, merged.parameters)) {
    problems.push(
      problem(
        ['overrides', 'timescales', id, 'owner'],
        `is '${owner}', to which no role answers in ownerRoles`,
      ),
    );
  }
  // Names are looked at only once everything is of the right shape.
  if (problems.length === 0) {
    for (const { path, message } of wrongForecastNames(merged.timescales, merged.parameters)) {
      problems.push(
        problem(['overrides', 'parameters', ...path.filter((name) => name !== 'value')], message),
      );
    }
  }
  if (problems.length > 0) throw new DataFileError(problems);
  return merged;
}

/**
 * The place of that name with its protocol and calendar. `version` is the protocol version of an older case, where it is
 * not the place's present one. Throws a DataFileError naming file, line and field.
 */
export function loadPlace(id: string, folders: DataFolders = {}, version?: string): LoadedPlace {
  const file = readPlace(id, folders);
  const protocol = mergedProtocol(file, loadProtocol(version ?? file.data.protocol, folders));
  const calendarData = loadCalendar(file.data.calendar, folders);
  return { place: file.data, protocol, calendarData, calendar: buildCalendar(calendarData) };
}

/** Every place there is data for, by name. Throws a DataFileError naming file, line and field. */
export const loadPlaces = (folders: DataFolders = {}): LoadedPlace[] =>
  listData('places', folders).map((id) => loadPlace(id, folders));
