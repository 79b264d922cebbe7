import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { LocalDate } from '../../workflows/protocol/index.js';
import { reading, statement } from '../database/transaction.js';
import type { Named } from './views.js';

/** What is known of the child who is looked for; everything given has to be so. */
export interface SearchTerms {
  /** The beginnings of given or family names, in any order. */
  name?: string;
  nhsNumber?: string;
  dateOfBirth?: LocalDate;
  reference?: string;
}

/** A child who was found, with a case of theirs. */
export interface SearchHit {
  id: string;
  reference: string;
  givenName: string;
  familyName: string;
  dateOfBirth: LocalDate;
  nhsNumber: string | null;
  stageWords: string;
  state: 'open' | 'closed';
  assessor: Named | null;
}

const HIT = `
  SELECT c.id, c.reference, k.given_name AS "givenName", k.family_name AS "familyName",
    k.date_of_birth AS "dateOfBirth", k.nhs_number AS "nhsNumber", c.stage_words AS "stageWords",
    CASE WHEN c.closed_on IS NULL THEN 'open' ELSE 'closed' END AS state,
    CASE WHEN a.id IS NULL THEN NULL ELSE json_build_object('id', a.id, 'name', a.name) END AS assessor`;

const WITH_CASE = `
  JOIN cases c ON c.place_id = k.place_id AND c.child_id = k.id
  LEFT JOIN people a ON a.place_id = c.place_id AND a.id = c.assessor
  WHERE $5::text IS NULL OR c.reference = $5
  ORDER BY k.family_name, k.given_name, k.date_of_birth, k.id, c.opened_on DESC, c.id
  LIMIT $6`;

const WORDS_FIT = `
  AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS w
    WHERE position(' ' || w IN ' ' || lower(k.given_name) || ' ' || lower(k.family_name)) = 0)`;

/** Every word begins a part of the name; everything else that is given is so. */
const FITS = `
  k.place_id = $1
  AND ($3::text IS NULL OR k.nhs_number = $3)
  AND ($4::date IS NULL OR k.date_of_birth = $4)`;

/** Of the children that may be meant, the first by name are enough: each has a case, and many may share a name. */
const among = (name: string, may: string, fits = WORDS_FIT) =>
  statement(
    name,
    `WITH k AS MATERIALIZED (
       SELECT k.* FROM children k WHERE ${may} AND ${FITS} ${fits}
       ORDER BY k.family_name, k.given_name, k.date_of_birth, k.id LIMIT $6)
     ${HIT} FROM k ${WITH_CASE}`,
  );

const begins = (column: string, word: number): string =>
  `(lower(k.${column}) ~>=~ ($2::text[])[${word}] AND lower(k.${column}) ~<~ (($2::text[])[${word}] || chr(1114111)))`;

/** Where that many words are known: of one, the index knows all there is to know. */
const byWords = (count: number) =>
  among(
    `reading_search_name_${count}`,
    `(${Array.from({ length: count }, (_, at) => `${begins('family_name', at + 1)} OR ${begins('given_name', at + 1)}`).join(' OR ')})`,
    count === 1 ? '' : WORDS_FIT,
  );

const MOST_WORDS = 6;
const BY_NAME = Array.from({ length: MOST_WORDS }, (_, at) => byWords(at + 1));

/** One statement for each thing that can be known, so that each is found by an index of its own. */
const BY = {
  reference: among(
    'reading_search_reference',
    `k.id IN (SELECT child_id FROM cases WHERE place_id = $1 AND reference = $5)`,
  ),
  nhsNumber: among('reading_search_number', `k.nhs_number = $3`),
  dateOfBirth: among('reading_search_birth', `k.date_of_birth = $4`),
} as const;

/** The words of a name, as the beginnings of names are compared with. */
const beginnings = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);

/** Finds children of a place by what is known of them. */
@Injectable()
export class SearchReading {
  constructor(private readonly dataSource: DataSource) {}

  /** At most so many who fit, by name. Nobody, where nothing is known. */
  async find(
    place: string,
    { name, nhsNumber, dateOfBirth, reference }: SearchTerms,
    limit: number,
  ): Promise<SearchHit[]> {
    const words = beginnings(name ?? '');
    const by = reference
      ? BY.reference
      : nhsNumber
        ? BY.nhsNumber
        : words.length > 0
          ? BY_NAME[words.length - 1]
          : dateOfBirth
            ? BY.dateOfBirth
            : null;
    if (!by) return [];
    const values = [place, words, nhsNumber ?? null, dateOfBirth ?? null, reference ?? null, limit];
    return reading(this.dataSource, (tx) => tx.rows<SearchHit>(by, values));
  }
}
