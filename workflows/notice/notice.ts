import { dateInWords, type LocalDate } from '../calendar/local-date.js';
import { choice, optional, happenedOn, text, yesNo } from '../protocol/fields.js';
import { defineEvents, type EventOf, type StoredEvent } from '../protocol/events.js';
import { defineProcess, type MilestoneDraft } from '../protocol/process.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, owedInWords } from '../protocol/words.js';
import { consentMissing } from '../consent/consent.js';
import type { Owed } from './owed.js';
import { isDecision, milestonesByTelling } from './telling.js';

export interface NoticeFacts {
  about: string;
  decidedOn: string;
  owed: readonly Owed[];
}

const RECIPIENTS = [
  'referrer',
  'family',
  'keyProfessionals',
  'gp',
  'paediatrician',
  'localAuthority',
  'ehcpCoordinator',
] as const;
const FORMS = {
  inPerson: 'verbal',
  telephone: 'verbal',
  video: 'verbal',
  letter: 'written',
  email: 'written',
} as const;
const OWED = 'Somebody is told once there is something to tell: a decision, a return, an arrangement.';

const events = defineEvents({
  NOTICE_GIVEN: {
    title: 'Record who was told',
    clauses: ['CHK-7', 'PAN-9', 'PAN-10', 'PAN-11', 'PAN-14', 'PRV-7', 'PRV-14', 'HNA-9'],
    order: { clause: 'PAN-9', words: OWED },
    fields: {
      recipient: choice('Who was told', RECIPIENTS),
      how: choice('How', ['inPerson', 'telephone', 'video', 'letter', 'email']),
      toldOn: happenedOn('Told on'),
      said: text('What they were told'),
      rationaleGiven: yesNo('The reasons were explained'),
      appealRightStated: optional(yesNo('The right to appeal and its dates were stated')),
    },
  },
  NOTICE_NOT_NEEDED: {
    title: 'Record that nobody is to be told there',
    clauses: ['PAN-14'],
    order: { clause: 'PAN-14', words: OWED },
    fields: { recipient: choice('Who', RECIPIENTS), reason: text('Why not') },
  },
});

type Given = EventOf<typeof events, 'NOTICE_GIVEN'>;
const formOf = (how: keyof typeof FORMS) => FORMS[how];
const settles =
  ({ content }: Given) =>
  (owed: Owed) =>
    owed.recipient === content.recipient && (owed.form === 'any' || owed.form === formOf(content.how));
const left = (facts: NoticeFacts, event: StoredEvent): readonly Owed[] =>
  event.type === 'NOTICE_GIVEN'
    ? facts.owed.filter((owed) => !settles(event as Given)(owed))
    : facts.owed.filter(({ recipient }) => recipient !== event.content['recipient']);
const others = { if: () => true, words: 'others are still to be told' };
const allTold = {
  if: (facts: NoticeFacts, event: StoredEvent) => left(facts, event).length === 0,
  words: 'everyone is told',
};
/** The clause under which someone is owed word; else that of whatever is owed here. */
const clauseFor = ({ owed }: NoticeFacts, recipient: string): string =>
  (owed.find((one) => one.recipient === recipient) ?? owed[0])?.clause ?? 'PAN-9';

const NEEDS_REASON = ['checklistReturned', 'checklistNotProceeded', 'notEligible'];

const milestonesOf = ({ content }: Given, about: string): MilestoneDraft[] =>
  milestonesByTelling(about, content.recipient, formOf(content.how)).map((kind) => ({
    kind,
    on: content.toldOn,
  }));

const initialFacts: NoticeFacts = { about: '', decidedOn: '', owed: [] };

/** Who was told what, how and when, as a person records it; what is owed waits as a to-do list (CHK-7, PAN-9, PAN-10). */
export const notice = defineProcess({
  kind: 'notice',
  title: 'Telling people',
  events,
  initialFacts,
  rules: {
    NOTICE_GIVEN: {
      checks: [
        (event, s) =>
          s.facts.owed.some(settles(event))
            ? null
            : refuse(
                clauseFor(s.facts, event.content.recipient),
                `Nothing is owed to ${inWords(event.content.recipient)} in that form here. Log other talk as a contact.`,
                s.facts.owed.map(owedInWords),
              ),
        ({ content }, s) => {
          const sharing = !['family', 'referrer'].includes(content.recipient);
          const missing = sharing ? consentMissing(s.record, 'sharing') : null;
          return missing
            ? refuse(
                'CHK-3',
                'While consent is missing or withdrawn nothing is shared and no letter goes out, except to the family and the referrer.',
                [missing],
              )
            : null;
        },
        ({ content }, s) =>
          content.toldOn < s.facts.decidedOn
            ? refuse(
                clauseFor(s.facts, content.recipient),
                `Nobody can have been told before it was decided, on ${dateInWords(s.facts.decidedOn as LocalDate)}.`,
              )
            : null,
        ({ content }, s) =>
          NEEDS_REASON.includes(s.facts.about) && !content.rationaleGiven
            ? refuse(
                isDecision(s.facts.about) ? 'PAN-10' : 'CHK-7',
                'A refusal or a return is explained: say that the reasons were given.',
                ['the reasons, told to them'],
              )
            : null,
        ({ content }, s) =>
          content.recipient === 'family' &&
          isDecision(s.facts.about) &&
          formOf(content.how) === 'written' &&
          !content.appealRightStated
            ? refuse(
                'PAN-11',
                'The outcome letter states the right to appeal through the complaints procedure, with its dates.',
                ['the right to appeal in the letter'],
              )
            : null,
      ],
      facts: (facts, event) => ({ ...facts, owed: left(facts, event) }),
      milestones: (event, s) => milestonesOf(event, s.facts.about),
      effects: (event, s) =>
        s.facts.owed.filter(settles(event)).map(({ recipient, form }) => ({
          type: 'NOTICE_SETTLED' as const,
          process: s.process.id,
          recipient,
          form,
          how: 'given' as const,
        })),
    },
    NOTICE_NOT_NEEDED: {
      checks: [
        ({ content }, s) =>
          content.recipient === 'family' || content.recipient === 'referrer'
            ? refuse(clauseFor(s.facts, content.recipient), 'The family and the referrer are always told.')
            : null,
      ],
      facts: (facts, event) => ({ ...facts, owed: left(facts, event) }),
      milestones: ({ content, on }, s) =>
        content.recipient === 'keyProfessionals' && isDecision(s.facts.about)
          ? [{ kind: 'PROFESSIONALS_INFORMED', on }]
          : [],
      effects: ({ content }, s) =>
        s.facts.owed
          .filter(({ recipient }) => recipient === content.recipient)
          .map(({ recipient, form }) => ({
            type: 'NOTICE_SETTLED' as const,
            process: s.process.id,
            recipient,
            form,
            how: 'notNeeded' as const,
          })),
    },
  },
  concerns: ({ facts }, content) => facts.owed.some(({ recipient }) => recipient === content['recipient']),
  onOpen: ({ id, facts }) =>
    facts.owed.map(({ recipient, form, clause }) => ({
      type: 'NOTICE_OWED',
      process: id,
      recipient,
      form,
      clause,
    })),
  onCutShort: ({ id, facts }) =>
    facts.owed.map(({ recipient, form }) => ({
      type: 'NOTICE_SETTLED',
      process: id,
      recipient,
      form,
      how: 'withdrawn',
    })),
  chart: {
    initial: 'owed',
    states: {
      owed: {
        stage: 'People to be told',
        on: {
          NOTICE_GIVEN: [{ to: 'told', ...allTold }, others],
          NOTICE_NOT_NEEDED: [{ to: 'told', ...allTold }, others],
        },
      },
      told: { stage: 'Everyone told', final: true },
    },
  },
});
