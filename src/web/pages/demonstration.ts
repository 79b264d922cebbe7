/** What a demonstration shows beside its cases. */
export interface Shown {
  place: string;
  token: string;
  /** Whom the token acts as, in words. */
  persona: string;
}

/** Whether this is a demonstration; where it is not, nobody's case is shown without a token. */
export class Demonstration {
  /** Null where the service is live. */
  shown: Shown | null = null;
}
