import { Controller, Query } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { AuditReading } from '../../../reading/audit-reading.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { cursorOf, markOf, READER_CURSOR } from '../../http/cursor.js';
import { personIn } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf, chosenOf } from '../lists/address.js';
import { chipsFor, choosersOf, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import { auditDetail, auditInWords, changeAddress } from './audit-words.js';
import { AccessChosen, auditPageRoutes, TrailChosen } from './audit.routes.js';

const AUDIT = '/audit';
const ACCESS = '/access-log';
const ROWS = 100;
const MOST_PEOPLE = 500;

/** What was refused and administered, and who looked at whose record. Nobody can change either. */
@Controller()
export class AuditPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly audit: AuditReading,
    private readonly people: PeopleReading,
  ) {}

  @Handles(auditPageRoutes.auditPage)
  async trail(
    @Query() { cursor }: TrailChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const page = await this.audit.trail(place, { limit: ROWS, after: markOf(READER_CURSOR, cursor) });
    const next = cursorOf(READER_CURSOR, page.next);
    return this.pages.show(
      browser,
      { template: 'audit.njk', title: 'Audit trail', here: AUDIT },
      {
        rows: page.items.map((entry) => ({
          ...entry,
          words: auditInWords(entry.action),
          noted: auditDetail(entry.action, entry.detail),
          change: changeAddress(entry.detail),
          event: entry.type === null ? null : (eventOf(entry.type)?.definition.title ?? entry.type),
        })),
        readers: mayDo('readReaders', roles),
        first: cursor === undefined ? null : AUDIT,
        more: next === null ? null : addressOf(AUDIT, { cursor: next }),
      },
    );
  }

  @Handles(auditPageRoutes.accessPage)
  async access(
    @Query() sent: AccessChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place } }: Visit,
  ): Promise<string> {
    const { cursor, person: chosen } = chosenOf(sent);
    const { person = null } = personIn('person', chosen);
    const after = markOf(READER_CURSOR, cursor);
    const page = await this.audit.access(place, person, { limit: ROWS, after });
    const people = await this.people.list(place, null, { limit: MOST_PEOPLE, after: null, total: false });
    const choices: Choice[] = [
      {
        name: 'person',
        label: 'Who',
        any: 'Everybody',
        values: people.items.map(({ id, name }) => ({ value: id, words: name })),
      },
    ];
    const next = cursorOf(READER_CURSOR, page.next);
    return this.pages.show(
      browser,
      { template: 'access-log.njk', title: 'Access log', here: ACCESS },
      {
        rows: page.items,
        choosers: choosersOf(choices, { person }),
        chips: chipsFor(ACCESS, choices, { person }),
        first: cursor === undefined ? null : addressOf(ACCESS, { person }),
        more: next === null ? null : addressOf(ACCESS, { person, cursor: next }),
      },
    );
  }
}
