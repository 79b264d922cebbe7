import type { SavedViews, ViewedList } from '../../../saved-views/saved-views.js';
import type { Caller } from '../../http/caller.js';
import { viewedAddress } from './viewed-address.js';

/** The saved views of a list, as its page shows them. */
export interface ShownViews {
  views: { name: string; href: string; by: string | null; current: boolean }[];
  /** What a view of the list as it is shown now would lead to. */
  address: string;
  /** Whether there is a team to share it with. */
  mayShare: boolean;
}

/** The views of a list that somebody sees, with the one that is shown now marked. */
export async function shownViews(
  saved: SavedViews,
  { place, person }: Caller,
  list: ViewedList,
  shown: string,
): Promise<ShownViews> {
  const address = viewedAddress(shown)?.address ?? shown;
  const all = await saved.of(place, person);
  return {
    views: all
      .filter((view) => view.list === list)
      .map((view) => ({
        name: view.name,
        href: view.address,
        by: view.own ? null : view.by,
        current: view.address === address,
      })),
    address,
    mayShare: await saved.hasTeam(place, person),
  };
}
