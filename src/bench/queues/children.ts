import type { CaseFacts, StoredEvent } from '../../../workflows/protocol/index.js';
import { saltsOf, type ChildRow } from '../../cases/child.js';
import { seal } from '../../cases/content/seal.js';
import { eventOf } from '../../../workflows/protocol/index.js';
import { inventedNhsNumbers } from '../../demonstration/nhs-numbers.js';
import type { Chance } from './chance.js';
import { newId } from './rows.js';

const GIVEN = [
  'Aisha',
  'Ben',
  'Chloe',
  'Dev',
  'Ella',
  'Finn',
  'Grace',
  'Hamza',
  'Isla',
  'Jack',
  'Keira',
  'Leo',
];
const FAMILY = ['Ashworth', 'Birch', 'Calder', 'Dunn', 'Eccles', 'Farrow', 'Garth', 'Hale', 'Ince', 'Jolley'];
/** As many as there are of those that begin 999 and are left for this. */
const MOST_NUMBERS = 450_000;
const WITH_NUMBER = 0.9;
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 6;
const REFERENCES = ALPHABET.length ** REFERENCE_LENGTH;
/** Shares no divisor with the number of references, so that no two are alike. */
const STRIDE = 387_420_489;

/** The reference of the nth case: unlike every other, and in no order that can be seen. */
export function referenceOf(nth: number): string {
  let rest = Number((BigInt(nth) * BigInt(STRIDE)) % BigInt(REFERENCES));
  let letters = '';
  for (let at = 0; at < REFERENCE_LENGTH; at += 1) {
    letters += ALPHABET[rest % ALPHABET.length] ?? '';
    rest = Math.floor(rest / ALPHABET.length);
  }
  return `SEF-${letters}`;
}

/** What a history says of a child. */
export type Born = Pick<CaseFacts, 'dateOfBirth' | 'parentalResponsibility'>;

/** Invents children: names that are nobody's, test NHS numbers with a right check digit or none yet. */
export class Children {
  private readonly numbers: string[];

  constructor(
    private readonly chance: Chance,
    count: number,
  ) {
    this.numbers = inventedNhsNumbers(Math.min(count, MOST_NUMBERS));
  }

  /** The next child, born on that day to those who hold parental responsibility. */
  next({ dateOfBirth, parentalResponsibility }: Born): ChildRow {
    const number = this.chance.happens(WITH_NUMBER) ? (this.numbers.pop() ?? null) : null;
    const familyName = this.chance.of(FAMILY);
    return {
      id: newId(),
      given_name: `Bench ${this.chance.of(GIVEN)}`,
      family_name: familyName,
      date_of_birth: dateOfBirth,
      nhs_number: number,
      address: null,
      parental_responsibility: parentalResponsibility.map((relationship) => ({
        relationship,
        name: `Bench ${familyName}`,
      })),
      salts: {},
    };
  }
}

/** The opening event as it tells of that child, with the salts of its proofs in the child's row. */
export function openedFor(event: StoredEvent, child: ChildRow): { event: StoredEvent; child: ChildRow } {
  const fields = eventOf(event.type)?.definition.fields ?? {};
  const who = {
    givenName: child.given_name,
    familyName: child.family_name,
    ...(child.nhs_number === null ? {} : { nhsNumber: child.nhs_number }),
    parentalResponsibility: child.parental_responsibility,
  };
  const only = Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(who, name)));
  const { content, personal } = seal(only, who);
  const { nhsNumberMissing, ...rest } = event.content;
  const missing = child.nhs_number === null ? { nhsNumberMissing } : {};
  return {
    event: { ...event, content: { ...rest, ...missing, ...content } },
    child: { ...child, salts: saltsOf(personal, 1) },
  };
}
