/**
 * What becomes of an e-mail. `waiting` until it is tried, `sending` while a process speaks with the mail server; then `sent`,
 * or waiting again, or `failed` or `uncertain`, which a person decides on. `kept` where nothing is sent, to be read in the
 * service; `withdrawn` where there was nothing left to say.
 */
export const DELIVERY_STATES = [
  'waiting',
  'sending',
  'sent',
  'kept',
  'uncertain',
  'failed',
  'withdrawn',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The states in which a person is to say what becomes of it. */
export const TO_DECIDE = ['uncertain', 'failed'] as const satisfies readonly DeliveryState[];

/** What a person can say: it did arrive; send it again; leave it. */
export const DECISIONS = ['arrived', 'sendAgain', 'setAside'] as const;
export type DeliveryDecision = (typeof DECISIONS)[number];

const WORDS: Readonly<Record<string, string>> = {
  lost: 'The connection was lost after the message was handed over: it may have arrived.',
  ended: 'The process that was sending it ended before it knew whether it arrived.',
  restored: 'The database was restored from a backup: it may have been sent before that.',
  held: 'Everything that waited was held back for a person to look at.',
  moot: 'There was nothing left to say.',
  noAddress: 'They have no e-mail address.',
  setAside: 'A person set it aside.',
};

/** Why it was not sent, or may have been, in words for a person; null where there is nothing to explain. */
export function failureInWords(failure: string | null): string | null {
  if (failure === null) return null;
  const [code = '', ...more] = failure.split(' ');
  const detail = more.join(' ');
  if (code === 'refused') return `The mail server refused it (${detail}).`;
  if (code === 'later') return `It could not be sent yet (${detail}), and will be tried again.`;
  if (code === 'gaveUp') return `It was tried again and again and could not be sent (${detail}).`;
  return WORDS[code] ?? failure;
}
