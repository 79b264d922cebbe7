/** When the service raises an alarm about itself. Choices of the service, not of the protocol. */
export const LIMITS = {
  /** Seconds without a pass over what is due that succeeded. */
  passSilent: 300,
  /** Seconds in which a process that did not say goodbye was not seen. */
  processSilent: 300,
  /** Seconds for which what a process last said of itself is taken to be so still. */
  wordHolds: 60,
  /** Seconds that something due may wait before that is worth an alarm: longer than any queue or pass takes. */
  oldestDue: 300,
  /** Days ahead up to which a place's calendar is to be known. */
  calendarDays: 400,
} as const;
