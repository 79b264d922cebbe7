import { statement, type Transaction } from '../database/transaction.js';

const GIVE_ADDRESSES = statement(
  'give-addresses',
  `UPDATE people SET email = p.email FROM jsonb_to_recordset($2::jsonb) AS p (id uuid, email text)
   WHERE people.place_id = $1 AND people.id = p.id`,
);
const WITHOUT_ADDRESS = statement(
  'without-address',
  `SELECT id, name FROM people WHERE place_id = $1 AND email IS NULL AND case_id IS NULL`,
);

/** An address at example.org, which is kept for examples and reaches nobody. */
export const inventedAddress = (name: string): string =>
  `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')}@example.org`;

/** Gives everyone of a demonstration an address that reaches nobody, so that its mailbox has something in it. */
export async function giveAddresses(tx: Transaction, place: string): Promise<void> {
  const people = await tx.rows<{ id: string; name: string }>(WITHOUT_ADDRESS, [place]);
  const addressed = people.map(({ id, name }) => ({ id, email: inventedAddress(name) }));
  await tx.change(GIVE_ADDRESSES, [place, JSON.stringify(addressed)]);
}
