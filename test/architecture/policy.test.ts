import { describe, expect, it } from '@jest/globals';
import { MAY_DO, MAY_RECORD, mayDo, mayRecord, rolesFor } from '../../src/access/policy.js';
import { isRole, ROLES } from '../../src/access/roles.js';
import { carriedOut } from '../../src/cases/effects.js';
import { allEvents } from '../../workflows/protocol/index.js';
import { pathway } from '../helpers/pathway.js';

const byPeople = allEvents()
  .filter(({ definition }) => !definition.bySystem)
  .map(({ type }) => type)
  .sort();

describe('the access policy', () => {
  it('says of every event that people record who may, and of no other', () => {
    expect(Object.keys(MAY_RECORD).sort()).toEqual(byPeople);
  });

  it('gives every event to at least one role that there is', () => {
    for (const roles of [...Object.values(MAY_RECORD), ...Object.values(MAY_DO)]) {
      expect(roles.length).toBeGreaterThan(0);
      expect(roles.filter((role) => !isRole(role))).toEqual([]);
    }
  });

  it('gives every role but two something to record', () => {
    const recording = new Set(Object.values(MAY_RECORD).flat());

    expect(Object.keys(ROLES).filter((role) => !recording.has(role as never))).toEqual([
      'auditor',
      'administrator',
    ]);
  });

  it('lets an administrator see no case, and an auditor change nothing', () => {
    expect(mayDo('readCase', ['administrator'])).toBe(false);
    expect(mayDo('manageDirectory', ['administrator'])).toBe(true);
    expect(mayDo('readAudit', ['auditor'])).toBe(true);
    expect(byPeople.filter((type) => mayRecord(type, ['auditor', 'administrator']))).toEqual([]);
  });

  it('[ROL-3] leaves the high cost form to the Chief Nurse or deputy', () => {
    expect(rolesFor('HIGH_COST_AUTHORISED')).toEqual(['chiefNurse']);
  });

  it('lets nobody record what the service records itself', () => {
    for (const { type } of allEvents().filter(({ definition }) => definition.bySystem)) {
      expect(mayRecord(type, Object.keys(ROLES))).toBe(false);
    }
  });
});

describe('effects', () => {
  it('of the main pathway are all carried out by the service', () => {
    const owed = new Set(pathway.decided().effects.map(({ type }) => type));

    expect(owed.size).toBeGreaterThan(3);
    expect([...owed].filter((type) => !carriedOut().includes(type))).toEqual([]);
  });
});
