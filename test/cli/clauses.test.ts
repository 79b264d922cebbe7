import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { reportClauses, type ClauseReport } from '../../src/protocols/clause-report.js';
import { loadProtocol } from '../../src/protocols/load-protocol.js';
import { milestonesMade, testsNamingClauses } from '../../src/protocols/source-tree.js';

const protocol = loadProtocol('sefton-v13');

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'clauses', ...args], {
    encoding: 'utf8',
  });

describe('where a clause is enforced', () => {
  const tests = [
    { file: 'test/a.test.ts', title: '[CHK-3] without consent it is returned' },
    { file: 'test/b.test.ts', title: '[CHK-3] [CHK-9] what is missing is named' },
    { file: 'test/c.test.ts', title: '[CHK-10] six weeks' },
  ];
  const enforced = [
    { clause: 'CHK-3', by: 'rule', where: 'CONSENT_GIVEN' } as const,
    { clause: 'CHK-3', by: 'rule', where: 'CONSENT_GIVEN' } as const,
    { clause: 'PAN-11', by: 'letter', where: 'family is told: notEligible' } as const,
  ];
  const reports = reportClauses(protocol, enforced, tests, (kind) => kind === 'REFERRAL_FIRST_RECEIVED');
  const reportOf = (id: string) => reports.find((report) => report.id === id);

  it('lists each place once and every test whose title names it', () => {
    expect(reportOf('CHK-3')).toEqual({
      id: 'CHK-3',
      title: 'Consent',
      enforcedBy: [{ by: 'rule', where: 'CONSENT_GIVEN' }],
      tests: [
        'test/a.test.ts: [CHK-3] without consent it is returned',
        'test/b.test.ts: [CHK-3] [CHK-9] what is missing is named',
      ],
    });
  });

  it('does not take one id for another that begins with it', () => {
    expect(reportOf('CHK-1')?.tests).toEqual([]);
    expect(reportOf('CHK-10')?.tests).toEqual(['test/c.test.ts: [CHK-10] six weeks']);
  });

  it('counts a timescale once something starts it', () => {
    expect(reportOf('CHK-10')?.enforcedBy).toEqual([{ by: 'timescale', where: 'decision-national' }]);
    expect(reportOf('DIS-1')?.enforcedBy).toEqual([]);
  });

  it('follows the order of the register', () => {
    expect(reports.map(({ id }) => id)).toEqual(protocol.clauses.map(({ id }) => id));
  });
});

describe('reading the source tree', () => {
  it('finds titles that name clauses, also those of tables, with their files', () => {
    expect(testsNamingClauses(projectFolder())).toContainEqual({
      file: 'test/workflows/calendar-dates.test.ts',
      title: '[SCO-1] someone born on %s is %i on %s',
    });
  });

  it('leaves out titles that name none', () => {
    const titles = testsNamingClauses(projectFolder()).map(({ title }) => title);
    expect(titles).not.toContain('is written out with its weekday');
  });

  it('knows which milestones processes make', () => {
    const isMade = milestonesMade();
    expect(isMade('HNA_COMPLETED')).toBe(true);
    expect(isMade('NOTHING_LIKE_IT')).toBe(false);
  });
});

describe('npm run clauses', () => {
  it('writes a list for machines', () => {
    const { status, stdout } = run('--json');
    expect(status).toBe(0);
    const reports = JSON.parse(stdout) as ClauseReport[];
    expect(reports).toHaveLength(protocol.clauses.length);
    for (const report of reports) {
      expect(Object.keys(report)).toEqual(['id', 'title', 'enforcedBy', 'tests']);
    }
    const checklist = reports.find(({ id }) => id === 'CHK-6');
    expect(checklist?.enforcedBy).toContainEqual({ by: 'timescale', where: 'checklist-decision' });
    expect(checklist?.tests.join('\n')).toContain('test/workflows/timescales-moments.test.ts');
  });

  it('prints every clause, and what is not built yet', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).toContain('CHK-3  Consent');
    expect(stdout).toMatch(/Not built yet \(\d+ of 146\):/);
  });

  it.each(['CHK-3', 'chk-3'])('explains %s in plain words', (id) => {
    const { status, stdout } = run(id);
    expect(status).toBe(0);
    expect(stdout).toContain('The rule: The checklist comes with a signed consent form.');
    expect(stdout).toContain('Enforced by:');
  });

  it.each([
    [['XYZ-1'], /There is no clause "XYZ-1"/],
    [['CHK-3', 'CHK-4'], /One clause/],
    [['--colour'], /--colour/],
  ])('refuses %j on the standard error', (args, why) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
  });
});
