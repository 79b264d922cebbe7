import { describe, expect, it } from '@jest/globals';
import { anyOf } from '../../src/web/pages/words/roles.js';
import { calendarInWords, protocolInWords } from '../../src/web/pages/words/version-words.js';

describe('the versions that people read of', () => {
  it.each([
    ['sefton-v13', 'Sefton protocol, version 13'],
    ['sefton-v14-draft', 'Sefton protocol, version 14 (draft)'],
    ['something', 'something'],
  ])('of a protocol: %s', (version, words) => {
    expect(protocolInWords(version)).toBe(words);
  });

  it.each([
    ['2026-1', 'edition 1 of 2026'],
    ['2026-1+1', 'edition 1 of 2026, with 1 day changed here'],
    ['2027-2+3', 'edition 2 of 2027, with 3 days changed here'],
    ['own', 'own'],
  ])('of a calendar: %s', (version, words) => {
    expect(calendarInWords(version)).toBe(words);
  });
});

describe('whom something waits for', () => {
  it.each([
    [['manager'], 'manager'],
    [['panelMember', 'panelChair'], 'panel member or panel chair'],
    [['panelMember', 'panelChair', 'manager'], 'panel member, panel chair or manager'],
  ])('of %j', (roles, words) => {
    expect(anyOf(roles)).toBe(words);
  });
});
