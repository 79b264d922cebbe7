import { randomUUID } from 'node:crypto';
import { Body, Controller, Param } from '@nestjs/common';
import { CasePeople, type CasePerson, type DescribedPerson } from '../../../directory/case-people.js';
import { RecordReading } from '../../../reading/record-reading.js';
import { PersonOfCase } from '../../api/case-people.dto.js';
import { Identified } from '../../api/common.dto.js';
import { found, idOf } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { shownErrors, wrongOf } from '../admin/person-form.js';
import { CaseFrames, type CaseFrame } from '../cases/case-frame.js';
import { wordsAt, type Posted } from '../forms/draft.js';
import { askedBy, doneOf } from '../lists/asked-once.js';
import { Pages } from '../pages.js';
import { ownPath } from '../sign-in/onward.js';
import { choiceInWords } from '../words/choice-words.js';
import type { Wrong } from '../workload/caseload-form.js';
import { casePeoplePageRoutes } from './case-people.routes.js';

const CONSENT = 'CONSENT_GIVEN';
const MOST_CONSENTS = 10;
const INVALID = 422;

const describedIn = (posted: Posted): DescribedPerson => ({
  name: wordsAt(posted, 'name').trim(),
  relation: wordsAt(posted, 'relation').trim() || null,
});

const sameName = (a: { name: string }, b: { name: string }): boolean =>
  a.name.toLowerCase() === b.name.toLowerCase();

/** Who holds parental responsibility and is not among the people of the case yet, as they would be there. */
const holdersBeyond = (people: readonly CasePerson[], { view }: CaseFrame): DescribedPerson[] =>
  view.child.parentalResponsibility
    .map(({ name, relationship }) => ({ name, relation: choiceInWords(relationship).toLowerCase() }))
    .filter((each) => !people.some((person) => sameName(person, each)));

/** The people of a case: parents, carers and others who belong to that child, and can be named in no other case. */
@Controller()
export class CasePeoplePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly frames: CaseFrames,
    private readonly people: CasePeople,
    private readonly record: RecordReading,
  ) {}

  @Handles(casePeoplePageRoutes.newCasePersonPage)
  async newForm(
    @Param() { id }: Identified,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    const to = wordsAt(browser.request.query as Posted, 'to');
    return this.form(browser, visit, frame, { posted: { _to: to } });
  }

  @Handles(casePeoplePageRoutes.casePersonAdded)
  async add(
    @Param() { id }: Identified,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    if (wordsAt(posted, '_again') !== '') return this.form(browser, visit, frame, { posted });
    const caseId = frame.view.id;
    const person = describedIn(posted);
    const asked = askedBy(
      casePeoplePageRoutes.casePersonAdded,
      visit.caller,
      { case: caseId, ...person },
      posted,
    );
    try {
      doneOf(await this.people.add(asked, caseId, person));
    } catch (error) {
      return this.form(browser, visit, frame, { posted, wrong: wrongOf(error) });
    }
    return this.done(browser, visit, frame, posted, 'They can be named in this case now');
  }

  @Handles(casePeoplePageRoutes.casePersonPage)
  async changeForm(
    @Param() { id, person }: PersonOfCase,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    const known = await this.known(visit, frame, person);
    const posted = { name: known.name, relation: known.relation ?? '' };
    return this.form(browser, visit, frame, { posted, known });
  }

  @Handles(casePeoplePageRoutes.casePersonChanged)
  async change(
    @Param() { id, person: personId }: PersonOfCase,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    const frame = await this.frames.find(visit, id, '/people');
    const known = await this.known(visit, frame, personId);
    if (wordsAt(posted, '_again') !== '') return this.form(browser, visit, frame, { posted, known });
    const at = { case: frame.view.id, id: known.id };
    const person = describedIn(posted);
    const asked = askedBy(casePeoplePageRoutes.casePersonChanged, visit.caller, { ...at, ...person }, posted);
    try {
      doneOf(await this.people.change(asked, at, person));
    } catch (error) {
      return this.form(browser, visit, frame, { posted, known, wrong: wrongOf(error) });
    }
    return this.done(browser, visit, frame, posted, 'What is said of them is put right');
  }

  private done(
    { reply }: Browser,
    visit: Visit,
    { view }: CaseFrame,
    posted: Posted,
    title: string,
  ): Promise<''> {
    const to = wordsAt(posted, '_to');
    return this.pages.goTo(reply, visit, to === '' ? `/cases/${view.id}/people` : ownPath(to), {
      kind: 'success',
      title,
    });
  }

  private async known({ caller }: Visit, { view }: CaseFrame, person: string): Promise<CasePerson> {
    const id = idOf(person);
    return found((await this.people.of(caller.place, view.id)).find((each) => each.id === id));
  }

  /** In whose words consent was given, each once: it need not be a name. */
  private async consentWords({ caller }: Visit, { view }: CaseFrame): Promise<string[]> {
    const consents = (await this.record.ofTypes(caller.place, view.id, [CONSENT], MOST_CONSENTS)) ?? [];
    const given = consents.flatMap(({ content: { givenBy } }) =>
      typeof givenBy === 'string' ? [givenBy.trim()] : [],
    );
    return [...new Set(given)];
  }

  private async form(
    browser: Browser,
    visit: Visit,
    frame: CaseFrame,
    { posted, known, wrong = [] }: { posted: Posted; known?: CasePerson; wrong?: readonly Wrong[] },
  ): Promise<string> {
    const { view } = frame;
    const people = known ? [] : await this.people.of(visit.caller.place, view.id);
    const back = `/cases/${view.id}/people`;
    const heading = known ? 'Put right who they are' : 'Add a parent, carer or somebody else of this child';
    const to = wordsAt(posted, '_to');
    return this.pages.show(
      browser,
      {
        template: 'case-person.njk',
        title: `${wrong.length > 0 ? 'Error: ' : ''}${heading}, ${view.reference}`,
        here: '/cases',
        trail: [...frame.trail, { text: 'People', href: back }],
        ...(wrong.length > 0 ? { status: INVALID } : {}),
      },
      {
        ...frame,
        heading,
        action: known ? `${back}/${known.id}` : `${back}/new`,
        known,
        people,
        holders: known ? [] : holdersBeyond(people, frame),
        consents: known ? [] : await this.consentWords(visit, frame),
        typed: { name: wordsAt(posted, 'name'), relation: wordsAt(posted, 'relation') },
        to,
        cancel: to === '' ? back : ownPath(to),
        ...shownErrors(wrong),
        key: wordsAt(posted, '_key') || randomUUID(),
      },
    );
  }
}
