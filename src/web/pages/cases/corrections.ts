import { eventOf, isCorrectable, isCorrection } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import type { EventView } from '../../../reading/views.js';

/** What of an event can be put right, each as a link to the form that does it, filled in. */
export interface CorrectionLinks {
  facts: { label: string; href: string }[];
  /** Where the whole event is marked as entered in error; null where it cannot be. */
  strike: string | null;
}

const FACT = 'FACT_CORRECTED';
const STRIKE = 'ENTERED_IN_ERROR';
const IDENTITY = 'IDENTITY_CORRECTED';
const OPENS = ['CASE_OPENED', 'CASE_TAKEN_ON'];

/** How an event can be put right by whoever has those roles; null where it cannot, or not by them. */
export function correctionsOf(
  caseId: string,
  { type, seq, content }: EventView,
  roles: readonly string[],
): CorrectionLinks | null {
  const definition = eventOf(type)?.definition;
  if (!definition || definition.bySystem || type === IDENTITY) return null;
  const form = `/cases/${caseId}/do`;
  const facts =
    mayRecord(FACT, roles) && !isCorrection(type)
      ? Object.entries(definition.fields)
          .filter(([name, field]) => isCorrectable(field) && content[name] !== undefined)
          .map(([name, { label }]) => ({ label, href: `${form}/${FACT}?event=${seq}&field=${name}` }))
      : [];
  const identity =
    OPENS.includes(type) && mayRecord(IDENTITY, roles)
      ? [{ label: 'Who the child is', href: `${form}/${IDENTITY}` }]
      : [];
  const strike = seq > 1 && mayRecord(STRIKE, roles) ? `${form}/${STRIKE}?event=${seq}` : null;
  return facts.length + identity.length > 0 || strike !== null
    ? { facts: [...identity, ...facts], strike }
    : null;
}
