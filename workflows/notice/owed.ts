import type { ProtocolData } from '../timescales/protocol-data.js';
import type { Opening } from '../protocol/process.js';
import { keysOf, type CaseRecord, type Keys, type ProcessRecord } from '../protocol/record.js';

/** Someone who is owed word of something: whom, in which form, under which clause. */
export interface Owed {
  recipient: string;
  form: string;
  clause: string;
}

/**
 * The notice that is owed about something, as the protocol version lists it; where the child has an EHCP its
 * coordinator is told too (HNA-9). A person tells them and records it; nothing is sent by itself.
 */
export function noticeOf(
  about: string,
  s: { protocol: ProtocolData; record: CaseRecord; process: Pick<ProcessRecord, 'id' | 'kind' | 'keys'> },
  { keys = {}, decidedOn }: { keys?: Keys; decidedOn: string },
): Opening {
  const { notices } = s.protocol;
  const ehcp = s.record.facts.ehcp?.status === 'inPlace' ? (notices.withEhcp[about] ?? []) : [];
  const owed: Owed[] = [...(notices.owed[about] ?? []), ...ehcp].map(({ recipient, form, clause }) => ({
    recipient,
    form,
    clause,
  }));
  return { open: 'notice', keys: { ...keysOf(s.process), ...keys }, facts: { about, decidedOn, owed } };
}
