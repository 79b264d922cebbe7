import { Injectable } from '@nestjs/common';
import {
  deciders,
  quorumCounts,
  type Evidence,
  type ProtocolData,
  type QuorumCount,
} from '../../workflows/protocol/index.js';
import { Directory } from '../directory/directory.js';
import type { Person } from '../directory/person.js';

const ROLES = ['panelMember', 'panelChair'];

type People = NonNullable<Evidence['people']>;

const asEvidence = (people: readonly Person[]): People =>
  Object.fromEntries(
    people.map(({ id, roles, organisation, discipline, clinician, commissioner, delegatedLimitPence }) => [
      id,
      { roles, organisation, discipline, clinician, commissioner, delegatedLimitPence, competences: [] },
    ]),
  );

/** Who decides an item, or would if everyone came. */
export interface Deciding {
  present: readonly string[];
  chair: string | null;
  excluded: readonly string[];
}

/** Knows who sits on the joint panel of a place, and how a quorum stands with some of them (PAN-2). */
@Injectable()
export class PanelMembers {
  constructor(private readonly directory: Directory) {}

  /** Everyone who holds a role of the panel today, by name. */
  async of(place: string): Promise<Person[]> {
    const people = await this.directory.everyone(place);
    return people
      .filter(({ roles }) => roles.some((role) => ROLES.includes(role)))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Each part of the quorum with those present, or with every member where nobody is recorded yet, after exclusions. */
  quorum(
    members: readonly Person[],
    { present, chair, excluded }: Deciding,
    protocol: ProtocolData,
  ): { expected: boolean; counts: QuorumCount[] } {
    const expected = present.length === 0;
    const who = expected ? members.map(({ id }) => id) : present;
    const left = deciders(
      who,
      excluded.map((person) => ({ person, clause: 'PAN-3', words: '' })),
    );
    return { expected, counts: quorumCounts(left, chair, asEvidence(members), protocol) };
  }
}
