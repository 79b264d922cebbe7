import { describe, expect, it } from '@jest/globals';
import { deadlineInWords, distanceInWords } from '../../src/staff-notices/deadline-words.js';
import {
  timescaleOf,
  londonToInstant,
  type LocalDate,
  type MomentKind,
} from '../../workflows/protocol/index.js';
import { SEFTON } from '../helpers/story.js';

const told = (
  timescale: string,
  { dueOn, dueAt, startedAt = null, at, ownerName = 'Nurse assessor Ahmed' }: Record<string, string | null>,
) => {
  const row = timescaleOf(SEFTON.protocol, timescale);
  return {
    reference: 'SEF-7K3Q9D',
    at: londonToInstant(at ?? ''),
    ownerName: ownerName ?? null,
    deadline: {
      timescale,
      clauses: row?.clauses ?? [],
      owner: row?.owner ?? '',
      ownerPerson: ownerName ?? null,
      dueOn: dueOn as LocalDate,
      dueAt: londonToInstant(dueAt ?? `${dueOn}T23:59:59`),
      startedAt: startedAt ?? null,
    },
  };
};

const say = (moment: MomentKind, timescale: string, parts: Record<string, string | null>): string =>
  deadlineInWords(moment, told(timescale, parts), SEFTON);

const FAMILY = { dueOn: '2026-12-04' };

describe('what staff are told of a deadline', () => {
  it.each<[MomentKind, string, string]>([
    [
      'warning',
      '2026-11-13T09:00',
      'SEF-7K3Q9D: the decision to the family is due on Friday 4 December 2026. Half of its time has passed. [CHK-10]',
    ],
    [
      'dueSoon',
      '2026-12-01T09:00',
      'SEF-7K3Q9D: the decision to the family is due on Friday 4 December 2026. [CHK-10]',
    ],
    [
      'dueSoon',
      '2026-12-03T09:00',
      'SEF-7K3Q9D: the decision to the family is due on Friday 4 December 2026. [CHK-10]',
    ],
    [
      'dueSoon',
      '2026-12-04T09:00',
      'SEF-7K3Q9D: the decision to the family is due on Friday 4 December 2026. [CHK-10]',
    ],
    [
      'breached',
      '2026-12-05T00:00',
      'SEF-7K3Q9D: the decision to the family was due on Friday 4 December 2026 and has not been recorded. Please record it, or say why it is late. [CHK-10]',
    ],
    [
      'escalated',
      '2026-12-08T00:00',
      'SEF-7K3Q9D: the decision to the family was due on Friday 4 December 2026 and is overdue. It is with Nurse assessor Ahmed. [CHK-10]',
    ],
    [
      'critical',
      '2026-12-21T09:00',
      'SEF-7K3Q9D: the decision to the family was due on Friday 4 December 2026 and is critically overdue. It is with Nurse assessor Ahmed. [CHK-10]',
    ],
  ])('[CHK-10] [ROL-4] at %s on %s', (moment, at, words) => {
    expect(say(moment, 'decision-national', { ...FAMILY, at })).toBe(words);
  });

  it('[ROL-1] says that a case has no assessor, and names the word for any other owner', () => {
    const at = '2026-12-08T00:00';

    expect(say('escalated', 'decision-national', { ...FAMILY, at, ownerName: null })).toContain(
      'No assessor is named for the case.',
    );
    expect(say('escalated', 'transition-complete', { ...FAMILY, at, ownerName: null })).toContain(
      'It is with the health lead.',
    );
  });

  it('[ROL-1] says to whoever hears of it for want of an assessor that there is none', () => {
    const at = '2026-12-02T09:00';

    for (const moment of ['warning', 'dueSoon', 'breached'] as const) {
      expect(say(moment, 'decision-national', { ...FAMILY, at, ownerName: null })).toMatch(
        / No assessor is named for the case\. \[CHK-10\]$/,
      );
      expect(say(moment, 'decision-national', { ...FAMILY, at })).not.toContain('No assessor');
    }
  });

  it('[FST-3] names the time of day of a clock in hours', () => {
    const parts = {
      dueOn: '2026-12-04',
      dueAt: '2026-12-04T10:15',
      startedAt: '2026-12-02T10:15:00.000Z',
      at: '2026-12-03T22:15',
    };

    expect(say('dueSoon', 'fast-track-decision', parts)).toContain(
      'is due on Friday 4 December 2026 at 10:15.',
    );
  });

  it('names days rather than counting them: it is read later than it is written', () => {
    for (const moment of ['warning', 'dueSoon', 'breached', 'escalated', 'critical'] as const)
      expect(say(moment, 'decision-national', { ...FAMILY, at: '2026-12-02T09:00' })).not.toMatch(
        /working day/,
      );
  });

  it.each([
    ['2026-12-05', '2026-12-04T09:00', 'before the next working day'],
    ['2026-12-04', '2026-12-06T09:00', 'since the last working day'],
    ['2026-12-04', '2026-12-04T09:00', 'today'],
    ['2026-12-04', '2026-12-01T09:00', 'in 3 working days'],
    ['2026-12-04', '2026-12-08T09:00', '2 working days ago'],
  ])('is, of a day of its own, counted: due on %s, at %s it is %s', (dueOn, at, words) => {
    const { deadline, at: now } = told('decision-national', { dueOn, at });
    expect(distanceInWords(deadline, now, SEFTON)).toBe(words);
  });

  it('has a word for every clock of the protocol, which reads on after "the case: …"', () => {
    for (const { called } of SEFTON.protocol.timescales) expect(called).toMatch(/^[a-z][^.]+[^.\s]$/);
  });
});
