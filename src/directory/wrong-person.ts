/** What is wrong with one thing that somebody is described by. */
export interface Wrong {
  field: string;
  message: string;
}

/** Someone cannot be put into the directory as they were described. */
export class WrongPerson extends Error {
  override readonly name = 'WrongPerson';
  /** Everything that is wrong, in the order in which it is asked for. */
  readonly wrong: readonly Wrong[];

  constructor(
    readonly field: string,
    message: string,
    also: readonly Wrong[] = [],
  ) {
    super(message);
    this.wrong = [{ field, message }, ...also];
  }
}
