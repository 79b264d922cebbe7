import { consentMissing } from '../consent/consent.js';
import { levelRefused, readGuide, unscoredDomains } from '../decision-support/guide.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { live, written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, listedInWords, partInWords } from '../protocol/words.js';
import type { AssessmentEvents } from './assessment.events.js';

/** What an open assessment knows. */
export interface AssessmentFacts {
  mdtHeldOn: string | null;
  /** Areas of evidence that are present. */
  areas: readonly string[];
  /** Areas whose absence was explained. */
  explained: readonly string[];
  levels: Record<string, string>;
  domainsEvidenced: readonly string[];
  recommendation: {
    seq: number;
    by: string | null;
    eligible: boolean;
    packageNeeded: boolean;
    completedOn: string;
  } | null;
  views: readonly string[];
  referralsOut: number;
  referralsAnswered: number;
  sentBack: number;
  signedOffBy: string | null;
}

type S = Situation<AssessmentFacts>;
type Recommendation = EventOf<AssessmentEvents, 'RECOMMENDATION_MADE'>;
type Mdt = EventOf<AssessmentEvents, 'MDT_HELD'>;
type Score = EventOf<AssessmentEvents, 'DOMAIN_SCORED'>;
type QualityAssurance = EventOf<AssessmentEvents, 'ASSESSMENT_QUALITY_ASSURED'>;

/** HNA-1: a discipline that should be at the meeting attended, sent a report, or its absence has a reason. */
export const everyDisciplineAccountedFor = ({ content }: Mdt, s: S) => {
  const accounted = new Set<string>([
    ...content.attendance.map(({ discipline }) => discipline),
    ...content.apologies.filter(({ report }) => report).map(({ discipline }) => discipline),
    ...content.missing.map(({ discipline }) => discipline),
  ]);
  const unaccounted = s.protocol.parameters.mdtDisciplines.value.filter(
    (discipline) => !accounted.has(discipline),
  );
  return unaccounted.length > 0
    ? refuse(
        'HNA-1',
        'Each discipline attends the meeting, sends a report, or its absence has a reason.',
        unaccounted.map(
          (discipline) => `${inWords(discipline)}: attendance, a report, or the reason it was missing`,
        ),
      )
    : null;
};

/** HNA-10: an answer comes to a referral that was made, and once. */
export const referralWaitsForAnswer = ({ facts }: S) =>
  facts.referralsAnswered < facts.referralsOut
    ? null
    : refuse('HNA-10', 'No referral to another agency waits for its answer.', [
        'a referral to another agency',
      ]);

/** HNA-3: a level that a domain does not have is refused. */
export const domainHasLevel = ({ content }: Score, s: S) => {
  const why = levelRefused(content.domain, content.level, s.protocol);
  return why ? refuse('HNA-3', why) : null;
};

/** HNA-2, HNA-5: area and kind of evidence are of the protocol's lists, and the care domain is one of the tool's. */
export const evidenceIsOfAKnownKind = (
  { content }: { content: { area: string; kind?: string; domain?: string } },
  s: S,
) => {
  const areas = s.protocol.parameters.evidenceAreas.value;
  const kinds = s.protocol.parameters.evidenceKinds.value;
  const domains = s.protocol.decisionSupport.domains.map(({ slug }) => slug);
  return [
    ...(areas.includes(content.area)
      ? []
      : [
          refuse(
            'HNA-2',
            `'${content.area}' is no area of evidence.`,
            listedInWords(areas.map((slug) => ({ slug, title: inWords(slug) }))),
          ),
        ]),
    ...(content.kind === undefined || kinds.some(({ slug }) => slug === content.kind)
      ? []
      : [refuse('HNA-5', `'${content.kind}' is no kind of evidence.`, listedInWords(kinds))]),
    ...(content.domain === undefined || domains.includes(content.domain)
      ? []
      : [refuse('HNA-3', `There is no care domain '${content.domain}' in the decision support tool.`)]),
  ];
};

/** HNA-2: each of the four areas of evidence is present or its absence explained. */
export const fourAreasOfEvidence = (s: S) => {
  const missing = s.protocol.parameters.evidenceAreas.value.filter(
    (area) => !s.facts.areas.includes(area) && !s.facts.explained.includes(area),
  );
  return missing.length > 0
    ? refuse(
        'HNA-2',
        'No recommendation until each of the four areas of evidence is present or its absence is explained.',
        missing.map((area) => `${inWords(area)}, or why there is none`),
      )
    : null;
};

/** HNA-3: all care domains have a level. */
export const everyCareDomainIsScored = (s: S) => {
  const missing = unscoredDomains(s.facts.levels, s.protocol);
  return missing.length > 0
    ? refuse('HNA-3', 'Every care domain has its level before the recommendation.', missing)
    : null;
};

/** HNA-1: the multi-disciplinary team has met. */
export const teamHasMet = (s: S) =>
  s.facts.mdtHeldOn === null
    ? refuse('HNA-1', 'The CCCSN convenes the multi-disciplinary team before recommending.', [
        'the MDT meeting, as it was held',
      ])
    : null;

/** HNA-4: a recommendation against the guide says why; the guide is read once every care domain has its level. */
export const againstTheGuideSaysWhy = ({ content }: Recommendation, s: S) => {
  if (unscoredDomains(s.facts.levels, s.protocol).length > 0) return null;
  const guide = readGuide(s.facts.levels, s.protocol);
  return guide.suggestsNeed !== content.eligible && !written(content.againstGuide)
    ? refuse('HNA-4', `${guide.words} A recommendation against it needs its own rationale.`, [
        'why the recommendation differs from the guide',
      ])
    : null;
};

/** HNA-7: an eligible child may or may not need a package; the recommendation says which. */
export const saysWhetherPackage = ({ content }: Recommendation) =>
  content.eligible && content.packageNeeded === undefined
    ? refuse(
        'HNA-7',
        'A child with a continuing care need may not need a package: say whether one is recommended.',
        ['whether a package of care is needed'],
      )
    : null;

/** HNA-8: every question is answered, and a "no" has its reason. */
export const everyQuestionAnswered = ({ content }: QualityAssurance, s: S) => {
  const questions = s.protocol.parameters.qualityAssuranceQuestions.value;
  const bySlug = new Map(content.answers.map((answer) => [answer.question, answer]));
  const missing = questions.flatMap(({ slug, text }) => {
    const answer = bySlug.get(slug);
    if (!answer) return [text];
    return answer.yes || written(answer.reason) ? [] : [`${text} - the reason for the "no"`];
  });
  const unknown = content.answers.filter(({ question }) => !questions.some(({ slug }) => slug === question));
  return [
    ...(missing.length > 0
      ? [refuse('HNA-8', 'Quality assurance answers every question; a "no" gives its reason.', missing)]
      : []),
    ...unknown.map(({ question }) =>
      refuse('HNA-8', `There is no question '${question}' in the quality assurance.`),
    ),
  ];
};

/** HNA-8: who signs off is a second person, who neither recommended nor took part in the assessment. */
export const signedOffBySecondPerson = (s: S) => {
  const who = s.event.by.person;
  const part = s.record.participations.find(
    ({ person, keys, part: what }) =>
      person === who && keys['assessment'] === s.process.id && what !== 'qualityAssurance',
  );
  return part
    ? refuse(
        'HNA-8',
        `A second person signs off the assessment. You yourself ${partInWords(part.part)} (entry ${part.seq}).`,
        ['someone who took no part in this assessment'],
      )
    : null;
};

/** CHK-3: sign-off is for sharing with the panel, so consent to sharing stands. */
export const consentToShare = (s: S) => {
  const missing = consentMissing(s.record, 'sharing');
  return missing ? refuse('CHK-3', 'The pack is shared with the panel only with consent.', [missing]) : null;
};

/** PAN-1: an assessment is not opened under a panel that has it on its agenda. */
export const notOnAnAgenda = (s: S) => {
  const item = live(s.record, 'panelItem').find(({ keys }) => keys['assessment'] === s.process.id);
  return item?.value === 'listed'
    ? refuse('PAN-1', 'The case is on an agenda; take it off before the assessment is opened again.', [
        'the item taken off the agenda',
      ])
    : null;
};
