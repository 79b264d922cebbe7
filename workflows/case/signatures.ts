import type { StoredEvent } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { inWords } from '../protocol/words.js';
import type { AgreeingBody, ClockChange } from '../timescales/timescale.js';

/** What may be done to a clock, in words within a sentence. */
export const CHANGES_IN_WORDS: Readonly<Record<ClockChange, string>> = {
  exception: 'an exception',
  extension: 'an extension',
  pause: 'a pause',
};

/** The words as a sentence begins with them. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

type Signed = StoredEvent<{ approvedBy: string; secondedBy?: string | undefined }>;

/** Whoever approves a change of a clock holds a role that may, and is not who asks for it. */
export function approval(
  change: ClockChange,
  clause: string,
  { content, by, evidence }: Signed,
  { protocol }: Pick<Situation, 'protocol'>,
): Refusal[] {
  const approvers = protocol.parameters.clockApprovers.value;
  const roles = evidence.people?.[content.approvedBy]?.roles ?? [];
  const words = CHANGES_IN_WORDS[change];
  return [
    ...(content.approvedBy === by.person
      ? [
          refuse(clause, `${capital(words)} is approved by someone other than who asks for it.`, [
            'a second person',
          ]),
        ]
      : []),
    ...(roles.some((role) => approvers.includes(role))
      ? []
      : [
          refuse(
            clause,
            `Whoever approves ${words} holds a role that may.`,
            approvers.map((role) => `approval by a ${inWords(role)}`),
          ),
        ]),
  ];
}

/** The bodies of those that must agree for whom nobody signed. */
function bodiesMissing(bodies: readonly AgreeingBody[], { content, evidence }: Signed): AgreeingBody[] {
  const kinds = [content.approvedBy, content.secondedBy].map((person) => {
    const organisation = evidence.people?.[person ?? '']?.organisation;
    return evidence.organisations?.[organisation ?? '']?.kind;
  });
  return bodies.filter((body) => !kinds.some((kind) => kind !== undefined && body.kinds.includes(kind)));
}

/** A second person signs, who neither asks for the change nor approves it; together they sign for every body named. */
export function secondSignature(
  change: ClockChange,
  clause: string,
  event: Signed,
  bodies: readonly AgreeingBody[] = [],
): Refusal[] {
  const { content, by } = event;
  const second = content.secondedBy;
  const words = capital(CHANGES_IN_WORDS[change]);
  const alone = second === undefined || second === content.approvedBy || second === by.person;
  const missing = bodiesMissing(bodies, event);
  return [
    ...(alone
      ? [
          refuse(
            clause,
            `${words} needs two signatures: of who approves it, and of a second person who neither asks for it nor approves it.`,
            ['the signature of a second person'],
          ),
        ]
      : []),
    ...(missing.length > 0
      ? [
          refuse(
            clause,
            `${words} is by agreement of both bodies: ${bodies.map(({ body }) => body).join(' and ')}.`,
            missing.map(({ body }) => `the agreement of ${body}`),
          ),
        ]
      : []),
  ];
}
