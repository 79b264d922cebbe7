import { dateInWords, addDays, type LocalDate } from '../calendar/local-date.js';
import { londonToInstant } from '../calendar/london-time.js';
import { ageOf } from '../protocol/age.js';
import { consentMissing } from '../consent/consent.js';
import { levelRefused } from '../decision-support/guide.js';
import type { EventOf } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { written } from '../protocol/record.js';
import { refuse } from '../protocol/refusal.js';
import { inWords, listedInWords } from '../protocol/words.js';
import { unknownNeeds } from './need-kinds.js';
import type { ReferralEvents } from './referral.events.js';

/** What a referral knows. */
export interface ReferralFacts {
  firstReceivedOn: LocalDate | null;
  receivedOn: LocalDate | null;
  receipts: number;
  needs: readonly string[];
  servicesExplored: number;
  unmetNeeds: number;
  disciplines: readonly string[];
  /** How many things the last quality assurance found missing. */
  gaps: number;
  returns: number;
  /** A referral from 17 that a nurse assessor keeps here (TRA-7). */
  keptHere: boolean;
}

type S = Situation<ReferralFacts>;
type Received = EventOf<ReferralEvents, 'CHECKLIST_RECEIVED'>;
type QualityAssured = EventOf<ReferralEvents, 'CHECKLIST_QUALITY_ASSURED'>;
type Resolved = EventOf<ReferralEvents, 'LOCAL_RESOLUTION_RECORDED'>;

const forAdultTeam = (s: S): boolean =>
  s.record.facts.standing === 'undecided' &&
  ageOf(s, s.facts.firstReceivedOn ?? s.event.on) >= s.protocol.parameters.straightToAdultTeamFromAge.value;

/** SCO-2: at least one kind of need. */
export const needIsNamed = (s: S) =>
  s.facts.needs.length === 0
    ? refuse('SCO-2', 'The referral does not say where the need arises.', ['at least one kind of need'])
    : null;

/** CHK-2: universal and specialist services first, and at least one need they leave unmet. */
export const servicesCameFirst = (s: S) => {
  const missing = [
    ...(s.facts.servicesExplored === 0
      ? ['the universal and specialist services explored, with their outcome']
      : []),
    ...(s.facts.unmetNeeds === 0 ? ['at least one unmet need'] : []),
  ];
  return missing.length > 0
    ? refuse(
        'CHK-2',
        'Universal and specialist services come first, and the referral says which needs are left unmet.',
        missing,
      )
    : null;
};

/** CHK-4: a health professional is among those who complete the checklist. */
export const healthTookPart = (s: S) => {
  const missing = s.protocol.parameters.checklistDisciplines.value.filter(
    (discipline) => !s.facts.disciplines.includes(discipline),
  );
  return missing.length > 0
    ? refuse(
        'CHK-4',
        'The checklist was completed without a health professional; it goes back.',
        missing.map((discipline) => `a professional from ${inWords(discipline)} among those who complete it`),
      )
    : null;
};

/** CHK-9: an incomplete checklist goes back. */
export const nothingIsMissing = (s: S) =>
  s.facts.gaps > 0
    ? refuse('CHK-9', 'Quality assurance found the checklist incomplete; return it with what is missing.', [
        'a complete checklist',
      ])
    : null;

/** TRA-7: from 17 to the adult team, unless it is kept here. */
export const notForAdultTeam = (s: S) =>
  forAdultTeam(s) && !s.facts.keptHere
    ? refuse(
        'TRA-7',
        `From ${s.protocol.parameters.straightToAdultTeamFromAge.value} a new referral goes straight to the adult team, unless a nurse assessor keeps it here with a reason.`,
        ['the redirection, or the reason to keep it here'],
      )
    : null;

/** TRA-7: only a new referral from 17, of a young person without a package, is redirected or kept. */
export const isForAdultTeam = (s: S) =>
  forAdultTeam(s)
    ? null
    : refuse(
        'TRA-7',
        `Only a new referral from ${s.protocol.parameters.straightToAdultTeamFromAge.value}, of a young person without a package, goes to the adult team.`,
      );

/** CHK-6: a receipt dated back says why; both days are kept. */
export const backdatingSaysWhy = ({ content, on }: Received) =>
  content.receivedOn < on && !written(content.lateReason)
    ? refuse(
        'CHK-6',
        `The clock runs from the day of receipt. ${dateInWords(content.receivedOn)} is before today; say why it is recorded late.`,
        ['the reason for recording it late'],
      )
    : null;

/** CHK-5, CHK-9: sent before it is received, and received again only later. */
export const receivedInOrder = ({ content }: Received, s: S) => [
  ...(s.facts.receivedOn !== null && content.receivedOn < s.facts.receivedOn
    ? [refuse('CHK-9', 'A checklist that comes back cannot have been received before it was first received.')]
    : []),
  ...(content.sentOn && content.sentOn > content.receivedOn
    ? [refuse('CHK-5', 'The checklist cannot have been sent after it was received.')]
    : []),
];

/** CHK-1, SCO-2: setting and kinds of need are of the protocol's lists. */
export const wordsAreKnown = ({ content }: Received, s: S) => {
  const { referrerSettings } = s.protocol.parameters;
  return [
    ...(referrerSettings.value.some(({ slug }) => slug === content.setting)
      ? []
      : [
          refuse(
            'CHK-1',
            `'${content.setting}' is no setting a referral comes from.`,
            listedInWords(referrerSettings.value),
          ),
        ]),
    ...unknownNeeds(content.needs, s.protocol),
  ];
};

/** HNA-3: what the checklist says of a care domain is one of its levels, and is said once. */
export const careDomainsAreKnown = ({ content: { domains = [] } }: Received, s: S) =>
  domains.flatMap(({ domain, level }, at) => {
    const why = levelRefused(domain, level, s.protocol);
    if (why) return [refuse('HNA-3', why)];
    const before = domains.slice(0, at).some((other) => other.domain === domain);
    return before ? [refuse('HNA-3', `The care domain '${domain}' is answered twice.`)] : [];
  });

/** SCO-1: received before the 18th birthday. */
export const underEighteenOnReceipt = ({ content }: Received, s: S) => {
  const upTo = s.protocol.parameters.upToAge.value;
  return ageOf(s, content.receivedOn) >= upTo
    ? refuse(
        'SCO-1',
        `Children's continuing care ends at the ${upTo}th birthday; adult continuing healthcare (CHC) takes the referral.`,
        ['a referral to adult continuing healthcare'],
      )
    : null;
};

/** CHK-9: an incomplete checklist has its gaps named. */
export const gapsAreNamed = ({ content }: QualityAssured) =>
  !content.complete && content.gaps.length === 0
    ? refuse('CHK-9', 'An incomplete checklist goes back with what is missing.', ['what is missing'])
    : null;

/** CHK-6: nothing is decided on a checklist before the day it was received. */
export const decidedAfterReceipt =
  (day: 'decidedOn' | 'returnedOn' | 'redirectedOn') =>
  ({ content }: { content: Partial<Record<typeof day, LocalDate>> }, s: S) => {
    const on = content[day];
    return on !== undefined && s.facts.receivedOn !== null && on < s.facts.receivedOn
      ? refuse(
          'CHK-6',
          `The checklist was received on ${dateInWords(s.facts.receivedOn)}; nothing was decided on it before.`,
        )
      : null;
  };

/** CHK-8: proceeding after all needs what proceeding at once would have needed; the resolution settles the gaps. */
export const mayProceedAfterAll = ({ content }: Resolved, s: S) => {
  if (content.outcome !== 'proceed') return null;
  const missing = consentMissing(s.record, 'assessment');
  return [
    ...(missing ? [refuse('CHK-3', 'The assessment cannot start without valid consent.', [missing])] : []),
    ...[needIsNamed, servicesCameFirst, healthTookPart, notForAdultTeam].flatMap((need) => need(s) ?? []),
  ];
};

/** The day a receipt counts from: the day it arrived, or the next one after the cut-off where the place has one (CHK-6). */
export const receiptCountsFrom = ({ content, at, on }: Received, s: S): LocalDate => {
  const cutOff = s.protocol.parameters.receiptCutOff.value;
  const late = cutOff !== null && content.receivedOn === on && at > londonToInstant(`${on}T${cutOff}`);
  return late ? addDays(on, 1) : content.receivedOn;
};
