import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRole } from '../../src/access/roles.js';
import { loadPlace, loadPlaces } from '../../src/protocols/load-place.js';
import { loadCalendar } from '../../src/protocols/load-calendar.js';
import { loadProtocol } from '../../src/protocols/load-protocol.js';
import { localDate } from '../../workflows/calendar/local-date.js';
import { countDue } from '../../workflows/timescales/count-due.js';
import { existsOn } from '../../workflows/timescales/place.js';
import { allEvents, type Field } from '../../workflows/protocol/index.js';
import { THE_OWNER } from '../../workflows/timescales/parameters.js';
import { clauseOf, timescaleOf } from '../../workflows/timescales/protocol-data.js';

const protocol = loadProtocol('sefton-v13');
const OWN = fileURLToPath(new URL('../../workflows', import.meta.url));

const LENGTHS: Record<string, string> = {
  'pre-assessment': '2 calendarDays',
  'checklist-decision': '5 workingDays',
  'referrer-told': '5 workingDays',
  'decision-national': '6 calendarWeeks',
  'provision-local': '6 calendarWeeks',
  'decision-notice': '5 workingDays',
  'not-eligible-verbal': '5 workingDays',
  'not-eligible-written': '10 workingDays',
  'deferred-information': 'none',
  'fast-track-decision': '48 hoursOnWorkingDays',
  'fast-track-assessment': '3 calendarMonths',
  'review-three-month': '3 calendarMonths',
  'review-annual': '12 calendarMonths',
  'crisis-notice': '24 hours',
  'crisis-information': '5 workingDays',
  'discharge-attendance': '2 calendarWeeks',
  'discharge-notice': '24 hours',
  'placement-settling': '12 calendarWeeks',
  'transition-notification': '1 calendarMonths',
  'transition-plan': '3 calendarMonths',
  'transition-screening': 'until 17',
  'transition-referral': '1 calendarMonths',
  'transition-complete': 'until 18',
  'dispute-stage-1': '10 workingDays',
  'dispute-stage-2': '10 workingDays',
  'dispute-stage-3': '15 workingDays',
  'dispute-stage-4': '10 workingDays',
  'appeal-acknowledge': '3 workingDays',
  'appeal-stage-1': '20 workingDays',
  'appeal-stage-2': '40 workingDays',
  'phb-decision': '20 workingDays',
};

/** The names of the fields that name a person, wherever in an event they are. */
const peopleIn = (fields: Readonly<Record<string, Field>>): string[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    ...([field.kind, field.of?.kind].includes('person') ? [name] : []),
    ...peopleIn({ ...field.fields, ...field.of?.fields }),
  ]);

describe('version 13 of the protocol', () => {
  it('[ROL-1] says whom forms offer for every field that names a person', () => {
    const { namedOnForms } = protocol.parameters;
    const asked = allEvents().flatMap(({ type, definition }) =>
      peopleIn(definition.fields).map((name) => `${type}.${name}`),
    );
    const said = (name: string): boolean =>
      name.endsWith('.approvedBy') ||
      [name, name.split('.')[1] ?? ''].some((each) => Object.hasOwn(namedOnForms.value, each));

    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !said(name))).toEqual([]);
  });

  it('has every timescale with its length', () => {
    const lengths = protocol.timescales.map(({ id, length, until }) => [
      id,
      length ? `${length.amount} ${length.unit}` : until ? `until ${until.birthday}` : 'none',
    ]);
    expect(Object.fromEntries(lengths)).toEqual(LENGTHS);
  });

  it('has the 146 clauses of its register, each with a title, a rule and what the service does', () => {
    expect(protocol.clauses).toHaveLength(146);
    expect(clauseOf(protocol, 'CHK-3')).toMatchObject({
      section: 'CHK',
      kind: 'gate',
      title: 'Consent',
      local: false,
    });
    expect(clauseOf(protocol, 'SCO-10')).toMatchObject({ local: true });
  });

  it('[LAC-4] [CHK-5] takes only two clocks as guidance', () => {
    const guidance = protocol.timescales.filter((row) => row.guidance).map(({ id }) => id);
    expect(guidance).toEqual(['pre-assessment', 'placement-settling']);
  });

  it('[HNA-3] gives each of ten care domains its own levels', () => {
    const all = ['no-additional-needs', 'low', 'moderate', 'high', 'severe', 'priority'];
    const top = Object.fromEntries(
      protocol.decisionSupport.domains.map(({ slug, levels }) => [slug, levels]),
    );
    const upTo = (level: string) => all.slice(0, all.indexOf(level) + 1);
    expect(top).toEqual({
      breathing: upTo('priority'),
      'eating-and-drinking': upTo('severe'),
      mobility: upTo('severe'),
      'continence-and-elimination': upTo('severe'),
      'skin-and-tissue-viability': upTo('severe'),
      communication: upTo('high'),
      'drug-therapies-and-medicines': upTo('priority'),
      'psychological-and-emotional-needs': upTo('high'),
      seizures: upTo('severe'),
      'challenging-behaviour': upTo('priority'),
    });
    for (const { levels, help } of protocol.decisionSupport.domains) {
      expect(Object.keys(help)).toEqual(levels);
    }
    expect(protocol.decisionSupport.helpNote).toBe("summary, not the framework's text");
  });

  it('[HNA-4] suggests a need at three high, one severe or one priority', () => {
    expect(protocol.decisionSupport.guide.thresholds).toEqual({ high: 3, severe: 1, priority: 1 });
  });

  it('[PAN-2] asks for a chair, each discipline, a clinician and a commissioner', () => {
    expect(protocol.panel.quorum).toMatchObject({
      value: { chair: 1, health: 1, socialCare: 1, education: 1, clinicians: 1, commissioners: 1 },
      local: true,
    });
    expect(protocol.panel.papersCloseWorkingDaysBefore.value).toBe(5);
    expect(protocol.panel.packCirculatedWorkingDaysBefore.value).toBe(3);
  });

  it('[FUN-1] [FUN-2] [FUN-3] [FUN-4] fixes the shares of some packages and leaves others case by case', () => {
    expect(Object.fromEntries(protocol.funding.kinds.map(({ clause, shares }) => [clause, shares]))).toEqual({
      'FUN-1': { health: 100 },
      'FUN-2': { health: 50, socialCare: 50 },
      'FUN-3': null,
      'FUN-4': null,
      'FUN-5': { health: 50, socialCare: 50 },
    });
  });

  it('marks every default for what the protocol leaves open as local', () => {
    const { parameters } = protocol;
    const open = [
      'warning',
      'dueSoon',
      'critical',
      'escalation',
      'ownerRoles',
      'breachReasons',
      'digestAt',
      'calendarHorizonDays',
      'clockMovedAtMost',
      'pauseForeseenWorkingDays',
      'appealWindow',
      'reductionNotice',
      'reductionNeeds',
      'retention',
    ] as const;
    expect(open.filter((name) => !parameters[name].local)).toEqual([]);
    expect(parameters.qualityAssuranceQuestions).toMatchObject({ clause: 'HNA-8', local: true });
    expect(parameters.qualityAssuranceQuestions.value).toHaveLength(8);
    expect(timescaleOf(protocol, 'referrer-told')?.local).toEqual(['length']);
  });
});

describe('owners and reasons in version 13', () => {
  const { ownerRoles, escalation, breachReasons } = protocol.parameters;

  it('[ROL-1] [ROL-5] every owner and everyone escalated to answers to a role of the service', () => {
    const words = [
      ...protocol.timescales.map(({ owner }) => owner),
      ...escalation.value.map(({ to }) => to).filter((to) => to !== THE_OWNER),
    ];
    expect(words.filter((word) => !ownerRoles.value[word]?.every(isRole))).toEqual([]);
    expect(Object.keys(ownerRoles.value).filter((word) => !words.includes(word))).toEqual([]);
  });

  it('[ROL-4] has eight reasons for a breach, of which one needs words', () => {
    expect(breachReasons.value.map(({ slug }) => slug)).toEqual([
      'awaitingReport',
      'mdtDate',
      'panelDate',
      'familyRequest',
      'capacity',
      'hospital',
      'outOfArea',
      'other',
    ]);
    expect(breachReasons.value.filter(({ needsWords }) => needsWords).map(({ slug }) => slug)).toEqual([
      'other',
    ]);
  });
});

describe('Sefton', () => {
  const { place } = loadPlace('sefton');

  it.each([
    ['2022-06-30', ['south-sefton-ccg', 'southport-and-formby-ccg', 'mlcsu', 'sefton-council']],
    ['2022-07-01', ['cheshire-and-merseyside-icb', 'mlcsu', 'sefton-council']],
  ])('[ROL-2] had on %s the organisations %j', (on, ids) => {
    const there = place.organisations.filter((organisation) => existsOn(organisation, localDate(on)));
    expect(there.map(({ id }) => id)).toEqual(ids);
  });

  it('[ROL-2] knows its organisations by their codes', () => {
    const codes = Object.fromEntries(place.organisations.map(({ id, odsCode }) => [id, odsCode]));
    expect(codes).toMatchObject({
      'south-sefton-ccg': '01T',
      'southport-and-formby-ccg': '01V',
      mlcsu: '0CX',
    });
  });
});

describe('another place', () => {
  let folder: string;
  const write = (path: string, text: string) => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'places-'));
    write(
      'calendars/wirral.yaml',
      "id: wirral\nversion: '1'\nname: Wirral\nweekend: [saturday, sunday]\nrules:\n  - { name: Wirral Day, kind: fixed, month: 6, day: 10 }\n",
    );
    write(
      'places/wirral.yaml',
      [
        'id: wirral',
        'name: Wirral',
        'protocol: sefton-v13',
        'calendar: wirral',
        'organisations:',
        '  - { id: council, name: Wirral Council, odsCode: null, kind: council, from: 1974-04-01, to: null, funds: [socialCare] }',
        'overrides:',
        '  timescales:',
        '    checklist-decision: { length: { amount: 7, unit: workingDays } }',
        '  panel:',
        '    quorum: { health: 2 }',
        '    capacity: 8',
        '  parameters:',
        '    highCostThresholdPence: { chiefNurse: 150000 }',
        '  decisionSupport:',
        "    helpNote: the framework's text",
        '    help: { breathing: { low: The published wording } }',
        '',
      ].join('\n'),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a quorum, calendar and timescale of its own from its files alone', () => {
    const wirral = loadPlace('wirral', { placesDir: folder });
    const row = timescaleOf(wirral.protocol, 'checklist-decision');
    expect(row).toMatchObject({ length: { amount: 7, unit: 'workingDays' }, local: ['length'] });
    expect(wirral.protocol.panel.quorum.value).toMatchObject({ chair: 1, health: 2 });
    expect(wirral.protocol.panel.capacity).toMatchObject({ value: 8, local: true });
    expect(wirral.protocol.parameters.highCostThresholdPence.value).toEqual({
      chiefNurse: 150000,
      deputyChiefNurse: null,
    });
    expect(wirral.protocol.decisionSupport.domains[0]?.help['low']).toBe('The published wording');
    expect(wirral.protocol.decisionSupport.helpNote).toBe("the framework's text");
    const due = countDue(row as NonNullable<typeof row>, { on: localDate('2026-06-08') }, wirral.calendar);
    expect(due.dueOn).toBe('2026-06-18');
    expect(due.trace.words.join(' ')).toContain('Wednesday 10 June (bank holiday: Wirral Day)');
  });

  it('stands beside Sefton, which stays as it is', () => {
    expect(loadPlaces({ placesDir: folder }).map(({ place }) => place.id)).toEqual(['sefton', 'wirral']);
    expect(loadPlace('sefton', { placesDir: folder }).protocol.panel.quorum.value.health).toBe(1);
  });

  it.each([
    ['teams: [{ id: a, name: A, organisation: nowhere }]', /teams\[0\]\.organisation is 'nowhere'/],
    [
      'teams: [{ id: a, name: A, organisation: council }, { id: a, name: B, organisation: council }]',
      /teams\[1\]\.id is 'a', which another one has/,
    ],
  ])('has teams of its own organisations: %s', (teams, problem) => {
    const wrong = mkdtempSync(join(tmpdir(), 'ccc-teams-'));
    try {
      mkdirSync(join(wrong, 'places'));
      const text = readFileSync(join(folder, 'places', 'wirral.yaml'), 'utf8').replace(
        /^calendar: wirral$/m,
        'calendar: england-and-wales',
      );
      writeFileSync(join(wrong, 'places', 'wirral.yaml'), `${text}${teams}\n`);
      expect(() => loadPlace('wirral', { placesDir: wrong })).toThrow(problem);
    } finally {
      rmSync(wrong, { recursive: true });
    }
  });

  it.each([
    ['timescales: { checklist: { owner: x } }', /no timescale 'checklist'/],
    [
      'timescales: { checklist-decision: { owner: the mayor } }',
      /checklist-decision\.owner is 'the mayor', to which no role answers in ownerRoles/,
    ],
    [
      'parameters: { forecast: { clocks: { checklist: checked, assessed: provision-local, decided: decision-notice } } }',
      /parameters\.forecast\.clocks\.checklist is 'checked', which is no timescale/,
    ],
    ['parameters: { digestAt: 25:00 }', /parameters\.digestAt is "25:00", but must be a time of day/],
    [
      'timescales: { checklist-decision: { length: { amount: 7, unit: weeks } } }',
      /length\.unit is "weeks", but must be one of/,
    ],
    ['panel: { quorums: { health: 2 } }', /no value 'quorums'/],
    ['panel: { quorum: { nurses: 2 } }', /panel\.quorum\.nurses is not known here/],
    ['parameters: { upToAge: eighteen }', /parameters\.upToAge is "eighteen", but must be a whole number/],
    ['decisionSupport: { help: { sleeping: { low: x } } }', /no care domain 'sleeping'/],
    ['decisionSupport: { help: { mobility: { priority: x } } }', /'mobility' has no level 'priority'/],
  ])('that overrides %s is refused', (overrides, why) => {
    const wirral = readFileSync(join(folder, 'places/wirral.yaml'), 'utf8');
    const text = `${wirral.slice(0, wirral.indexOf('overrides:'))}overrides:\n  ${overrides}\n`;
    write('places/broken.yaml', text.replace('id: wirral', 'id: broken'));
    const load = () => loadPlace('broken', { placesDir: folder });
    expect(load).toThrow(why);
    expect(load).toThrow(/^broken\.yaml:[78]: overrides/);
    rmSync(join(folder, 'places/broken.yaml'));
  });

  it('that is not there is refused with those that are', () => {
    expect(() => loadPlace('atlantis')).toThrow("There is no place 'atlantis'; there are sefton.");
    expect(() => loadPlace('../places/sefton')).toThrow(/no place/);
  });
});

describe('protocol data that says something wrong', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'protocols-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [
      'timescales.yaml',
      '[CHK-6, CHK-9]',
      '[CHK-66]',
      /^timescales\.yaml:\d+: timescales\[1\]\.clauses\[0\] is 'CHK-66', which is no clause/,
    ],
    [
      'timescales.yaml',
      'unit: calendarDays',
      'unit: days',
      /^timescales\.yaml:\d+: timescales\[0\]\.length\.unit is "days", but must be one of workingDays/,
    ],
    [
      'timescales.yaml',
      '    owner: referrer\n',
      '',
      /^timescales\.yaml:\d+: timescales\[0\]\.owner is missing/,
    ],
    [
      'timescales.yaml',
      'owner: referrer',
      'owner: referrer\n    colour: red',
      /timescales\[0\]\.colour is not known here; known are id/,
    ],
    ['timescales.yaml', 'amount: 48', 'amount: 50', /length\.amount must be whole days/],
    [
      'timescales.yaml',
      'id: referrer-told',
      'id: checklist-decision',
      /timescales\[2\]\.id is 'checklist-decision', which another entry has/,
    ],
    ['decision-support-tool.yaml', 'high: 3', 'highest: 3', /guide\.thresholds\.highest is no level/],
    [
      'decision-support-tool.yaml',
      'slug: mobility',
      'slug: breathing',
      /domains\[2\]\.slug is 'breathing', which another domain has/,
    ],
    [
      'funding.yaml',
      'socialCare: 50',
      'socialCare: 51',
      /kinds\[1\]\.shares total 101, but must total exactly 100/,
    ],
    [
      'panel.yaml',
      'chair: 1',
      'chair: one',
      /quorum\.value\.chair is "one", but must be a whole number from 0/,
    ],
    [
      'parameters.yaml',
      'value: decision-national',
      'value: decision-galactic',
      /reportedNationalClock\.value is 'decision-galactic', which is no timescale/,
    ],
    [
      'parameters.yaml',
      'extension: { amount: 3, unit: calendarMonths }',
      'extension: { amount: 3, unit: hours }',
      /clockMovedAtMost\.value\.extension\.unit is "hours", but must be one of workingDays/,
    ],
    ['parameters.yaml', 'value: [0, 5, 10]', 'value: [0, -5]', /pauseForeseenWorkingDays\.value\[1\] is -5/],
    [
      'parameters.yaml',
      'to: manager,',
      'to: mayor,',
      /escalation\.value\[1\]\.to is 'mayor', to which no role answers in ownerRoles/,
    ],
    [
      'parameters.yaml',
      'chair: [panelChair]',
      'chair: [throne]',
      /ownerRoles\.value\.chair\[0\] is "throne", but must be one of referrer/,
    ],
    [
      'parameters.yaml',
      'provision-local: [assessment,',
      'provision-lokal: [assessment,',
      /forecast\.value\.courses\.provision-lokal is 'provision-lokal', which is no timescale/,
    ],
    [
      'parameters.yaml',
      '[assessment, papers, panel, arranging]',
      '[assessment, panel, papers, arranging]',
      /courses\.provision-local\[2\] is 'papers', which does not come after 'panel'/,
    ],
    [
      'parameters.yaml',
      'decided: decision-notice }',
      'decided: decision-told }',
      /forecast\.value\.clocks\.decided is 'decision-told', which is no timescale/,
    ],
    [
      'parameters.yaml',
      'review-annual: 360',
      'review-yearly: 360',
      /usualDays\.review-yearly is 'review-yearly', which is neither a step nor a timescale/,
    ],
    [
      'parameters.yaml',
      'slug: days-28,',
      'slug: wd-1-5,',
      /ageing\.calendarDays\[0\]\.slug is 'wd-1-5', which another bucket has/,
    ],
    [
      'protocol.yaml',
      'effectiveFrom: 2016-04-01',
      'effectiveFrom: 2016-02-30',
      /effectiveFrom is "2016-02-30", but must be a date/,
    ],
    ['protocol.yaml', 'version: sefton-v13', 'version: [', /^protocol\.yaml:\d+: /],
  ])('%s with %j in place of %j names file, line and field', (file, right, wrong, told) => {
    const copy = join(folder, 'protocols/sefton-v13');
    cpSync(join(OWN, 'protocols/sefton-v13'), copy, { recursive: true });
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(right);
    writeFileSync(join(copy, file), text.replace(right, wrong));
    expect(() => loadProtocol('sefton-v13', { placesDir: folder })).toThrow(told);
  });

  it('counts lines from 1, in the file as it is written', () => {
    const copy = join(folder, 'protocols/sefton-v13');
    cpSync(join(OWN, 'protocols/sefton-v13'), copy, { recursive: true });
    const lines = readFileSync(join(copy, 'panel.yaml'), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.startsWith('capacity:'));
    lines[at] = 'capacity: { value: 0, clause: PAN-1, local: true }';
    writeFileSync(join(copy, 'panel.yaml'), lines.join('\n'));
    const told = `panel.yaml:${at + 1}: capacity.value is 0, but must be a whole number from 1`;
    expect(() => loadProtocol('sefton-v13', { placesDir: folder })).toThrow(told);
  });

  it.each([
    ['weekend: [saturday, sunday]', 'weekend: [caturday]', /weekend\[0\] is "caturday"/],
    ['month: 12, day: 25', 'month: 13, day: 25', /rules\[6\]\.month is 13/],
    ['month: 12, day: 25', 'month: 2, day: 30', /rules\[6\]\.day is 30, which that month never has/],
    ['kind: easter, offset: -2', 'kind: whitsun', /rules\[1\]\.kind is "whitsun"/],
    ['date: 2011-04-29', 'date: 2011-04-31', /days\[3\]\.date is "2011-04-31"/],
  ])('a calendar with %j replaced by %j is refused', (right, wrong, told) => {
    mkdirSync(join(folder, 'calendars'), { recursive: true });
    const text = readFileSync(join(OWN, 'calendars/england-and-wales.yaml'), 'utf8');
    expect(text).toContain(right);
    writeFileSync(join(folder, 'calendars/england-and-wales.yaml'), text.replace(right, wrong));
    expect(() => loadCalendar('england-and-wales', { placesDir: folder })).toThrow(told);
  });
});
