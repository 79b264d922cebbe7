import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { wrongCorrection } from '../../src/cases/content/check-correction.js';
import { wrongDays } from '../../src/cases/content/check-facts.js';
import { checkShape } from '../../src/cases/content/check-shape.js';
import { isNhsNumber } from '../../src/cases/content/nhs-number.js';
import { proofOf, seal } from '../../src/cases/content/seal.js';
import {
  allEvents,
  eventOf,
  type Fields,
  type LocalDate,
  type StoredEvent,
} from '../../workflows/protocol/index.js';
import { CHECKLIST, CHILD } from '../helpers/pathway.js';

const fieldsOf = (type: string): Fields => eventOf(type)?.definition.fields ?? {};

const CONTACT = { with: 'family', how: 'letter', contactOn: '2026-01-05', about: 'a visit' };

const errorsOf = (type: string, content: unknown) => {
  const read = checkShape(fieldsOf(type), content);
  return 'errors' in read ? read.errors : [];
};

const contentOf = (type: string, content: unknown) => {
  const read = checkShape(fieldsOf(type), content);
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.content;
};

const ELEMENT = {
  what: 'night care',
  minutesPerWeek: 600,
  skill: 'trained-carer',
  place: 'home',
  providerKind: 'agency',
  shortTermOutcome: 'sleep',
  longTermOutcome: 'school',
};

describe('what a step says', () => {
  it('is read: spaces around words go, numbers lose their gaps, moments become UTC, and nothing is made up', () => {
    expect(contentOf('CONTACT_LOGGED', { ...CONTACT, about: '  a visit \n' })).toEqual(CONTACT);
    expect(contentOf('CASE_OPENED', { ...CHILD, nhsNumber: '999 000 0018', address: null })).toEqual({
      ...CHILD,
      nhsNumber: '9990000018',
    });
  });

  it.each([
    ['is missing', { ...CONTACT, about: undefined }, 'about', 'About is missing.'],
    ['is only spaces', { ...CONTACT, about: ' \n\t ' }, 'about', 'About is empty'],
    ['is of another type', { ...CONTACT, about: 7 }, 'about', 'About must be words.'],
    ['is too long', { ...CONTACT, about: 'a'.repeat(20_001) }, 'about', '20001 characters'],
    ['holds what cannot be shown', { ...CONTACT, about: 'a\u0000b' }, 'about', 'cannot be shown'],
    ['holds half a character', { ...CONTACT, about: 'a\ud800b' }, 'about', 'cannot be shown'],
    ['is no choice', { ...CONTACT, how: 'pigeon' }, 'how', 'How must be one of inPerson, telephone'],
    ['is no day', { ...CONTACT, contactOn: '2026-02-30' }, 'contactOn', 'On must be a day of the calendar'],
    [
      'is a day in another form',
      { ...CONTACT, contactOn: '05/01/2026' },
      'contactOn',
      'written as 2026-03-29',
    ],
    ['is not asked for', { ...CONTACT, decision: 'eligible' }, 'decision', 'is not a field of this step'],
  ])('is wrong where a field %s, and how is said', (_what, content, field, message) => {
    expect(errorsOf('CONTACT_LOGGED', content)).toEqual([
      { field, message: expect.stringContaining(message) },
    ]);
  });

  it('is wrong in every field that is wrong, at once', () => {
    const errors = errorsOf('CONTACT_LOGGED', { with: 'nobody', how: 3, about: '' });

    expect(errors.map(({ field }) => field).sort()).toEqual(['about', 'contactOn', 'how', 'with']);
  });

  it('is wrong deep inside, by its path', () => {
    const design = { elements: [ELEMENT, { ...ELEMENT, what: ' ', minutesPerWeek: 1.5, colour: 'red' }] };
    const errors = errorsOf('PACKAGE_DESIGNED', design).filter(({ field }) => field.startsWith('elements'));

    expect(errors.map(({ field }) => field).sort()).toEqual([
      'elements.1.colour',
      'elements.1.minutesPerWeek',
      'elements.1.what',
    ]);
  });

  it.each([
    ['a word instead of a list', { elements: 'night care' }, 'elements'],
    ['a word instead of a group', { elements: ['night care'] }, 'elements'],
    ['a list inside a list', { elements: [[ELEMENT]] }, 'elements'],
    ['nothing instead of a group', { elements: [null] }, 'elements'],
    ['an empty list where one entry is needed', { elements: [] }, 'elements'],
    ['too many entries', { elements: Array.from({ length: 201 }, () => ELEMENT) }, 'elements'],
  ])('is wrong with %s', (_what, content, field) => {
    const errors = errorsOf('PACKAGE_DESIGNED', content).filter((error) => error.field.startsWith(field));

    expect(errors.length).toBeGreaterThan(0);
    for (const { message } of errors) expect(message.length).toBeGreaterThan(10);
  });

  it('is wrong in one entry of a list of plain values, which is named', () => {
    expect(
      errorsOf('CHECKLIST_RECEIVED', { ...CHECKLIST, attendees: [], unmetNeeds: ['sleep', '', 'school'] }),
    ).toEqual([{ field: 'unmetNeeds.1', message: expect.stringContaining('empty') }]);
  });

  it.each([null, undefined, 'words', 7, [], true])('is wrong altogether where it is %j', (content) => {
    expect(errorsOf('CONTACT_LOGGED', content)).toEqual([
      { field: '', message: expect.stringContaining('group of fields') },
    ]);
  });

  it('cannot smuggle in what every object has', () => {
    const sent: unknown = JSON.parse(
      `{"__proto__": {"about": "inherited"}, "constructor": "x", "with": "family"}`,
    );
    const fields = errorsOf('CONTACT_LOGGED', sent).map(({ field }) => field);

    expect(fields).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'about']));
    expect(({} as { about?: string }).about).toBeUndefined();
  });

  it('is checked without ever breaking, whatever is sent to whichever step', () => {
    const types = allEvents().map(({ type }) => type);
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.anything({ maxDepth: 4 }), (type, content) => {
        const read = checkShape(fieldsOf(type), content);
        return 'content' in read || read.errors.every(({ message }) => message.length > 0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an NHS number', () => {
  it.each(['9990000018', '999 000 0018', '999-000-0018', '9990000026'])('%s is one', (number) => {
    expect(isNhsNumber(number)).toBe(true);
  });

  it.each(['9990000019', '999000001', '99900000188', 'abcdefghij', '', '9990000010'])(
    '%s is none',
    (number) => {
      expect(isNhsNumber(number)).toBe(false);
    },
  );

  it('[SCO-6] with a wrong check digit is answered without repeating it', () => {
    const errors = errorsOf('CASE_OPENED', { ...CHILD, nhsNumber: '9990000019' });

    expect(errors).toEqual([{ field: 'nhsNumber', message: expect.stringContaining('ten digits') }]);
    expect(JSON.stringify(errors)).not.toContain('9990000019');
  });

  it('is wrong with any one digit changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = [...'9990000018'];
        digits[at] = String((Number(digits[at]) + by) % 10);
        return !isNhsNumber(digits.join(''));
      }),
    );
  });
});

describe('a day', () => {
  const today = '2026-01-05' as LocalDate;
  const born = '2022-06-01' as LocalDate;
  const wrong = (contactOn: string) =>
    wrongDays(fieldsOf('CONTACT_LOGGED'), { ...CONTACT, contactOn }, { today, born }).map(
      ({ message }) => message,
    );

  it('that is today or the day of birth can be told of', () => {
    expect(wrong('2026-01-05')).toEqual([]);
    expect(wrong('2022-06-01')).toEqual([]);
  });

  it('that is still to come cannot be told of', () => {
    expect(wrong('2026-01-06')).toEqual([expect.stringContaining('Tuesday 6 January 2026 is still to come')]);
  });

  it('before the child was born cannot be', () => {
    expect(wrong('2022-05-31')).toEqual([expect.stringContaining('before the child was born')]);
  });

  it('of birth lies before today, and before nothing else', () => {
    const fields = fieldsOf('CASE_OPENED');
    const opened = (dateOfBirth: string) =>
      wrongDays(fields, { ...CHILD, dateOfBirth }, { today, born: dateOfBirth as LocalDate });

    expect(opened('1999-01-01')).toEqual([]);
    expect(opened('2026-01-06')).toHaveLength(1);
  });

  it('that may lie ahead may', () => {
    const meeting = { heldOn: '2027-01-01', chair: 'x' };

    expect(wrongDays(fieldsOf('MEETING_ARRANGED'), meeting, { today, born: null })).toEqual([]);
  });
});

describe('words', () => {
  const fields = fieldsOf('CHECKLIST_RECEIVED');

  it('are taken out of the content wherever they stand, and their proof stays', () => {
    const { content, texts, personal } = seal(
      fields,
      contentOf('CHECKLIST_RECEIVED', { ...CHECKLIST, attendees: [] }),
    );

    expect(texts.map(({ field, words }) => [field, words])).toEqual([
      ['servicesExplored.0.service', 'community nursing'],
      ['servicesExplored.0.outcome', 'cannot cover nights'],
      ['unmetNeeds.0', 'care at night'],
    ]);
    expect(personal).toEqual([]);
    expect(JSON.stringify(content)).not.toMatch(/community nursing|nights|care at/);
    expect((content['unmetNeeds'] as unknown[])[0]).toEqual(proofOf('care at night', texts[2]?.salt ?? ''));
  });

  it('of who the child is are kept with the child', () => {
    const { texts, personal } = seal(fieldsOf('CASE_OPENED'), CHILD);

    expect(texts).toEqual([]);
    expect(personal.map(({ field }) => field)).toEqual([
      'givenName',
      'familyName',
      'nhsNumber',
      'parentalResponsibility.0.name',
    ]);
  });
});

describe('a corrected value', () => {
  const opened = {
    seq: 1,
    type: 'CASE_OPENED',
    content: { dateOfBirth: '2022-06-01' },
  } as unknown as StoredEvent;
  const contact = { seq: 2, type: 'CONTACT_LOGGED', content: { ...CONTACT } } as unknown as StoredEvent;
  const ehcp = { seq: 3, type: 'EHCP_RECORDED', content: {} } as unknown as StoredEvent;
  const days = { today: '2026-01-10' as LocalDate, born: '2022-06-01' as LocalDate };
  const known = { person: () => false, organisation: () => false, meeting: () => false };
  const wrong = (event: number, field: string, to: string) =>
    wrongCorrection({ event, field, to, reason: 'r' }, [opened, contact, ehcp], days, known).map(
      ({ message }) => message,
    );

  it.each([
    [2, 'contactOn', '2026-01-04'],
    [2, 'how', 'telephone'],
    [3, 'individualCarePlan', 'yes'],
    [3, 'individualCarePlan', 'false'],
    [1, 'dateOfBirth', '2021-06-01'],
  ])('of event %i, field %s: %s fits its field', (event, field, to) => {
    expect(wrong(event, field, to)).toEqual([]);
  });

  it.each([
    [2, 'contactOn', '2026-01-32', 'day of the calendar'],
    [2, 'contactOn', '2026-01-11', 'still to come'],
    [2, 'contactOn', '2022-05-01', 'before the child was born'],
    [2, 'how', 'pigeon', 'one of'],
    [3, 'individualCarePlan', 'perhaps', 'yes (true) or no (false)'],
    [1, 'dateOfBirth', '2026-02-01', 'still to come'],
    [1, 'dateOfBirth', '2026-01-06', 'recorded as 2026-01-05'],
    [3, 'coordinator', 'Jo', 'id of a person'],
    [3, 'coordinator', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', 'no such person'],
  ])('of event %i, field %s: %s is wrong (%s)', (event, field, to, message) => {
    expect(wrong(event, field, to)).toEqual([expect.stringContaining(message)]);
  });
});
