import { live } from '../../../workflows/protocol/index.js';
import { checklist, consent, WORDS } from './course-words.js';
import { CourseEnds, type Walk } from './walk.js';

const DAYS_IN_A_YEAR = 365;
const OLDEST = 16.5;

/** How old the child is, in days: most are small. */
const ageInDays = ({ chance }: Walk): number =>
  Math.floor((chance.happens(0.7) ? chance.part() * 10 : chance.part() * OLDEST) * DAYS_IN_A_YEAR) + 20;

const child = (walk: Walk) => ({
  givenName: 'Bench',
  familyName: 'Child',
  dateOfBirth: walk.ago(ageInDays(walk)),
  nhsNumberMissing: 'Made to be measured',
  parentalResponsibility: [
    { relationship: walk.chance.of(['mother', 'father', 'guardian']), name: 'A Parent' },
  ],
});

/** A case is opened, and consent comes at once, later or never. */
export function opening(walk: Walk): void {
  const { chance, world } = walk;
  walk.must('CASE_OPENED', child(walk), chance.happens(0.5) ? world.cast.coordinator : walk.assessor);
  if (chance.happens(0.9)) walk.tell('CONSENT_GIVEN', consent(walk.ago(1)));
  if (chance.happens(0.2)) {
    walk.tell('CHECKLIST_BEGUN', { begunOn: walk.ago(chance.between(0, 3)) });
    walk.wait(0, 6);
  }
  if (chance.happens(0.15)) {
    walk.tell('EHCP_RECORDED', { status: 'inPlace', finalOn: walk.ago(200), individualCarePlan: true });
  }
}

/** A case that was under way before there was this service is taken on with its past dates. */
export function takenOn(walk: Walk): void {
  const { chance, world } = walk;
  const last = chance.between(30, 330);
  const ago = (days: number) => walk.ago(last + days);
  walk.must(
    'CASE_TAKEN_ON',
    {
      ...child(walk),
      dateOfBirth: ago(750 + chance.between(0, 4000)),
      now: chance.happens(0.75) ? 'packageLive' : 'eligibleWithoutPackage',
      source: 'The list of packages before this service',
      assessor: walk.assessor.id,
      referralReceivedOn: ago(700),
      assessmentCompletedOn: ago(670),
      panelHeldOn: ago(660),
      familyInformedOn: ago(658),
      packageArrangedOn: ago(630),
      packageCommencedOn: ago(620),
      lastReviewOn: ago(0),
      consentSignedOn: ago(705),
    },
    world.cast.coordinator,
  );
}

function received(walk: Walk): void {
  const { chance, world } = walk;
  const content = checklist(chance, world.rules.protocol, walk.day, walk.referrer.id);
  walk.must('CHECKLIST_RECEIVED', content, chance.happens(0.5) ? walk.referrer : walk.assessor);
}

/** An assessor is named, now or not yet. */
export function assessorNamed(walk: Walk): void {
  const { cast } = walk.world;
  if (walk.telling.record.facts.assessor !== null) return;
  walk.tell('ASSESSOR_NAMED', { assessor: walk.assessor.id }, walk.chance.of(cast.managers));
}

const toldReferrer = (walk: Walk): boolean =>
  walk.tell('NOTICE_GIVEN', {
    recipient: 'referrer',
    how: walk.chance.of(['telephone', 'email', 'letter']),
    toldOn: walk.day,
    said: 'What was decided, and why',
    rationaleGiven: true,
  });

const HOW: Readonly<Record<string, string>> = { verbal: 'telephone', written: 'letter', any: 'email' };

/** Whoever is still owed word of something is told it. */
function lastWord(walk: Walk): void {
  type Owed = { recipient: string; form: string };
  const owed = live<{ owed: readonly Owed[] }>(walk.telling.record, 'notice').flatMap(
    ({ facts }) => facts.owed,
  );
  for (const { recipient, form } of owed) {
    walk.tell('NOTICE_GIVEN', {
      recipient,
      how: HOW[form] ?? 'letter',
      toldOn: walk.day,
      said: 'How it ended, and why',
      rationaleGiven: true,
      appealRightStated: true,
    });
  }
}

/** The case is closed with that reason once everyone is told; the course ends. */
export function closed(walk: Walk, reason: string): never {
  if (reason !== 'consentWithdrawn') lastWord(walk);
  walk.tell('CASE_CLOSED', { closedOn: walk.day, reason, words: 'Everyone is told' });
  throw new CourseEnds(reason);
}

function returned(walk: Walk): void {
  const { chance } = walk;
  const gap = chance.of(WORDS.gaps);
  walk.tell('CHECKLIST_QUALITY_ASSURED', { complete: false, gaps: [gap] });
  walk.wait(0, 4);
  walk.must('CHECKLIST_RETURNED', { returnedOn: walk.day, missing: [gap] });
  walk.wait(0, 6);
  toldReferrer(walk);
  walk.wait(2, 30);
  if (chance.happens(0.3)) closed(walk, 'notProceeding');
  received(walk);
}

function notProceeding(walk: Walk): void {
  const { chance } = walk;
  walk.must('CHECKLIST_NOT_PROCEEDED', { decidedOn: walk.day, reason: chance.of(WORDS.outcomes) });
  walk.wait(0, 7);
  toldReferrer(walk);
  walk.wait(1, 12);
  if (!chance.happens(0.3)) return closed(walk, 'notProceeding');
  walk.must('DISAGREEMENT_RAISED', { raisedOn: walk.day, by: 'family', what: 'The diary was not read' });
  walk.wait(2, 10);
  const outcome = chance.of(['close', 'close', 'proceed']);
  const content = { resolvedOn: walk.day, given: ['advice'], outcome, notes: 'What the nurses explained' };
  walk.must('LOCAL_RESOLUTION_RECORDED', content);
  if (outcome === 'close') {
    walk.wait(1, 5);
    toldReferrer(walk);
    closed(walk, 'notProceeding');
  }
}

/** From the checklist to the decision to assess: returned, refused and disputed now and then; often late. */
export function referral(walk: Walk): void {
  const { chance, world } = walk;
  received(walk);
  if (chance.happens(0.85)) {
    walk.wait(0, 2);
    assessorNamed(walk);
  }
  walk.wait(0, 4);
  if (chance.happens(0.15)) returned(walk);
  walk.tell('CHECKLIST_QUALITY_ASSURED', { complete: true, gaps: [] });
  walk.wait(0, chance.happens(0.2) ? 20 : 4);
  if (walk.telling.record.processes['consent-1']?.value !== 'given') {
    walk.wait(1, 8);
    walk.tell('CONSENT_GIVEN', consent(walk.ago(1)));
  }
  if (chance.happens(0.22)) notProceeding(walk);
  else {
    walk.must('CHECKLIST_PROCEEDED', { decidedOn: walk.day, rationale: chance.of(WORDS.rationales) });
    walk.wait(0, chance.happens(0.15) ? 15 : 4);
    toldReferrer(walk);
  }
  assessorNamed(walk);
  if (chance.happens(0.3)) {
    walk.tell(
      'COMMISSIONER_DETERMINED',
      {
        organisation: 'cheshire-and-merseyside-icb',
        basis: 'Registered with a practice of the area',
        determinedOn: walk.day,
        inDoubt: false,
      },
      chance.of(world.cast.managers),
    );
  }
}
