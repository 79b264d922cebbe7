import type { Actor, PersonEvidence, PlaceData } from '../../../workflows/protocol/index.js';
import type { Directory } from '../../directory/directory.js';
import type { Discipline, NewPerson } from '../../directory/person.js';
import { idOf } from './chance.js';

/** Someone of the corpus: what the directory holds of them, and what events keep. */
export interface Member {
  id: string;
  name: string;
  evidence: PersonEvidence;
}

/** Everyone the histories of the corpus speak of. */
export interface Cast {
  assessors: readonly Member[];
  managers: readonly Member[];
  referrers: readonly Member[];
  socialWorkers: readonly Member[];
  teacher: Member;
  mother: Member;
  carer: Member;
  coordinator: Member;
  chair: Member;
  healthMember: Member;
  commissioner: Member;
  educationLead: Member;
  chiefNurse: Member;
}

const NOBODY: PersonEvidence = {
  roles: [],
  organisation: null,
  discipline: null,
  clinician: false,
  commissioner: false,
  delegatedLimitPence: null,
  competences: [],
};
const ICB = 'cheshire-and-merseyside-icb';
const COUNCIL = 'sefton-council';

const member = (name: string, evidence: Partial<PersonEvidence>): Member => ({
  id: idOf(`person ${name}`),
  name,
  evidence: { ...NOBODY, ...evidence },
});

const several = (count: number, name: string, evidence: Partial<PersonEvidence>): Member[] =>
  Array.from({ length: count }, (_, at) => member(`${name} ${at + 1}`, evidence));

const clinical = { discipline: 'health', clinician: true };

/** The people of the corpus, so many of them assessors with the competence that is asked of an assessor. */
export const castOf = (assessors: number, competence: string): Cast => ({
  assessors: several(assessors, 'Bench assessor', {
    ...clinical,
    roles: ['nurseAssessor'],
    organisation: 'mlcsu',
    competences: [competence, 'qualified-nurse'],
  }),
  managers: several(4, 'Bench manager', { roles: ['manager'], organisation: 'mlcsu' }),
  referrers: several(12, 'Bench referrer', {
    ...clinical,
    roles: ['referrer'],
    competences: ['qualified-nurse'],
  }),
  socialWorkers: several(8, 'Bench social worker', {
    roles: ['councilOfficer'],
    organisation: COUNCIL,
    discipline: 'socialCare',
  }),
  teacher: member('Bench teacher', {
    roles: ['councilOfficer'],
    organisation: COUNCIL,
    discipline: 'education',
  }),
  mother: member('A mother', {}),
  carer: member('Bench carer', { ...clinical, competences: ['qualified-nurse'] }),
  coordinator: member('Bench coordinator', { roles: ['panelCoordinator'], organisation: 'mlcsu' }),
  chair: member('Bench chair', {
    ...clinical,
    roles: ['panelChair', 'panelMember'],
    organisation: ICB,
    delegatedLimitPence: 500_000,
  }),
  healthMember: member('Bench panel nurse', {
    ...clinical,
    roles: ['panelMember'],
    organisation: ICB,
    delegatedLimitPence: 80_000,
  }),
  commissioner: member('Bench commissioner', {
    roles: ['panelMember'],
    organisation: COUNCIL,
    discipline: 'socialCare',
    commissioner: true,
    delegatedLimitPence: 500_000,
  }),
  educationLead: member('Bench head of inclusion', {
    roles: ['panelMember'],
    organisation: COUNCIL,
    discipline: 'education',
    delegatedLimitPence: 60_000,
  }),
  chiefNurse: member('Bench chief nurse', { roles: ['chiefNurse'], organisation: ICB, clinician: true }),
});

/** Everyone, once. */
export const everyone = (cast: Cast): Member[] => Object.values(cast).flat() as Member[];

/** The person as the events they record keep them. */
export const actorOf = ({ id, evidence: { roles, organisation } }: Member): Actor => ({
  person: id,
  roles,
  organisation,
});

const asPerson = ({ id, name, evidence }: Member, team: string | null): NewPerson => ({
  ...evidence,
  id,
  name,
  team,
  discipline: evidence.discipline as Discipline | null,
});

/** Puts everyone into the directory of the place, under ids of their own; assessors into its teams in turn. */
export async function enterCast(directory: Directory, { id, teams }: PlaceData, cast: Cast): Promise<void> {
  for (const one of everyone(cast)) {
    const nth = cast.assessors.indexOf(one);
    const team = nth < 0 ? undefined : teams[nth % Math.max(1, teams.length)];
    await directory.putPerson(id, asPerson(one, team?.id ?? null));
  }
}
