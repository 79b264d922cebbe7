import { describe, expect, test } from '@jest/globals';
import {
  assuranceGaps,
  expiring,
  latestOnly,
  mayGiveCare,
  type Assurance,
  type AssuranceKind,
  type CareFacts,
} from '../../workflows/provision/assurances.js';
import { localDate } from '../../workflows/calendar/local-date.js';

const day = localDate;
const KINDS: AssuranceKind[] = [
  { slug: 'training', title: 'training', per: 'carerTask' },
  { slug: 'care-plan', title: 'plan of care', per: 'package' },
];
const trained = (carer: string, task: string, more: Partial<Assurance> = {}): Assurance => ({
  kind: 'training',
  carer,
  task,
  assured: true,
  assuredOn: day('2026-02-01'),
  expiresOn: null,
  ...more,
});
const plan: Assurance = {
  kind: 'care-plan',
  carer: null,
  task: null,
  assured: true,
  assuredOn: day('2026-02-01'),
  expiresOn: null,
};
const mother = { person: 'p-1', kind: 'parent', tasks: ['suction', 'ventilation'] } as const;
const agency = { person: 'p-2', kind: 'agencyWorker', tasks: ['suction'] } as const;
const ON = day('2026-03-02');

const facts = (assurances: Assurance[], carers: CareFacts['carers'] = [mother, agency]): CareFacts => ({
  carers,
  assurances,
});

describe('assurances of clinical governance', () => {
  test('[PRV-1] every gap is named, by carer and task, without anyone being named', () => {
    expect(assuranceGaps(facts([trained('p-1', 'suction')]), ON, KINDS)).toEqual([
      'carer 1 (parent), ventilation: training not recorded',
      'carer 2 (agency worker), suction: training not recorded',
      'plan of care not recorded',
    ]);
  });

  test('[PRV-1] nothing is missing once each task of each carer, and the package, is assured', () => {
    const all = [trained('p-1', 'suction'), trained('p-1', 'ventilation'), trained('p-2', 'suction'), plan];
    expect(assuranceGaps(facts(all), ON, KINDS)).toEqual([]);
  });

  test('[PRV-1] a package without a carer is not assured', () => {
    expect(assuranceGaps(facts([plan], []), ON, KINDS)).toEqual([
      'at least one carer, with the tasks they do',
    ]);
  });

  test('[PRV-1] an assurance holds on its last day and not on the day after', () => {
    const until = facts([trained('p-2', 'suction', { expiresOn: ON }), plan], [agency]);
    expect(assuranceGaps(until, ON, KINDS)).toEqual([]);
    expect(assuranceGaps(until, day('2026-03-03'), KINDS)).toEqual([
      'carer 1 (agency worker), suction: training expired after Monday 2 March 2026',
    ]);
  });

  test('[PRV-1] a later finding that a carer is not competent takes the assurance away', () => {
    const found = trained('p-2', 'suction', { assured: false, assuredOn: day('2026-02-20') });
    const care = facts([trained('p-2', 'suction'), found, plan], [agency]);
    expect(assuranceGaps(care, ON, KINDS)).toEqual([
      'carer 1 (agency worker), suction: training not assured',
    ]);
    expect(assuranceGaps(care, day('2026-02-10'), KINDS)).toEqual([]);
  });

  test('[PRV-1] an assurance does not reach back before the day it was given', () => {
    const care = facts([trained('p-2', 'suction', { assuredOn: day('2026-03-01') }), plan], [agency]);
    expect(assuranceGaps(care, day('2026-02-28'), KINDS)).toEqual([
      'carer 1 (agency worker), suction: training not recorded',
    ]);
  });

  test('[PRV-1] only a carer whose every task is assured may give care', () => {
    const care = facts([trained('p-1', 'suction'), trained('p-2', 'suction')]);
    expect(mayGiveCare(care, ON, KINDS)).toEqual(['p-2']);
  });

  test('[PRV-1] assurances about to expire are shown, the first first, and not those already renewed', () => {
    const care = facts([
      trained('p-1', 'suction', { expiresOn: day('2026-03-30') }),
      trained('p-1', 'ventilation', { expiresOn: day('2026-03-10') }),
      trained('p-2', 'suction', { expiresOn: day('2026-03-05') }),
      trained('p-2', 'suction', { assuredOn: day('2026-02-25'), expiresOn: day('2027-02-25') }),
      plan,
    ]);
    expect(expiring(care, ON, day('2026-03-30'))).toEqual([
      { kind: 'training', carer: 'p-1', task: 'ventilation', expiresOn: '2026-03-10' },
      { kind: 'training', carer: 'p-1', task: 'suction', expiresOn: '2026-03-30' },
    ]);
  });

  test('[PRV-1] of renewed assurances the latest is kept', () => {
    const renewed = trained('p-2', 'suction', { assuredOn: day('2026-02-25') });
    expect(latestOnly([trained('p-2', 'suction'), renewed, plan])).toEqual([renewed, plan]);
  });
});
