import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import type { PlayedHistory } from '../../src/histories/played.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';

const folder = mkdtempSync(join(tmpdir(), 'play-'));
const PATIENCE = 60_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const play = (...args: string[]) =>
  spawnSync(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'play', ...args], {
    encoding: 'utf8',
    cwd: projectFolder(),
    env: { ...process.env, DATABASE_URL: database.url, NODE_ENV: 'test' },
  });

interface Document {
  histories: PlayedHistory[];
  unusable: { file: string; problems: string[] }[];
  failed: number;
}
const documentOf = (stdout: string): Document => JSON.parse(stdout) as Document;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const RECEIVED = `title: A checklist comes
place: sefton
child:
  givenName: Test
  familyName: Played
  dateOfBirth: today-3y
  nhsNumber: '9990001006'
  parentalResponsibility: []
steps:
  - part: received
    days: { received: today-6wd }
  - at: today 09:00
    expect:
      passed: checklist-decision
      deadlines: { checklist-decision: { due: today-1wd, state: overdue } }
  - who: nurse
    event: CHECKLIST_PROCEEDED
    content: { decidedOn: step, rationale: Needs nights }
    expect: { refused: [CHK-6, CHK-3] }
`;

describe('npm run play', () => {
  it(
    'tells step by step what happened, what was refused under which clauses, what passed, and the deadlines at the end',
    () => {
      const { stdout, stderr, status } = play('--today', '2026-02-02', file('received.yaml', RECEIVED));

      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).toContain('2026-01-23 10:00  nurse: CHECKLIST_RECEIVED');
      expect(stdout).toContain('stage: Checklist received');
      expect(stdout).toContain(
        '* deadline passed: checklist-decision/referral-1.1, on Saturday 31 January 2026 at 00:00',
      );
      expect(stdout).toContain('2026-02-02 09:01  nurse: CHECKLIST_PROCEEDED  REFUSED');
      expect(stdout).toMatch(/- \[CHK-3\] This needs the family's consent\./);
      expect(stdout).toMatch(/At the end, child \(SEF-\w+\): Checklist received/);
      expect(stdout).toContain(
        'checklist-decision/referral-1.1 [CHK-6, CHK-9] due Friday 30 January 2026: OVERDUE',
      );
    },
    PATIENCE,
  );

  it(
    'writes one document for machines',
    () => {
      const { stdout, status } = play('--json', '--today', '2026-02-02', file('received.yaml', RECEIVED));
      const { histories, unusable, failed } = documentOf(stdout);

      expect({ status, unusable, failed, count: histories.length }).toEqual({
        status: 0,
        unusable: [],
        failed: 0,
        count: 1,
      });
      expect(histories[0]?.steps.at(-1)).toMatchObject({
        london: '2026-02-02 09:01',
        who: 'nurse',
        event: 'CHECKLIST_PROCEEDED',
        outcome: 'refused',
        refusals: [{ clauses: ['CHK-6'] }, { clauses: ['CHK-3'] }],
        stage: { id: 'referral.received' },
        deadlines: [
          {
            timescale: 'checklist-decision',
            due: '2026-01-30',
            state: 'overdue',
            clauses: ['CHK-6', 'CHK-9'],
          },
          { timescale: 'decision-national', due: '2026-03-06', state: 'running' },
        ],
        failures: [],
      });
    },
    PATIENCE,
  );

  it(
    'ends with 1 where something expected does not hold, and names it with file and line',
    () => {
      const wrong = RECEIVED.replace('state: overdue', 'state: running').replace(
        'refused: [CHK-6, CHK-3]',
        'refused: PAN-5',
      );
      const { stdout, status } = play('--brief', '--today', '2026-02-02', file('wrong.yaml', wrong));

      expect(status).toBe(1);
      expect(stdout).toContain(
        'wrong.yaml:12: the clock: expected checklist-decision/referral-1.1 to be running, but it is overdue',
      );
      expect(stdout).toContain(
        'wrong.yaml:16: CHECKLIST_PROCEEDED: expected a refusal under PAN-5, but it was refused under CHK-6',
      );
    },
    PATIENCE,
  );

  it(
    'ends with 1 where a step of which nothing is said is refused',
    () => {
      const silent = RECEIVED.replace('    expect: { refused: [CHK-6, CHK-3] }\n', '');
      const { stdout, status } = play('--brief', '--today', '2026-02-02', file('silent.yaml', silent));

      expect(status).toBe(1);
      expect(stdout).toContain(
        'silent.yaml:16: CHECKLIST_PROCEEDED: expected to be accepted, but was refused: [CHK-6]',
      );
    },
    PATIENCE,
  );

  it(
    'ends with 2 and plays nothing where one of the files cannot be used',
    () => {
      const broken = file('broken.yaml', 'title: [x\n');
      const unknown = file('unknown.yaml', RECEIVED.replace('CHECKLIST_PROCEEDED', 'CHECKLIST_PROCEDED'));
      const { stdout, stderr, status } = play(
        file('received.yaml', RECEIVED),
        broken,
        unknown,
        join(folder, 'none.yaml'),
      );

      expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
      expect(stderr).toContain('broken.yaml:2: Flow sequence');
      expect(stderr).toContain(
        "unknown.yaml:17: steps[2].event is 'CHECKLIST_PROCEDED', which is no event; did you mean CHECKLIST_PROCEEDED",
      );
      expect(stderr).toContain('none.yaml: there is no such file');
    },
    PATIENCE,
  );

  it(
    'tells machines too why a file cannot be used',
    () => {
      const { stdout, status } = play('--json', file('broken.yaml', 'title: [x\n'));

      expect(status).toBe(2);
      expect(documentOf(stdout)).toMatchObject({
        histories: [],
        unusable: [{ problems: [expect.stringContaining('broken.yaml:2')] }],
      });
    },
    PATIENCE,
  );

  it.each([
    ['no file', [], /Name at least one file/],
    ['a day there is not', ['--today', 'soon', 'x.yaml'], /--today soon is not a day/],
    ['an option there is not', ['--fast', 'x.yaml'], /--fast/],
  ])(
    'ends with 2 for a command line with %s',
    (_what, args, said) => {
      const { stderr, status } = play(...args);

      expect(status).toBe(2);
      expect(stderr).toMatch(said);
    },
    PATIENCE,
  );

  it(
    'plays one history in a second place, whose data was added without a program',
    () => {
      const second = join(projectFolder(), 'test/fixtures/second-place');
      const { stdout, status } = play(
        '--brief',
        '--places',
        second,
        '--place',
        'riverside',
        join(second, 'two-places.yaml'),
      );

      expect({ stdout, status }).toMatchObject({
        stdout: expect.stringContaining('1 history played, 0 of them'),
        status: 0,
      });
    },
    PATIENCE,
  );
});
