import { ageOn, type LocalDate } from '../calendar/local-date.js';
import type { ProtocolData } from '../timescales/protocol-data.js';
import type { CaseRecord } from './record.js';

/** The child's age in years on that day, a 29 February birthday counted as the protocol version says. */
export const ageOf = (
  { record, protocol }: { record: CaseRecord; protocol: ProtocolData },
  on: LocalDate,
  dateOfBirth: LocalDate = record.facts.dateOfBirth,
): number => ageOn(dateOfBirth, on, protocol.parameters.leapDayBirthday.value);
