import { eventOf, inWords, type Fields, type ProtocolData } from '../../../../workflows/protocol/index.js';
import { contentOf, type Typed } from '../forms/content.js';
import { isBlank, readDraft, wordsAt, type Posted } from '../forms/draft.js';
import { boxesFrom, type Boxes } from '../forms/typed-from.js';

/** The event that a referral is sent by. */
export const SENT = 'CHECKLIST_RECEIVED';

/** A part of the checklist that has a page of its own. */
export interface ReferralPart {
  slug: string;
  title: string;
  /** What helps, under the heading of its page. */
  about: string;
  fields: readonly string[];
}

/** The parts of the checklist, in the order they are asked for. What they ask for is in the table of fields. */
export const PARTS: readonly ReferralPart[] = [
  {
    slug: 'referrer',
    title: 'Where the referral comes from',
    about: 'So that the nurses know whom to ask, and whom to tell of the decision.',
    fields: ['setting', 'profession', 'organisation'],
  },
  {
    slug: 'needs',
    title: 'What the needs are',
    about: 'Say where the need arises, and what is still not met with everything that is there now.',
    fields: ['needs', 'unmetNeeds'],
  },
  {
    slug: 'services',
    title: 'Services explored first',
    about:
      'Universal and specialist services come before continuing care. Name each one that was tried or asked, and what came of it.',
    fields: ['servicesExplored'],
  },
  {
    slug: 'domains',
    title: 'The care domains',
    about: 'For each domain choose what fits the child best. Choose what you see today, not the worst day.',
    fields: ['domains'],
  },
  {
    slug: 'team',
    title: 'Who completed the checklist',
    about: 'The checklist is completed by several people together, at least one of them from health.',
    fields: ['attendees'],
  },
];

/** The fields of a checklist that those parts ask for. */
export const fieldsOf = ({ fields }: Pick<ReferralPart, 'fields'>): Fields => {
  const all = eventOf(SENT)?.definition.fields ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name)));
};

const EMPTY: Readonly<Record<string, string>> = {
  needs: 'Choose where the need arises',
  unmetNeeds: 'Enter at least one need that is not met',
  servicesExplored: 'Enter at least one service that was explored, and what came of it',
  attendees: 'Choose who completed the checklist',
};

const DOMAINS = 'domains';
/** The box in which the level of a care domain is chosen, and that for what is seen. */
export const levelBox = (slug: string): string => `level-${slug}`;
export const seenBox = (slug: string): string => `seen-${slug}`;

/** What was typed of the care domains; each has to have its answer. */
function readDomains(posted: Posted, { decisionSupport }: ProtocolData): Typed {
  const typed = decisionSupport.domains.map(({ slug, label }) => {
    const seen = wordsAt(posted, seenBox(slug)).trim();
    return { domain: slug, label, level: wordsAt(posted, levelBox(slug)), ...(seen === '' ? {} : { seen }) };
  });
  return {
    content: {
      [DOMAINS]: typed.flatMap(({ label: _label, ...each }) => (each.level === '' ? [] : [each])),
    },
    errors: typed.flatMap(({ domain, label, level }) =>
      level === '' ? [{ field: levelBox(domain), message: `${label}: choose what fits best` }] : [],
    ),
  };
}

interface Said {
  domain: string;
  level: string;
  seen?: string;
}

/** The boxes of a part as they would have been typed into to say what was sent. */
export function boxesOfPart(part: ReferralPart, sent: Readonly<Record<string, unknown>>): Boxes {
  if (part.slug !== DOMAINS) return boxesFrom(fieldsOf(part), sent);
  return Object.fromEntries(
    ((sent[DOMAINS] ?? []) as Said[]).flatMap(({ domain, level, seen }) => [
      [levelBox(domain), level],
      [seenBox(domain), seen ?? ''],
    ]),
  );
}

/** The disciplines that have to be among those who complete a checklist, and are not (CHK-4). */
function disciplinesMissing(
  attendees: unknown,
  { parameters }: ProtocolData,
): { field: string; message: string }[] {
  if (!Array.isArray(attendees) || attendees.length === 0) return [];
  const there = new Set((attendees as { discipline?: string }[]).map(({ discipline }) => discipline));
  return parameters.checklistDisciplines.value
    .filter((discipline) => !there.has(discipline))
    .map((discipline) => ({
      field: 'attendees',
      message: `Add somebody from ${inWords(discipline)}: a checklist completed without them is sent back (CHK-4)`,
    }));
}

/** What was typed into a part, and what it still lacks before the checklist can be sent. */
export function readPart(part: ReferralPart, posted: Posted, protocol: ProtocolData): Typed {
  if (part.slug === DOMAINS) return readDomains(posted, protocol);
  const fields = fieldsOf(part);
  const draft = readDraft(fields, posted);
  const { content, errors } = contentOf(fields, draft);
  const empty = Object.entries(EMPTY).flatMap(([field, message]) =>
    field in fields && isBlank(draft[field]) ? [{ field, message }] : [],
  );
  const wrong = [...errors, ...empty];
  return {
    content,
    errors: wrong.length > 0 ? wrong : disciplinesMissing(content['attendees'], protocol),
  };
}

/** Whether a draft of that event, of what is called so, is a part of a checklist. */
export const isPart = (type: string, slug: string): boolean =>
  type === SENT && PARTS.some((part) => part.slug === slug);
