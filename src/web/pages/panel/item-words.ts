import { mayDo } from '../../../access/policy.js';
import type { Opinion } from '../../../panel/item-state.js';
import type { Caller } from '../../http/caller.js';
import type { AtItem } from './item-doors.js';

/** What a member would decide, in words. */
export const OPINION_WORDS: Readonly<Record<Opinion, string>> = {
  eligible: 'Eligible',
  notEligible: 'Not eligible',
  unsure: 'I cannot say yet',
};

/** The pages of an item, the one with that end of the address marked. */
export const itemTabs = (home: string, end: string): { text: string; href: string; current: boolean }[] =>
  [
    { text: 'Pack and views', end: '' },
    { text: 'Decision and what is owed', end: '/decision' },
  ].map((tab) => ({ text: tab.text, href: `${home}${tab.end}`, current: tab.end === end }));

/** A member's view, for those who may see it. */
export interface ViewShown {
  name: string;
  at: string;
  opinion: string;
  reasons: string;
}

/** The views of an item as somebody may see them: how many are given, their own, and all once they are open to them. */
export function viewsShown(
  { item, part }: AtItem,
  { roles }: Caller,
): { given: number; awaited: number; own: ViewShown | null; views: ViewShown[]; mayOpen: boolean } {
  const shown = item.entries.flatMap(({ kind, person, name, at, opinion, reasons }) =>
    kind === 'view' && opinion
      ? [{ person, name, at, opinion: OPINION_WORDS[opinion], reasons: reasons ?? '' }]
      : [],
  );
  return {
    given: shown.length,
    awaited: item.deciders.filter((id) => !shown.some(({ person }) => person === id)).length,
    own: shown.find(({ person }) => person === part.own?.person) ?? null,
    views: part.seesViews ? shown : [],
    mayOpen: mayDo('openViews', roles) && shown.length > 0 && !item.opened && item.status === 'listed',
  };
}
