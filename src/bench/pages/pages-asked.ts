import type { DeadlineQueue } from '../../reading/queues/queues.js';

/** Who asks for pages. */
export const VISITORS = ['assessor', 'panelMember', 'manager', 'auditor'] as const;
export type PageVisitorRole = (typeof VISITORS)[number];

/** What there is to look at. */
export interface Samples {
  /** Open cases of the assessor with the most of them, and those of them that are being assessed. */
  own: readonly string[];
  assessed: readonly string[];
  /** Open cases of anybody, and cases that are over. */
  open: readonly string[];
  over: readonly string[];
  /** The meeting to come, meetings that were held, and what is on their agendas. */
  meetings: readonly string[];
  items: readonly { meeting: string; id: string }[];
  people: readonly string[];
  queues: readonly DeadlineQueue[];
  /** A value of each filter that leaves much; null where there is none. */
  timescale: string | null;
  stage: string | null;
  team: string | null;
  organisation: string | null;
  need: string | null;
  /** What is looked for by name, number and reference. */
  child: { familyName: string; nhsNumber: string; reference: string };
}

/** A page as somebody asks for it: of these addresses one after the other. */
export interface PageAsked {
  who: PageVisitorRole;
  name: string;
  paths: readonly string[];
}

/** A search as somebody sends it; its answer is then asked for as a page. */
export interface SearchAsked {
  who: PageVisitorRole;
  name: string;
  fields: Readonly<Record<string, string>>;
}

const A_DOMAIN = 'mobility';

const of = (who: PageVisitorRole) => ({
  page: (name: string, ...paths: string[]): PageAsked => ({ who, name, paths }),
  each: (name: string, ids: readonly string[], path: (id: string) => string): PageAsked => ({
    who,
    name,
    paths: ids.map(path),
  }),
});

function ofAssessor({ own, assessed, over }: Samples): PageAsked[] {
  const { page, each } = of('assessor');
  return [
    page('home', '/'),
    page('my work', '/work'),
    page('cases', '/cases'),
    page('cases, my own', '/cases?whose=me'),
    page('cases, overdue', '/cases?overdue=true'),
    page('cases, closed', '/cases?state=closed'),
    page('cases, by child', '/cases?order=childFirst'),
    page('cases, opened last first', '/cases?order=openedLast'),
    page('find a child', '/search'),
    each('case', own, (id) => `/cases/${id}`),
    each('case that is over', over, (id) => `/cases/${id}`),
    each('timeline', own, (id) => `/cases/${id}/timeline`),
    each('course', own, (id) => `/cases/${id}/course`),
    each('people of a case', own, (id) => `/cases/${id}/people`),
    each('record a contact', own, (id) => `/cases/${id}/do/CONTACT_LOGGED`),
    each('assessment', assessed, (id) => `/cases/${id}/assessment`),
    each('care domain', assessed, (id) => `/cases/${id}/assessment/${A_DOMAIN}`),
    page('notices', '/notices'),
    page('messages', '/mailbox'),
  ];
}

function ofPanel({ meetings, items }: Samples): PageAsked[] {
  const { page, each } = of('panelMember');
  return [
    page('home', '/'),
    page('my work', '/work'),
    page('meetings', '/meetings'),
    each('meeting', meetings, (id) => `/meetings/${id}`),
    { who: 'panelMember', name: 'pack', paths: items.map((at) => `/meetings/${at.meeting}/items/${at.id}`) },
  ];
}

function ofManager({
  queues,
  timescale,
  stage,
  team,
  organisation,
  need,
  people,
  open,
}: Samples): PageAsked[] {
  const { page, each } = of('manager');
  const filters = { timescale, stage, team, organisation, need };
  return [
    page('home', '/'),
    page('my work', '/work'),
    page('queues', '/queues'),
    ...queues.map((queue) => page(`queue ${queue}`, `/queues/${queue}`)),
    ...Object.entries(filters).flatMap(([filter, value]) =>
      value === null
        ? []
        : page(`queue overdue, by ${filter}`, `/queues/overdue?${filter}=${encodeURIComponent(value)}`),
    ),
    page('queue overdue, 100 rows', '/queues/overdue?rows=100'),
    page('forecast', '/forecast'),
    page('performance', '/performance'),
    page('workload', '/workload'),
    each('caseload', people, (id) => `/workload/cases?assessor=${id}`),
    page('cases without an assessor', '/cases?allocated=false'),
    each('case', open, (id) => `/cases/${id}`),
    page('absences', '/absences'),
    page('changes', '/changes'),
    page('exceptions', '/exceptions'),
    page('deliveries', '/deliveries'),
    page('people', '/people'),
    each('person', people, (id) => `/people/${id}`),
  ];
}

function ofAuditor({ own, people }: Samples): PageAsked[] {
  const { page, each } = of('auditor');
  return [
    page('audit trail', '/audit'),
    page('access log', '/access-log'),
    each('access log of a person', people, (id) => `/access-log?person=${id}`),
    each('who looked at a record', own, (id) => `/cases/${id}/readers`),
  ];
}

/** Every page that is measured. */
export const pagesAsked = (samples: Samples): PageAsked[] =>
  [ofAssessor, ofPanel, ofManager, ofAuditor]
    .flatMap((pages) => pages(samples))
    .filter(({ paths }) => paths.length > 0);

/** Every search that is measured. */
export const searchesAsked = ({ child: { familyName, nhsNumber, reference } }: Samples): SearchAsked[] => [
  { who: 'assessor', name: 'children found by name', fields: { name: familyName } },
  { who: 'assessor', name: 'child found by NHS number', fields: { nhsNumber } },
  { who: 'assessor', name: 'child found by reference', fields: { reference } },
];
