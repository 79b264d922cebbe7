import { describe, expect, it } from '@jest/globals';
import type { CommandOutcome } from '../../src/cases/command.js';
import { carriedBy, hasFailed, shownAfter, shownWrong } from '../../src/web/pages/forms/shown-again.js';

type NotRecorded = Exclude<CommandOutcome, { kind: 'accepted' }>;

const REFUSAL = { clauses: ['HNA-2'], message: 'Evidence is missing.', missing: [] };
const CHANGE = { seq: 4, type: 'CASE_NOTE_ADDED', title: 'Add a note', by: null, at: '2026-06-10T08:00:00Z' };
const SENT = { _key: 'sent-before', _version: '3' };

const ANSWERS: readonly [
  NotRecorded,
  { status: number; failed: boolean; sameKey: boolean; version: string },
][] = [
  [
    { kind: 'invalid', errors: [{ field: 'note', message: 'Note: is empty.' }] },
    { status: 422, failed: true, sameKey: true, version: '3' },
  ],
  [
    { kind: 'refused', refusals: [REFUSAL], version: 4 },
    { status: 409, failed: true, sameKey: false, version: '3' },
  ],
  [
    { kind: 'stale', version: 4, changes: [CHANGE] },
    { status: 412, failed: true, sameKey: false, version: '4' },
  ],
  [
    { kind: 'notAllowed', message: 'Not for your role.', roles: [] },
    { status: 403, failed: true, sameKey: false, version: '3' },
  ],
  [{ kind: 'keyReused' }, { status: 422, failed: false, sameKey: false, version: '3' }],
];

describe('a form that was not recorded', () => {
  it.each(ANSWERS)(
    'is shown again after $kind with why, and is sent anew where its answer is final',
    (outcome, { status, failed, sameKey, version }) => {
      const shown = shownAfter(outcome);
      const carried = carriedBy(SENT, shown, 4);

      expect(shown.status).toBe(status);
      expect(hasFailed(shown)).toBe(failed);
      expect(carried._key === SENT._key).toBe(sameKey);
      expect(carried._version).toBe(version);
      expect([shown.errors, shown.refusals, shown.changes, shown.notice].filter(Boolean)).toHaveLength(1);
    },
  );

  it('says what concerns no field at the field that is named', () => {
    expect(
      shownAfter({ kind: 'notAllowed', message: 'Not for your role.', roles: [] }, 'level').errors,
    ).toEqual([{ field: 'level', message: 'Not for your role.' }]);
  });

  it('is not found where what it is about is not there', () => {
    expect(() => shownAfter({ kind: 'unknown', what: 'case' })).toThrow();
  });

  it('carries a key and the version that is seen when it is opened', () => {
    const opened = carriedBy({}, {}, 7);

    expect(opened._version).toBe('7');
    expect(opened._key).toMatch(/^[0-9a-f-]{36}$/);
    expect(carriedBy({}, shownWrong([]), null)._version).toBe('');
  });
});
