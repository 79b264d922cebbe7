import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../workflows/protocol/index.js';
import type { EventView, NoticeView } from '../../src/reading/views.js';
import { letterOf } from '../../src/web/pages/record/letter.js';
import type { PlaceToday } from '../../src/web/pages/words/today.js';

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
