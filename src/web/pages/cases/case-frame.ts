import { Injectable } from '@nestjs/common';
import type { CaseFacts } from '../../../../workflows/protocol/index.js';
import { mayDo, type Doing } from '../../../access/policy.js';
import { CaseReading } from '../../../reading/case-reading.js';
import type { CaseLine, CaseView } from '../../../reading/views.js';
import { found, idOf } from '../../http/ids.js';
import type { Visit } from '../../http/visit.js';
import type { Crumb } from '../templates.js';
import { choiceInWords } from '../words/choice-words.js';
import { ageInWords } from '../words/filters.js';
import { Today, type PlaceToday } from '../words/today.js';

/** Who a page is about: the bar at its top. */
export interface IdentityBar {
  name: string;
  born: string;
  age: string;
  nhsNumber: string | null;
  responsibility: string;
  interpreter: string | null;
  /** What else is to be regarded in talking and writing, where something is recorded (SCO-6). */
  regards: readonly string[];
  reference: string;
  /** Null where it would say more than the reader is to know. */
  stage: string | null;
  closed: boolean;
  died: string | null;
  alerts: CaseView['alerts'];
}

/** What every page of a case has: whom it is about, and the way to its other pages. */
export interface CaseFrame {
  view: CaseView;
  today: PlaceToday;
  bar: IdentityBar;
  tabs: readonly { text: string; href: string; current: boolean }[];
  trail: readonly Crumb[];
}

interface Tab {
  /** The end of the address; empty for the first. */
  end: string;
  text: string;
  policy: Doing;
}

/** The pages of a case, in the order of their tabs. */
const TABS: readonly Tab[] = [
  { end: '', text: 'Overview', policy: 'readCase' },
  { end: '/checklist', text: 'Checklist', policy: 'readTexts' },
  { end: '/assessment', text: 'Assessment', policy: 'readTexts' },
  { end: '/package', text: 'Package', policy: 'readTexts' },
  { end: '/reviews', text: 'Reviews', policy: 'readTexts' },
  { end: '/people', text: 'People and decisions', policy: 'readTexts' },
  { end: '/course', text: 'Picture', policy: 'readTexts' },
  { end: '/timeline', text: 'Timeline', policy: 'readTexts' },
  { end: '/readers', text: 'Who looked', policy: 'readReaders' },
];

const REGARDS = [
  { kept: 'communicationNeeds', words: 'communication needs' },
  { kept: 'adjustments', words: 'reasonable adjustments' },
] as const;

/** The child's name in one line; that it is not shown, where the case is closed to the reader. */
export const nameOf = ({ givenName, familyName }: CaseLine['child']): string =>
  [givenName, familyName].filter(Boolean).join(' ') || 'Name not shown';

/** The bar at the top of every page about a child. */
export function identityBar(view: CaseView, { today }: Pick<PlaceToday, 'today'>): IdentityBar {
  const { child } = view;
  const facts = view.facts as CaseFacts;
  return {
    name: nameOf(child),
    born: child.dateOfBirth,
    age: ageInWords(child.dateOfBirth, facts.died?.on ?? today),
    nhsNumber: child.nhsNumber,
    responsibility: child.parentalResponsibility
      .map(({ name, relationship }) => `${name} (${choiceInWords(relationship).toLowerCase()})`)
      .join(', '),
    interpreter: facts.regards.interpreter,
    regards: REGARDS.filter(({ kept }) => facts.regards[kept]).map(({ words }) => words),
    reference: view.reference,
    stage: view.stage.words,
    closed: view.state === 'closed',
    died: facts.died?.on ?? null,
    alerts: view.alerts,
  };
}

/** The bar for whoever sees only what concerns the referral: who the child is, without what others have to see to. */
const barOfReferral = (view: CaseView, today: Pick<PlaceToday, 'today'>): IdentityBar => ({
  ...identityBar(view, today),
  regards: [],
  stage: null,
  alerts: [],
});

/** Finds what every page of a case has. */
@Injectable()
export class CaseFrames {
  constructor(
    private readonly cases: CaseReading,
    private readonly today: Today,
  ) {}

  /** The case of that id with its frame, at the tab with that end of the address. Throws a ProblemError where there is none. */
  async find({ caller, through }: Visit, id: string, end = ''): Promise<CaseFrame> {
    const view = found(await this.cases.find(caller.place, idOf(id)));
    const today = await this.today.in(caller.place, view.protocol);
    const home = `/cases/${view.id}`;
    return {
      view,
      today,
      bar: through?.kind === 'referral' ? barOfReferral(view, today) : identityBar(view, today),
      tabs: TABS.filter(({ policy }) => mayDo(policy, caller.roles)).map((tab) => ({
        text: tab.text,
        href: `${home}${tab.end}`,
        current: tab.end === end,
      })),
      trail: [
        mayDo('listCases', caller.roles) ? { text: 'Cases', href: '/cases' } : { text: 'Home', href: '/' },
        { text: view.reference, href: home },
      ],
    };
  }
}
