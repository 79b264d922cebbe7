import { describe, expect, test } from '@jest/globals';
import type { PackageFacts } from '../../workflows/package/package.js';
import { mayGiveCare } from '../../workflows/provision/assurances.js';
import { localDate } from '../../workflows/calendar/local-date.js';
import { packageEvents } from '../../workflows/package/package.events.js';
import { SEFTON, type Story } from '../helpers/story.js';
import {
  ASSURED,
  CARER,
  commenced,
  designed,
  factsOf,
  missingUnder,
  NIGHTS,
} from '../helpers/package-story.js';

const kinds = SEFTON.protocol.parameters.assuranceKinds.value;
const facts = (story: Story) => factsOf<PackageFacts>(story, 'package-1');
const carersOn = (story: Story, day: string) => mayGiveCare(facts(story), localDate(day), kinds);
const when = { at: '2026-04-13' };

describe('a package that has commenced', () => {
  test('[PRV-1] there is none to look after before it commences', () => {
    expect(designed().clausesAgainst('CARER_ADDED', CARER, { at: '2026-02-12' })).toEqual(['PRV-1']);
  });

  test('[PRV-1] a carer who is added gives no care until each of their tasks is assured', () => {
    const story = commenced().tell(
      'CARER_ADDED',
      { ...CARER, carer: 'teacher', kind: 'schoolStaff', tasks: ['suction'] },
      when,
    );
    expect(carersOn(story, '2026-04-13')).toEqual(['mother']);
    for (const kind of ['training', 'competency-sign-off']) {
      story.tell(
        'CARE_ASSURED',
        { ...ASSURED, kind, carer: 'teacher', task: 'suction' },
        { at: '2026-04-20' },
      );
    }
    expect(carersOn(story, '2026-04-20')).toEqual(['mother', 'teacher']);
  });

  test('[PRV-1] a task added to a carer asks again', () => {
    const story = commenced().tell(
      'CARER_ADDED',
      { ...CARER, tasks: ['suction', 'ventilation', 'oxygen'] },
      when,
    );
    expect(carersOn(story, '2026-04-13')).toEqual([]);
  });

  test('[PRV-1] whose training expires while the package is live gives no care the day after', () => {
    const story = commenced();
    expect(carersOn(story, '2027-02-16')).toEqual(['mother']);
    expect(carersOn(story, '2027-02-17')).toEqual([]);
  });

  test('[PRV-1] a carer who left is no longer asked about', () => {
    const story = commenced().tell('CARER_LEFT', { carer: 'mother', leftOn: '2026-04-10' }, when);
    expect([facts(story).carers, facts(story).assurances.filter(({ carer }) => carer !== null)]).toEqual([
      [],
      [],
    ]);
    expect(story.clausesAgainst('CARER_LEFT', { carer: 'mother', leftOn: '2026-04-10' }, when)).toEqual([
      'PRV-1',
    ]);
  });

  test('[PRV-1] of assurances that are renewed year by year the package keeps the latest', () => {
    const story = commenced();
    const before = facts(story).assurances.length;
    for (const year of ['2027', '2028', '2029']) {
      story.tell(
        'CARE_ASSURED',
        { ...ASSURED, kind: 'care-plan', expiresOn: `${year}-12-31` },
        { at: `${year}-01-11` },
      );
    }
    expect(facts(story).assurances).toHaveLength(before);
  });

  test('[PRV-11] the performance of its provider is recorded', () => {
    const notes = {
      provider: 'sefton-council',
      on: '2026-04-10',
      what: 'incident',
      satisfactory: false,
      notes: 'a night was missed',
    };
    expect(commenced().tell('PROVIDER_MONITORED', notes, when).events.at(-1)).toMatchObject({
      type: 'PROVIDER_MONITORED',
      process: 'package-1',
    });
  });

  test('[PRV-10] an outcome is tracked for an element there is', () => {
    const outcome = { element: 1, term: 'shortTerm', on: '2026-04-10', progress: 'onTrack' };
    const story = commenced();
    expect(story.ask('OUTCOME_TRACKED', outcome, when).kind).toBe('advanced');
    expect(story.clausesAgainst('OUTCOME_TRACKED', { ...outcome, element: 2 }, when)).toEqual(['PRV-10']);
  });
});

describe('changing a package', () => {
  const change = {
    elements: [{ ...NIGHTS, minutesPerWeek: 70 * 60 }],
    reason: 'need',
    rationale: 'seven nights, since the winter',
    effectiveFrom: '2026-04-20',
  };

  test('[PRV-10] a change is a new version, from a day', () => {
    const story = commenced().tell('PACKAGE_CHANGED', change, when);
    expect(facts(story)).toMatchObject({
      version: 2,
      effectiveFrom: '2026-04-20',
      elements: [{ minutesPerWeek: 4_200 }],
    });
  });

  test('[PRV-10] no version holds from before the package commenced', () => {
    expect(
      commenced().clausesAgainst('PACKAGE_CHANGED', { ...change, effectiveFrom: '2026-03-01' }, when),
    ).toEqual(['PRV-10']);
  });

  test('[PRV-4] a change to residential care needs what residential care needs', () => {
    const elements = [{ ...NIGHTS, place: 'residential', providerKind: 'residentialPlacement' }];
    expect(commenced().clausesAgainst('PACKAGE_CHANGED', { ...change, elements }, when)).toEqual(['PRV-4']);
  });

  test('a package is not changed for its cost: that is no reason that can be given', () => {
    expect(packageEvents.PACKAGE_CHANGED.fields.reason.choices).not.toContain('cost');
  });
});

describe('ending a package', () => {
  const end = { endedOn: '2026-04-10', reason: 'noLongerNeeded' };

  test('[REV-6] it ends with its review, whose clock stops, and its funding', () => {
    const story = commenced().tell('PACKAGE_ENDED', end, when);
    expect(story.deadline('review-three-month/review-1').settled).toMatchObject({
      as: 'stopped',
      why: 'PACKAGE_ENDED',
    });
    expect(Object.keys(story.record.processes).filter((id) => /^(package|review|funding)/.test(id))).toEqual(
      [],
    );
  });

  test('[REV-6] it cannot have ended before it commenced', () => {
    expect(commenced().clausesAgainst('PACKAGE_ENDED', { ...end, endedOn: '2026-03-01' }, when)).toEqual([
      'REV-6',
    ]);
  });

  test('[TRA-8] it does not end into adult services that are not in place', () => {
    const story = commenced();
    const refusals = story.refused('PACKAGE_ENDED', { ...end, reason: 'adultServices' }, when);
    expect(missingUnder(refusals, 'TRA-8')).toEqual([
      'adult services in place, or why moving to them is not appropriate',
    ]);
    story.tell(
      'ADULT_SERVICES_IN_PLACE',
      { from: '2026-04-10', provider: 'adult continuing healthcare' },
      when,
    );
    expect(story.ask('PACKAGE_ENDED', { ...end, reason: 'adultServices' }, when).kind).toBe('advanced');
  });
});
