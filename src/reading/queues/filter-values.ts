import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AGEING_UNITS, PROCESSES, type ProtocolData } from '../../../workflows/protocol/index.js';
import { reading } from '../../database/transaction.js';
import { Places } from '../../places/places.js';
import { PERSON_BY_ID } from '../people-statements.js';
import { escalationsOf } from './judging.js';
import { NO_ORGANISATION, type QueueFilters } from './queue-filters.js';

/** A value that a filter takes, and what it stands for. */
export interface FilterValue {
  value: string;
  words: string;
}

/** A filter by one of a list of values. */
export type ListedFilter = Exclude<keyof QueueFilters, 'owner'>;

/** What each filter takes in a place. */
export type FilterValues = Record<ListedFilter, FilterValue[]>;

/** A filter that asks for what there is not. */
export interface WrongFilter {
  field: keyof QueueFilters;
  message: string;
}

const named = ({ id, name }: { id: string; name: string }): FilterValue => ({ value: id, words: name });
const chosen = ({ slug, title }: { slug: string; title: string }): FilterValue => ({
  value: slug,
  words: title,
});

const STAGES: readonly FilterValue[] = PROCESSES.flatMap(({ kind, chart }) =>
  kind === 'meeting'
    ? []
    : Object.entries(chart.states).map(([value, { stage }]) => ({ value: `${kind}.${value}`, words: stage })),
);

const timescalesOf = (versions: readonly ProtocolData[]): FilterValue[] => {
  const titles = new Map(
    versions.flatMap(({ timescales }) => timescales.map(({ id, title }) => [id, title])),
  );
  return [...titles].map(([value, words]) => ({ value, words }));
};

/** Knows what the filters of queues take in a place, and what is wrong with any other value. */
@Injectable()
export class QueueFilterValues {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
  ) {}

  /** Every value of every filter that has a list of them. */
  async of(placeId: string): Promise<FilterValues> {
    const place = this.places.find(placeId);
    const { calendarVersion, protocol } = await this.places.present(placeId);
    const versions = await Promise.all(
      (await this.places.versions(placeId)).map((each) =>
        this.places.rulesFor(placeId, each, calendarVersion),
      ),
    );
    const { parameters } = (await this.places.rulesFor(placeId, protocol, calendarVersion)).protocol;
    return {
      timescale: timescalesOf(versions.map((each) => each.protocol)),
      stage: [...STAGES],
      team: (place?.teams ?? []).map(named),
      organisation: [
        ...(place?.organisations ?? []).map(named),
        { value: NO_ORGANISATION, words: 'No responsible commissioner recorded' },
      ],
      need: parameters.needKinds.value.map(chosen),
      escalatedTo: escalationsOf({ parameters }).map(({ to }) => ({ value: to, words: to })),
      ageing: AGEING_UNITS.flatMap((unit) => parameters.queues.value.ageing[unit].map(chosen)),
    };
  }

  /** Everything that is wrong with the filters, each with what it could be. */
  async wrong(place: string, { owner, ...listed }: QueueFilters): Promise<WrongFilter[]> {
    const given = Object.entries(listed).filter(([, value]) => value !== undefined);
    const values = given.length > 0 ? await this.of(place) : null;
    const wrong = given.flatMap(([name, value]): WrongFilter[] => {
      const field = name as ListedFilter;
      const allowed = values?.[field].map((each) => each.value) ?? [];
      return allowed.includes(value ?? '')
        ? []
        : [{ field, message: `must be one of ${allowed.join(', ')}` }];
    });
    return owner === undefined || (await this.knows(place, owner))
      ? wrong
      : [...wrong, { field: 'owner', message: 'must be the id of somebody in the directory' }];
  }

  private async knows(place: string, person: string): Promise<boolean> {
    const found = await reading(this.dataSource, (tx) => tx.row(PERSON_BY_ID, [place, person]));
    return found !== undefined;
  }
}
