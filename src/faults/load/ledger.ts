/** A command as whoever sent it knows it. */
export interface Entry {
  key: string;
  type: string;
  /** How often it was sent until it was answered, and how many of those answers never came. */
  sent: number;
  lost: number;
  /** What acknowledged it; null while nothing did. */
  acknowledged: Acknowledged | null;
}

/** What an answer says of the command that it acknowledges. */
export interface Acknowledged {
  case: string;
  seq: number;
  version: number;
}

/** Everything that was asked of the service, and what it said it had done. */
export class Ledger {
  private byCase = new Map<string, readonly Entry[]>();
  private readonly complaints: string[] = [];

  /** Enters a command before it is sent for the first time. */
  enter(key: string, type: string): Entry {
    return { key, type, sent: 0, lost: 0, acknowledged: null };
  }

  /** Notes that the command was acknowledged; a second answer has to say the same as the first. */
  acknowledge(entry: Entry, said: Acknowledged): void {
    if (entry.acknowledged === null) {
      entry.acknowledged = said;
      this.byCase.set(said.case, [...(this.byCase.get(said.case) ?? []), entry]);
    } else if (JSON.stringify(entry.acknowledged) !== JSON.stringify(said)) {
      this.complain(`${entry.type} was answered in two ways to the same key.`);
    }
  }

  /** Notes something that the service should not have answered. */
  complain(words: string): void {
    this.complaints.push(words);
  }

  /** What the service should not have answered since this was last asked. */
  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  /** The commands acknowledged on a case, in the order of their answers. */
  on(id: string): readonly Entry[] {
    return this.byCase.get(id) ?? [];
  }

  /** What is acknowledged by now. */
  mark(): ReadonlyMap<string, readonly Entry[]> {
    return new Map(this.byCase);
  }

  /** Forgets what was acknowledged since. */
  goBackTo(mark: ReadonlyMap<string, readonly Entry[]>): void {
    this.byCase = new Map(mark);
  }

  /** The cases whose opening was acknowledged. */
  get cases(): readonly string[] {
    return [...this.byCase.keys()];
  }
}
