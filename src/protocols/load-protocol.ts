import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  Clause,
  LocalDate,
  NoticeRules,
  ProtocolData,
  ProtocolParameters,
  Timescale,
} from '../../workflows/protocol/index.js';
import { date, group, list, words, type Path } from './checks.js';
import { DataFileError, readDataFile, type DataFile } from './data-file.js';
import { decisionSupport } from './decision-support-checks.js';
import { wrongForecastNames } from './forecast-names.js';
import { unknownOwners } from './owner-checks.js';
import { clause, funding, notices, panel, parameters } from './protocol-checks.js';
import { timescale } from './timescale-checks.js';

/** Where protocol data is looked for beside the project's own. */
export interface DataFolders {
  /** A folder with `places`, and perhaps `calendars` and `protocols`, of its own; it comes first. */
  placesDir?: string;
}

const OWN = fileURLToPath(new URL('../../workflows', import.meta.url));

const foldersOf = ({ placesDir }: DataFolders): string[] =>
  placesDir === undefined ? [OWN] : [placesDir, OWN];

/** The file or folder of that kind and name, the added folder's before the project's own; undefined where there is none. */
export function findData(kind: string, name: string, folders: DataFolders): string | undefined {
  if (dirname(name) !== '.' || name.startsWith('.')) return undefined;
  return foldersOf(folders)
    .map((folder) => join(folder, kind, name))
    .find((path) => existsSync(path));
}

/** The names of everything of that kind, sorted, without their endings. */
export function listData(kind: string, folders: DataFolders): string[] {
  const names = foldersOf(folders)
    .map((folder) => join(folder, kind))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
  return [...new Set(names)].sort();
}

/** The protocol versions there is data for, sorted. */
export function listProtocols(folders: DataFolders): string[] {
  const versions = foldersOf(folders)
    .map((folder) => join(folder, 'protocols'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return [...new Set(versions)].sort();
}

interface Heading {
  version: string;
  name: string;
  source: string;
  effectiveFrom: LocalDate;
}

const heading = group<Heading>({ version: words, name: words, source: words, effectiveFrom: date });
const clauseList = group<{ clauses: readonly Clause[] }>({ clauses: list(clause, { min: 1 }) });
const timescaleList = group<{ timescales: readonly Timescale[] }>({
  timescales: list(timescale, { min: 1 }),
});

/** Every clause id the data names, with where: fields called `clause`, and entries of fields called `clauses`. */
function clausesNamed(value: unknown, path: Path = []): { path: Path; id: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    if (name === 'clause' && typeof each === 'string') return [{ path: at, id: each }];
    if (name === 'clauses' && Array.isArray(each)) {
      return each.map((id: string, index) => ({ path: [...at, index], id }));
    }
    return clausesNamed(each, at);
  });
}

function unknownClauses({ data, problem }: DataFile<unknown>, known: ReadonlySet<string>): string[] {
  return clausesNamed(data)
    .filter(({ id }) => !known.has(id))
    .map(({ path, id }) => problem(path, `is '${id}', which is no clause of the register`));
}

function repeated(ids: readonly string[], kind: string, { problem }: DataFile<unknown>): string[] {
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [problem([kind, at, 'id'], `is '${id}', which another entry has`)],
  );
}

function unknownTimescales(
  { data, problem }: DataFile<ProtocolParameters>,
  rows: readonly Timescale[],
): string[] {
  const known = new Set(rows.map(({ id }) => id));
  const named: [Path, string | undefined][] = [
    [['reportedNationalClock', 'value'], data.reportedNationalClock.value],
    ...data.reviewKinds.value.map(({ timescale: id }, at): [Path, string | undefined] => [
      ['reviewKinds', 'value', at, 'timescale'],
      id,
    ]),
  ];
  return named.flatMap(([path, id]) =>
    id === undefined || known.has(id) ? [] : [problem(path, `is '${id}', which is no timescale`)],
  );
}

/**
 * The protocol version of that name, checked and whole. Throws a DataFileError naming file, line and field of everything
 * that is wrong: something missing or unknown, a wrong unit, a clause or level that does not exist.
 */
export function loadProtocol(version: string, folders: DataFolders = {}): ProtocolData {
  const folder = findData('protocols', version, folders);
  if (folder === undefined) throw new DataFileError([`There is no protocol version '${version}'.`]);
  const file = (name: string) => join(folder, `${name}.yaml`);
  const title = readDataFile(file('protocol'), heading);
  const register = readDataFile(file('clauses'), clauseList);
  const rows = readDataFile(file('timescales'), timescaleList);
  const tool = readDataFile(file('decision-support-tool'), decisionSupport);
  const panelRules = readDataFile(file('panel'), panel);
  const shares = readDataFile(file('funding'), funding);
  const owed: DataFile<NoticeRules> = readDataFile(file('notices'), notices);
  const values = readDataFile(file('parameters'), parameters);

  const known = new Set(register.data.clauses.map(({ id }) => id));
  const problems = [
    ...(title.data.version === version
      ? []
      : [title.problem(['version'], `is not '${version}', the folder's name`)]),
    ...repeated(
      register.data.clauses.map(({ id }) => id),
      'clauses',
      register,
    ),
    ...repeated(
      rows.data.timescales.map(({ id }) => id),
      'timescales',
      rows,
    ),
    ...[rows, tool, panelRules, shares, owed, values].flatMap((each: DataFile<unknown>) =>
      unknownClauses(each, known),
    ),
    ...unknownTimescales(values, rows.data.timescales),
    ...unknownOwners(rows, values),
    ...wrongForecastNames(rows.data.timescales, values.data).map(({ path, message }) =>
      values.problem(path, message),
    ),
  ];
  if (problems.length > 0) throw new DataFileError(problems);
  return {
    ...title.data,
    ...register.data,
    ...rows.data,
    decisionSupport: tool.data,
    panel: panelRules.data,
    funding: shares.data,
    notices: owed.data,
    parameters: values.data,
  };
}
