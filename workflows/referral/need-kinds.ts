import { refuse, type Refusal } from '../protocol/refusal.js';
import { listedInWords } from '../protocol/words.js';
import type { ProtocolData } from '../timescales/protocol-data.js';

/** SCO-2: what is named and is no kind of need of the protocol version, each with the list of those that are. */
export function unknownNeeds(needs: readonly string[], { parameters }: ProtocolData): Refusal[] {
  const kinds = parameters.needKinds.value;
  return needs
    .filter((need) => !kinds.some(({ slug }) => slug === need))
    .map((need) => refuse('SCO-2', `'${need}' is no kind of need.`, listedInWords(kinds)));
}
