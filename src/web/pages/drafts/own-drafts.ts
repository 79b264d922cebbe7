import { Injectable } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { Drafts, type SavedDraft } from '../../../drafts/drafts.js';
import type { Visit } from '../../http/visit.js';
import { commandIdOf } from '../../http/ids.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { isPart } from '../refer/referral-parts.js';

/** What a form needs to keep its draft: where it is sent, under which name, and when it was kept last. */
export interface DraftShown {
  action: string;
  form: string;
  savedAt: string | null;
  /** Whether others recorded something since it was begun. */
  behind: boolean;
  /** The day at which it is forgotten; null where it is kept until it is recorded. */
  keptUntil: string | null;
}

/** The name of a form's draft: its event, and which part or process where it has several, or what its address says. */
export const draftName = (type: string, part = ''): string => (part === '' ? type : `${type} ${part}`);

/** A draft as a link to its form. */
export function draftLink(caseId: string, form: string, savedAt: string) {
  const [type = '', part = ''] = form.split(' ');
  const title = eventOf(type)?.definition.title ?? type;
  if (type === 'DOMAIN_SCORED')
    return {
      title: `${title}: ${part.replaceAll('-', ' ')}`,
      href: `/cases/${caseId}/assessment/${part}`,
      savedAt,
    };
  if (isPart(type, part))
    return { title: 'Refer a child', href: `/cases/${caseId}/referral/${part}`, savedAt };
  const query = part === '' ? '' : part.includes('=') ? `?${part}` : `?process=${part}`;
  return { title, href: `/cases/${caseId}/do/${type}${query}`, savedAt };
}

/** The boxes of a form as they were typed into, without what the service itself puts into it. */
export const typedIn = (posted: Posted): SavedDraft['typed'] =>
  Object.fromEntries(
    Object.entries(posted).flatMap(([name, value]): [string, string | string[]][] => {
      if (name.startsWith('_')) return [];
      if (typeof value === 'string') return [[name, value]];
      return Array.isArray(value)
        ? [[name, value.filter((each): each is string => typeof each === 'string')]]
        : [];
    }),
  );

/** Drafts of whoever is signed in. */
@Injectable()
export class OwnDrafts {
  constructor(private readonly drafts: Drafts) {}

  /** One's draft of that form of a case, if there is one. */
  find({ caller }: Visit, id: string, form: string): Promise<SavedDraft | undefined> {
    const { place, person } = caller;
    return this.drafts.find({ place, person, case: id, form });
  }

  /** One's drafts of a case, by form. */
  async ofCase({ caller }: Visit, id: string): Promise<Map<string, SavedDraft>> {
    const { place, person } = caller;
    const found = await this.drafts.ofCase({ place, person, case: id });
    return new Map(found.map((draft) => [draft.form, draft]));
  }

  /** Keeps what was typed; returns when, or undefined where there is no such case or the form was recorded already. */
  keep(
    { caller }: Visit,
    id: string,
    { form, posted, version }: { form: string; posted: Posted; version: number },
  ): Promise<string | undefined> {
    const { place, person } = caller;
    const key = wordsAt(posted, '_key');
    const [type = ''] = form.split(' ');
    const commands = key === '' ? [] : [form, type].map((name) => commandIdOf(person, `form ${name}`, key));
    return this.drafts.keep({ place, person, case: id, form }, { typed: typedIn(posted), version }, commands);
  }

  /** Forgets a draft. */
  discard({ caller }: Visit, id: string, form: string): Promise<void> {
    const { place, person } = caller;
    return this.drafts.discard({ place, person, case: id, form });
  }
}

/** What the form of a case is shown with, so that it keeps its draft. */
export const draftShown = (
  id: string,
  form: string,
  { draft, version }: { draft?: SavedDraft | undefined; version: number },
): DraftShown => ({
  action: `/cases/${id}/drafts`,
  form,
  savedAt: draft?.savedAt ?? null,
  behind: draft !== undefined && draft.version < version,
  keptUntil: null,
});
