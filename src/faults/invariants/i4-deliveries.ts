import type { Finding, Invariant, Seen } from './invariant.js';
import { rowsOf } from './invariant.js';
import { SENDING_PATIENCE_MINUTES } from '../../staff-notices/delivery-ladder.js';

const ID = 'I4';

interface Delivery {
  id: string;
  state: string;
  /** Null where it was never begun. */
  message: string | null;
  decided: string | null;
}

const DELIVERIES = `SELECT id, state, message_id AS message, decided_as AS decided FROM deliveries`;

/** Where the process that was to send one ended before it took it, the alarm looks again within the patience for sending. */
const STUCK = `
  SELECT id FROM deliveries d
  WHERE (state = 'waiting' AND try_at <= service_now() - interval '90 seconds' AND NOT EXISTS (
      SELECT 1 FROM alarms a WHERE a.kind = 'delivery' AND a.place_id = d.place_id AND a.about = d.id::text
        AND a.state = 'waiting' AND a.rings_at <= service_now() + interval '${SENDING_PATIENCE_MINUTES} minutes'))
    OR (state = 'sending' AND began_at <= service_now() - interval '${2 * SENDING_PATIENCE_MINUTES} minutes')`;

const NOT_ASKED = `
  SELECT d.id FROM deliveries d
  WHERE d.state IN ('waiting', 'sending') AND NOT EXISTS (
    SELECT 1 FROM alarms a WHERE a.kind = 'delivery' AND a.place_id = d.place_id AND a.about = d.id::text)`;

const finding = (kind: Finding['kind'], words: string): Finding => ({ invariant: ID, kind, words });

/** What the mail server took, against what is written down of it. */
function compared({ mail }: Seen, { id, state, message, decided }: Delivery): Finding[] {
  if (!mail || message === null) return [];
  const taken = mail.timesTaken(message);
  if (taken > 1 && decided !== 'sendAgain')
    return [finding('doubled', `e-mail ${id} was taken ${taken} times`)];
  if (state === 'sent' && taken === 0) return [finding('lost', `e-mail ${id} is sent and was never taken`)];
  const open = state === 'waiting' || state === 'failed' || state === 'withdrawn';
  return open && taken > 0 ? [finding('broken', `e-mail ${id} was taken and is ${state}`)] : [];
}

/** Every e-mail in the database. Asked once what is to be sent has had its time. */
export const deliveries: Invariant = {
  id: ID,
  words:
    'Each e-mail comes to one end, written down once: sent, kept, withdrawn, failed, or uncertain and for a person.',
  async check(seen) {
    const stuck = await rowsOf<{ id: string }>(seen, STUCK);
    const notAsked = await rowsOf<{ id: string }>(seen, NOT_ASKED);
    const all = seen.mail ? await rowsOf<Delivery>(seen, DELIVERIES) : [];
    return [
      ...stuck.map(({ id }) => finding('lost', `e-mail ${id} is long due and came to no end`)),
      ...notAsked.map(({ id }) => finding('lost', `e-mail ${id} is under way and nothing rings for it`)),
      ...all.flatMap((delivery) => compared(seen, delivery)),
    ];
  },
};
