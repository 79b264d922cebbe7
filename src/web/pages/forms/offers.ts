import { Injectable } from '@nestjs/common';
import type { Field, ProtocolData } from '../../../../workflows/protocol/index.js';
import { dateInWords, levelRefused } from '../../../../workflows/protocol/index.js';
import { CasePeople, type CasePerson } from '../../../directory/case-people.js';
import { Directory } from '../../../directory/directory.js';
import type { Person } from '../../../directory/person.js';
import { Places } from '../../../places/places.js';
import { MeetingReading } from '../../../reading/meeting-reading.js';
import type { DeadlineView, MeetingLine } from '../../../reading/views.js';
import { choiceInWords } from '../words/choice-words.js';
import { sentence } from '../words/filters.js';
import { protocolInWords } from '../words/version-words.js';
import type { Offers, Option } from './form-view.js';
import { peopleOffered } from './people-offered.js';

/** What an offer is made from besides the place. */
export interface OfferedIn {
  place: string;
  /** The case whose people are offered beside those of the place; null where it is about none. */
  case: string | null;
  protocol: ProtocolData;
  /** The deadlines of the case; none for a meeting. */
  deadlines: readonly DeadlineView[];
}

const MOST_MEETINGS = 50;
const LISTS_OF_THE_TOOL: Readonly<Record<string, (protocol: ProtocolData) => readonly Option[]>> = {
  careDomains: ({ decisionSupport }) =>
    decisionSupport.domains.map(({ slug, label }) => ({ value: slug, text: label })),
  careLevels: ({ decisionSupport }) =>
    decisionSupport.levels.map(({ slug, label }) => ({ value: slug, text: label })),
  pauseReasons: ({ timescales }) => [
    ...new Map(
      timescales
        .flatMap(({ pause }) => pause?.reasons ?? [])
        .map(({ slug, title }) => [slug, { value: slug, text: title }] as const),
    ).values(),
  ],
  fundingKinds: ({ funding }) => funding.kinds.map(({ slug, label }) => ({ value: slug, text: label })),
};

interface Entry {
  slug: string;
  title?: string;
  text?: string;
}

const entryOption = (entry: string | Entry): Option =>
  typeof entry === 'string'
    ? { value: entry, text: choiceInWords(entry) }
    : { value: entry.slug, text: sentence(entry.title ?? entry.text ?? choiceInWords(entry.slug)) };

/** What of a list of the protocol version can be chosen; nothing where it has no such list. */
export function listed(list: string, protocol: ProtocolData): readonly Option[] {
  const own = LISTS_OF_THE_TOOL[list];
  if (own) return own(protocol);
  const parameters = protocol.parameters as unknown as Record<string, { value: unknown } | undefined>;
  const value = Object.hasOwn(parameters, list) ? parameters[list]?.value : undefined;
  return Array.isArray(value) ? (value as (string | Entry)[]).map(entryOption) : [];
}

const meetingOption = ({ id, reference, heldOn, stage }: MeetingLine): Option => ({
  value: id,
  text: `${dateInWords(heldOn)}, ${reference} (${stage.words})`,
});

class OffersOf implements Offers {
  constructor(
    private readonly asked: OfferedIn,
    private readonly directory: readonly Person[],
    private readonly ofCase: readonly CasePerson[],
    private readonly organisations: readonly Option[],
    private readonly meetings: readonly Option[],
    /** Those that still take cases, the next one first. */
    private readonly toCome: readonly Option[],
    private readonly versions: readonly Option[],
  ) {}

  for(name: string, { kind, list }: Field, event = '', chosen: readonly string[] = []): readonly Option[] {
    if (kind === 'person')
      return peopleOffered(event, name, {
        protocol: this.asked.protocol,
        directory: this.directory,
        ofCase: this.ofCase,
        chosen,
      });
    if (kind === 'organisation') return this.organisations;
    if (kind === 'subject') return event === 'ITEM_LISTED' ? this.toCome : this.meetings;
    if (list === 'deadlines')
      return this.asked.deadlines
        .filter(({ settled }) => settled === null)
        .map(({ key, title, dueOn }) => ({ value: key, text: `${title}, due ${dateInWords(dueOn)}` }));
    if (list === 'breaches')
      return this.asked.deadlines
        .filter(({ breach }) => breach?.stands === true)
        .map(({ key, title, dueOn }) => ({ value: key, text: `${title}, was due ${dateInWords(dueOn)}` }));
    if (list === 'protocolVersions') return this.versions;
    return list === undefined ? [] : listed(list, this.asked.protocol);
  }

  fits(entry: string, { list }: Field, value: string): boolean {
    return list !== 'careLevels' || levelRefused(entry, value, this.asked.protocol) === null;
  }
}

/** Finds what can be chosen in forms: people, organisations, meetings, and lists of the protocol version. */
@Injectable()
export class OfferFinder {
  constructor(
    private readonly directory: Directory,
    private readonly casePeople: CasePeople,
    private readonly places: Places,
    private readonly meetings: MeetingReading,
  ) {}

  /** Everything that can be chosen in a form of that place and protocol version. */
  async in(asked: OfferedIn): Promise<Offers> {
    const { place } = asked;
    const [people, ofCase, organisations, meetings, versions] = await Promise.all([
      this.directory.everyone(place),
      asked.case === null ? [] : this.casePeople.of(place, asked.case),
      this.directory.organisations(place),
      this.meetings.list(place, { limit: MOST_MEETINGS, after: null, total: false }),
      this.places.versions(place),
    ]);
    return new OffersOf(
      asked,
      people,
      ofCase,
      organisations.filter(({ to }) => to === null).map(({ id, name }) => ({ value: id, text: name })),
      meetings.items.map(meetingOption),
      meetings.items
        .filter(({ stage }) => stage.id === 'meeting.arranged')
        .reverse()
        .map(meetingOption),
      versions.map((version) => ({ value: version, text: protocolInWords(version) })),
    );
  }
}
