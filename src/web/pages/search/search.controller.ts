import { Body, Controller, Param } from '@nestjs/common';
import { isLocalDate, type Field, type Fields } from '../../../../workflows/protocol/index.js';
import { CaseDoors } from '../../../panel/case-doors.js';
import { RecordReads } from '../../../audit/record-reads.js';
import { isNhsNumber } from '../../../cases/content/nhs-number.js';
import type { FieldError } from '../../../cases/command.js';
import { SearchReading, type SearchHit, type SearchTerms } from '../../../reading/search-reading.js';
import { Sessions } from '../../../sessions/sessions.js';
import { Handles } from '../../http/route.js';
import { goTo } from '../../http/status.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { contentOf } from '../forms/content.js';
import { readDraft, type Draft, type Posted } from '../forms/draft.js';
import { errorLinks, formView } from '../forms/form-view.js';
import { Pages } from '../pages.js';
import { SearchId, searchRoutes } from './search.routes.js';

const optional = (kind: Field['kind'], label: string): Field => ({ kind, label, optional: true });

/** What can be known of a child who is looked for. */
const FIELDS: Fields = {
  name: optional('personal', 'Name'),
  nhsNumber: optional('nhsNumber', 'NHS number'),
  dateOfBirth: optional('date', 'Date of birth'),
  reference: optional('code', 'Case reference'),
};

const MOST_FOUND = 50;
const NO_OFFERS = { for: () => [] };
const INVALID = 422;
const NOTHING: FieldError = { field: 'name', message: 'Enter at least one thing you know of the child' };
const NO_NUMBER: FieldError = {
  field: 'nhsNumber',
  message: 'Enter all ten digits of the NHS number as they are on the letter or card: this is not one',
};

/** Terms as they are compared: numbers without spaces, references in capitals. */
function termsOf(content: Readonly<Record<string, unknown>>): SearchTerms {
  const { name, nhsNumber, dateOfBirth, reference } = content as Record<string, string | undefined>;
  return {
    ...(name === undefined ? {} : { name }),
    ...(nhsNumber === undefined ? {} : { nhsNumber: nhsNumber.replaceAll(/[\s-]/g, '') }),
    ...(isLocalDate(dateOfBirth) ? { dateOfBirth } : {}),
    ...(reference === undefined ? {} : { reference: reference.replaceAll(/\s/g, '').toUpperCase() }),
  };
}

/** Finding a child. */
@Controller()
export class SearchController {
  constructor(
    private readonly pages: Pages,
    private readonly sessions: Sessions,
    private readonly search: SearchReading,
    private readonly reads: RecordReads,
    private readonly doors: CaseDoors,
  ) {}

  @Handles(searchRoutes.searchPage)
  show(@Asking() browser: Browser): Promise<string> {
    return this.page(browser, readDraft(FIELDS, {}));
  }

  @Handles(searchRoutes.search)
  async find(@Body() posted: Posted, @Asking() browser: Browser, @SignedIn() { id }: Visit): Promise<string> {
    const draft = readDraft(FIELDS, posted);
    const { content, errors } = contentOf(FIELDS, draft);
    if (posted['_again'] !== undefined) return this.page(browser, draft);
    const { nhsNumber } = content;
    const noNumber = typeof nhsNumber === 'string' && !isNhsNumber(nhsNumber) ? [NO_NUMBER] : [];
    const mistakes = [...errors, ...noNumber];
    const wrong = mistakes.length > 0 || Object.keys(content).length > 0 ? mistakes : [NOTHING];
    if (wrong.length > 0) return this.page(browser, draft, wrong);
    return goTo(browser.reply, `/search/${await this.sessions.keepAsked(id, termsOf(content))}`);
  }

  @Handles(searchRoutes.searchFound)
  async found(
    @Param() { search }: SearchId,
    @Asking() browser: Browser,
    @SignedIn() { id, caller }: Visit,
  ): Promise<string> {
    const terms = await this.sessions.asked<SearchTerms>(id, search);
    if (!terms) return goTo(browser.reply, '/search');
    const { place, person } = caller;
    const found = await this.search.find(place, terms, MOST_FOUND + 1);
    const closed = await this.doors.closedTo(caller);
    const hits = found.slice(0, MOST_FOUND).filter((hit) => !closed(hit.id));
    if (hits.length > 0) {
      const cases = hits.map((hit) => hit.id);
      await this.reads.note({ place, person, part: 'search', via: 'page', cases });
    }
    return this.page(browser, draftOf(terms), [], {
      hits,
      closed: found
        .slice(0, MOST_FOUND)
        .filter((hit) => closed(hit.id))
        .map((hit) => hit.reference),
      more: found.length > MOST_FOUND,
    });
  }

  private page(
    browser: Browser,
    draft: Draft,
    errors: readonly FieldError[] = [],
    result: { hits: readonly SearchHit[]; closed: readonly string[]; more: boolean } | null = null,
  ): Promise<string> {
    const fields = formView({ event: 'SEARCH', fields: FIELDS, draft, errors, offers: NO_OFFERS });
    const title = result ? 'Children found' : 'Find a child';
    return this.pages.show(
      browser,
      {
        template: 'search.njk',
        title: errors.length > 0 ? `Error: ${title}` : title,
        here: '/search',
        ...(errors.length > 0 ? { status: INVALID } : {}),
      },
      { fields, errors: errorLinks(fields, errors), result },
    );
  }
}

/** What was looked for, in the boxes it was typed into. */
function draftOf({ name = '', nhsNumber = '', dateOfBirth, reference = '' }: SearchTerms): Draft {
  const [year = '', month = '', day = ''] = (dateOfBirth ?? '').split('-');
  return { name, nhsNumber, reference, dateOfBirth: { day, month, year, time: '' } };
}
