import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  amended,
  amendmentsOf,
  endOfDay,
  readGuide,
  type GuideReading,
  type Instant,
  type Keys,
  type LocalDate,
  type ProtocolData,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { CaseReading } from './case-reading.js';
import { referralIn, type ReferralInPack } from './referral-in-pack.js';
import { REGARDING, regardsIn, type Regard } from './regards.js';
import type { EventView, EvidenceView } from './views.js';

const MOST_EVENTS = 2000;

/** A care domain as the assessment has it, with what the last assessment said. */
export interface DomainInPack {
  slug: string;
  label: string;
  /** The slug of the level, and what it is called. */
  given: string | null;
  level: string | null;
  /** What that level means. */
  levelWords: string | null;
  evidence: string | null;
  /** The level of the assessment before; null where there was none. */
  before: string | null;
  evidenceBefore: string | null;
}

/** What the panel reads of an item: what was assessed and said, and nothing of money (PAN-5). */
export interface Pack {
  /** What the referral says of need; null for a case that was taken on without one. */
  referral: ReferralInPack | null;
  /** What is regarded in deciding (SCO-6). */
  regards: readonly Regard[];
  recommendation: EventView | null;
  team: EventView | null;
  qualityAssured: EventView | null;
  domains: readonly DomainInPack[];
  /** What the guide says of these levels; it never decides (HNA-4). Null before there are any. */
  guide: GuideReading | null;
  voices: readonly EventView[];
  views: readonly EventView[];
  evidence: readonly EvidenceView[];
  absent: readonly EventView[];
  /** Evidence of risks and incidents, which bears on the child's safety. */
  risks: readonly EvidenceView[];
  deferrals: readonly EventView[];
  received: readonly EventView[];
  decision: EventView | null;
  /** What was recorded after its papers closed and belongs to it, oldest first. */
  addendum: readonly EventView[];
  /** A digest of what is in it but for the addendum: the same for the same papers. */
  version: string;
}

/** What of an item is put together. */
export interface PackAsked {
  case: string;
  process: string;
  keys: Keys;
  /** The last day of what is in it; what comes later is an addendum. */
  papersCloseOn?: LocalDate;
}

const REFERRAL = 'CHECKLIST_RECEIVED';
/** What a pack is made of. */
const OF_PACK = new Set([
  ...REGARDING,
  REFERRAL,
  'RECOMMENDATION_MADE',
  'MDT_HELD',
  'ASSESSMENT_QUALITY_ASSURED',
  'DOMAIN_SCORED',
  'VOICE_RECORDED',
  'VIEW_RECORDED',
  'EVIDENCE_RECORDED',
  'EVIDENCE_ABSENCE_EXPLAINED',
]);
/** What changes it afterwards. */
const CHANGES_IT = new Set([...OF_PACK, 'FACT_CORRECTED', 'ENTERED_IN_ERROR']);
const VERSION_LENGTH = 12;

const RISKS = ['riskAssessment', 'incidentForm'];

/** Events as corrections left them; what was entered in error is not among them. */
function asCorrected(events: readonly EventView[]): EventView[] {
  const told = events.map((event) => ({ ...event, evidence: {} }) as unknown as StoredEvent);
  const amendments = amendmentsOf(told);
  return events
    .filter(({ seq }) => !amendments.struck.has(seq))
    .map((event) => {
      const { content } = amended({ ...event, evidence: {} } as unknown as StoredEvent, amendments);
      return { ...event, content };
    });
}

const isBefore =
  (end: Instant | null) =>
  (event: EventView): boolean =>
    end === null || Date.parse(event.at) <= Date.parse(end);

const versionOf = (papers: readonly EventView[]): string =>
  createHash('sha256')
    .update(JSON.stringify(papers.map(({ seq, type, content }) => [seq, type, content])))
    .digest('hex')
    .slice(0, VERSION_LENGTH);

const words = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function domainsOf(
  scored: readonly EventView[],
  assessment: string | undefined,
  { decisionSupport }: ProtocolData,
): DomainInPack[] {
  const mine = scored.filter(({ process }) => assessment === undefined || process === assessment);
  const earlier = scored.filter(({ process }) => assessment !== undefined && process !== assessment);
  const lastOf = (events: readonly EventView[], slug: string) =>
    events.filter(({ content }) => content['domain'] === slug).at(-1)?.content;
  const labels = new Map(decisionSupport.levels.map(({ slug, label }) => [slug, label]));
  return decisionSupport.domains.map(({ slug, label, help }) => {
    const now = lastOf(mine, slug);
    const before = lastOf(earlier, slug);
    const level = words(now?.['level']);
    const levelBefore = words(before?.['level']);
    return {
      slug,
      label,
      given: level,
      level: level === null ? null : (labels.get(level) ?? level),
      levelWords: level === null ? null : (help[level] ?? null),
      evidence: words(now?.['evidence']),
      before: levelBefore === null ? null : (labels.get(levelBefore) ?? levelBefore),
      evidenceBefore: words(before?.['evidence']),
    };
  });
}

function guideOf(domains: readonly DomainInPack[], protocol: ProtocolData): GuideReading | null {
  const levels = domains.flatMap(({ slug, given }): [string, string][] =>
    given === null ? [] : [[slug, given]],
  );
  return levels.length === 0 ? null : readGuide(Object.fromEntries(levels), protocol);
}

/** Puts together what the panel reads of a case. */
@Injectable()
export class PackReading {
  constructor(private readonly cases: CaseReading) {}

  /**
   * Everything that happened in a case, as corrections left it: up to that moment, or until now. Undefined where there is no
   * such case.
   */
  async events(place: string, id: string, until: Instant | null = null): Promise<EventView[] | undefined> {
    const told = await this.told(place, id);
    return told && asCorrected(told.filter(isBefore(until)));
  }

  /** The pack of an item (PAN-1, PAN-5, PAN-13). Undefined where there is no such case. */
  async of(place: string, asked: PackAsked, protocol: ProtocolData): Promise<Pack | undefined> {
    const [told, library] = await Promise.all([
      this.told(place, asked.case),
      this.cases.evidence(place, asked.case),
    ]);
    if (!told || !library) return undefined;
    const closed = asked.papersCloseOn === undefined ? null : endOfDay(asked.papersCloseOn);
    const events = asCorrected(told.filter(isBefore(closed)));
    const now = asCorrected(told);
    const assessment = asked.keys['assessment'];
    const all = (type: string): EventView[] => events.filter((event) => event.type === type);
    const assessed = (type: string): EventView[] =>
      all(type).filter(({ process }) => assessment === undefined || process === assessment);
    const ofItem = (type: string): EventView[] =>
      now.filter((event) => event.type === type && event.process === asked.process);
    const domains = domainsOf(all('DOMAIN_SCORED'), assessment, protocol);
    const papers = events.filter(({ type }) => OF_PACK.has(type));
    const evidence = library.view.filter(({ seq }) => papers.some((event) => event.seq === seq));
    const decision = ofItem('PANEL_DECIDED').at(-1) ?? null;
    const inTime = isBefore(closed);
    const undecided = isBefore(decision?.at ?? null);
    return {
      referral: referralIn(all(REFERRAL).at(-1)?.content),
      regards: regardsIn(events.filter(({ type }) => REGARDING.includes(type)).reverse()),
      recommendation: assessed('RECOMMENDATION_MADE').at(-1) ?? null,
      team: assessed('MDT_HELD').at(-1) ?? null,
      qualityAssured: assessed('ASSESSMENT_QUALITY_ASSURED').at(-1) ?? null,
      domains,
      guide: guideOf(domains, protocol),
      voices: all('VOICE_RECORDED'),
      views: assessed('VIEW_RECORDED'),
      evidence,
      absent: assessed('EVIDENCE_ABSENCE_EXPLAINED'),
      risks: evidence.filter(({ kind }) => RISKS.includes(kind)),
      deferrals: ofItem('ITEM_DEFERRED'),
      received: ofItem('INFORMATION_RECEIVED'),
      decision,
      addendum: now.filter((event) => CHANGES_IT.has(event.type) && !inTime(event) && undecided(event)),
      version: versionOf(papers),
    };
  }

  private async told(place: string, id: string): Promise<EventView[] | undefined> {
    const found = await this.cases.events(place, id, { limit: MOST_EVENTS, after: null, total: false });
    return found && [...found.view.items];
  }
}
