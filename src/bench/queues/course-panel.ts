import { addDays, type LocalDate } from '../../../workflows/protocol/index.js';
import { closed } from './course-referral.js';
import { levels, WORDS } from './course-words.js';
import { CourseEnds, type Walk } from './walk.js';

/** What the assessment came to, which the panel mostly follows. */
export interface Recommended {
  eligible: boolean;
  packageNeeded: boolean;
}

function evidenceGathered(walk: Walk, need: boolean): void {
  const { chance, world } = walk;
  const { cast } = world;
  walk.wait(3, chance.happens(0.2) ? 30 : 12);
  walk.must('MDT_HELD', {
    heldOn: walk.day,
    chairedBy: walk.assessor.id,
    attendance: [
      { person: walk.assessor.id, discipline: 'health' },
      { person: walk.socialWorker.id, discipline: 'socialCare' },
      { person: cast.teacher.id, discipline: 'education' },
      { person: cast.mother.id, discipline: 'parentCarer' },
    ],
    apologies: [],
    missing: [],
  });
  walk.wait(0, 2);
  for (const area of ['preferences', 'holistic', 'mdtReports']) {
    const content = {
      area,
      kind: 'report',
      dated: walk.ago(chance.between(0, 20)),
      heldAt: 'The shared record',
    };
    walk.must('EVIDENCE_RECORDED', content);
  }
  if (chance.happens(0.4)) {
    walk.tell('VOICE_RECORDED', { stage: 'assessment', whose: 'both', said: 'At home', gathered: 'A visit' });
  }
  walk.wait(0, 3);
  for (const [domain, level] of levels(chance, world.rules.protocol, need)) {
    walk.must('DOMAIN_SCORED', { domain, level, evidence: 'As the reports show' });
  }
}

/** The multi-disciplinary assessment up to its sign-off by a second person. */
export function assessment(walk: Walk): Recommended {
  const { chance, world } = walk;
  const eligible = chance.happens(0.75);
  const packageNeeded = eligible && chance.happens(0.85);
  evidenceGathered(walk, eligible);
  walk.wait(0, 4);
  walk.must('RECOMMENDATION_MADE', {
    completedOn: walk.day,
    eligible,
    packageNeeded,
    rationale: chance.of(WORDS.rationales),
  });
  if (chance.happens(0.5))
    walk.tell('VIEW_RECORDED', { party: 'parent', view: chance.of(['agree', 'disagree']) });
  walk.wait(0, chance.happens(0.15) ? 12 : 3);
  const questions = world.rules.protocol.parameters.qualityAssuranceQuestions.value;
  const answers = questions.map(({ slug }) => ({ question: slug, yes: true }));
  walk.must('ASSESSMENT_QUALITY_ASSURED', { answers }, walk.second);
  return { eligible, packageNeeded };
}

/** Puts the case on the agenda of a meeting whose papers are open, and goes on to the day of the meeting. */
function listed(walk: Walk): LocalDate {
  const { panels, cast } = walk.world;
  const meetsOn = panels.openOn(addDays(walk.day, walk.chance.of([0, 0, 7, 21])));
  const meeting = panels.evidence(meetsOn, 'arranged');
  walk.must('ITEM_LISTED', { meeting: meeting.id }, cast.coordinator, { meeting });
  walk.goTo(meetsOn);
  return meetsOn;
}

function deferred(walk: Walk, meetsOn: LocalDate): LocalDate {
  const { panels, cast } = walk.world;
  const next = panels.onOrAfter(addDays(meetsOn, 28));
  walk.must(
    'ITEM_DEFERRED',
    { reason: 'A report is not there', wanted: [{ what: 'The sleep study', from: 'The respiratory team' }] },
    cast.chair,
    { meeting: panels.evidence(meetsOn, 'held'), nextMeeting: { id: panels.idOn(next), heldOn: next } },
  );
  walk.wait(3, 18);
  walk.must('INFORMATION_RECEIVED', { nth: 1, receivedOn: walk.day, heldAt: 'The shared record' });
  return listed(walk);
}

function decided(walk: Walk, meetsOn: LocalDate, { eligible, packageNeeded }: Recommended): void {
  const { panels, cast } = walk.world;
  walk.must(
    'PANEL_DECIDED',
    {
      outcome: eligible ? 'eligible' : 'notEligible',
      ...(eligible ? { packageNeeded } : {}),
      rationale: walk.chance.of(WORDS.rationales),
      evidenceReliedOn: 'The decision support tool and the reports',
      dueRegard: 'Considered',
      disagreements: [],
      positions: [
        { organisation: cast.chair.evidence.organisation, person: cast.chair.id, position: 'agree' },
        {
          organisation: cast.commissioner.evidence.organisation,
          person: cast.commissioner.id,
          position: 'agree',
        },
      ],
    },
    cast.chair,
    { meeting: panels.evidence(meetsOn, 'held'), nextMeeting: null },
  );
}

const told = (walk: Walk, recipient: string, how: string): boolean =>
  walk.tell('NOTICE_GIVEN', {
    recipient,
    how,
    toldOn: walk.day,
    said: 'The outcome, the reasons, and how to appeal',
    rationaleGiven: true,
    appealRightStated: true,
  });

/** Everyone who is owed word of the decision is told, some of them late. */
function everyoneTold(walk: Walk): void {
  const { chance } = walk;
  walk.wait(0, chance.happens(0.2) ? 10 : 3);
  told(walk, 'family', 'telephone');
  walk.wait(0, chance.happens(0.2) ? 12 : 4);
  told(walk, 'family', 'letter');
  for (const recipient of ['keyProfessionals', 'gp', 'paediatrician', 'localAuthority']) {
    if (chance.happens(0.2)) walk.wait(0, 3);
    told(walk, recipient, 'email');
  }
  if (walk.telling.record.facts.ehcp?.status === 'inPlace') told(walk, 'ehcpCoordinator', 'email');
}

/** The joint panel decides, deferring now and then; who is not eligible is told and the case closed. */
export function panel(walk: Walk, recommended: Recommended): void {
  const { chance } = walk;
  walk.wait(0, 4);
  let meetsOn = listed(walk);
  if (chance.happens(0.12)) meetsOn = deferred(walk, meetsOn);
  decided(walk, meetsOn, recommended);
  everyoneTold(walk);
  if (recommended.eligible) return;
  walk.wait(1, 10);
  if (chance.happens(0.9)) closed(walk, 'notEligible');
  throw new CourseEnds('not eligible');
}
