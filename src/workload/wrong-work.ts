/** An absence, a selection of cases or an assessor cannot be as they were described. */
export class WrongWork extends Error {
  override readonly name = 'WrongWork';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
