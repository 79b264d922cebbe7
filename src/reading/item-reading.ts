import { Injectable } from '@nestjs/common';
import { papersCloseOn, type LocalDate } from '../../workflows/protocol/index.js';
import { ServiceClock } from '../clock/service-clock.js';
import type { ItemState } from '../panel/item-state.js';
import { Places } from '../places/places.js';
import { CaseReading } from './case-reading.js';
import { NamesReading } from './names-reading.js';
import { PackReading, type Pack } from './pack-reading.js';
import type { CaseView, DeadlineLine, DeadlineView, MeetingView, Named } from './views.js';

/** An item of an agenda with its pack, for programs. */
export interface ItemView extends Omit<Pack, 'guide' | 'risks'> {
  meeting: { id: string; reference: string; heldOn: LocalDate; stage: string };
  case: string;
  reference: string;
  process: string;
  status: string;
  presenter: Named | null;
  child: Omit<CaseView['child'], 'address'>;
  papersCloseOn: LocalDate;
  /** Nothing is added to it any more but by an addendum. */
  fixed: boolean;
  guide: MeetingView['agenda'][number]['guide'];
  deadlines: DeadlineLine[];
}

/** Reads an item of an agenda, with what the panel reads of it. */
@Injectable()
export class ItemReading {
  constructor(
    private readonly cases: CaseReading,
    private readonly packs: PackReading,
    private readonly names: NamesReading,
    private readonly places: Places,
    private readonly clock: ServiceClock,
  ) {}

  /** The item and the version of its case; undefined where there is no such case (PAN-1, PAN-5). */
  async of(place: string, item: ItemState): Promise<{ view: ItemView; version: number } | undefined> {
    const found = await this.cases.find(place, item.case);
    if (!found) return undefined;
    const { calendarVersion } = await this.places.present(place);
    const rules = await this.places.rulesFor(place, found.protocol, calendarVersion);
    const closeOn = papersCloseOn(item.meeting.heldOn, rules, item.meeting.shortNotice);
    const [pack, deadlines, names, today] = await Promise.all([
      this.packs.of(place, { ...item, papersCloseOn: closeOn }, rules.protocol),
      this.cases.deadlines(place, item.case),
      this.names.of(place, item.presenter === null ? [] : [item.presenter]),
      this.clock.today(),
    ]);
    if (!pack) return undefined;
    const { risks: _amongEvidence, guide, ...papers } = pack;
    const { id, reference, heldOn, stage } = item.meeting;
    const { address: _notInPack, ...child } = found.child;
    return {
      version: found.version,
      view: {
        ...papers,
        meeting: { id, reference, heldOn, stage },
        case: item.case,
        reference: item.reference,
        process: item.process,
        status: item.status,
        presenter:
          item.presenter === null ? null : { id: item.presenter, name: names.get(item.presenter) ?? '' },
        child,
        papersCloseOn: closeOn,
        fixed: today > closeOn,
        guide: guide && {
          suggestsNeed: guide.suggestsNeed,
          words: guide.words,
          neverAlone: guide.neverAlone,
        },
        deadlines: (deadlines?.view ?? []).filter(runs).map(lineOf),
      },
    };
  }
}

const runs = ({ settled, guidance, state }: DeadlineView): boolean =>
  settled === null && !guidance && state !== 'notStarted';

const lineOf = (each: DeadlineView): DeadlineLine => {
  const { key, timescale, title, clauses, state, stateWords, dueOn, dueAt } = each;
  return { key, timescale, title, clauses, state, stateWords, dueOn, dueAt };
};
