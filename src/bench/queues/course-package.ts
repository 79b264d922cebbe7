import { addDays, addMonths, birthdayOn, LAW_OF_ENGLAND } from '../../../workflows/protocol/index.js';
import { closed } from './course-referral.js';
import { levels, WORDS } from './course-words.js';
import { CourseEnds, type Walk } from './walk.js';

function designed(walk: Walk): void {
  const { chance, world } = walk;
  walk.must('PACKAGE_DESIGNED', {
    elements: [
      {
        what: 'Waking nights',
        minutesPerWeek: chance.between(10, 80) * 60,
        skill: chance.of(['trained-carer', 'registered-nurse']),
        place: 'home',
        providerKind: 'independentProvider',
        shortTermOutcome: 'Safe through each night',
        longTermOutcome: 'At school every day',
      },
    ],
    considered: world.rules.protocol.parameters.consideredList.value.map(({ slug }) => ({
      item: slug,
      answer: 'Considered with the family',
    })),
    assessmentsDatedOn: walk.ago(chance.between(20, 90)),
    parentsContribution: 'The parents care by day',
  });
}

function funded(walk: Walk): void {
  const { chance, world } = walk;
  const { cast } = world;
  const half = chance.between(300, 2000) * 100;
  const kind = 'healthAndSocialCare';
  walk.must('FUNDING_PROPOSED', { kind, weeklyCost: 2 * half, effectiveFrom: addDays(walk.day, 14) });
  walk.wait(0, 3);
  const authorised = { authorisedOn: walk.day, reason: 'In proportion to the need' };
  walk.must('HIGH_COST_AUTHORISED', authorised, cast.chiefNurse);
  walk.must(
    'FUNDING_COMMITTED',
    {
      commitments: [
        { person: cast.chair.id, body: 'health', weekly: half },
        { person: cast.commissioner.id, body: 'socialCare', weekly: half },
      ],
    },
    cast.chair,
  );
}

function assured(walk: Walk): void {
  const { chance, world } = walk;
  const { careTasks, assuranceKinds, contingencies } = world.rules.protocol.parameters;
  const task = chance.of(careTasks.value).slug;
  const carer = world.cast.carer.id;
  walk.must('CARER_NAMED', { carer, kind: 'agencyWorker', tasks: [task], trainedBy: 'provider' });
  for (const { slug, per } of assuranceKinds.value) {
    walk.must('ASSURANCE_RECORDED', {
      kind: slug,
      ...(per === 'carerTask' ? { carer, task } : {}),
      status: 'assured',
      assuredBy: walk.assessor.id,
      evidence: 'Signed record',
    });
  }
  for (const { slug } of contingencies.value) {
    walk.must('CONTINGENCY_AGREED', {
      against: slug,
      plan: 'A second agency is on call',
      agreedByFamily: true,
      agreedByChild: 'notApplicable',
      agreedByAgencies: true,
      hospital: false,
    });
  }
}

/** A second person approves another target for arranging the package; the day it was due stays. */
function excepted(walk: Walk): void {
  const due = [...walk.telling.deadlines.values()].find(
    ({ timescale, settled }) => timescale === 'provision-local' && settled === null,
  );
  if (!due) return;
  const [manager] = walk.world.cast.managers;
  const content = {
    deadline: due.key,
    reason: 'The family asked for a later start',
    approvedBy: manager?.id,
  };
  walk.tell('CLOCK_EXCEPTION_RECORDED', { ...content, newTarget: addDays(due.dueOn, 21) });
}

/** The package is designed, funded, arranged and commenced; every third takes longer than it may. */
export function packageArranged(walk: Walk): void {
  const { chance } = walk;
  walk.wait(1, 8);
  designed(walk);
  walk.wait(0, 3);
  funded(walk);
  if (chance.happens(0.15)) excepted(walk);
  walk.wait(1, chance.happens(0.3) ? 25 : 6);
  walk.must('PACKAGE_ARRANGED', { arrangedOn: walk.day });
  walk.wait(0, 4);
  const letter = { recipient: 'family', how: 'letter', toldOn: walk.day, said: 'Who provides what' };
  walk.tell('NOTICE_GIVEN', { ...letter, rationaleGiven: true });
  assured(walk);
  walk.wait(0, 10);
  walk.must('PACKAGE_COMMENCED', { commencedOn: walk.day });
}

function contact(walk: Walk): void {
  const { chance } = walk;
  walk.tell('CONTACT_LOGGED', {
    with: chance.of(['family', 'professional', 'provider']),
    how: chance.of(['telephone', 'inPerson', 'email']),
    contactOn: walk.day,
    about: chance.of(WORDS.abouts),
  });
}

/** Steps towards adult services, of whoever is old enough for them. */
function growingUp(walk: Walk): void {
  const { chance, telling } = walk;
  const { dateOfBirth } = telling.record.facts;
  const reached = (age: number) => birthdayOn(dateOfBirth, age, LAW_OF_ENGLAND) <= walk.day;
  if (reached(14) && chance.happens(0.7))
    walk.tell('CHC_NOTIFIED', { notifiedOn: walk.day, form: 'The form' });
  if (reached(14) && chance.happens(0.6)) walk.tell('TRANSITION_PLAN_AGREED', { agreedOn: walk.day });
  if (reached(16) && chance.happens(0.8)) {
    walk.tell('ADULT_SCREENING_RECORDED', { screenedOn: walk.day, primaryHealthNeedInPrinciple: true });
  }
  if (reached(17) && chance.happens(0.8)) walk.tell('CHC_REFERRED', { referredOn: walk.day });
}

function reviewed(walk: Walk, first: boolean): void {
  const { chance, world } = walk;
  walk.must('REVIEWER_NAMED', { reviewer: walk.assessor.id }, chance.of(world.cast.managers));
  walk.wait(1, 6);
  const full = !first || chance.happens(0.2);
  const scored = [...levels(chance, world.rules.protocol, true)];
  walk.must('REVIEW_COMPLETED', {
    completedOn: walk.day,
    form: full ? 'decisionSupportTool' : 'threeMonthProforma',
    ...(full ? { levels: scored.map(([domain, level]) => ({ domain, level })) } : {}),
    outcome: 'continue',
    summary: 'It does what it is for',
    comparedWithLast: 'Level by level with the last time',
    outcomesReviewed: true,
  });
}

function ended(walk: Walk): never {
  if (walk.telling.record.facts.standing === 'eligible') {
    walk.must('PACKAGE_ENDED', {
      endedOn: walk.day,
      reason: walk.chance.of(['noLongerNeeded', 'movedAway']),
    });
    walk.wait(0, 5);
  }
  return closed(walk, walk.chance.of(['packageEnded', 'needResolved', 'movedAway']));
}

const DEATHS = 0.03;
const ENDINGS = 0.3;

/** Years of reviews, with contacts between them, until the package ends, the child dies, or no more is told. */
export function yearsOfReviews(walk: Walk, startsAt: 'threeMonth' | 'annual'): void {
  const { chance } = walk;
  let first = startsAt === 'threeMonth';
  for (;;) {
    const counted = walk.day;
    const due = addMonths(counted, first ? 3 : 12);
    const contacts = chance.between(0, first ? 2 : 5);
    for (let each = 1; each <= contacts; each += 1) {
      walk.goTo(addDays(counted, Math.floor((each * (first ? 80 : 330)) / (contacts + 1))));
      contact(walk);
    }
    growingUp(walk);
    if (chance.happens(DEATHS)) {
      walk.wait(1, 20);
      walk.must('CHILD_DIED', { diedOn: walk.ago(1), toldBy: 'The hospice' });
      throw new CourseEnds('died');
    }
    walk.goTo(addDays(due, chance.happens(0.25) ? chance.between(1, 50) : -chance.between(3, 25)));
    reviewed(walk, first);
    if (!first && chance.happens(ENDINGS)) {
      walk.wait(1, 40);
      ended(walk);
    }
    first = false;
  }
}
