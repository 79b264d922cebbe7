import { Controller, Query } from '@nestjs/common';
import { eventOf, type LocalDate } from '../../../../workflows/protocol/index.js';
import { mayDo } from '../../../access/policy.js';
import { AccessReading } from '../../../reading/access-reading.js';
import { AuditReading, MOST_COUNTED, SERVICE } from '../../../reading/audit-reading.js';
import { PeopleReading } from '../../../reading/people-reading.js';
import { cursorOf, markOf, READER_CURSOR } from '../../http/cursor.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { addressOf, chosenOf, type Asked } from '../lists/address.js';
import { chipsFor, choosersOf, type Chip, type Choice } from '../lists/choosers.js';
import type { Mistake } from '../lists/mistakes.js';
import { Pages } from '../pages.js';
import { shortDay } from '../words/filters.js';
import { auditDetail, AUDITED, auditInWords, changeAddress } from './audit-words.js';
import { AccessChosen, auditPageRoutes, TrailChosen } from './audit.routes.js';
import { accessAsked, trailAsked, type AccessAsked, type TrailAsked } from './trail-asked.js';

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
    private readonly readings: AccessReading,
    private readonly people: PeopleReading,
  ) {}

  @Handles(auditPageRoutes.auditPage)
  async trail(
    @Query() sent: TrailChosen,
    @Asking() browser: Browser,
    @SignedIn() { caller: { place, roles } }: Visit,
  ): Promise<string> {
    const { cursor, ...chosen } = chosenOf(sent);
    const trail = trailAsked(chosen);
    const { filter, reference, from, to } = trail;
    const subject = reference === '' ? undefined : await this.audit.subjectOf(place, reference);
    const wrong = wrongIn(trail, subject, 'case or meeting');
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
        chips: chipsOf(AUDIT, choices, asked, { ...filter, record: subject }),
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
    const { cursor, ...chosen } = chosenOf(sent);
    const log = accessAsked(chosen);
    const { filter, reference, from, to } = log;
    const found = reference === '' ? undefined : await this.readings.caseOf(place, reference);
    const wrong = wrongIn(log, found, 'case');
    const wanted = { ...filter, ...(found === undefined ? {} : { case: found }) };
    const page = await this.readings.list(place, wanted, {
      limit: ROWS,
      after: markOf(READER_CURSOR, cursor),
    });
    const choices = [await this.whose(place)];
    const asked = { ...chosen, reference };
    const next = cursorOf(READER_CURSOR, page.next);
    return this.pages.show(
      browser,
      {
        template: 'access-log.njk',
        title: `${wrong.length > 0 ? 'Error: ' : ''}Access log`,
        here: ACCESS,
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        rows: page.items,
        errors: wrong,
        total: page.total ?? 0,
        mostCounted: MOST_COUNTED,
        reference,
        from,
        to,
        filtered: Object.keys(wanted).length > 0,
        choosers: choosersOf(choices, chosen),
        chips: chipsOf(ACCESS, choices, asked, { ...filter, record: found }),
        first: cursor === undefined ? null : addressOf(ACCESS, asked),
        more: next === null ? null : addressOf(ACCESS, { ...asked, cursor: next }),
      },
    );
  }

  private async whose(place: string, also: Choice['values'] = []): Promise<Choice> {
    const { items } = await this.people.list(place, null, { limit: MOST_PEOPLE, after: null, total: false });
    const people = items.map(({ id, name }) => ({ value: id, words: name }));
    return { name: 'person', label: 'Who', any: 'Everybody', values: [...also, ...people] };
  }
}

/** What is wrong with what was asked, a reference that nothing has included. */
const wrongIn = (
  { reference, mistakes }: TrailAsked | AccessAsked,
  found: string | undefined,
  what: string,
): Mistake[] =>
  reference !== '' && found === undefined
    ? [...mistakes, { text: `No ${what} has the reference ${reference}`, href: '#reference' }]
    : mistakes;

/** The filters that are set, each with the address without it. */
function chipsOf(
  path: string,
  choices: readonly Choice[],
  asked: Asked,
  { from, to, record }: { from?: LocalDate; to?: LocalDate; record: string | undefined },
): Chip[] {
  const without = (text: string, ...names: string[]): Chip => ({
    text,
    href: addressOf(path, { ...asked, ...Object.fromEntries(names.map((name) => [name, undefined])) }),
  });
  return [
    ...chipsFor(path, choices, asked),
    ...(record === undefined ? [] : [without(`Record: ${asked['reference']}`, 'reference')]),
    ...(from === undefined ? [] : [without(`From ${shortDay(from)}`, 'fromDay', 'fromMonth', 'fromYear')]),
    ...(to === undefined ? [] : [without(`To ${shortDay(to)}`, 'toDay', 'toMonth', 'toYear')]),
  ];
}
