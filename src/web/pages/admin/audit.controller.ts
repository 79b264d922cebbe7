import { Controller, Query } from '@nestjs/common';
import { eventOf } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { AuditReading, MOST_COUNTED, SERVICE, type TrailFilter } from '../../../reading/audit-reading.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { cursorOf, markOf, READER_CURSOR } from '../../http/cursor.js';
import { personIn } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf, chosenOf, type Asked } from '../lists/address.js';
import { chipsFor, choosersOf, type Chip, type Choice } from '../lists/choosers.js';
import { Pages } from '../pages.js';
import { shortDay } from '../words/filters.js';
import { auditDetail, AUDITED, auditInWords, changeAddress } from './audit-words.js';
import { AccessChosen, auditPageRoutes, TrailChosen } from './audit.routes.js';
import { trailAsked } from './trail-asked.js';

const AUDIT = '/audit';
const ACCESS = '/access-log';
const ROWS = 100;
const MOST_PEOPLE = 500;
const INVALID = 422;
const THE_SERVICE = { value: SERVICE, words: 'The service itself' };
const WHAT: Choice = { name: 'what', label: 'What', any: 'Everything', values: AUDITED };

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
    @Query() sent: TrailChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const { cursor, ...chosen } = chosenOf(sent);
    const { filter, reference, from, to, mistakes } = trailAsked(chosen);
    const subject = reference === '' ? undefined : await this.audit.subjectOf(place, reference);
    const unknown = reference !== '' && subject === undefined;
    const wrong = unknown
      ? [...mistakes, { text: `No case or meeting has the reference ${reference}`, href: '#reference' }]
      : mistakes;
    const wanted = { ...filter, ...(subject === undefined ? {} : { subject }) };
    const page = await this.audit.trail(place, wanted, { limit: ROWS, after: markOf(READER_CURSOR, cursor) });
    const next = cursorOf(READER_CURSOR, page.next);
    const choices = [await this.whose(place, [THE_SERVICE]), WHAT];
    const asked = { ...chosen, reference };
    return this.pages.show(
      browser,
      {
        template: 'audit.njk',
        title: `${wrong.length > 0 ? 'Error: ' : ''}Audit trail`,
        here: AUDIT,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        rows: page.items.map((entry) => ({
          ...entry,
          words: auditInWords(entry.action),
          noted: auditDetail(entry.action, entry.detail),
          change: changeAddress(entry.detail),
          event: entry.type === null ? null : (eventOf(entry.type)?.definition.title ?? entry.type),
        })),
        errors: wrong,
        total: page.total ?? 0,
        mostCounted: MOST_COUNTED,
        reference,
        from,
        to,
        filtered: Object.keys(wanted).length > 0,
        choosers: choosersOf(choices, chosen),
        chips: trailChips(choices, asked, wanted),
        readers: mayDo('readReaders', roles),
        first: cursor === undefined ? null : addressOf(AUDIT, asked),
        more: next === null ? null : addressOf(AUDIT, { ...asked, cursor: next }),
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
    const choices = [await this.whose(place)];
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

  private async whose(place: string, also: Choice['values'] = []): Promise<Choice> {
    const { items } = await this.people.list(place, null, { limit: MOST_PEOPLE, after: null, total: false });
    const people = items.map(({ id, name }) => ({ value: id, words: name }));
    return { name: 'person', label: 'Who', any: 'Everybody', values: [...also, ...people] };
  }
}

/** The filters that are set, each with the address without it. */
function trailChips(choices: readonly Choice[], asked: Asked, { from, to, subject }: TrailFilter): Chip[] {
  const without = (text: string, ...names: string[]): Chip => ({
    text,
    href: addressOf(AUDIT, { ...asked, ...Object.fromEntries(names.map((name) => [name, undefined])) }),
  });
  return [
    ...chipsFor(AUDIT, choices, asked),
    ...(subject === undefined ? [] : [without(`Record: ${asked['reference']}`, 'reference')]),
    ...(from === undefined ? [] : [without(`From ${shortDay(from)}`, 'fromDay', 'fromMonth', 'fromYear')]),
    ...(to === undefined ? [] : [without(`To ${shortDay(to)}`, 'toDay', 'toMonth', 'toYear')]),
  ];
}
