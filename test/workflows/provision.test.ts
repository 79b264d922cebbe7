import { describe, expect, test } from '@jest/globals';
import { localDate } from '../../workflows/calendar/local-date.js';
import { eventOf, stepsFrom } from '../../workflows/protocol/index.js';
import type { ProvisionFacts } from '../../workflows/provision/provision.js';
import type { PackageFacts } from '../../workflows/package/package.js';
import { pathway } from '../helpers/pathway.js';
import { PEOPLE, SEFTON, type Story } from '../helpers/story.js';
import {
  arrange,
  assure,
  ASSURANCES,
  ASSURED,
  CARER,
  commenced,
  CONTINGENCY,
  DESIGN,
  designed,
  factsOf,
  fund,
  missingUnder,
  NIGHTS,
} from '../helpers/package-story.js';

const DESIGNING = { at: '2026-02-09' };

describe('designing a package', () => {
  test('[PAN-5] nothing can be designed before the panel finds the child eligible', () => {
    expect(pathway.listed().clausesAgainst('PACKAGE_DESIGNED', DESIGN, { at: '2026-02-02' })).toEqual([
      'PAN-5',
    ]);
  });

  test('[PRV-3] a design leaves nothing on the considered list unanswered, and names what it does', () => {
    const considered = DESIGN.considered.filter(({ item }) => !['equipment', 'out-of-hours'].includes(item));
    const refusals = pathway.decided().refused('PACKAGE_DESIGNED', { ...DESIGN, considered }, DESIGNING);
    expect(missingUnder(refusals, 'PRV-3')).toEqual([
      'What is there out of hours? (out-of-hours)',
      'What equipment is needed? (equipment)',
    ]);
  });

  test('[PRV-3] an answer to something that is not on the list is refused', () => {
    const considered = [...DESIGN.considered, { item: 'parking', answer: 'none' }];
    expect(
      pathway.decided().clausesAgainst('PACKAGE_DESIGNED', { ...DESIGN, considered }, DESIGNING),
    ).toEqual(['PRV-3']);
  });

  test('[PRV-2] an assessment of six months ago is recent; one a day older needs its reason', () => {
    const story = pathway.decided();
    const rests = (assessmentsDatedOn: string) => ({ ...DESIGN, assessmentsDatedOn });
    expect(story.ask('PACKAGE_DESIGNED', rests('2025-08-09'), DESIGNING).kind).toBe('advanced');
    expect(story.clausesAgainst('PACKAGE_DESIGNED', rests('2025-08-08'), DESIGNING)).toEqual(['PRV-2']);
  });

  test('[PRV-2] a package on an old assessment carries a flag', () => {
    const old = {
      ...DESIGN,
      assessmentsDatedOn: '2025-03-01',
      oldAssessmentReason: 'needs have not changed',
    };
    const story = pathway.decided().tell('PACKAGE_DESIGNED', old, DESIGNING);
    expect(factsOf<ProvisionFacts>(story, 'provision-1').oldAssessment).toBe(true);
    expect(factsOf<ProvisionFacts>(designed(), 'provision-1').oldAssessment).toBe(false);
  });

  test('[PRV-4] residential care needs its reason and the decision of the council, which places', () => {
    const residential = {
      ...DESIGN,
      elements: [{ ...NIGHTS, place: 'residential', providerKind: 'residentialPlacement' }],
    };
    const story = pathway.decided();
    expect(missingUnder(story.refused('PACKAGE_DESIGNED', residential, DESIGNING), 'PRV-4')).toHaveLength(2);
    const justified = {
      ...residential,
      residentialReason: 'care at home broke down twice',
      councilDecisionOn: '2026-02-05',
    };
    expect(story.ask('PACKAGE_DESIGNED', justified, DESIGNING).kind).toBe('advanced');
  });

  test('[PRV-5] [PRV-10] kinds of provider and levels of skill are those the protocol lists', () => {
    const elements = [{ ...NIGHTS, skill: 'neighbour', providerKind: 'corner-shop' }];
    expect(pathway.decided().clausesAgainst('PACKAGE_DESIGNED', { ...DESIGN, elements }, DESIGNING)).toEqual([
      'PRV-10',
      'PRV-5',
    ]);
  });

  test("[PRV-12] the parents' contribution, its evidence and the balance struck belong to every design", () => {
    expect(eventOf('PACKAGE_DESIGNED')?.definition.fields['parentsContribution']).toMatchObject({
      kind: 'text',
      optional: false,
    });
    const story = pathway.decided().tell('PACKAGE_DESIGNED', DESIGN, DESIGNING);
    expect(story.events.at(-1)?.content['parentsContribution']).toMatchObject({
      characters: DESIGN.parentsContribution.length,
    });
  });

  test('[PRV-10] each design is a version of its own', () => {
    const story = designed().tell(
      'PACKAGE_DESIGNED',
      { ...DESIGN, elements: [NIGHTS, { ...NIGHTS, place: 'school' }] },
      { at: '2026-02-10' },
    );
    const { version, elements } = factsOf<ProvisionFacts>(story, 'provision-1');
    expect([version, elements.map(({ place }) => place)]).toEqual([2, ['home', 'school']]);
  });
});

describe('assuring clinical governance', () => {
  test('[PRV-1] the tasks of a carer are those the protocol lists', () => {
    expect(
      designed().clausesAgainst('CARER_NAMED', { ...CARER, tasks: ['juggling'] }, { at: '2026-02-11' }),
    ).toEqual(['PRV-1']);
  });

  test('[PRV-1] a plan of care is assured by a qualified nurse and nobody else', () => {
    const plan = { ...ASSURED, kind: 'care-plan', assuredBy: 'socialWorker' };
    const story = designed();
    expect(missingUnder(story.refused('ASSURANCE_RECORDED', plan, { at: '2026-02-11' }), 'PRV-1')).toEqual([
      "someone with the competence 'qualified-nurse'",
    ]);
    expect(story.ask('ASSURANCE_RECORDED', { ...plan, assuredBy: 'nurse' }, { at: '2026-02-11' }).kind).toBe(
      'advanced',
    );
  });

  test.each([
    ['a kind the protocol does not ask for', { kind: 'horoscope' }],
    ['training without the carer', { kind: 'training', task: 'suction' }],
    ['training for a task the carer does not do', { kind: 'training', carer: 'mother', task: 'dialysis' }],
    ['a plan of care for one carer', { kind: 'care-plan', carer: 'mother', task: 'suction' }],
    [
      'a carer who signs off their own training',
      { kind: 'training', carer: 'mother', task: 'suction', assuredBy: 'mother' },
    ],
    ['an assurance that ends before it begins', { kind: 'care-plan', expiresOn: '2026-02-01' }],
  ])('[PRV-1] %s is refused', (_what, assurance) => {
    const story = designed().tell('CARER_NAMED', CARER, { at: '2026-02-11' });
    expect(
      story.clausesAgainst('ASSURANCE_RECORDED', { ...ASSURED, ...assurance }, { at: '2026-02-12' }),
    ).toEqual(['PRV-1']);
  });
});

describe('contingency plans', () => {
  const against = SEFTON.protocol.parameters.contingencies.value[0]?.slug;

  test('[PRV-8] everyone agrees, and who does not is named', () => {
    const plan = { ...CONTINGENCY, against, agreedByFamily: false, agreedByChild: 'notAgreed' };
    expect(missingUnder(designed().refused('CONTINGENCY_AGREED', plan, DESIGNING), 'PRV-8')).toEqual([
      'agreement of the family',
      'agreement of the child or young person',
    ]);
  });

  test('[PRV-8] hospital is not the contingency unless health needs warrant it', () => {
    const plan = { ...CONTINGENCY, against, hospital: true };
    const story = designed();
    expect(story.clausesAgainst('CONTINGENCY_AGREED', plan, DESIGNING)).toEqual(['PRV-8']);
    const warranted = { ...plan, hospitalReason: 'the ventilator cannot be replaced at home' };
    expect(story.ask('CONTINGENCY_AGREED', warranted, DESIGNING).kind).toBe('advanced');
  });

  test('[PRV-8] a plan against something the protocol does not list is refused', () => {
    expect(
      designed().clausesAgainst('CONTINGENCY_AGREED', { ...CONTINGENCY, against: 'rain' }, DESIGNING),
    ).toEqual(['PRV-8']);
  });
});

describe('procurement', () => {
  const step = (route: string) => ({ route, step: 'specified', on: '2026-02-12' });
  const when = { at: '2026-02-12' };

  test('[PRV-6] nothing is procured before the kind of funding is known', () => {
    expect(designed().clausesAgainst('PROCUREMENT_STEP_RECORDED', step('dynamicPurchasing'), when)).toEqual([
      'PRV-6',
    ]);
  });

  test('[PRV-6] the council leads for a joint package; MLCSU buys one for health alone', () => {
    const joint = fund(designed());
    expect(
      missingUnder(joint.refused('PROCUREMENT_STEP_RECORDED', step('spotPurchase'), when), 'PRV-6'),
    ).toEqual(["the route: the council's dynamic purchasing system"]);
    expect(joint.ask('PROCUREMENT_STEP_RECORDED', step('dynamicPurchasing'), when).kind).toBe('advanced');
    const health = designed().tell(
      'FUNDING_PROPOSED',
      { kind: 'healthOnly', weeklyCost: 300_000, effectiveFrom: '2026-03-02' },
      { at: '2026-02-10' },
    );
    expect(
      missingUnder(health.refused('PROCUREMENT_STEP_RECORDED', step('dynamicPurchasing'), when), 'PRV-6'),
    ).toEqual(['the route: spot purchase by the commissioning support unit']);
    expect(health.ask('PROCUREMENT_STEP_RECORDED', step('spotPurchase'), when).kind).toBe('advanced');
  });
});

describe('arranging a package', () => {
  test('[HNA-11] nothing is arranged before it is designed', () => {
    expect(
      pathway.decided().clausesAgainst('PACKAGE_ARRANGED', { arrangedOn: '2026-02-09' }, DESIGNING),
    ).toEqual(['HNA-11']);
  });

  test('[PAN-5] nothing was arranged before the day of the decision', () => {
    expect(designed().clausesAgainst('PACKAGE_ARRANGED', { arrangedOn: '2026-02-03' }, DESIGNING)).toEqual([
      'PAN-5',
    ]);
  });

  test('[HNA-11] the day it is arranged meets the local six weeks', () => {
    expect(arrange(designed()).deadline('provision-local/assessment-1').settled).toMatchObject({
      as: 'met',
      on: '2026-02-17',
      late: false,
    });
  });

  const owed = (story: ReturnType<typeof designed>) => {
    const facts = Object.values(story.record.processes).map(
      (process) => process.facts as { about?: string; owed?: { recipient: string; clause: string }[] },
    );
    return facts
      .find(({ about }) => about === 'statementOfSupport')
      ?.owed?.map(({ recipient, clause }) => `${clause} ${recipient}`);
  };

  test('[PRV-14] the family is owed a statement of support', () => {
    expect(owed(arrange(designed()))).toEqual(['PRV-14 family']);
  });

  test('[PRV-7] where there is an education, health and care plan, its coordinator is told too', () => {
    const story = designed().tell(
      'EHCP_RECORDED',
      { status: 'inPlace', individualCarePlan: false },
      { at: '2026-02-16' },
    );
    expect(owed(arrange(story))).toEqual(['PRV-14 family', 'PRV-7 ehcpCoordinator']);
  });

  test('[HNA-11] a package no longer needed settles the clock, and its funding ends', () => {
    const story = fund(designed()).tell(
      'PACKAGE_WITHDRAWN_BEFORE_START',
      { withdrawnOn: '2026-02-16', reason: 'moved to another area' },
      { at: '2026-02-16' },
    );
    expect(story.deadline('provision-local/assessment-1').settled).toMatchObject({
      as: 'met',
      on: '2026-02-16',
    });
    expect(Object.keys(story.record.processes).filter((id) => /^(provision|funding)/.test(id))).toEqual([]);
  });
});

describe('commencing a package', () => {
  const START = { commencedOn: '2026-03-02' };
  const when = { at: '2026-03-02' };

  test('[PRV-1] it cannot commence before it is arranged', () => {
    expect(assure(fund(designed())).clausesAgainst('PACKAGE_COMMENCED', START, when)).toEqual(['PRV-1']);
  });

  test('[PRV-1] [PRV-8] [PAN-6] everything that is missing is named at once', () => {
    const story = arrange(designed().tell('CARER_NAMED', CARER, { at: '2026-02-11' }));
    const refusals = story.refused('PACKAGE_COMMENCED', START, when);
    expect(refusals.map(({ clauses }) => clauses[0])).toEqual(['PRV-1', 'PRV-8', 'PAN-6']);
    expect(missingUnder(refusals, 'PRV-1')).toEqual([
      'carer 1 (parent), suction: training not recorded',
      'carer 1 (parent), suction: competency sign-off not recorded',
      'carer 1 (parent), ventilation: training not recorded',
      'carer 1 (parent), ventilation: competency sign-off not recorded',
      'plan of care not recorded',
      'risk assessment not recorded',
    ]);
    expect(missingUnder(refusals, 'PRV-8')).toHaveLength(2);
  });

  test.each(ASSURANCES.map((lost) => ({ what: `${lost.kind} (${lost.task ?? 'of the package'})`, lost })))(
    '[PRV-1] it does not commence without $what, whoever asks',
    ({ lost }) => {
      const story = arrange(assure(fund(designed())));
      story.tell('ASSURANCE_RECORDED', { ...lost, status: 'notAssured' }, { at: '2026-02-20' });
      for (const by of ['nurse', 'manager', 'chiefNurse', 'chair'] as const) {
        expect(story.clausesAgainst('PACKAGE_COMMENCED', START, { ...when, by })).toEqual(['PRV-1']);
      }
    },
  );

  test('[PRV-1] an assurance that expired the day before keeps it from commencing', () => {
    const story = arrange(assure(fund(designed())));
    const short = { ...ASSURED, kind: 'training', carer: 'mother', task: 'suction' };
    story.tell('ASSURANCE_RECORDED', { ...short, expiresOn: '2026-03-01' }, { at: '2026-02-20' });
    expect(missingUnder(story.refused('PACKAGE_COMMENCED', START, when), 'PRV-1')).toEqual([
      'carer 1 (parent), suction: training expired after Sunday 1 March 2026',
    ]);
    expect(story.ask('PACKAGE_COMMENCED', { commencedOn: '2026-03-01' }, { at: '2026-03-01' }).kind).toBe(
      'advanced',
    );
  });

  test('[PRV-1] care cannot be said to have begun before it was assured', () => {
    const story = arrange(assure(fund(designed())));
    story.tell(
      'CARER_NAMED',
      { ...CARER, carer: 'teacher', kind: 'schoolStaff', tasks: ['suction'] },
      { at: '2026-02-18' },
    );
    for (const kind of ['training', 'competency-sign-off']) {
      story.tell(
        'ASSURANCE_RECORDED',
        { ...ASSURED, kind, carer: 'teacher', task: 'suction' },
        { at: '2026-02-27' },
      );
    }
    expect(
      missingUnder(story.refused('PACKAGE_COMMENCED', { commencedOn: '2026-02-26' }, when), 'PRV-1'),
    ).toEqual([
      'carer 2 (school staff), suction: training not recorded',
      'carer 2 (school staff), suction: competency sign-off not recorded',
    ]);
    expect(story.ask('PACKAGE_COMMENCED', { commencedOn: '2026-02-27' }, when).kind).toBe('advanced');
  });

  test('[PRV-1] a carer who stands down no longer keeps it from commencing', () => {
    const story = arrange(assure(fund(designed())));
    story.tell(
      'CARER_NAMED',
      { ...CARER, carer: 'teacher', kind: 'schoolStaff', tasks: ['suction'] },
      { at: '2026-02-18' },
    );
    expect(story.clausesAgainst('PACKAGE_COMMENCED', START, when)).toEqual(['PRV-1']);
    story.tell('CARER_STOOD_DOWN', { carer: 'teacher', reason: 'left the school' }, { at: '2026-02-19' });
    expect(story.ask('PACKAGE_COMMENCED', START, when).kind).toBe('advanced');
  });

  test('[PRV-1] nobody is offered to stand a carer down where none is named', () => {
    const asking = {
      by: { person: 'nurse', roles: PEOPLE.nurse.roles, organisation: 'mlcsu' },
      at: '2026-02-18T10:00:00.000Z',
      on: localDate('2026-02-18'),
      evidence: {},
    };
    const offered = ({ record }: Story) =>
      stepsFrom(record, asking, SEFTON).find(({ type }) => type === 'CARER_STOOD_DOWN')?.possible;
    const named = designed().tell('CARER_NAMED', CARER, { at: '2026-02-18' });

    expect([offered(pathway.decided()), offered(named)]).toEqual([false, true]);
  });

  test('[PRV-8] a package that is not at home commences without contingency plans', () => {
    const story = fund(
      pathway
        .decided()
        .tell(
          'PACKAGE_DESIGNED',
          { ...DESIGN, elements: [{ ...NIGHTS, place: 'hospice', providerKind: 'hospice' }] },
          DESIGNING,
        ),
    );
    story.tell('CARER_NAMED', CARER, { at: '2026-02-11' });
    for (const assurance of ASSURANCES) story.tell('ASSURANCE_RECORDED', assurance, { at: '2026-02-16' });
    expect(arrange(story).ask('PACKAGE_COMMENCED', START, when).kind).toBe('advanced');
  });

  test('[PRV-10] it cannot have commenced before it was arranged', () => {
    expect(
      arrange(assure(fund(designed()))).clausesAgainst(
        'PACKAGE_COMMENCED',
        { commencedOn: '2026-02-16' },
        when,
      ),
    ).toEqual(['PRV-10']);
  });

  test('[REV-1] it opens the package and its three-month review, due three months on', () => {
    const story = commenced();
    expect(factsOf<PackageFacts>(story, 'package-1')).toMatchObject({
      commencedOn: '2026-03-02',
      version: 1,
      homePackage: true,
    });
    expect(story.record.processes['provision-1']).toBeUndefined();
    expect(story.record.processes['review-1']).toMatchObject({
      facts: { kind: 'threeMonth' },
      keys: { package: 'package-1' },
    });
    expect(story.deadline('review-three-month/review-1')).toMatchObject({
      dueOn: '2026-06-02',
      settled: null,
    });
  });
});
