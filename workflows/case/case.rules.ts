import { ageOf } from '../protocol/age.js';
import type { EventOf } from '../protocol/events.js';
import type { Consequence, Situation } from '../protocol/process.js';
import { live, written, type CaseFacts } from '../protocol/record.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { unknownNeeds } from '../referral/need-kinds.js';
import { inWords, owedInWords } from '../protocol/words.js';
import type { CaseEvents } from './case.events.js';

type S = Situation<object>;
type Of<T extends keyof CaseEvents> = EventOf<CaseEvents, T>;

/** SCO-1: from birth until the 18th birthday. */
export const underEighteen = ({ content, on }: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>, s: S) => {
  const upTo = s.protocol.parameters.upToAge.value;
  return ageOf(s, on, content.dateOfBirth) >= upTo
    ? refuse(
        'SCO-1',
        `Children's continuing care ends at the ${upTo}th birthday; refer to adult continuing healthcare (CHC).`,
        ['a referral to adult continuing healthcare'],
      )
    : null;
};

/** SCO-6: no NHS number yet is possible, with the reason. */
export const nhsNumberOrReason = ({ content }: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>) => {
  const known = content.nhsNumber !== undefined;
  const explained = written(content.nhsNumberMissing);
  if (known !== explained) return null;
  return known
    ? refuse(
        'SCO-6',
        'The child has an NHS number, and it is said why there is none. Give one or the other.',
        ['the NHS number alone, or why there is none'],
      )
    : refuse('SCO-6', 'A child is known by the NHS number, or it is said why there is none yet.', [
        'the NHS number, or why there is none',
      ]);
};

/** The facts of a case that is opened. */
export const factsOnOpening = (event: Of<'CASE_OPENED'> | Of<'CASE_TAKEN_ON'>): Partial<CaseFacts> => ({
  dateOfBirth: event.content.dateOfBirth,
  openedOn: event.on,
  parentalResponsibility: event.content.parentalResponsibility.map(({ relationship }) => relationship),
  regards: {
    interpreter: event.content.interpreter ?? null,
    communicationNeeds: written(event.content.communicationNeeds),
    adjustments: written(event.content.adjustments),
  },
});

/** SCO-2: a case taken on midway says where the need arises in the words of the protocol. */
export const needsAreKnown = ({ content }: Of<'CASE_TAKEN_ON'>, s: S): Refusal[] =>
  unknownNeeds(content.needs ?? [], s.protocol);

/** SCO-8: what was said and how it was gathered, or why it could not be. */
export const voiceOrWhyNot = ({ content }: Of<'VOICE_RECORDED'>) =>
  (written(content.said) && written(content.gathered)) || written(content.notPossible)
    ? null
    : refuse('SCO-8', 'The views of the child and family are sought at every stage.', [
        'what they said and how it was gathered, or why it could not be gathered',
      ]);

/** What is still owed to people, each with its clause. */
export const owedWord = (s: S): { clause: string; recipient: string; words: string }[] =>
  live<{ owed: { recipient: string; form: string; clause: string }[] }>(s.record, 'notice').flatMap(
    ({ facts }) =>
      facts.owed.map((owed) => ({
        clause: owed.clause,
        recipient: owed.recipient,
        words: owedInWords(owed),
      })),
  );

const WITHOUT_NOTICE = ['enteredInError', 'consentWithdrawn'];

/** CHK-7, PAN-10: everyone is told what they are owed before the case is closed. */
export const everyoneIsTold = ({ content }: Of<'CASE_CLOSED'>, s: S) => {
  const owed = WITHOUT_NOTICE.includes(content.reason) ? [] : owedWord(s);
  return owed.length > 0
    ? refuse(
        [...new Set(owed.map(({ clause }) => clause))],
        'People are still to be told; the case stays open until they are.',
        owed.map(({ words }) => words),
      )
    : null;
};

/** TRA-8, REV-6: a live package does not end because a case is closed. */
export const noLivePackage = ({ content, on }: Of<'CASE_CLOSED'>, s: S) => {
  if (live(s.record, 'package').length === 0 || content.reason === 'enteredInError') return null;
  const adult = ageOf(s, on) >= s.protocol.parameters.straightToAdultTeamFromAge.value;
  return refuse(
    adult ? 'TRA-8' : 'REV-6',
    'The package is live. It ends by a decision of its own, never because a case is closed.',
    ['the end of the package, with its reason'],
  );
};

const ENDED_BY: Record<string, (s: S) => boolean> = {
  notProceeding: (s) =>
    live(s.record, 'referral').some(({ value }) => value === 'notProceeding' || value === 'returned'),
  notEligible: (s) => s.record.facts.standing === 'notEligible',
  consentWithdrawn: (s) => live(s.record, 'consent').some(({ value }) => value !== 'given'),
};

const CLOSING_CLAUSE: Record<string, string> = {
  notProceeding: 'CHK-6',
  notEligible: 'PAN-8',
  consentWithdrawn: 'CHK-3',
};

/** The reason for closing is one that the record bears out. */
export const reasonIsBorneOut = ({ content }: Of<'CASE_CLOSED'>, s: S) =>
  ENDED_BY[content.reason]?.(s) === false
    ? refuse(
        CLOSING_CLAUSE[content.reason] ?? 'CHK-6',
        `The case cannot be closed as '${inWords(content.reason)}': the record does not show it.`,
        ['the decision or withdrawal that this reason speaks of, or another reason'],
      )
    : null;

/** Ends every process but those that must stay with a closed case. */
export const endEverything = (s: S, why: string, keep: readonly string[]): Consequence[] =>
  Object.values(s.record.processes)
    .filter(({ kind }) => !keep.includes(kind))
    .map(({ id }) => ({ end: id, why }));

/** SCO-7: a case moves to another protocol version that exists. */
export const protocolExists = ({ content, evidence }: Of<'PROTOCOL_MOVED'>, s: S) => {
  const others = (evidence.protocols ?? []).filter((version) => version !== s.record.protocol);
  return others.includes(content.to)
    ? null
    : refuse(
        'SCO-7',
        `There is no other protocol version '${content.to}' to move to.`,
        others.map((version) => `one of: ${version}`),
      );
};
