import { Injectable } from '@nestjs/common';
import { RecordReads } from '../../../audit/record-reads.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import type { ItemAtDoor } from '../../../panel/items-at-door.js';
import { found, idOf } from '../../http/ids.js';
import type { Browser, Visit } from '../../http/visit.js';
import { Pages } from '../pages.js';
import type { Crumb } from '../templates.js';
import type { ItemOf } from '../../api/common.dto.js';

/** An item as somebody comes to it. */
export interface AtItem extends ItemAtDoor {
  /** The address of its pack. */
  home: string;
  trail: readonly Crumb[];
}

/** What is typed into the declaration, shown again where something is wrong with it. */
export interface Declaration {
  status?: number;
  interest?: string;
  nature?: string;
  excludes?: string;
  errors?: readonly { text: string; href: string }[];
  refusals?: readonly unknown[];
}

const NOT_ALLOWED = 403;

/** The doors to an item: nothing of it is shown before a member has declared, and nothing after a conflict (PAN-3). */
@Injectable()
export class ItemDoors {
  constructor(
    private readonly pages: Pages,
    private readonly cases: CaseDoors,
    private readonly reads: RecordReads,
  ) {}

  /** The item. Throws a ProblemError where that case was never on that agenda. */
  async find({ caller }: Visit, { meeting, id }: ItemOf): Promise<AtItem> {
    const at = { place: caller.place, meeting: idOf(meeting), case: idOf(id) };
    const door = found(await this.cases.itemOf(caller, at));
    const { item } = door;
    return {
      ...door,
      home: `/meetings/${at.meeting}/items/${at.case}`,
      trail: [
        { text: 'Panel meetings', href: '/meetings' },
        { text: item.meeting.reference, href: `/meetings/${at.meeting}` },
      ],
    };
  }

  /** The page that is shown instead of the item, where it is not open to them; undefined where it is. */
  async closed(browser: Browser, at: AtItem): Promise<string | undefined> {
    switch (at.closed) {
      case null:
        return undefined;
      case 'toDeclare':
        return this.declaration(browser, at);
      case 'conflict':
        return this.shut(browser, at, 'panel/conflict.njk', 'You declared an interest in this case');
      case 'minutesApproved':
        return this.shut(browser, at, 'panel/minuted.njk', 'This pack is closed');
    }
  }

  /** Notes that the item is read, before it is shown. */
  note({ caller }: Visit, { item }: AtItem, part: string): Promise<void> {
    const { place, person } = caller;
    return this.reads.note({ place, person, part, via: 'page', cases: [item.case] });
  }

  /** The page on which a member says whether they have an interest, before they read anything. */
  declaration(browser: Browser, { item, home, trail }: AtItem, typed: Declaration = {}): Promise<string> {
    const failed = (typed.errors?.length ?? 0) + (typed.refusals?.length ?? 0) > 0;
    const title = `Declare interests: ${item.reference}`;
    return this.pages.show(
      browser,
      {
        template: 'panel/declare.njk',
        title: failed ? `Error: ${title}` : title,
        here: '/meetings',
        trail,
        ...(typed.status === undefined ? {} : { status: typed.status }),
      },
      { item, home, typed },
    );
  }

  private shut(browser: Browser, { item, trail }: AtItem, template: string, title: string): Promise<string> {
    return this.pages.show(
      browser,
      { template, title, here: '/meetings', trail, status: NOT_ALLOWED },
      { item },
    );
  }
}
