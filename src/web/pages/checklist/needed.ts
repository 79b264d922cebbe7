import { eventOf, type ProtocolData } from '../../../../workflows/protocol/index.js';
import type { EventView, StepView } from '../../../reading/views.js';
import type { Offers } from '../forms/form-view.js';
import { saidBy, type Names, type Said } from '../forms/shown-content.js';

/** Something a checklist needs: what was sent of it, beside what is missing. */
export interface Needed {
  title: string;
  clauses: readonly string[];
  said: readonly Said[];
  /** What is missing, one thing each; nothing where it is there. */
  missing: readonly string[];
}

interface Need {
  title: string;
  /** The clause by which it is needed. */
  clause: string;
  fields: readonly string[];
}

const NEEDS: readonly Need[] = [
  {
    title: 'Where it comes from',
    clause: 'CHK-1',
    fields: ['referrer', 'setting', 'profession', 'organisation'],
  },
  { title: 'Where the need arises', clause: 'SCO-2', fields: ['needs'] },
  {
    title: 'Services explored, and needs left unmet',
    clause: 'CHK-2',
    fields: ['servicesExplored', 'unmetNeeds'],
  },
  { title: 'Who completed it, health among them', clause: 'CHK-4', fields: ['attendees'] },
];

interface Asked {
  sent: EventView;
  consent: EventView | undefined;
  /** The step that goes on to an assessment, which says what it needs; undefined where it is decided. */
  proceed: StepView | undefined;
  protocol: ProtocolData;
  names: Names;
  offers: Offers;
}

/** What stands against going on, by one clause. */
const missingBy = (proceed: StepView | undefined, clause: string): string[] =>
  (proceed?.missing ?? [])
    .filter(({ clauses }) => clauses.includes(clause))
    .flatMap(({ missing = [], message }) => (missing.length > 0 ? missing : [message]));

/** The care domains that a checklist says nothing of, where it says something of any. */
function domainsMissing({ sent, protocol }: Asked): string[] {
  const said = sent.content['domains'];
  if (!Array.isArray(said)) return [];
  const answered = new Set(said.map(({ domain }: { domain: string }) => domain));
  return protocol.decisionSupport.domains
    .filter(({ slug }) => !answered.has(slug))
    .map(({ label }) => `${label}: nothing is said of it`);
}

/** Everything a checklist needs, with what was sent beside it. */
export function neededOf(asked: Asked): Needed[] {
  const { sent, consent, proceed, names, offers } = asked;
  const owned = eventOf(sent.type);
  const part = (fields: readonly string[]): Said[] => {
    const content = Object.fromEntries(fields.map((name) => [name, sent.content[name]]));
    return saidBy(owned, content, names, offers);
  };
  return [
    {
      title: 'Consent',
      clauses: ['CHK-3'],
      said: consent ? saidBy(eventOf(consent.type), consent.content, names, offers) : [],
      missing: missingBy(proceed, 'CHK-3'),
    },
    ...NEEDS.map(({ title, clause, fields }) => ({
      title,
      clauses: [clause],
      said: part(fields),
      missing: missingBy(proceed, clause),
    })),
    {
      title: 'The care domains',
      clauses: ['HNA-3'],
      said: part(['domains']),
      missing: domainsMissing(asked),
    },
  ];
}
