import { defineProcess } from '../protocol/process.js';
import { written } from '../protocol/record.js';
import { assessorMayBeNamed } from './assessor.rules.js';
import * as breaches from './breaches.js';
import { caseEvents as events } from './case.events.js';
import * as rules from './case.rules.js';
import * as clockFacts from './clock-facts.js';
import * as clocks from './clock.rules.js';
import * as takenOn from './taken-on.js';

/** The case itself: opened, worked on, closed, reopened; its corrections; the death of the child (SCO-10). */
export const caseProcess = defineProcess({
  kind: 'case',
  title: 'Case',
  events,
  initialFacts: {},
  rules: {
    CASE_OPENED: {
      checks: [rules.underEighteen, rules.nhsNumberOrReason],
      caseFacts: rules.factsOnOpening,
      then: () => [{ open: 'consent' }, { open: 'referral' }],
    },
    CASE_TAKEN_ON: {
      checks: [
        rules.underEighteen,
        rules.nhsNumberOrReason,
        takenOn.datesForWhereItIs,
        takenOn.datesInOrder,
        rules.needsAreKnown,
        assessorMayBeNamed,
      ],
      caseFacts: (event, s) => ({
        ...rules.factsOnOpening(event),
        assessor: event.content.assessor ?? null,
        needs: [...new Set(event.content.needs)],
        standing:
          {
            arranging: 'eligible' as const,
            packageLive: 'eligible' as const,
            eligibleWithoutPackage: 'eligibleWithoutPackage' as const,
          }[event.content.now as string] ?? s.record.facts.standing,
        joinedOn: event.content.panelHeldOn ?? null,
        lastLevels: event.content.levels
          ? Object.fromEntries(event.content.levels.map(({ domain, level }) => [domain, level]))
          : null,
      }),
      milestones: takenOn.milestonesTakenOn,
      then: takenOn.processesTakenOn,
    },
    ASSESSOR_NAMED: {
      checks: [assessorMayBeNamed],
      caseFacts: ({ content }) => ({ assessor: content.assessor }),
    },
    REGARD_RECORDED: {
      caseFacts: ({ content }, s) => ({
        regards: {
          interpreter: content.interpreter ?? s.record.facts.regards.interpreter,
          communicationNeeds:
            s.record.facts.regards.communicationNeeds || written(content.communicationNeeds),
          adjustments: s.record.facts.regards.adjustments || written(content.adjustments),
        },
      }),
    },
    VOICE_RECORDED: {
      checks: [rules.voiceOrWhyNot],
      caseFacts: ({ content }, s) => ({
        voices: s.record.facts.voices.includes(content.stage)
          ? s.record.facts.voices
          : [...s.record.facts.voices, content.stage],
      }),
    },
    EHCP_RECORDED: {
      caseFacts: ({ content }) => ({
        ehcp: {
          status: content.status,
          reviewOn: content.reviewOn ?? null,
          individualCarePlan: content.individualCarePlan,
        },
      }),
    },
    COMMISSIONER_DETERMINED: {
      caseFacts: ({ content }) => ({ responsibleCommissioner: content.organisation }),
    },
    CLOCK_EXCEPTION_RECORDED: {
      needs: [clocks.someClockAllows('exception', 'HNA-11')],
      checks: [clocks.exceptionIsAllowed],
      caseFacts: (event, s) => clockFacts.withException(s.record.facts, event),
    },
    CLOCK_EXTENDED: {
      needs: [clocks.someClockAllows('extension', 'DIS-1')],
      checks: [clocks.extensionIsAgreed],
      caseFacts: (event, s) => clockFacts.withExtension(s.record.facts, event),
    },
    CLOCK_PAUSED: {
      needs: [clocks.someClockAllows('pause', 'HNA-11')],
      checks: [clocks.pauseIsAllowed],
      caseFacts: (event, s) => clockFacts.withPause(s.record.facts, event),
    },
    CLOCK_RESUMED: {
      needs: [clocks.someClockIsPaused],
      checks: [clocks.isPaused],
      caseFacts: (event, s) => clockFacts.withPauseEnded(s.record.facts, event),
    },
    BREACH_REASON_GIVEN: { needs: [breaches.someBreachStands], checks: [breaches.reasonFits] },
    PROTOCOL_MOVED: { checks: [rules.protocolExists] },
    CASE_CLOSED: {
      checks: [rules.everyoneIsTold, rules.noLivePackage, rules.reasonIsBorneOut],
      caseFacts: ({ content, seq }) => ({ closed: { on: content.closedOn, seq, reason: content.reason } }),
      then: ({ content }, s) => rules.endEverything(s, content.reason, ['case', 'consent']),
    },
    CASE_REOPENED: {
      caseFacts: () => ({ closed: null, standing: 'undecided', joinedOn: null, reviewAsksFor: null }),
      then: () => [{ open: 'referral' }],
    },
    CHILD_DIED: {
      caseFacts: ({ content, seq }, s) => ({
        died: {
          on: content.diedOn,
          seq,
          owedByHand: rules
            .owedWord(s)
            .filter(({ recipient }) => recipient === 'family')
            .map(({ words }) => words),
        },
      }),
      then: (_event, s) => rules.endEverything(s, 'the child died', ['case']),
    },
  },
  chart: {
    initial: 'new',
    states: {
      new: { stage: 'New', on: { CASE_OPENED: 'open', CASE_TAKEN_ON: 'open' } },
      open: {
        stage: 'Open',
        stay: [
          'ASSESSOR_NAMED',
          'REGARD_RECORDED',
          'VOICE_RECORDED',
          'CASE_NOTE_ADDED',
          'CONTACT_LOGGED',
          'EHCP_RECORDED',
          'COMMISSIONER_DETERMINED',
          'CLOCK_EXCEPTION_RECORDED',
          'CLOCK_EXTENDED',
          'CLOCK_PAUSED',
          'CLOCK_RESUMED',
          'BREACH_REASON_GIVEN',
          'PROTOCOL_MOVED',
          'FACT_CORRECTED',
          'ENTERED_IN_ERROR',
          'IDENTITY_CORRECTED',
          'DEADLINE_PASSED',
          'DEADLINES_RECOUNTED',
          'BREACH_WITHDRAWN',
        ],
        on: { CASE_CLOSED: 'closed', CHILD_DIED: 'deceased' },
      },
      closed: {
        stage: 'Closed',
        stay: [
          'BREACH_REASON_GIVEN',
          'CASE_NOTE_ADDED',
          'CONTACT_LOGGED',
          'FACT_CORRECTED',
          'ENTERED_IN_ERROR',
          'IDENTITY_CORRECTED',
          'DEADLINE_PASSED',
          'BREACH_WITHDRAWN',
        ],
        on: { CASE_REOPENED: 'open', CHILD_DIED: 'deceased' },
      },
      deceased: {
        stage: 'The child has died',
        stay: [
          'CASE_NOTE_ADDED',
          'CONTACT_LOGGED',
          'FACT_CORRECTED',
          'ENTERED_IN_ERROR',
          'IDENTITY_CORRECTED',
          'BREACH_WITHDRAWN',
        ],
      },
    },
  },
});
