import { isEmail } from 'class-validator';
import { WrongPerson } from './wrong-person.js';

/** The longest address that can be sent to (RFC 5321). */
export const LONGEST_ADDRESS = 254;

/** The address as it is kept, null for none. Throws WrongPerson for what nothing could be sent to. */
export function checkedAddress(email: string | null): string | null {
  if (email === null) return null;
  const address = email.trim();
  if (address.length <= LONGEST_ADDRESS && isEmail(address)) return address;
  throw new WrongPerson('email', 'An e-mail address is written as sam@example.org.');
}
