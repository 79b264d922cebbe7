import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  live,
  readGuide,
  type AssessmentFacts,
  type CaseRecord,
  type GuideReading,
  type Instant,
  type LocalDate,
  type ProtocolData,
} from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import { Places } from '../places/places.js';
import type { Named } from './views.js';

/** A level that was given to a care domain, with the evidence it rests on. */
export interface ScoreView {
  /** The level, by slug and in words. */
  level: string;
  label: string;
  /** Null where only the level is known. */
  evidence: string | null;
  evidenceRefs: readonly string[];
  by: Named | null;
  at: Instant | null;
}

/** One care domain of an assessment (HNA-3). */
export interface DomainView {
  slug: string;
  label: string;
  /** Its levels from the least need to the most, each with what it is about. */
  levels: readonly { slug: string; label: string; help: string }[];
  score: ScoreView | null;
  /** The level of the last assessment that was signed off, or of the review since. */
  last: ScoreView | null;
}

/** A care domain as the last assessment or review left it. */
export type LastDomainView = Pick<DomainView, 'slug' | 'label' | 'last'>;

/** The assessment of a case that is open. */
export interface AssessmentView {
  version: number;
  /** The process, by id. */
  process: string;
  state: 'underway' | 'recommended' | 'signedOff';
  mdtHeldOn: LocalDate | null;
  /** The areas of evidence, and whether each is there (HNA-2). */
  areas: readonly { slug: string; state: 'present' | 'explained' | 'missing' }[];
  domains: readonly DomainView[];
  helpNote: string;
  guide: GuideReading;
  recommendation: AssessmentFacts['recommendation'];
  views: readonly string[];
  sentBack: number;
  signedOffBy: string | null;
}

interface ScoreRow {
  seq: number;
  process: string;
  at: Instant;
  by: string | null;
  byName: string | null;
  content: { domain: string; level: string; evidenceRefs?: string[] };
  evidence: string | null;
}

const CASE = statement(
  'reading_case_to_assess',
  `SELECT record, protocol, calendar_version AS "calendarVersion", person_version AS version
   FROM cases WHERE place_id = $1 AND id = $2`,
);

const SCORES = statement(
  'reading_scores',
  `SELECT e.seq, e.process, e.at, e.by_person AS by, p.name AS "byName", e.content,
     (SELECT t.words FROM texts t WHERE t.place_id = e.place_id AND t.subject_id = e.subject_id
        AND t.seq = e.seq AND t.field = 'evidence') AS evidence
   FROM events e
   LEFT JOIN people p ON p.place_id = e.place_id AND p.id = e.by_person
   WHERE e.place_id = $1 AND e.subject_id = $2 AND e.type = 'DOMAIN_SCORED'
   ORDER BY e.seq`,
);

interface Found {
  record: CaseRecord;
  protocol: string;
  calendarVersion: string;
  version: number;
  scores: ScoreRow[];
}

const labelOf = (level: string, { decisionSupport }: ProtocolData): string =>
  decisionSupport.levels.find(({ slug }) => slug === level)?.label ?? level;

/** A level with the evidence it was given on last; null where there is no level. */
function scoreOf(
  level: string | undefined,
  rows: readonly ScoreRow[],
  protocol: ProtocolData,
): ScoreView | null {
  if (level === undefined) return null;
  const row = rows.findLast(({ content }) => content.level === level);
  return {
    level,
    label: labelOf(level, protocol),
    evidence: row?.evidence ?? null,
    evidenceRefs: row?.content.evidenceRefs ?? [],
    by: row?.by ? { id: row.by, name: row.byName ?? '' } : null,
    at: row?.at ?? null,
  };
}

/** Reads the assessment of a case as whoever works on it needs it: domain by domain, the last one beside. */
@Injectable()
export class AssessmentReading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Each care domain with the level it was left with last; undefined where there is no such case. */
  async last(place: string, id: string): Promise<LastDomainView[] | undefined> {
    const found = await this.row(place, id);
    if (!found) return undefined;
    const { protocol } = await this.places.rulesFor(place, found.protocol, found.calendarVersion);
    const levels = found.record.facts.lastLevels ?? {};
    return protocol.decisionSupport.domains.map(({ slug, label }) => {
      const rows = found.scores.filter(({ content }) => content.domain === slug);
      return { slug, label, last: scoreOf(levels[slug], rows, protocol) };
    });
  }

  private row(place: string, id: string): Promise<Found | undefined> {
    return reading(this.dataSource, async (tx) => {
      const row = await tx.row<Omit<Found, 'scores'>>(CASE, [place, id]);
      return row && { ...row, scores: await tx.rows<ScoreRow>(SCORES, [place, id]) };
    });
  }

  /** The assessment that is open; null where none is; undefined where there is no such case. */
  async find(place: string, id: string): Promise<AssessmentView | null | undefined> {
    const found = await this.row(place, id);
    if (!found) return undefined;
    const [process] = live<AssessmentFacts>(found.record, 'assessment').slice(-1);
    if (!process) return null;
    const { facts } = process;
    const { protocol } = await this.places.rulesFor(place, found.protocol, found.calendarVersion);
    const before = found.record.facts.lastLevels ?? {};
    return {
      version: found.version,
      process: process.id,
      state: process.value as AssessmentView['state'],
      mdtHeldOn: facts.mdtHeldOn as LocalDate | null,
      areas: protocol.parameters.evidenceAreas.value.map((slug) => ({
        slug,
        state: facts.areas.includes(slug)
          ? 'present'
          : facts.explained.includes(slug)
            ? 'explained'
            : 'missing',
      })),
      domains: protocol.decisionSupport.domains.map(({ slug, label, levels, help }) => {
        const rows = found.scores.filter(({ content }) => content.domain === slug);
        const own = rows.filter((row) => row.process === process.id);
        const earlier = rows.filter((row) => row.process !== process.id);
        return {
          slug,
          label,
          levels: levels.map((level) => ({
            slug: level,
            label: labelOf(level, protocol),
            help: help[level] ?? '',
          })),
          score: scoreOf(facts.levels[slug], own, protocol),
          last: process.value === 'signedOff' ? null : scoreOf(before[slug], earlier, protocol),
        };
      }),
      helpNote: protocol.decisionSupport.helpNote,
      guide: readGuide(facts.levels, protocol),
      recommendation: facts.recommendation,
      views: facts.views,
      sentBack: facts.sentBack,
      signedOffBy: facts.signedOffBy,
    };
  }
}
