import { dateInWords } from '../calendar/local-date.js';
import type { EventOf, StoredEvent } from '../protocol/events.js';
import type { Situation } from '../protocol/process.js';
import { keysOf, live } from '../protocol/record.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { partInWords } from '../protocol/words.js';
import type { CaseEvents } from './case.events.js';

type S = Situation<object>;
/** The naming of an assessor, by itself or as part of what was taken on. */
type Naming = StoredEvent<{ assessor: string }>;

/** ROL-7: a health professional experienced with children's complex needs, by recorded competence. */
const assessorIsCompetent = ({ content, evidence }: Naming, s: S) => {
  const competence = s.protocol.parameters.assessorCompetence.value;
  return evidence.people?.[content.assessor]?.competences.includes(competence)
    ? null
    : refuse(
        'ROL-7',
        "Assessments are done by someone experienced with children's complex needs; no such competence is recorded for this person.",
        [`the competence '${competence}'`],
      );
};

/** ROL-1: whoever is named holds a role that assesses. */
const assessorAssesses = ({ content, evidence }: Naming, s: S) => {
  const roles = evidence.people?.[content.assessor]?.roles ?? [];
  const assessing = s.protocol.parameters.ownerRoles.value['assessor'] ?? [];
  return roles.some((role) => assessing.includes(role))
    ? null
    : refuse('ROL-1', 'This person holds no role of an assessor today.', ['such a role']);
};

const knownOf = ({ content, evidence: { assessor } }: Naming) =>
  assessor?.person === content.assessor ? assessor : undefined;

/** ROL-1: a named assessor is there for the family. */
const assessorIsThere = (event: Naming) => {
  const known = knownOf(event);
  if (!known?.absent) return null;
  const until = known.absentUntil ? `until ${dateInWords(known.absentUntil)}` : 'until further notice';
  return refuse('ROL-1', `This person is away ${until}.`, ['an assessor who is there']);
};

/** PAN-3: whoever decides on the case does not become its assessor. */
const assessorIsNotOnPanel = (event: Naming) =>
  knownOf(event)?.onPanel
    ? refuse('PAN-3', 'This person sits on the panel that has the case on its agenda.', [
        'an assessor who does not decide on the case',
      ])
    : null;

/** HNA-8: whoever quality assured the assessment under way stays its second person, and does not become its assessor. */
const assessorIsNotSecondPerson = ({ content }: Naming, s: S) => {
  const judged = [...live(s.record, 'assessment'), ...live(s.record, 'panelItem')].flatMap(
    (process) => keysOf(process)['assessment'] ?? [],
  );
  const part = s.record.participations.find(
    ({ person, part: what, keys }) =>
      person === content.assessor && what === 'qualityAssurance' && judged.includes(keys['assessment'] ?? ''),
  );
  return part
    ? refuse(
        'HNA-8',
        `An assessment is signed off by a second person, and this one ${partInWords(part.part)} (entry ${part.seq}).`,
        ['an assessor who did not quality assure this assessment'],
      )
    : null;
};

const CHECKS = [
  assessorIsCompetent,
  assessorAssesses,
  assessorIsThere,
  assessorIsNotOnPanel,
  assessorIsNotSecondPerson,
];

/**
 * Every reason against whoever becomes the assessor (ROL-1, ROL-7, PAN-3, HNA-8): the one rule of naming somebody, of
 * giving cases to somebody else, and of correcting who was named. None where nobody is named. Whether they are away or on
 * the panel counts where that is known of them: as they are named, and as a correction names them.
 */
export const assessorMayBeNamed = (
  event: EventOf<CaseEvents, 'ASSESSOR_NAMED'> | EventOf<CaseEvents, 'CASE_TAKEN_ON'>,
  s: S,
): Refusal[] =>
  event.content.assessor === undefined ? [] : CHECKS.flatMap((check) => check(event as Naming, s) ?? []);
