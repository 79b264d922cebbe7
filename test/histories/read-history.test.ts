import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { DataFileError } from '../../src/protocols/data-file.js';
import { loadPlace } from '../../src/protocols/load-place.js';
import { readHistory } from '../../src/histories/read-history.js';
import type { History } from '../../src/histories/history.js';
import type { LocalDate } from '../../workflows/protocol/index.js';

const folder = mkdtempSync(join(tmpdir(), 'histories-'));
const rules = loadPlace('sefton');
mkdirSync(join(folder, 'parts'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = `title: A history
place: sefton
child:
  givenName: Test
  familyName: Read
  dateOfBirth: today-3y
  nhsNumber: '9990001006'
  parentalResponsibility: []
steps:
`;
const OPENED = `  - at: 2026-01-12 09:00
    who: nurse
    event: CASE_OPENED
`;
const HEAD_LINES = HEAD.split('\n').length - 1;

function read(text: string, today = '2026-01-12'): History {
  const file = join(folder, 'written.yaml');
  writeFileSync(file, text);
  return readHistory(file, { today: today as LocalDate, rules });
}

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof DataFileError) return error.problems;
    throw error;
  }
  return [];
}

describe('a written history', () => {
  it('says who has no interest in a case that is open, in a step of its own', () => {
    const declared = `${HEAD}${OPENED}  - noInterest: [chair, panelMember]\n`;
    expect(read(declared).steps.at(-1)).toMatchObject({
      event: null,
      who: null,
      noInterest: ['chair', 'chair'],
    });

    const line = HEAD_LINES + 4;
    expect(problemsOf(`${HEAD}${OPENED}  - noInterest: [chiar]\n`)).toEqual([
      expect.stringContaining(`:${line}: steps[1].noInterest[0] is 'chiar', who is not in the cast`),
    ]);
    expect(problemsOf(`${HEAD}${OPENED}  - { noInterest: [chair], case: other }\n`)).toEqual([
      expect.stringContaining("is said of the case 'other', which no step before this one opens"),
    ]);
    expect(
      problemsOf(`${HEAD}${OPENED}  - { noInterest: [chair], who: nurse, event: CONTACT_LOGGED }\n`),
    ).toContainEqual(expect.stringContaining('cannot stand beside `event`; make it a step of its own'));
  });

  it('has every moment, person and day of it worked out before anything is played', () => {
    const { steps, cast } = read(`${HEAD}${OPENED}  - at: +2wd 14:00
    who: nurseAssessor
    event: CONTACT_LOGGED
    content: { with: family, how: telephone, contactOn: step-1d, about: How they are }
    expect: { refused: ROL-1 }
`);

    expect(steps).toMatchObject([
      { at: '2026-01-12T09:00:00.000Z', who: 'nurse', event: 'CASE_OPENED', expect: { outcome: 'accepted' } },
      {
        at: '2026-01-14T14:00:00.000Z',
        who: 'nurse',
        subject: { kind: 'case', label: 'child' },
        contents: [{ contactOn: '2026-01-13', with: 'family' }],
        expect: { outcome: 'refused', clauses: ['ROL-1'] },
      },
    ]);
    expect(steps[0]?.contents[0]).toMatchObject({ dateOfBirth: '2023-01-12', nhsNumber: '9990001006' });
    expect(cast['nurse']).toMatchObject({ roles: ['nurseAssessor'], organisation: 'mlcsu' });
  });

  it('says money in pounds or pence, and an organisation by someone who is of it', () => {
    const { steps } = read(`${HEAD}${OPENED}  - who: socialWorker
    event: FUNDING_PROPOSED
    content: { kind: healthOnly, weeklyCost: '£1,250.05', effectiveFrom: step }
  - who: nurse
    event: COMMISSIONER_DETERMINED
    content: { organisation: chair, basis: The practice, determinedOn: step, inDoubt: false }
`);

    expect(steps[1]?.contents[0]).toMatchObject({ weeklyCost: 125_005 });
    expect(steps[2]?.contents[0]).toMatchObject({ organisation: 'cheshire-and-merseyside-icb' });
  });

  it('takes the steps of a part, with the days and words it is given before its own', () => {
    writeFileSync(
      join(folder, 'parts/talk.yaml'),
      `title: A talk
days: { talk: today }
words: { about: Nothing in particular, form: telephone }
steps:
  - at: talk 10:00
    who: nurse
    event: CONTACT_LOGGED
    content: { with: family, how: '\${form}', contactOn: step, about: 'They say: \${about}' }
`,
    );

    const { steps } = read(`${HEAD}${OPENED}  - part: talk
    days: { talk: 2026-01-20 }
    words: { about: The nights }
`);

    expect(steps[1]).toMatchObject({
      at: '2026-01-20T10:00:00.000Z',
      source: { file: 'talk.yaml', line: 5 },
      contents: [{ how: 'telephone', about: 'They say: The nights' }],
    });
  });

  it('can be read for another child, other days and other words', () => {
    const file = join(folder, 'instead.yaml');
    writeFileSync(
      file,
      `${HEAD}${OPENED}`
        .replace('steps:', 'days: { start: today }\nsteps:')
        .replace('2026-01-12 09:00', 'start 09:00'),
    );

    const { steps } = readHistory(file, {
      today: '2026-01-12' as LocalDate,
      rules,
      instead: { child: { familyName: 'Other' }, days: { start: '2026-02-03' } },
    });

    expect(steps[0]).toMatchObject({
      at: '2026-02-03T09:00:00.000Z',
      contents: [{ givenName: 'Test', familyName: 'Other' }],
    });
  });

  it('sends what is expected to be found invalid as it is written', () => {
    const { steps } = read(`${HEAD}${OPENED}  - who: nurse
    event: CASE_NOTE_ADDED
    content: { note: 7, mood: good }
    expect: { invalid: note }
`);

    expect(steps[1]?.contents).toEqual([{ note: 7, mood: 'good' }]);
  });
});

describe('the documentation of written histories', () => {
  it('begins with one that can be read', () => {
    const page = readFileSync(join(projectFolder(), 'docs/histories.md'), 'utf8');
    const [, example = ''] = /```yaml\n(title:[\s\S]*?)```/.exec(page) ?? [];

    expect(read(example).steps).toHaveLength(3);
  });
});

/** Steps that are wrong, each with the line of the step's part that is, and what is said of it. */
const WRONG: [what: string, steps: string, line: number, said: RegExp][] = [
  [
    'an event nobody knows',
    '  - who: nurse\n    event: CASE_OPEND\n',
    2,
    /event is 'CASE_OPEND', which is no event; did you mean CASE_OPENED/,
  ],
  [
    'an event of the service itself',
    '  - who: nurse\n    event: DEADLINE_PASSED\n',
    2,
    /the service records by itself/,
  ],
  [
    'someone who is not in the cast',
    '  - who: grandmother\n    event: CASE_OPENED\n',
    1,
    /who is 'grandmother', who is not in the cast/,
  ],
  ['an event without anyone', '  - event: CASE_OPENED\n', 1, /who is missing; name who records it/],
  [
    'a field the event does not have',
    '  - who: nurse\n    event: CASE_NOTE_ADDED\n    content:\n      note: Well\n      mood: good\n',
    5,
    /content\.mood is not a field here; there are: note/,
  ],
  [
    'a field that is missing',
    '  - who: nurse\n    event: CASE_NOTE_ADDED\n    content: {}\n',
    3,
    /content\.note is missing \(Note\)/,
  ],
  [
    'words that are a number',
    '  - who: nurse\n    event: CASE_NOTE_ADDED\n    content: { note: 7 }\n',
    3,
    /content\.note is 7, but must be words; put it in quotes/,
  ],
  [
    'a choice there is not',
    '  - who: nurse\n    event: CONTACT_LOGGED\n    content: { with: family, how: pigeon, contactOn: step, about: Rain }\n',
    3,
    /content\.how is "pigeon", but must be one of inPerson, telephone/,
  ],
  [
    'a day there is not',
    '  - who: nurse\n    event: CONTACT_LOGGED\n    content: { with: family, how: letter, contactOn: 2026-02-30, about: Rain }\n',
    3,
    /contactOn is not right: '2026-02-30' is not a day of the calendar/,
  ],
  [
    'a person in the content who is not in the cast',
    '  - who: manager\n    event: ASSESSOR_NAMED\n    content: { assessor: nurze }\n',
    3,
    /content\.assessor is "nurze", who is not in the cast; did you mean nurse/,
  ],
  [
    'an organisation there is not',
    '  - who: nurse\n    event: COMMISSIONER_DETERMINED\n    content: { organisation: nhs, basis: Lives here, determinedOn: step, inDoubt: false }\n',
    3,
    /content\.organisation is "nhs", which is no organisation/,
  ],
  [
    'a meeting nobody arranged',
    '  - who: coordinator\n    event: ITEM_LISTED\n    content: { meeting: june }\n',
    3,
    /content\.meeting is "june", but no step before this one arranges/,
  ],
  [
    'a case nobody opened',
    '  - case: second\n    who: nurse\n    event: CASE_NOTE_ADDED\n    content: { note: Well }\n',
    1,
    /case names the case 'second', which no step before this one opens/,
  ],
  [
    'a step in the past of the one above',
    '  - at: 2026-01-11 09:00\n',
    1,
    /at lies before the step above it/,
  ],
  [
    'a time that does not exist',
    '  - at: 2026-03-29 01:30\n',
    1,
    /at is not right: .*does not exist in London/,
  ],
  [
    'a clause there is not',
    '  - who: nurse\n    event: CASE_OPENED\n    expect: { refused: CHK-99 }\n',
    3,
    /refused\[0\] is 'CHK-99', which is no clause/,
  ],
  [
    'a stage there is not',
    '  - at: 2026-01-13\n    expect: { stage: referral.recieved }\n',
    2,
    /stage is 'referral\.recieved', which is no stage; did you mean referral\.received/,
  ],
  [
    'a timescale there is not',
    '  - at: 2026-01-13\n    expect:\n      deadlines:\n        decision-nation: 2026-02-23\n',
    4,
    /decision-nation is 'decision-nation', which is no timescale; did you mean decision-national/,
  ],
  [
    'a state there is not',
    '  - at: 2026-01-13\n    expect: { deadlines: { decision-national: { state: late } } }\n',
    2,
    /state is 'late', but must be one of notStarted/,
  ],
  [
    'two outcomes at once',
    '  - who: nurse\n    event: CASE_OPENED\n    expect: { outcome: accepted, refused: CHK-1 }\n',
    3,
    /expects accepted and refused at once/,
  ],
  ['a part there is not', '  - part: nowhere\n', 1, /part is 'nowhere', which is no part/],
  [
    'a word nobody gave',
    "  - who: nurse\n    event: CASE_NOTE_ADDED\n    content: { note: '${mood}' }\n",
    3,
    /speaks of \$\{mood\}, which is not among the words/,
  ],
  [
    'a field of a step that there is not',
    '  - whom: nurse\n    at: 2026-01-13\n',
    1,
    /whom is not known here; known are name, note, at, who/,
  ],
  [
    'a step that says nothing',
    '  - note: Rain\n',
    1,
    /at is missing; a step without an event moves the clock/,
  ],
];

describe('what is wrong with a history', () => {
  it.each(WRONG)('%s: said with file, line and field', (_what, steps, line, said) => {
    const problems = problemsOf(`${HEAD}${OPENED}${steps}`);
    const expected = HEAD_LINES + 3 + line;

    expect(problems).toContainEqual(expect.stringMatching(said));
    expect(problems).toContainEqual(expect.stringContaining(`written.yaml:${expected}: steps[1]`));
  });

  it('is all said at once', () => {
    const problems = problemsOf(`${HEAD}${OPENED}  - who: nobody
    event: CASE_NOTE_ADDED
    content: { note: 7 }
  - who: nurse
    event: CASE_NOT_ADDED
`);

    expect(problems).toHaveLength(3);
  });

  it('is told of the child where the child is described', () => {
    const problems = problemsOf(`${HEAD}${OPENED}`.replace("'9990001006'", '[1]'));

    expect(problems).toEqual([expect.stringContaining('written.yaml:7: child.nhsNumber')]);
  });

  it.each([
    ['YAML that cannot be read', 'title: [x\n', /written\.yaml:2: /],
    [
      'anchors and aliases',
      `${HEAD.replace('Test', '&name Test').replace('Read', '*name')}${OPENED}`,
      /anchors and aliases/,
    ],
    ['an empty file', '', /the file is null, but must be a group of fields/],
    ['a list', '- a\n', /must be a group of fields/],
    ['a field twice', `title: One\ntitle: Two\n`, /written\.yaml:2: Map keys must be unique/],
  ])('%s: said clearly', (_what, text, said) => {
    expect(problemsOf(text)).toContainEqual(expect.stringMatching(said));
  });

  it('a role, organisation or discipline of the cast that there is not', () => {
    const cast = 'cast:\n  aunt: { role: aunt, organisation: family, discipline: love }\nsteps:';
    const problems = problemsOf(`${HEAD.replace('steps:', cast)}${OPENED}`);

    expect(problems).toEqual([
      expect.stringMatching(/written\.yaml:10: cast\.aunt\.role is 'aunt', which is no role/),
      expect.stringMatching(/cast\.aunt\.organisation is 'family', which is no organisation/),
      expect.stringMatching(/cast\.aunt\.discipline is 'love'/),
    ]);
  });
});
