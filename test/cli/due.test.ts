import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';
import { answerDue, questionOf } from '../../src/protocols/answer-due.js';
import { loadPlace } from '../../src/protocols/load-place.js';

const sefton = loadPlace('sefton');
const answer = (line: string) => answerDue(questionOf(line), sefton);

const run = (args: string[], input = '') =>
  spawnSync(process.execPath, [join(projectFolder(), 'src/launch/run.mjs'), 'due', ...args], {
    encoding: 'utf8',
    input,
  });

describe('when would it be due', () => {
  it.each([
    ['checklist-decision 2026-04-02', '2026-04-13'],
    ['checklist-decision 2026-04-02T23:59', '2026-04-13'],
    ['decision-national 2025-11-13', '2025-12-25'],
    ['crisis-notice 2026-03-28T10:00', '2026-03-29T10:00:00Z'],
    ['crisis-notice 2026-03-28 10:00', '2026-03-29T10:00:00Z'],
    ['crisis-notice 2026-10-25T01:30:15', '2026-10-26T00:30:15Z'],
    ['discharge-notice 2026-06-12T16:30', '2026-06-13T15:30:00Z'],
    ['fast-track-decision 2026-06-12T16:30', '2026-06-16T15:30:00Z'],
    ['transition-screening 2024-02-29', '2025-03-01'],
    ['transition-complete 2026-05-10', '2027-05-10'],
    ['review-annual 2024-02-29', '2025-02-28'],
  ])('%s is due %s', (line, due) => {
    expect(answer(line)).toMatchObject({ due, trace: { words: expect.any(Array) as unknown } });
  });

  it.each([
    ['deferred-information 2026-06-09', /no length of its own/],
    ['dispute-stage-5 2026-06-09', /no timescale "dispute-stage-5"/],
    ['checklist-decision', /no start/],
    ['checklist-decision 2026-02-30', /"2026-02-30" is not a date/],
    ['checklist-decision tomorrow', /neither a date/],
    ['checklist-decision 2026-06-09 noon', /neither a date/],
    ['checklist-decision 9999-12-30', /beyond the calendar/],
    ['crisis-notice 2026-06-12', /needs a date and a time/],
    ['crisis-notice 2026-03-29T01:30', /does not exist in London/],
    ['constructor 2026-06-12', /no timescale/],
  ])('%s is answered with an error', (line, error) => {
    const { timescale, start } = questionOf(line);
    expect(answer(line)).toEqual({ timescale, start, error: expect.stringMatching(error) as unknown });
  });

  it('answers every timescale that has a length from a London date and time', () => {
    for (const { id, length } of sefton.protocol.timescales) {
      const given = answer(`${id} 2026-06-09T10:00`);
      expect('due' in given).toBe(length !== null || id.startsWith('transition-'));
    }
  });
});

describe('npm run due', () => {
  it('prints the due date and how it was counted', () => {
    const { status, stdout } = run(['checklist-decision', '2026-04-02']);
    expect(status).toBe(0);
    expect(stdout).toContain('Due 2026-04-13: Monday 13 April 2026, by the close of that day');
    expect(stdout).toContain('Friday 3 April (bank holiday: Good Friday)');
    expect(stdout).toContain('CHK-6');
  });

  it('answers each line with a line, and goes on after one it cannot take', () => {
    const { status, stdout } = run(
      ['--json'],
      '\uFEFFchecklist-decision 2026-04-02\r\n\n \t \nnonsense\ncrisis-notice 2026-03-28 10:00\npre-assessment 2026-06-12',
    );
    expect(status).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ timescale, start, due }) => [timescale, start, due])).toEqual([
      ['checklist-decision', '2026-04-02', '2026-04-13'],
      ['', '', undefined],
      ['', '', undefined],
      ['nonsense', '', undefined],
      ['crisis-notice', '2026-03-28 10:00', '2026-03-29T10:00:00Z'],
      ['pre-assessment', '2026-06-12', '2026-06-14'],
    ]);
    for (const nth of [1, 2, 3]) expect(answers[nth]).toHaveProperty('error');
    expect(answers[0]).toHaveProperty('trace.words');
  });

  it.each([
    [[], /timescale and its start are needed/],
    [['checklist-decision'], /timescale and its start are needed/],
    [['checklist-decision', '2026-02-30'], /is not a date/],
    [['no-such', '2026-06-09'], /no timescale "no-such"/],
    [['a', 'b', 'c', 'd'], /Only a timescale and its start/],
    [['--json', 'checklist-decision'], /standard input/],
    [['--colour'], /--colour/],
    [['checklist-decision', '2026-06-09', '--place', 'atlantis'], /no place 'atlantis'/],
  ])('refuses %j on the standard error', (args, why) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain('    at ');
  });
});
