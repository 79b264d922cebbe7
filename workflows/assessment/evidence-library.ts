import { daysBetween, type LocalDate } from '../calendar/local-date.js';
import type { Calendar } from '../calendar/working-days.js';
import { amended, amendmentsOf } from '../protocol/amendments.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import { addLength } from '../timescales/count-due.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { AssessmentEvents } from './assessment.events.js';

/** A piece of evidence as it stands, with how old it is (HNA-5). */
export interface EvidenceShown {
  /** The event that recorded it. */
  seq: number;
  area: string;
  kind: string;
  dated: LocalDate;
  author: string | null;
  domain: string | null;
  /** Whole days since its date. */
  ageInDays: number;
  /** Whether it is older than what the protocol version flags as old (PRV-2). */
  old: boolean;
}

type Recorded = EventOf<AssessmentEvents, 'EVIDENCE_RECORDED'>;

interface Judged {
  today: LocalDate;
  protocol: ProtocolData;
  calendar: Calendar;
}

/** The evidence of a case, the newest first, as corrections left it; what was entered in error is not among it. */
export function evidenceLibrary(
  events: readonly StoredEvent[],
  { today, protocol, calendar }: Judged,
): EvidenceShown[] {
  const amendments = amendmentsOf(events);
  return events
    .filter(({ type, seq }) => type === 'EVIDENCE_RECORDED' && !amendments.struck.has(seq))
    .map((event) => amended(event, amendments) as Recorded)
    .map(({ seq, content: { area, kind, dated, author, domain } }) => ({
      seq,
      area,
      kind,
      dated,
      author: author ?? null,
      domain: domain ?? null,
      ageInDays: daysBetween(dated, today),
      old: addLength(dated, protocol.parameters.assessmentAge.value, calendar) < today,
    }))
    .sort((a, b) => (a.dated === b.dated ? b.seq - a.seq : a.dated < b.dated ? 1 : -1));
}
