import { Injectable } from '@nestjs/common';
import { PeopleReading } from '../../../reading/people-reading.js';
import { QueueFilterValues } from '../../../reading/queues/filter-values.js';
import type { QueueFilters } from '../../../reading/queues/queue-filters.js';
import type { Caller } from '../../http/caller.js';
import type { Choice } from '../lists/choosers.js';

const MOST_OWNERS = 500;

/** What the filters of the queues offer, in the order of the form. */
@Injectable()
export class QueueChoices {
  constructor(
    private readonly values: QueueFilterValues,
    private readonly people: PeopleReading,
  ) {}

  /** The filters of a place, each with what can be chosen; whoever asks stands first among the owners. */
  async for({ place, person, name }: Caller, { owner }: QueueFilters): Promise<Choice[]> {
    const values = await this.values.of(place);
    const asked = { limit: MOST_OWNERS, after: null, total: false };
    const assessors = (await this.people.list(place, 'nurseAssessor', asked)).items;
    const named = owner === undefined ? undefined : await this.people.find(place, owner);
    const others = [...assessors, ...(named ? [named] : [])].filter(
      ({ id }, at, all) => id !== person && all.findIndex((each) => each.id === id) === at,
    );
    const owners = [
      { value: person, words: `${name} (you)` },
      ...others.map((each) => ({ value: each.id, words: each.name })),
    ];
    return [
      { name: 'timescale', label: 'Timescale', any: 'Every timescale', values: values.timescale },
      { name: 'stage', label: 'Stage', any: 'Every stage', values: values.stage },
      { name: 'owner', label: 'Whose', any: 'Everybody’s', values: owners },
      { name: 'team', label: 'Team', any: 'Every team', values: values.team },
      { name: 'organisation', label: 'Commissioner', any: 'Every commissioner', values: values.organisation },
      { name: 'need', label: 'Need', any: 'Every need', values: values.need },
      { name: 'ageing', label: 'Overdue by', any: 'Any time', values: values.ageing },
      {
        name: 'escalatedTo',
        label: 'Escalated to',
        any: 'Anybody or nobody',
        values: values.escalatedTo,
      },
    ].filter((choice) => choice.values.length > 0);
  }
}
