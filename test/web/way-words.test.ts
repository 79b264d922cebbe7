import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../src/access/roles.js';
import { WAY_WORDS, wayInWords } from '../../src/web/pages/home/way-words.js';
import { waysFor } from '../../src/web/pages/navigation.js';

const LONGEST = 90;

describe('the front page', () => {
  it.each(Object.keys(ROLES) as Role[])('says of every way what a %s does there, and of no other', (role) => {
    const ways = waysFor([role]).map(({ href }) => href);

    expect(Object.keys(WAY_WORDS[role]).sort()).toEqual([...ways].sort());
    for (const words of Object.values(WAY_WORDS[role])) {
      expect(words).toMatch(/\.$/);
      expect(words.length).toBeLessThanOrEqual(LONGEST);
    }
  });

  it('says to each what is theirs to do: a manager gives cases to others, the Chief Nurse authorises', () => {
    expect(wayInWords('/workload', ['manager'])).toContain('Give cases to somebody else');
    expect(wayInWords('/workload', ['chiefNurse'])).toContain('A manager gives cases to others');
    expect(wayInWords('/authorisations', ['chiefNurse'])).toContain('wait for your decision');
    expect(wayInWords('/calendar', ['administrator'])).toContain('Enter a bank holiday');
    expect(wayInWords('/meetings', ['panelMember'])).not.toContain('chair');
  });

  it('tells whoever has several roles of the first of them that has something there', () => {
    expect(wayInWords('/cases', ['nurseAssessor', 'manager'])).toBe(WAY_WORDS.manager['/cases']);
    expect(wayInWords('/refer', ['chiefNurse', 'referrer'])).toBe(WAY_WORDS.referrer['/refer']);
    expect(wayInWords('/audit', ['referrer'])).toBe('');
  });
});
