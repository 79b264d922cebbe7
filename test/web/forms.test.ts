import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import { londonToInstant } from '../../workflows/calendar/london-time.js';
import {
  allEvents,
  isLocalDate,
  levelRefused,
  type Field,
  type Fields,
} from '../../workflows/protocol/index.js';
import { contentOf } from '../../src/web/pages/forms/content.js';
import { addEntry, readDraft, withoutEntry, type Posted } from '../../src/web/pages/forms/draft.js';
import { withEach, withoutUntouched } from '../../src/web/pages/forms/asked-of-each.js';
import { boxesFrom } from '../../src/web/pages/forms/typed-from.js';
import { errorLinks, formView, type FieldView, type Offers } from '../../src/web/pages/forms/form-view.js';
import { mannerOf } from '../../src/web/pages/forms/manner.js';
import { listed } from '../../src/web/pages/forms/offers.js';
import { SEFTON } from '../helpers/story.js';

const byPeople = allEvents().filter(({ definition }) => !definition.bySystem);
const OFFERED: Offers = { for: () => ['one', 'two', 'three'].map((value) => ({ value, text: value })) };

const words = fc
  .stringMatching(/^[A-Za-z<&"'’%=+ éł-]{1,30}$/)
  .map((text) => text.trim())
  .filter((text) => text !== '');
const day = fc
  .record({
    y: fc.integer({ min: 2000, max: 2030 }),
    m: fc.integer({ min: 1, max: 12 }),
    d: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ y, m, d }) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);

/** Content that a form can say. */
function sayable(name: string, field: Field): fc.Arbitrary<unknown> {
  const of = field.of as Field;
  switch (mannerOf(name, field)) {
    case 'day':
      return day;
    case 'moment':
      return fc.tuple(day, fc.integer({ min: 10, max: 23 })).map(([on, hour]) => `${on}T${hour}:05`);
    case 'yesNo':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 0, max: 9999 });
    case 'money':
      return fc.integer({ min: 0, max: 99_999_99 });
    case 'one':
      return fc.constantFrom(...(field.choices ?? ['one', 'two']));
    case 'some':
      return fc.uniqueArray(fc.constantFrom(...(of.choices ?? ['one', 'two'])), {
        minLength: field.min ?? 0,
      });
    case 'group':
      return sayableContent(field.fields ?? {});
    case 'entries':
      return fc.array(sayable(name, { ...of, optional: false }), { minLength: field.min ?? 0, maxLength: 3 });
    default:
      return words;
  }
}

const sayableContent = (fields: Fields): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          name,
          field.optional ? fc.option(sayable(name, field), { nil: undefined }) : sayable(name, field),
        ]),
      ),
    )
    .map((content) => Object.fromEntries(Object.entries(content).filter(([, value]) => !nothing(value))));

/** What a form cannot tell from a field that was left out. */
const nothing = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

/** The form as a browser would send it. */
function sent(fields: Fields, content: Readonly<Record<string, unknown>>, within = ''): [string, string][] {
  return Object.entries(content).flatMap(([name, value]) =>
    sentField(name, fields[name] as Field, value, within === '' ? name : `${within}.${name}`),
  );
}

function sentField(name: string, field: Field, value: unknown, path: string): [string, string][] {
  switch (mannerOf(name, field)) {
    case 'day':
    case 'moment': {
      const [on = '', time = ''] = (value as string).split('T');
      const [y = '', m = '', d = ''] = on.split('-');
      return [
        [`${path}-day`, String(Number(d))],
        [`${path}-month`, m],
        [`${path}-year`, y],
        [`${path}-time`, time],
      ];
    }
    case 'yesNo':
      return [[path, value === true ? 'yes' : 'no']];
    case 'money':
      return [[path, ((value as number) / 100).toFixed(2)]];
    case 'some':
      return (value as string[]).map((each) => [path, each]);
    case 'group':
      return sent(field.fields ?? {}, value as Record<string, unknown>, path);
    case 'entries':
      return (value as unknown[]).flatMap((each, at) =>
        sentField(name, { ...(field.of as Field), optional: false }, each, `${path}.${at}`),
      );
    default:
      return [[path, String(value)]];
  }
}

/** What was said, with each moment as it is kept. */
const inUtc = (value: unknown): unknown => {
  if (typeof value === 'string')
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value) ? londonToInstant(value) : value;
  if (Array.isArray(value)) return value.map(inUtc);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inUtc(each)]))
    : value;
};

/** A form as the server is given it: what came more than once is a list. */
const asPosted = (pairs: readonly [string, string][]): Posted =>
  Object.fromEntries(
    pairs.map(([name]) => {
      const values = pairs.filter(([other]) => other === name).map(([, value]) => value);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );

const withLists = (fields: Fields, content: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = content[name];
      if (value !== undefined) return [[name, value]];
      return field.kind === 'list' && !field.optional ? [[name, []]] : [];
    }),
  );

const boxesIn = (views: readonly FieldView[]): FieldView[] =>
  views.flatMap((view) => [
    view,
    ...boxesIn(view.fields ?? []),
    ...(view.entries ?? []).flatMap((entry) => boxesIn(entry.fields)),
  ]);

describe('the form of every event', () => {
  it.each(byPeople.map(({ type, definition }) => [type, definition.fields] as const))(
    '%s says exactly what was typed into it',
    (_type, fields) => {
      fc.assert(
        fc.property(sayableContent(fields), (content) => {
          const draft = readDraft(fields, asPosted(sent(fields, content)));
          const read = contentOf(fields, draft);

          expect(read.errors).toEqual([]);
          expect(flattenEmpty(read.content)).toEqual(flattenEmpty(withLists(fields, content)));
          const again = contentOf(
            fields,
            readDraft(fields, boxesFrom(fields, inUtc(content) as typeof content)),
          );
          expect(again).toEqual(read);
        }),
        { numRuns: 25 },
      );
    },
  );

  it.each(byPeople.map(({ type, definition }) => [type, definition.fields] as const))(
    '%s left empty names every field that is needed, each with the box to go to, and each box once',
    (type, fields) => {
      const draft = readDraft(fields, {});
      const { errors } = contentOf(fields, draft);
      const views = formView({ event: type, fields, draft, errors, offers: OFFERED });
      const ids = boxesIn(views).map(({ id }) => id);
      const needed = Object.entries(fields).filter(
        ([, field]) =>
          !field.optional && (field.kind !== 'list' || (field.min ?? 0) > 0) && field.kind !== 'group',
      );

      expect(errors.map(({ field }) => field.split('.')[0])).toEqual(
        expect.arrayContaining(needed.map(([name]) => name)),
      );
      expect(new Set(ids).size).toBe(ids.length);
      for (const { href } of errorLinks(views, errors)) expect(ids).toContain(href.slice(1));
    },
  );

  it('shows no code or id as the label of an answer', () => {
    for (const { type, definition } of byPeople) {
      const draft = readDraft(definition.fields, {});
      const views = formView({ event: type, fields: definition.fields, draft, errors: [], offers: OFFERED });
      const texts = boxesIn(views).flatMap(({ options = [], label }) => [
        label,
        ...options.map(({ text }) => text),
      ]);

      expect(texts.filter((text) => /[a-z][A-Z]/.test(text) && text !== 'MLCSU')).toEqual([]);
    }
  });
});

/** Groups without anything in them, as a form cannot tell them from none. */
const flattenEmpty = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(flattenEmpty)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .map(([name, each]) => [name, flattenEmpty(each)] as const)
            .filter(([, each]) => JSON.stringify(each) !== '{}'),
        )
      : value;

const fieldsOf = (type: string): Fields =>
  byPeople.find((event) => event.type === type)?.definition.fields ?? {};

describe('a list in which something is answered of each', () => {
  const QUESTIONS: Offers = {
    for: () => ['consent', 'voice'].map((value) => ({ value, text: `${value}?` })),
  };
  const drawn = (type: string, posted: Posted) =>
    formView({
      event: type,
      fields: fieldsOf(type),
      draft: readDraft(fieldsOf(type), withEach(type, posted, QUESTIONS)),
      errors: [],
      offers: QUESTIONS,
    });

  it('[HNA-8] has an entry for every question from the beginning, and keeps what was answered', () => {
    const [first] = drawn('ASSESSMENT_QUALITY_ASSURED', {
      'answers.0.question': 'voice',
      'answers.0.yes': 'no',
    });

    expect(first?.entries?.map(({ title }) => title)).toEqual(['voice?', 'consent?']);
    expect(first?.entries?.[0]?.fields.map(({ manner }) => manner)).toEqual(['hidden', 'yesNo', 'lines']);
    expect(first?.entries?.[0]?.fields[1]?.options?.find(({ checked }) => checked)?.value).toBe('no');
  });

  it('[HNA-3] [REV-6] offers of each care domain the levels it has, and no other', () => {
    const { protocol } = SEFTON;
    const offers: Offers = {
      for: (_, { list }) => (list === undefined ? [] : listed(list, protocol)),
      fits: (domain, _, level) => levelRefused(domain, level, protocol) === null,
    };
    const fields = fieldsOf('REVIEW_COMPLETED');
    const draft = readDraft(fields, withEach('REVIEW_COMPLETED', {}, offers));
    const views = formView({ event: 'REVIEW_COMPLETED', fields, draft, errors: [], offers });
    const levels = views.find(({ name }) => name === 'levels')?.entries ?? [];
    const offered = new Map(
      levels.map(({ title, fields: [, level] }) => [title, level?.options?.map(({ value }) => value)]),
    );

    expect(levels.flatMap(({ fields: [, level] }) => level?.options ?? [])).toHaveLength(51);
    expect(offered.get('Communication')).toEqual(['no-additional-needs', 'low', 'moderate', 'high']);
    expect(offered.get('Breathing')).toContain('priority');
  });

  it('[PRV-1] begins each thing that can be chosen with a capital, as the protocol words it', () => {
    expect(listed('assuranceKinds', SEFTON.protocol).map(({ text }) => text)).toEqual([
      'Training',
      'Competency sign-off',
      'Plan of care',
      'Risk assessment',
    ]);
  });

  it('says in the summary which question is meant where several are not answered', () => {
    const views = drawn('ASSESSMENT_QUALITY_ASSURED', {});
    const errors = [0, 1].map((at) => ({ field: `answers.${at}.yes`, message: 'Choose answer' }));

    expect(errorLinks(views, errors).map(({ text }) => text)).toEqual([
      'Choose answer: consent?',
      'Choose answer: voice?',
    ]);
    expect(errorLinks(views, errors.slice(0, 1)).map(({ text }) => text)).toEqual(['Choose answer']);
  });

  it('says nothing of what was not touched where the list may be left out, and all of it where not', () => {
    const levels = { 'levels.0.domain': 'breathing', 'levels.0.level': '', 'levels.1.domain': 'mobility' };
    const touched = { ...levels, 'levels.1.level': 'low' };
    const answers = { 'answers.0.question': 'voice' };

    expect(withoutUntouched('REVIEW_COMPLETED', levels)).toEqual({});
    expect(Object.keys(withoutUntouched('REVIEW_COMPLETED', touched))).toEqual([
      'levels.1.domain',
      'levels.1.level',
    ]);
    expect(withoutUntouched('ASSESSMENT_QUALITY_ASSURED', answers)).toEqual(answers);
  });
});

describe('typing', () => {
  const typed = (type: string, posted: Posted) =>
    contentOf(fieldsOf(type), readDraft(fieldsOf(type), posted));
  const wrong = (type: string, posted: Posted, field: string): string | undefined =>
    typed(type, posted).errors.find((error) => error.field === field)?.message;

  it.each([
    [{ 'closedOn-day': '31', 'closedOn-month': '2', 'closedOn-year': '2026' }, 'enter a real day'],
    [{ 'closedOn-day': '1', 'closedOn-month': '2', 'closedOn-year': '26' }, 'enter a real day'],
    [{ 'closedOn-day': '1', 'closedOn-month': 'two', 'closedOn-year': '2026' }, 'enter a real day'],
    [{ 'closedOn-day': '1', 'closedOn-year': '2026' }, 'enter the month too'],
    [{ 'closedOn-day': '1' }, 'enter the month and year too'],
    [{}, 'Enter the day: closed on'],
  ])('a day as %j is told what is wrong with it', (posted, words) => {
    expect(wrong('CASE_CLOSED', posted, 'closedOn')).toContain(words);
  });

  it.each([
    ['1,250', 125_000],
    ['1250.5', 125_050],
    ['£1,250.05', 125_005],
    ['0', 0],
  ])('an amount of %s is %i pence', (amount, pence) => {
    expect(typed('FUNDING_PROPOSED', { weeklyCost: amount }).content['weeklyCost']).toBe(pence);
  });

  it.each(['12,50', '1.234', '-5', 'twelve', '1e3'])(
    'an amount of %s is told how it is written',
    (amount) => {
      expect(wrong('FUNDING_PROPOSED', { weeklyCost: amount }, 'weeklyCost')).toContain(
        'such as 1,250 or 1250.50',
      );
    },
  );

  it('keeps line breaks as they are meant, and drops entries that hold nothing', () => {
    expect(typed('CASE_NOTE_ADDED', { note: 'One\r\nTwo ' }).content).toEqual({ note: 'One\nTwo' });
    expect(
      typed('CHECKLIST_RETURNED', {
        'missing.0': ' ',
        'missing.3': 'The consent form',
        'missing.1': '',
        'returnedOn-day': '1',
        'returnedOn-month': '6',
        'returnedOn-year': '2026',
      }).content,
    ).toEqual({ missing: ['The consent form'], returnedOn: '2026-06-01' });
  });

  it('is not led astray by names that are no fields', () => {
    const posted = JSON.parse(
      '{"__proto__":"x","constructor":"x","note":"Kept","missing.9999999":"x"}',
    ) as Posted;
    const { content } = typed('CASE_NOTE_ADDED', posted);

    expect(content).toEqual({ note: 'Kept' });
    expect(isLocalDate(({} as Record<string, unknown>)['x'])).toBe(false);
  });
});

describe('a list in a form', () => {
  const fields = fieldsOf('CHECKLIST_RECEIVED');

  it('takes another entry, and loses one, without anything else that was typed', () => {
    const posted: Posted = {
      'servicesExplored.0.service': 'Respite',
      'servicesExplored.1.service': 'School nursing',
      profession: 'Health visitor',
    };
    const draft = readDraft(fields, posted);

    expect(addEntry(fields, draft, 'servicesExplored')).toBe('servicesExplored.2');
    expect(draft['servicesExplored']).toHaveLength(3);
    expect(readDraft(fields, withoutEntry(posted, 'servicesExplored.0'))).toMatchObject({
      servicesExplored: [{ service: 'School nursing' }],
      profession: 'Health visitor',
    });
    expect(addEntry(fields, draft, 'profession')).toBeUndefined();
    expect(addEntry(fields, draft, '__proto__')).toBeUndefined();
  });

  it('gains a second entry while the first one, which is always shown, is still empty', () => {
    const draft = readDraft(fields, { 'servicesExplored.0.service': '' });

    expect(draft['servicesExplored']).toEqual([]);
    expect(addEntry(fields, draft, 'servicesExplored')).toBe('servicesExplored.1');
    expect(draft['servicesExplored']).toHaveLength(2);
  });
});
