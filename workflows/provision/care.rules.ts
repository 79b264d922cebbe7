import type { StoredEvent } from '../protocol/events.js';
import type { ContentOf } from '../protocol/fields.js';
import type { Situation } from '../protocol/process.js';
import { written } from '../protocol/record.js';
import { refuse, type Refusal } from '../protocol/refusal.js';
import { listedInWords } from '../protocol/words.js';
import type { Choice } from '../timescales/parameters.js';
import type { Assurance, Carer, CareFacts } from './assurances.js';
import {
  isResidential,
  type assuranceFields,
  type carerFields,
  type contingencyFields,
  type elementFields,
} from './care.fields.js';

type AssuranceContent = ContentOf<typeof assuranceFields>;
type CarerContent = ContentOf<typeof carerFields>;
type ContingencyContent = ContentOf<typeof contingencyFields>;
type PlacedContent = ContentOf<typeof elementFields>;
type S = Situation<CareFacts>;

/** A refusal of the words given that are on no list of the protocol version; null where all are. */
export function notListed(
  clause: string,
  what: string,
  given: readonly string[],
  list: readonly Choice[],
): Refusal | null {
  const unknown = [...new Set(given)].filter((word) => !list.some(({ slug }) => slug === word));
  return unknown.length > 0
    ? refuse(
        clause,
        `The protocol does not list ${unknown.join(', ')} among the ${what}.`,
        listedInWords(list),
      )
    : null;
}

/** PRV-1: a carer's tasks are those the protocol version lists. */
export const tasksAreKnown = ({ content }: StoredEvent<CarerContent>, s: S) =>
  notListed('PRV-1', 'tasks of a carer', content.tasks, s.protocol.parameters.careTasks.value);

/** PRV-1: there is a carer who could be taken off. */
export const somebodyGivesCare = (s: S) =>
  s.facts.carers.length === 0
    ? refuse('PRV-1', 'No carer is named.', ['a carer, named with their tasks'])
    : null;

/** PRV-1: only a carer who was named is spoken of. */
export const carerIsNamed = ({ content }: StoredEvent<{ carer: string }>, s: S) =>
  s.facts.carers.length === 0 || s.facts.carers.some(({ person }) => person === content.carer)
    ? null
    : refuse('PRV-1', 'This person is not named as a carer of the package.', [
        'the carer, named with their tasks',
      ]);

/** PRV-1: an assurance is of a kind the protocol version asks for, and of a task its carer does. */
export const assuranceHasItsSubject = ({ content }: StoredEvent<AssuranceContent>, s: S) => {
  const kind = s.protocol.parameters.assuranceKinds.value.find(({ slug }) => slug === content.kind);
  if (!kind) {
    return refuse(
      'PRV-1',
      `The protocol asks for no assurance '${content.kind}'.`,
      listedInWords(s.protocol.parameters.assuranceKinds.value),
    );
  }
  if (kind.per === 'package') {
    return content.carer || content.task
      ? refuse('PRV-1', `The ${kind.title} is for the package as a whole, not for one carer or task.`)
      : null;
  }
  const carer = s.facts.carers.find(({ person }) => person === content.carer);
  if (!carer) {
    return refuse('PRV-1', `The ${kind.title} is of a carer who was named.`, [
      'the carer, named with their tasks',
    ]);
  }
  return content.task && carer.tasks.includes(content.task)
    ? null
    : refuse('PRV-1', `The ${kind.title} is of a task this carer does.`, [
        `one of the tasks ${carer.tasks.join(', ')}`,
      ]);
};

/** PRV-1: plans of care and risk assessments are by qualified nurses. */
export const assuredByTheRightPerson = ({ content, evidence }: StoredEvent<AssuranceContent>, s: S) => {
  const kind = s.protocol.parameters.assuranceKinds.value.find(({ slug }) => slug === content.kind);
  if (!kind?.competence) return null;
  return evidence.people?.[content.assuredBy]?.competences.includes(kind.competence)
    ? null
    : refuse('PRV-1', `The ${kind.title} is by a qualified nurse.`, [
        `someone with the competence '${kind.competence}'`,
      ]);
};

/** PRV-1: nobody assures their own care. */
export const nobodyAssuresThemselves = ({ content }: StoredEvent<AssuranceContent>) =>
  content.carer !== undefined && content.carer === content.assuredBy
    ? refuse('PRV-1', 'A carer does not sign off their own training or competency.', [
        'someone else who assures it',
      ])
    : null;

/** PRV-1: an assurance cannot end before it is given. */
export const assuranceEndsAfterItBegins = ({ content, on }: StoredEvent<AssuranceContent>) =>
  content.expiresOn && content.expiresOn < (content.assuredOn ?? on)
    ? refuse('PRV-1', 'An assurance cannot hold until a day before it was given.')
    : null;

/** What is checked of an assurance, before a package commences and after. */
export const assuranceChecks = [
  assuranceHasItsSubject,
  assuredByTheRightPerson,
  nobodyAssuresThemselves,
  assuranceEndsAfterItBegins,
] as const;

/** The carer an event names. */
export const carerOf = ({ carer, kind, tasks }: CarerContent): Carer => ({
  person: carer,
  kind,
  tasks: [...new Set(tasks)],
});

/** The assurance an event records. */
export const assuranceOf = ({ content, on }: StoredEvent<AssuranceContent>): Assurance => ({
  kind: content.kind,
  carer: content.carer ?? null,
  task: content.task ?? null,
  assured: content.status === 'assured',
  assuredOn: content.assuredOn ?? on,
  expiresOn: content.expiresOn ?? null,
});

/** PRV-4: residential care has its reason, and the council places. */
export const residentialCareIsJustified = ({ content }: StoredEvent<PlacedContent>) => {
  const residential = content.elements.some(isResidential);
  const missing = [
    ...(written(content.residentialReason)
      ? []
      : ['which other interventions failed, or why it is in the best interest']),
    ...(content.councilDecisionOn ? [] : ["the day of the council's decision to place"]),
  ];
  return residential && missing.length > 0
    ? refuse(
        'PRV-4',
        'Residential care only when other interventions failed or it is in the best interest of the child; the council places.',
        missing,
      )
    : null;
};

/** PRV-5, PRV-10: each element's level of skill and kind of provider are ones the protocol version lists. */
export const elementsAreKnown = ({ content }: StoredEvent<PlacedContent>, s: S) => {
  const { skills, providerKinds } = s.protocol.parameters;
  return [
    notListed(
      'PRV-10',
      'levels of skill',
      content.elements.map(({ skill }) => skill),
      skills.value,
    ),
    notListed(
      'PRV-5',
      'kinds of provider',
      content.elements.map(({ providerKind }) => providerKind),
      providerKinds.value,
    ),
  ].flatMap((refusal) => refusal ?? []);
};

/** PRV-8: a contingency plan is agreed by all, and is not hospital unless health needs warrant it. */
export const contingencyStands = ({ content }: StoredEvent<ContingencyContent>, s: S) => {
  const unknown = notListed(
    'PRV-8',
    'contingencies',
    [content.against],
    s.protocol.parameters.contingencies.value,
  );
  const disagree = [
    ...(content.agreedByFamily ? [] : ['agreement of the family']),
    ...(content.agreedByChild === 'notAgreed' ? ['agreement of the child or young person'] : []),
    ...(content.agreedByAgencies ? [] : ['agreement of the agencies']),
  ];
  return [
    ...(unknown ? [unknown] : []),
    ...(disagree.length > 0
      ? [
          refuse(
            'PRV-8',
            'A contingency plan is agreed between the family, the child and the agencies.',
            disagree,
          ),
        ]
      : []),
    ...(content.hospital && !written(content.hospitalReason)
      ? [
          refuse('PRV-8', 'Hospital is not the contingency, unless health needs warrant it.', [
            'why health needs warrant hospital, or another plan',
          ]),
        ]
      : []),
  ];
};
