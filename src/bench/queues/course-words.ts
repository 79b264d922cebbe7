import type { ProtocolData } from '../../../workflows/protocol/index.js';
import type { Chance } from './chance.js';

/** The words of the corpus: short, as people write them, and about nobody. */
export const WORDS = {
  services: ['Community nursing', 'School nursing', 'Short breaks', 'Therapy at school', 'Hospice nights'],
  outcomes: ['Cannot cover the nights', 'Gives what it can by day', 'Visits twice a week'],
  unmet: ['Care through the night', 'Someone trained in suction', 'Two people whenever awake'],
  rationales: ['The needs are more than services can meet', 'As the reports show', 'As the levels show'],
  gaps: ['Signed consent', 'The report of the paediatrician', 'Which services were tried'],
  abouts: ['How the nights are', 'Dates for a visit', 'What school says', 'A change of carer'],
};

const PROFESSIONS = [
  'community-nurse',
  'community-childrens-nurse',
  'consultant-psychiatrist',
  'school-nurse',
];

/** What a checklist says, drawn from the protocol's lists. */
export function checklist(
  chance: Chance,
  { parameters }: ProtocolData,
  receivedOn: string,
  referrer: string,
) {
  const kinds = parameters.needKinds.value.map(({ slug }) => slug);
  const first = chance.of(kinds);
  const second = chance.of(kinds);
  return {
    receivedOn,
    referrer,
    setting: chance.of(parameters.referrerSettings.value).slug,
    profession: chance.of(PROFESSIONS),
    needs: chance.happens(0.3) && second !== first ? [first, second] : [first],
    servicesExplored: [{ service: chance.of(WORDS.services), outcome: chance.of(WORDS.outcomes) }],
    unmetNeeds: [chance.of(WORDS.unmet)],
    attendees: [{ person: referrer, discipline: 'health' }],
  };
}

/** A level of every care domain: low ones, and where there is a need, enough that are not. */
export function levels(
  chance: Chance,
  { decisionSupport }: ProtocolData,
  need: boolean,
): Map<string, string> {
  const scored = new Map(
    decisionSupport.domains.map(({ slug, levels: known }) => [slug, known[chance.between(0, 2)] ?? '']),
  );
  const severe = decisionSupport.domains.filter(({ levels: known }) => known.includes('severe'));
  if (need) scored.set(chance.of(severe).slug, 'severe');
  return scored;
}

/** Consent as it is signed. */
export const consent = (signedOn: string) => ({
  capacity: 'parent',
  givenBy: 'The mother',
  scope: ['assessment', 'sharing'],
  signedOn,
  document: 'Signed form, scanned to the record',
});
