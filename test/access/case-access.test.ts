import { describe, expect, it } from '@jest/globals';
import { accessTo, isPanelOnly, type ItemStanding } from '../../src/access/case-access.js';

const item = (meeting: string, open: boolean, toDeclare: boolean): ItemStanding => ({
  meeting,
  open,
  toDeclare,
});
const DECLARED = item('this', true, false);
const UNDECLARED = item('this', true, true);
const MINUTED = item('last', false, false);

const MEMBER = ['panelMember'];
const COUNCIL_MEMBER = ['councilOfficer', 'panelMember'];

describe('[PAN-3] what somebody may see of a case', () => {
  it.each([
    ['a nurse assessor', ['nurseAssessor'], false, [], { kind: 'whole' }],
    ['a manager with an interest', ['manager'], true, [], closed('conflict', null)],
    ['a council officer of the panel, undeclared', COUNCIL_MEMBER, false, [UNDECLARED], { kind: 'whole' }],
    ['a council officer of the panel with an interest', COUNCIL_MEMBER, true, [], closed('conflict', null)],
    ['a member, of a case on no agenda', MEMBER, false, [], closed('onNoAgenda', null)],
    ['a member before declaring', MEMBER, false, [UNDECLARED], closed('undeclared', 'this')],
    ['a member without an interest', MEMBER, false, [DECLARED], { kind: 'item', meeting: 'this' }],
    ['a member with an interest', MEMBER, true, [DECLARED], closed('conflict', 'this')],
    ['a member once the minutes are approved', MEMBER, false, [MINUTED], closed('minutesApproved', 'last')],
    [
      'a member, deferred to a meeting to come',
      MEMBER,
      false,
      [UNDECLARED, MINUTED],
      closed('undeclared', 'this'),
    ],
    [
      'a chair without an interest',
      ['panelChair', 'panelMember'],
      false,
      [DECLARED, MINUTED],
      { kind: 'item', meeting: 'this' },
    ],
  ])('%s', (_who, roles, conflict, items, expected) => {
    expect(accessTo({ roles, conflict, theirs: false, items })).toEqual(expected);
  });

  it.each([
    ['a referrer, of a child they have a part in', ['referrer'], false, true, { kind: 'referral' }],
    [
      'a referrer of the panel, of such a child',
      ['referrer', 'panelMember'],
      false,
      true,
      { kind: 'referral' },
    ],
    ['a manager who refers', ['referrer', 'manager'], false, true, { kind: 'whole' }],
    ['a referrer, of another child', ['referrer'], false, false, closed('notTheirs', null)],
    ['a referrer with an interest', ['referrer'], true, true, closed('conflict', null)],
    ['a referrer of the panel', ['referrer', 'panelMember'], false, false, closed('notTheirs', null)],
    ['a nurse assessor who refers', ['referrer', 'nurseAssessor'], false, false, { kind: 'whole' }],
  ])('[CHK-1] %s', (_who, roles, conflict, theirs, expected) => {
    expect(accessTo({ roles, conflict, theirs, items: [] })).toEqual(expected);
  });

  it.each([
    [['panelMember'], true],
    [['panelChair', 'administrator'], true],
    [['panelMember', 'nurseAssessor'], false],
    [['administrator'], false],
    [[], false],
  ])('%j see cases only as members of the panel: %s', (roles, only) => {
    expect(isPanelOnly(roles)).toBe(only);
  });
});

function closed(why: string, meeting: string | null): object {
  return { kind: 'closed', why, meeting };
}
