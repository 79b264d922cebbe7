import { isEmail } from 'class-validator';
import { WrongPerson } from './wrong-person.js';

/** The longest address that can be sent to (RFC 5321). */
export const LONGEST_ADDRESS = 254;

/** What is wrong with an address, where nothing could be sent to it; null for one that is right, or none. */
export function addressIsWrong(email: string | null): string | null {
  if (email === null) return null;
  const address = email.trim();
  return address.length <= LONGEST_ADDRESS && isEmail(address)
    ? null
    : 'An e-mail address is written as sam@example.org.';
}

/** The address as it is kept, null for none. Throws WrongPerson for what nothing could be sent to. */
export function checkedAddress(email: string | null): string | null {
  const wrong = addressIsWrong(email);
  if (wrong !== null) throw new WrongPerson('email', wrong);
  return email === null ? null : email.trim();
}
