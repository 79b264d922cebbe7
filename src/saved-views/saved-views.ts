import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { brokeRule } from '../database/database-failure.js';
import { inTransaction, reading, statement } from '../database/transaction.js';

/** The lists of which views can be saved. */
export const VIEWED_LISTS = ['queues', 'cases'] as const;
export type ViewedList = (typeof VIEWED_LISTS)[number];

/** A list with its filters and order, by a name. */
export interface SavedView {
  id: string;
  list: ViewedList;
  name: string;
  /** Where it leads: of a list, with its filters, all of them codes and ids. */
  address: string;
  /** Whether it is one's own, and can be changed and deleted. */
  own: boolean;
  /** Who saved it. */
  by: string;
  /** Whether the team sees it as well. */
  shared: boolean;
  /** Whether one's menu leads to it. */
  first: boolean;
}

/** A view as it is to be saved. */
export interface NewView {
  list: ViewedList;
  name: string;
  address: string;
  /** Whether the team of whoever saves it sees it as well. */
  share: boolean;
  /** Whether the menu is to lead to it. */
  first: boolean;
}

/** A view cannot be saved like that. */
export class WrongView extends Error {
  override readonly name = 'WrongView';
}

const LONGEST_NAME = 60;
const MOST_VIEWS = 50;

const OF_PERSON = statement(
  'saved-views',
  `SELECT v.id, v.list, v.name, v.address, v.person_id = $2 AS own, o.name AS by, v.team_id IS NOT NULL AS shared,
     f.view_id IS NOT NULL AS first
   FROM saved_views v
   JOIN people o ON o.place_id = v.place_id AND o.id = v.person_id
   JOIN people me ON me.place_id = v.place_id AND me.id = $2
   LEFT JOIN default_views f ON f.place_id = v.place_id AND f.person_id = $2 AND f.view_id = v.id
   WHERE v.place_id = $1 AND (v.person_id = $2 OR v.team_id = me.team_id)
   ORDER BY v.list, lower(v.name), v.id
   LIMIT 200`,
);
const HAS_TEAM = statement(
  'has-team',
  `SELECT team_id IS NOT NULL AS has FROM people WHERE place_id = $1 AND id = $2`,
);
const COUNT = statement(
  'saved-views-count',
  `SELECT count(*)::int AS count FROM saved_views WHERE place_id = $1 AND person_id = $2`,
);
const SAVE = statement(
  'save-view',
  `INSERT INTO saved_views (place_id, id, person_id, list, name, address, team_id, saved_at)
   SELECT $1, $2, p.id, $4, $5, $6, CASE WHEN $7 THEN p.team_id END, service_now()
   FROM people p WHERE p.place_id = $1 AND p.id = $3`,
);
const DELETE = statement(
  'delete-view',
  `DELETE FROM saved_views WHERE place_id = $1 AND person_id = $2 AND id = $3`,
);
const LEAD_TO = statement(
  'lead-to-view',
  `INSERT INTO default_views (place_id, person_id, list, view_id)
   SELECT v.place_id, me.id, v.list, v.id FROM saved_views v
   JOIN people me ON me.place_id = v.place_id AND me.id = $2
   WHERE v.place_id = $1 AND v.id = $3 AND (v.person_id = me.id OR v.team_id = me.team_id)
   ON CONFLICT (place_id, person_id, list) DO UPDATE SET view_id = excluded.view_id`,
);
const LEAD_NO_MORE = statement(
  'lead-to-view-no-more',
  `DELETE FROM default_views WHERE place_id = $1 AND person_id = $2 AND view_id = $3`,
);
const LED_TO = statement(
  'led-to-views',
  `SELECT v.list, v.address FROM default_views f
   JOIN people me ON me.place_id = f.place_id AND me.id = f.person_id
   JOIN saved_views v ON v.place_id = f.place_id AND v.id = f.view_id
   WHERE f.place_id = $1 AND f.person_id = $2 AND (v.person_id = me.id OR v.team_id = me.team_id)`,
);

/** Lists as people want to see them again: their own, and those that their team shares. */
@Injectable()
export class SavedViews {
  constructor(private readonly dataSource: DataSource) {}

  /** Every view somebody sees, by list and name. */
  of(place: string, person: string): Promise<SavedView[]> {
    return reading(this.dataSource, (tx) => tx.rows<SavedView>(OF_PERSON, [place, person]));
  }

  /** Whether there is a team that somebody can share a view with. */
  async hasTeam(place: string, person: string): Promise<boolean> {
    const row = await reading(this.dataSource, (tx) => tx.row<{ has: boolean }>(HAS_TEAM, [place, person]));
    return row?.has ?? false;
  }

  /** Keeps a view. Throws WrongView for a name that is empty, too long or taken, and where there are too many. */
  async keep(place: string, person: string, { list, name, address, share, first }: NewView): Promise<void> {
    const called = name.trim();
    if (called === '' || called.length > LONGEST_NAME)
      throw new WrongView(`Enter a name of 1 to ${LONGEST_NAME} characters`);
    const id = randomUUID();
    try {
      await inTransaction(this.dataSource, async (tx) => {
        const { count = 0 } = (await tx.row<{ count: number }>(COUNT, [place, person])) ?? {};
        if (count >= MOST_VIEWS)
          throw new WrongView(`You have ${MOST_VIEWS} saved views: delete one before you save another`);
        await tx.change(SAVE, [place, id, person, list, called, address, share]);
        if (first) await tx.change(LEAD_TO, [place, person, id]);
      });
    } catch (error) {
      if (brokeRule(error, 'saved_views_name'))
        throw new WrongView('You have a view of that name already: choose another name, or delete that one');
      throw error;
    }
  }

  /** Deletes a view of one's own; false where there is none. */
  async drop(place: string, person: string, id: string): Promise<boolean> {
    return (await inTransaction(this.dataSource, (tx) => tx.change(DELETE, [place, person, id]))) > 0;
  }

  /** Lets the menu lead to that view, or no more; false where somebody does not see it. */
  async lead(place: string, person: string, id: string, to: boolean): Promise<boolean> {
    const statement = to ? LEAD_TO : LEAD_NO_MORE;
    return (await inTransaction(this.dataSource, (tx) => tx.change(statement, [place, person, id]))) > 0;
  }

  /** Where the menu leads to for each list that has such a view. */
  async ledTo(place: string, person: string): Promise<ReadonlyMap<ViewedList, string>> {
    const rows = await reading(this.dataSource, (tx) =>
      tx.rows<{ list: ViewedList; address: string }>(LED_TO, [place, person]),
    );
    return new Map(rows.map(({ list, address }) => [list, address]));
  }
}
