import type { EventOf } from '../protocol/events.js';
import type { CaseFacts, ClockPause } from '../protocol/record.js';
import type { ClockEvents } from './clock.events.js';

type Of<T extends keyof ClockEvents> = EventOf<ClockEvents, T>;

/** The exception that stands for the clock: the last one recorded. */
export const withException = (
  { exceptions }: CaseFacts,
  { content, seq }: Of<'CLOCK_EXCEPTION_RECORDED'>,
): Partial<CaseFacts> => ({
  exceptions: [
    ...exceptions.filter(({ deadline }) => deadline !== content.deadline),
    { deadline: content.deadline, newTarget: content.newTarget, seq, approvedBy: content.approvedBy },
  ],
});

/** The extension, after those before it. */
export const withExtension = (
  { extensions }: CaseFacts,
  { content, seq, on }: Of<'CLOCK_EXTENDED'>,
): Partial<CaseFacts> => ({
  extensions: [
    ...extensions,
    {
      deadline: content.deadline,
      by: { amount: content.amount, unit: content.unit },
      approvedBy: content.approvedBy,
      secondedBy: content.secondedBy ?? '',
      seq,
      on,
    },
  ],
});

/** The pause, which stands until the clock runs on. */
export const withPause = (
  { pauses }: CaseFacts,
  { content, seq, on }: Of<'CLOCK_PAUSED'>,
): Partial<CaseFacts> => ({
  pauses: [
    ...pauses,
    {
      deadline: content.deadline,
      from: content.pausedOn,
      ...(content.pausedAt === undefined ? {} : { fromAt: content.pausedAt }),
      until: null,
      reason: content.reason,
      approvedBy: content.approvedBy,
      secondedBy: content.secondedBy ?? '',
      seq,
      on,
      endedBy: null,
    },
  ],
});

/** The pause of that clock, ended. */
export const withPauseEnded = (
  { pauses }: CaseFacts,
  { content, seq }: Of<'CLOCK_RESUMED'>,
): Partial<CaseFacts> => {
  const ended = (pause: ClockPause): ClockPause => ({
    ...pause,
    until: content.resumedOn,
    ...(content.resumedAt === undefined ? {} : { untilAt: content.resumedAt }),
    endedBy: seq,
  });
  return {
    pauses: pauses.map((pause) =>
      pause.deadline === content.deadline && pause.until === null ? ended(pause) : pause,
    ),
  };
};

/** What was agreed about clocks, without that of clocks that are past: it stays with their deadlines. */
export function changesStillNeeded(facts: CaseFacts, live: ReadonlySet<string>): CaseFacts {
  const needed = ({ deadline }: { deadline: string }): boolean => live.has(deadline);
  const { exceptions, extensions, pauses } = facts;
  return {
    ...facts,
    exceptions: exceptions.filter(needed),
    extensions: extensions.filter(needed),
    pauses: pauses.filter(needed),
  };
}
