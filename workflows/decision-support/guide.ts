import type { ProtocolData } from '../timescales/protocol-data.js';

/** The levels recorded so far, by care domain. */
export type Levels = Readonly<Record<string, string>>;

/** What the guide suggests of a set of levels, and what it counted; it indicates, it never decides (HNA-4). */
export interface GuideReading {
  suggestsNeed: boolean;
  counted: Record<string, number>;
  words: string;
  /** The care domains, by label, of which no level alone meets the guide (SCO-4). */
  neverAlone: string[];
}

/**
 * Reads the decision support tool's guide: enough domains at any one of its levels suggests a continuing care need. All
 * domains count alike (SCO-4).
 */
export function readGuide(levels: Levels, protocol: ProtocolData): GuideReading {
  const thresholds = Object.entries(protocol.decisionSupport.guide.thresholds);
  const counted = Object.fromEntries(
    thresholds.map(([level]) => [level, Object.values(levels).filter((given) => given === level).length]),
  );
  const suggestsNeed = thresholds.some(([level, enough]) => (counted[level] ?? 0) >= enough);
  const enoughAlone = thresholds.flatMap(([level, enough]) => (enough === 1 ? [level] : []));
  const neverAlone = protocol.decisionSupport.domains
    .filter((domain) => !domain.levels.some((level) => enoughAlone.includes(level)))
    .map(({ label }) => label);
  const found = thresholds.map(([level]) => `${counted[level] ?? 0} ${level}`).join(', ');
  return {
    suggestsNeed,
    counted,
    words: `${found}: the guide ${suggestsNeed ? 'suggests' : 'does not suggest'} a continuing care need. It is not a stand-alone method.`,
    neverAlone,
  };
}

/** The care domains of the protocol version that have no level yet, by label. */
export function unscoredDomains(levels: Levels, protocol: ProtocolData): string[] {
  return protocol.decisionSupport.domains.filter(({ slug }) => !(slug in levels)).map(({ label }) => label);
}

/** Why that level cannot be given to that care domain, or null (HNA-3). */
export function levelRefused(domain: string, level: string, protocol: ProtocolData): string | null {
  const known = protocol.decisionSupport.domains.find(({ slug }) => slug === domain);
  if (!known) return `There is no care domain '${domain}' in the decision support tool.`;
  if (known.levels.includes(level)) return null;
  return `${known.label} has no level '${level}'. Its levels are: ${known.levels.join(', ')}.`;
}
