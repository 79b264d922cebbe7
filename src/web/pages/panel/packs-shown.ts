import { Injectable } from '@nestjs/common';
import { eventOf, papersCloseOn, type LocalDate } from '../../../../workflows/protocol/index.js';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import { PackReading, type Pack } from '../../../reading/pack-reading.js';
import type { EventView, EvidenceView } from '../../../reading/views.js';
import { found } from '../../http/ids.js';
import type { Visit } from '../../http/visit.js';
import type { ItemState } from '../../../panel/item-state.js';
import { CaseFrames, type CaseFrame } from '../cases/case-frame.js';
import { OfferFinder } from '../forms/offers.js';
import { idsSaid, saidBy, type Said } from '../forms/shown-content.js';
import { clocksThatRun } from '../words/standing.js';

/** An event of a pack in words. */
export type SaidEvent = EventView & { said: readonly Said[] };

/** A pack as pages draw it. */
export interface PackShown {
  frame: CaseFrame;
  pack: Record<string, unknown> & Pick<Pack, 'version'>;
  papersCloseOn: LocalDate;
  /** Nothing is added to it any more but by an addendum. */
  fixed: boolean;
  addendum: readonly SaidEvent[];
  deadlines: readonly object[];
}

const eventsOf = (pack: Pack): EventView[] => [
  ...[pack.recommendation, pack.team, pack.qualityAssured].flatMap((event) => event ?? []),
  ...pack.voices,
  ...pack.views,
  ...pack.absent,
  ...pack.deferrals,
  ...pack.received,
  ...pack.addendum,
];

/** Makes the pack of an item ready to be drawn: for its page, and for the bundle of a meeting. */
@Injectable()
export class PacksShown {
  constructor(
    private readonly frames: CaseFrames,
    private readonly cases: CaseReading,
    private readonly packs: PackReading,
    private readonly names: NamesReading,
    private readonly offers: OfferFinder,
  ) {}

  /** The pack of that item. Throws a ProblemError where there is no such case. */
  async of(visit: Visit, item: ItemState): Promise<PackShown> {
    const { place } = visit.caller;
    const frame = await this.frames.find(visit, item.case);
    const { protocol, today, calendar } = frame.today;
    const closeOn = papersCloseOn(item.meeting.heldOn, frame.today, item.meeting.shortNotice);
    const [pack, deadlines, offers] = await Promise.all([
      this.packs.of(place, { ...item, papersCloseOn: closeOn }, protocol),
      this.cases.deadlines(place, item.case),
      this.offers.in({ place, case: item.case, protocol, deadlines: [] }),
    ]);
    const read = found(pack);
    const names = await this.names.of(place, idsSaid(eventsOf(read).map(({ content }) => content)));
    const said = (event: EventView): SaidEvent => ({
      ...event,
      said: saidBy(eventOf(event.type), event.content, names, offers),
    });
    const kinds = new Map(protocol.parameters.evidenceKinds.value.map(({ slug, title }) => [slug, title]));
    const withKind = (piece: EvidenceView) => ({ ...piece, kindWords: kinds.get(piece.kind) ?? piece.kind });
    const maybe = (event: EventView | null) => event && said(event);
    return {
      frame,
      pack: {
        ...read,
        recommendation: maybe(read.recommendation),
        team: maybe(read.team),
        qualityAssured: maybe(read.qualityAssured),
        voices: read.voices.map(said),
        views: read.views.map(said),
        absent: read.absent.map(said),
        deferrals: read.deferrals.map(said),
        received: read.received.map(said),
        evidence: read.evidence.map(withKind),
        risks: read.risks.map(withKind),
        hasBefore: read.domains.some(({ before }) => before !== null),
      },
      papersCloseOn: closeOn,
      fixed: today > closeOn,
      addendum: read.addendum.map(said),
      deadlines: clocksThatRun(deadlines?.view ?? [], today, calendar),
    };
  }
}
