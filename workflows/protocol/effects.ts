/** What is owed to the world because of an event, as data. The engine carries each out in the event's own transaction. */
export type Effect =
  /** Someone took part in the checklist, MDT, DST or quality assurance, and may not decide on the case (PAN-3). */
  | {
      type: 'PARTICIPATION_RECORDED';
      person: string;
      part: string;
      referral: string | null;
      assessment: string | null;
    }
  /** The item is on, or no longer on, that meeting's agenda. */
  | {
      type: 'AGENDA_CHANGED';
      meeting: string;
      process: string;
      presenter: string | null;
      status: AgendaStatus;
    }
  /** That person declared an interest in the item; with `excludes` the case is closed to them (PAN-3). */
  | { type: 'INTEREST_KEPT'; process: string; person: string; excludes: boolean }
  /** These people decided the item. */
  | { type: 'DECISION_MADE'; meeting: string; process: string; deciders: readonly string[] }
  /** Someone is to be told something by a person, and it waits on the to-do list. */
  | { type: 'NOTICE_OWED'; process: string; recipient: string; form: string; clause: string }
  /** That notice was given, or is no longer owed. */
  | {
      type: 'NOTICE_SETTLED';
      process: string;
      recipient: string;
      form: string;
      how: 'given' | 'notNeeded' | 'withdrawn';
    };

export type AgendaStatus = 'listed' | 'removed' | 'deferred' | 'decided';
