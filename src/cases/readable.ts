import { MACHINES_VERSION, PROCESSES, type CaseRecord } from '../../workflows/protocol/index.js';

/** A case or meeting that a later version of the program has stored, which is to carry it on. */
export class StoredByNewerProgram extends Error {
  override readonly name = 'StoredByNewerProgram';

  constructor(id: string) {
    super(`${id} was stored by a later version of the program.`);
  }
}

/** A case or meeting in a state that the machines of this program do not have: nothing may be made of it. */
export class UnknownState extends Error {
  override readonly name = 'UnknownState';

  constructor(
    id: string,
    readonly process: string,
  ) {
    super(`${process} of ${id} is in a state that the machines of this program do not have.`);
  }
}

const STATES = new Map(
  PROCESSES.map(({ kind, chart }) => [kind as string, new Set(Object.keys(chart.states))]),
);

/** Throws StoredByNewerProgram where a later program has stored the record: this one may misread what it means. */
export function checkNotNewer({ id, machines }: CaseRecord): void {
  if (machines > MACHINES_VERSION) throw new StoredByNewerProgram(id);
}

/**
 * Sees to it that this program can carry a record on. Throws StoredByNewerProgram where a later one has stored it, and
 * UnknownState where a process of it is where no machine can be: restored into one, it would seem to work and do nothing.
 */
export function checkReadable(record: CaseRecord): void {
  checkNotNewer(record);
  const { id, processes } = record;
  for (const { id: process, kind, value } of Object.values(processes)) {
    if (!STATES.get(kind)?.has(value)) throw new UnknownState(id, process);
  }
}
