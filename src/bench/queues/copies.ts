import type { CaseRecord, Deadline, Instant, Rules } from '../../../workflows/protocol/index.js';
import type { ChildRow } from '../../cases/child.js';
import { openedFor, type Born } from './children.js';
import type { Lines, Loader } from './loader.js';
import {
  alarmRows,
  allRows,
  deadlineRows,
  newId,
  queueRows,
  TABLES,
  textRows,
  type Row,
  type Whose,
} from './rows.js';
import { countedAnew, Dated, type Shift } from './shift.js';
import { CASE_TOLD, type Telling } from './telling.js';
import type { SaidInWords } from './walk.js';

/** Stand where the ids of a copy go. */
const MARK = {
  id: CASE_TOLD,
  child: '00000000-0000-4000-8000-0000000000cd',
  reference: 'SEF-000000',
};

/** Whose copy it is: a case of its own, and a child of its own. */
export interface Copied {
  reference: string;
  child: ChildRow;
}

const marked = (place: string): Whose => ({ place, ...MARK });

type Own = (line: string) => string;

const ownIds =
  (id: string, { reference, child }: Copied): Own =>
  (line) =>
    line.replaceAll(MARK.id, id).replaceAll(MARK.child, child.id).replaceAll(MARK.reference, reference);

const childRow = (place: string, child: ChildRow): Row => ({ place_id: place, ...child });

/** A case that was told, to be put into the database as often as wanted with all that belongs to it. */
export class WholeCase {
  private readonly templates: readonly Lines[];
  private readonly opening: Row;

  constructor(
    private readonly place: string,
    private readonly telling: Telling,
    rules: Rules,
    private readonly loader: Loader,
    { said = [], asAt }: { said?: readonly SaidInWords[]; asAt: Instant },
  ) {
    const whose = marked(place);
    const rows = { ...allRows(telling, whose, rules), alarms: alarmRows(telling, whose, rules, asAt) };
    const [opening, ...events] = rows.events ?? [];
    this.opening = opening ?? {};
    const seqs = telling.events.filter(({ by }) => by.person !== null).map(({ seq }) => seq);
    const texts = said.flatMap((each, at) => textRows(whose, seqs[at] ?? 0, each.texts));
    const all = { ...rows, events, texts };
    this.templates = TABLES.map((table) => loader.linesOf(table, all[table] ?? []));
  }

  /** Puts a copy into the database; answers its id. */
  async load(copied: Copied): Promise<string> {
    const { loader } = this;
    const id = newId();
    const own = ownIds(id, copied);
    const first = this.telling.events[0];
    if (!first) throw new RangeError('A case without events has no copy.');
    const { event, child } = openedFor(first, copied.child);
    loader.addRows('children', [childRow(this.place, child)]);
    for (const { table, columns, lines } of this.templates)
      loader.add({ table, columns, lines: lines.map(own) });
    const opening = loader.linesOf('events', [{ ...this.opening, content: event.content }]);
    loader.add({ ...opening, lines: opening.lines.map(own) });
    await loader.breathe();
    return id;
  }
}

/** A case that is over, to be put into the database in other weeks: its row and its deadlines, without its events. */
export class OverCase {
  private readonly subject: Lines;
  private readonly subjects: readonly Dated[];
  private readonly deadlines: Dated;
  private readonly record: CaseRecord;

  constructor(
    private readonly place: string,
    telling: Telling,
    private readonly rules: Rules,
    private readonly loader: Loader,
  ) {
    this.subject = loader.linesOf('cases', [queueRows(telling, marked(place), rules).subject]);
    this.subjects = this.subject.lines.map((line) => new Dated(line));
    this.deadlines = new Dated(JSON.stringify([...telling.deadlines.values()]));
    this.record = { ...telling.record, breaches: Object.fromEntries(telling.breaches) };
  }

  /** Puts a copy of those weeks into the database. False where a deadline would not have ended there as it did. */
  async load(shift: Shift, childOf: (born: Born) => Copied): Promise<boolean> {
    const { loader } = this;
    const dateOfBirth = shift.day(this.record.facts.dateOfBirth);
    const moved = (JSON.parse(this.deadlines.moved(shift)) as Deadline[]).map((each) =>
      countedAnew(each, dateOfBirth, this.rules),
    );
    if (moved.some((each) => each === null)) return false;
    const id = newId();
    const copied = childOf({ ...this.record.facts, dateOfBirth });
    loader.addRows('children', [childRow(this.place, copied.child)]);
    const own = ownIds(id, copied);
    loader.add({ ...this.subject, lines: this.subjects.map((line) => own(line.moved(shift))) });
    const counted = { deadlines: moved as Deadline[], record: this.record };
    loader.addRows('deadlines', deadlineRows(counted, { place: this.place, id }, this.rules));
    await loader.breathe();
    return true;
  }
}
