/** Someone cannot be put into the directory as they were described. */
export class WrongPerson extends Error {
  override readonly name = 'WrongPerson';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
