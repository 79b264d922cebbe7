import { join } from 'node:path';
import { byName, group, list, optional, withDefault, words, type Check } from '../protocols/checks.js';
import { DataFileError, readDataFile } from '../protocols/data-file.js';
import { findData } from '../protocols/load-protocol.js';

/** One child of the demonstration, as the set writes it. */
export interface WrittenCase {
  /** The history of the set's folder that is played. */
  of: string;
  condition: string;
  /** How old the child is, such as '4y'; or the day of birth. */
  age?: string | undefined;
  born?: string | undefined;
  days: Readonly<Record<string, string>>;
  /** The meeting whose agenda it goes on, by label. */
  meeting?: string | undefined;
  /** The name or event of the first step that is not played any more. */
  until?: string | undefined;
}

/** Somebody who refers children of the demonstration. */
export interface Referrer {
  who: string;
  setting: string;
  profession: string;
}

/** The children of a demonstration and what they share. */
export interface DemonstrationSet {
  place: string;
  /** The word by which a child of the demonstration is told from any other. */
  marked: string;
  /** The day on which the meetings are arranged. */
  arranged: string;
  meetings: readonly { label: string; heldOn: string }[];
  /** Who the assessors are, in turn. */
  assessors: readonly string[];
  /** Who refers, in turn, with where they work and as what. */
  referrers: readonly Referrer[];
  givenNames: readonly string[];
  familyNames: readonly string[];
  /** Words of histories, by what is the matter with a child. */
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  cases: readonly WrittenCase[];
}

const anything: Check<unknown> = (value) => value;

const writtenCase: Check<WrittenCase> = (value, path, report) => {
  const checked = group<WrittenCase>({
    of: words,
    condition: words,
    age: optional(words),
    born: optional(words),
    days: withDefault(byName(words), {}),
    meeting: optional(words),
    until: optional(words),
  })(value, path, report);
  if ((checked.age === undefined) === (checked.born === undefined))
    report(path, 'needs either an age or a day of birth');
  return checked;
};

const set: Check<DemonstrationSet> = (value, path, report) => {
  const checked = group<DemonstrationSet>({
    place: words,
    marked: words,
    arranged: words,
    meetings: list(group<{ label: string; heldOn: string }>({ label: words, heldOn: words }), { min: 1 }),
    assessors: list(words, { min: 2 }),
    referrers: list(group<Referrer>({ who: words, setting: words, profession: words }), { min: 1 }),
    givenNames: list(words, { min: 1 }),
    familyNames: list(words, { min: 1 }),
    conditions: byName(byName(anything)),
    cases: list(writtenCase, { min: 1 }),
  })(value, path, report);
  checked.cases?.forEach(({ condition, meeting }, at) => {
    if (!Object.hasOwn(checked.conditions, condition))
      report(['cases', at, 'condition'], `is '${condition}', which is no condition of the set`);
    if (meeting !== undefined && !checked.meetings.some(({ label }) => label === meeting)) {
      report(['cases', at, 'meeting'], `is '${meeting}', which is no meeting of the set`);
    }
  });
  return checked;
};

const FOLDER = 'histories/demonstration';

/** The file of a history of the demonstration. Throws a DataFileError where there is none. */
export function demonstrationFile(name: string): string {
  const file = findData(FOLDER, `${name}.yaml`, {});
  if (file === undefined)
    throw new DataFileError([`The demonstration has no history '${name}' in ${join('workflows', FOLDER)}.`]);
  return file;
}

/** The children of the demonstration. Throws a DataFileError where their file is wrong. */
export const readDemonstrationSet = (): DemonstrationSet => readDataFile(demonstrationFile('set'), set).data;
