import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../workflows/protocol/index.js';
import type { EventView, NoticeView } from '../../src/reading/views.js';
import { letterOf, type Letter } from '../../src/web/pages/record/letter.js';
import type { PlaceToday } from '../../src/web/pages/words/today.js';
import { SEFTON } from '../helpers/story.js';

const AGENCY = 'a0000000-0000-4000-8000-000000000001';
const care = { what: 'Care at night.', shortTermOutcome: 'Fewer admissions', longTermOutcome: 'School' };

const statementOf = (elements: readonly object[]) =>
  letterOf({
    notice: { about: { id: 'statementOfSupport', words: '' } } as NoticeView,
    event: { content: {} } as EventView,
    design: { content: { elements } } as unknown as EventView,
    names: new Map([[AGENCY, 'Willow Care']]),
    child: 'Demo Wren',
    decidedOn: localDate('2026-06-10'),
    writtenOn: localDate('2026-06-10'),
    today: { protocol: { timescales: [] } } as unknown as PlaceToday,
  });

describe('[PRV-14] the statement of support', () => {
  it.each([
    [{ ...care, provider: AGENCY }, 'It is given by Willow Care.'],
    [{ ...care, funder: AGENCY }, 'It is arranged by Willow Care.'],
  ])('names the agency behind each part of the care', (element, words) => {
    const { parts, missing } = statementOf([element]);

    expect(parts[0]?.list?.[0]).toContain(words);
    expect(missing).toEqual([]);
  });

  it('tells whoever prints it for which care no agency is named', () => {
    expect(statementOf([care, { ...care, what: 'Respite', provider: AGENCY }]).missing).toEqual([
      'Care at night',
    ]);
  });
});

const letterAbout = (about: string, content: object): Letter =>
  letterOf({
    notice: { about: { id: about, words: '' } } as NoticeView,
    event: { content } as unknown as EventView,
    design: undefined,
    names: new Map(),
    child: 'Demo Wren',
    decidedOn: localDate('2026-06-10'),
    writtenOn: localDate('2026-06-24'),
    today: { ...SEFTON, today: localDate('2026-06-24') },
  });
const wordsOf = ({ parts }: Letter): string => parts.flatMap((part) => part.paragraphs).join(' ');

describe('[APP-1] [PAN-11] the right to appeal in a letter', () => {
  it('counts twelve months from the written decision, not from the meeting', () => {
    expect(wordsOf(letterAbout('notEligible', { rationale: 'Met by others' }))).toContain(
      'The decision was made on Wednesday 10 June 2026. You can appeal until Thursday 24 June 2027, 12 months from the day of this letter.',
    );
  });
});

describe('[CHK-9] the letter with a checklist that goes back', () => {
  const letter = letterAbout('checklistReturned', { missing: ['The report of the hospital'] });

  it('says what is missing, and that it is no refusal', () => {
    expect(letter.parts[0]?.list).toEqual(['The report of the hospital']);
    expect(wordsOf(letter)).toContain('This is not a refusal.');
  });

  it('says where it is found, and how soon it is decided on when it comes back [CHK-6]', () => {
    expect(wordsOf(letter)).toContain('at the top of your home page');
    expect(wordsOf(letter)).toContain('within 5 working days of the day on which the checklist comes back');
  });
});
