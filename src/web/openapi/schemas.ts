import { DEADLINE_STATES, PROCESS_KINDS } from '../../../workflows/protocol/index.js';
import { CASE_STATES, CHANGE_KINDS } from '../../changes/change.js';
import type { Schema } from '../http/field.js';
import { eventSchemas } from './event-schemas.js';
import { performanceSchemas } from './performance-schemas.js';
import { queueSchemas } from './queue-schemas.js';
import { serviceSchemas } from './service-schemas.js';
import { staffNoticeSchemas } from './staff-notice-schemas.js';
import {
  anyObject,
  day,
  listOf,
  mapOf,
  meaning,
  moment,
  object,
  oneOf,
  orNull,
  ref,
  text,
  texts,
  uuid,
  whole,
  yesNo,
} from './schema-words.js';

const named = object({ id: text, name: text });
const stage = object({ id: meaning('Such as assessment.inProgress', text), words: text });
const deadlineState = oneOf(...DEADLINE_STATES);
const refusal = object({ clauses: texts, message: text }, { missing: texts });

const problem = object(
  {
    type: meaning('The stable name of this kind of problem, as an address that explains it', text),
    title: text,
    status: whole,
    detail: text,
    instance: meaning('This occurrence, by the id that the log has', text),
  },
  {
    refusals: listOf(object({ clauses: texts, message: text, protocolText: texts }, { missing: texts })),
    errors: listOf(object({ field: text, message: text })),
    currentVersion: meaning('The ETag as it is now', text),
    changes: listOf(object({ seq: whole, type: text, title: text, by: orNull(text), at: moment })),
    roles: meaning('Roles that may do it', texts),
    seeInstead: meaning('The page on which it can be seen, or made possible', text),
  },
);

const deadlineLine = {
  key: text,
  timescale: text,
  title: text,
  clauses: texts,
  state: deadlineState,
  stateWords: text,
  dueOn: day,
  dueAt: moment,
};

const trace = object({
  words: meaning('How the date was counted, in sentences', texts),
  skipped: meaning('Days that were passed over, each with why', listOf(object({ date: day, why: text }))),
  counted: meaning('Working days that were counted', listOf(day)),
});

const settlement = {
  oneOf: [
    object({ as: { const: 'met' }, on: day, by: whole, late: yesNo }, { at: moment }),
    object({ as: { const: 'stopped' }, on: day, by: whole, why: text }),
  ],
};

const length = object({ amount: whole, unit: text });

const signed = {
  seq: meaning('The event', whole),
  on: orNull(day),
  why: meaning('In the words of who recorded it', orNull(text)),
  recordedBy: orNull(named),
  approvedBy: orNull(named),
};

const extension = object({
  by: length,
  byWords: text,
  ...signed,
  secondedBy: orNull(named),
});

const pause = object({
  from: day,
  fromAt: orNull(moment),
  until: meaning('Null while the clock stands still', orNull(day)),
  untilAt: orNull(moment),
  reason: text,
  reasonTitle: text,
  ...signed,
  secondedBy: orNull(named),
  endedBy: orNull(whole),
});

const breach = object({
  occurrence: whole,
  seq: whole,
  stands: meaning('False where it was withdrawn, because it no longer held', yesNo),
  reason: orNull(
    object({
      code: text,
      title: text,
      ours: meaning('Whether it was ours to control', yesNo),
      words: orNull(text),
      by: orNull(named),
      on: day,
      seq: whole,
    }),
  ),
});

const deadline = object({
  ...deadlineLine,
  originalDueOn: meaning('When it was due before anything was agreed about it', day),
  originalDueAt: moment,
  pausedSince: meaning('The day since which it stands still', orNull(day)),
  guidance: meaning('Shown and reported, never a breach', yesNo),
  owner: meaning('The role that owns it', text),
  ownerPerson: orNull(named),
  startedOn: day,
  startedAt: orNull(moment),
  startedBy: meaning('The event that started it', whole),
  starts: meaning('What starts it, in words', text),
  metBy: meaning('What will meet it, in words', text),
  breached: yesNo,
  breach: meaning('That it passed unmet, and why, once its owner has said so', orNull(breach)),
  exception: orNull(object({ newTarget: day, ...signed })),
  extensions: listOf(extension),
  pauses: listOf(pause),
  settled: orNull(settlement),
  trace: orNull(trace),
});

const caseLine = {
  id: uuid,
  reference: text,
  child: object({ givenName: orNull(text), familyName: orNull(text) }),
  state: oneOf('open', 'closed'),
  stage: ref('Stage'),
  assessor: orNull(named),
  openedOn: day,
  overdue: meaning('How many deadlines are overdue', whole),
  nextDeadline: orNull(ref('DeadlineLine')),
};

const process = object({
  id: text,
  kind: oneOf(...PROCESS_KINDS),
  title: text,
  state: text,
  stage: text,
  keys: mapOf(text),
  openedBy: whole,
});

const terms = orNull(
  object({
    kind: text,
    effectiveFrom: day,
    weeklyPence: whole,
    annualPence: whole,
    parts: meaning(
      'What each body pays, to the penny',
      listOf(object({ body: text, percent: whole, weeklyPence: whole })),
    ),
  }),
);

const funding = object({
  process: text,
  proposed: terms,
  agreed: terms,
  stillToAgree: meaning('What is still to come before it is agreed', texts),
});

const assurance = object({
  kind: text,
  task: orNull(text),
  stands: yesNo,
  assuredOn: orNull(day),
  expiresOn: orNull(day),
});

const packageOfCare = object({
  process: text,
  version: whole,
  elements: listOf(
    object({
      skill: text,
      minutesPerWeek: whole,
      place: text,
      providerKind: text,
      provider: orNull(text),
      funder: orNull(text),
      weeklyCost: orNull(whole),
    }),
  ),
  weeklyPence: orNull(whole),
  annualPence: orNull(whole),
  carers: meaning(
    'Who gives care, and what is assured of each task',
    listOf(object({ person: uuid, kind: text, mayGiveCare: yesNo, assurances: listOf(assurance) })),
  ),
  assurances: meaning('Those for the package as a whole', listOf(assurance)),
});

const caseDetail = object({
  ...caseLine,
  version: meaning('The last event by a person; the ETag is made of it', whole),
  protocol: text,
  child: object({
    givenName: orNull(text),
    familyName: orNull(text),
    dateOfBirth: day,
    nhsNumber: orNull(text),
    address: orNull(text),
    parentalResponsibility: listOf(object({ relationship: text, name: text })),
  }),
  facts: meaning('What is known of the case as a whole', anyObject),
  alerts: meaning('What whoever opens the case is to see, by clause', listOf(ref('Refusal'))),
  packages: meaning('Packages arranged or under way', listOf(packageOfCare)),
  funding: meaning('Who pays what; none before the child is found eligible', listOf(funding)),
  processes: listOf(ref('Process')),
});

const event = object({
  seq: whole,
  type: text,
  title: text,
  clauses: texts,
  process: text,
  at: moment,
  by: orNull(named),
  content: meaning('What it says, with the words that are kept beside it', anyObject),
});

const step = object({
  type: text,
  title: text,
  clauses: texts,
  process: orNull(text),
  possible: yesNo,
  mayYou: meaning('Whether one of your roles may do it', yesNo),
  roles: meaning('Roles that may do it', texts),
  missing: meaning('What stands against it, by clause', listOf(ref('Refusal'))),
});

const owed = {
  process: text,
  about: meaning('What they are told', ref('Stage')),
  recipient: text,
  form: meaning('verbal, written or any', text),
  clause: text,
  owedSince: day,
  owedBy: meaning('The event because of which it is owed', whole),
};

const evidence = object({
  seq: whole,
  area: text,
  kind: text,
  dated: day,
  author: orNull(uuid),
  domain: orNull(text),
  ageInDays: whole,
  old: yesNo,
  heldAt: orNull(text),
});

const notice = object({
  ...owed,
  status: oneOf('owed', 'given', 'notNeeded', 'withdrawn'),
  settledBy: orNull(whole),
});

const owedNotice = object({
  case: object({ id: uuid, reference: text }),
  assessor: orNull(named),
  ...owed,
  deadlines: meaning('The clocks that wait for it, the first one due first', listOf(ref('DeadlineLine'))),
});

const accepted = object({
  id: uuid,
  reference: text,
  seq: whole,
  version: whole,
  stage: ref('Stage'),
});

const meetingLine = {
  id: uuid,
  reference: text,
  heldOn: orNull(day),
  stage: ref('Stage'),
  chair: orNull(named),
  capacity: whole,
  listed: whole,
  cancelled: meaning(
    'When, by whom and why it was cancelled; null where it was not',
    orNull(object({ at: moment, by: orNull(named), why: text })),
  ),
};

const agendaItem = object({
  case: uuid,
  reference: text,
  process: text,
  status: oneOf('listed', 'removed', 'deferred', 'decided'),
  presenter: orNull(named),
  guide: meaning(
    'What the guide says of the levels signed off, and the care domains that alone never meet it',
    orNull(object({ suggestsNeed: yesNo, words: text, neverAlone: texts })),
  ),
  voices: meaning("The stages at which the child's and family's voice was recorded", texts),
  regards: meaning(
    'What is regarded in arranging the meeting: whether it is recorded, and the interpreter needed; null where the case is closed to the caller',
    orNull(object({ communicationNeeds: yesNo, interpreter: orNull(text), adjustments: yesNo })),
  ),
  excluded: meaning(
    'Who does not decide it, and why',
    listOf(object({ person: named, clause: text, words: text })),
  ),
  deciders: listOf(named),
  quorate: yesNo,
  quorumMissing: texts,
});

const person = object(
  {
    id: uuid,
    name: text,
    organisation: orNull(text),
    team: meaning('The team they work in, by id', orNull(text)),
    capacityPoints: meaning('Points of work they carry; null: as the protocol version says', orNull(whole)),
    roles: texts,
    discipline: orNull(text),
    clinician: yesNo,
    commissioner: yesNo,
    delegatedLimitPence: orNull(whole),
    competences: texts,
  },
  { email: meaning('Only for administrators: where their e-mail goes', orNull(text)) },
);

const clause = object({
  id: text,
  section: text,
  sectionTitle: text,
  kind: text,
  title: text,
  rule: text,
  does: text,
  local: meaning('Whether the place decided any of it, because the protocol is silent', yesNo),
  enforcedBy: meaning('Where the service carries it out', listOf(object({ by: text, where: text }))),
});

const timescale = {
  type: 'object',
  required: ['id', 'title', 'clauses', 'starts', 'metBy', 'length', 'guidance', 'owner', 'local', 'roll'],
  properties: {
    id: text,
    title: text,
    clauses: texts,
    starts: anyObject,
    metBy: anyObject,
    length: orNull(length),
    guidance: yesNo,
    owner: text,
    local: texts,
    roll: text,
    exception: meaning('That an exception may be recorded, and by which clause', orNull(anyObject)),
    extension: meaning('That it may be extended, and who agrees', orNull(anyObject)),
    pause: meaning('That it may be paused, and for which reasons', orNull(anyObject)),
  },
} satisfies Schema;

const calendar = {
  id: text,
  version: text,
  name: text,
  weekend: listOf(whole),
  rules: listOf(anyObject),
  days: listOf(anyObject),
};

const calendarKnown = { knownUntil: meaning('The last day whose holidays are known', day) };

const movedDeadline = object({
  key: text,
  timescale: text,
  clauses: texts,
  from: meaning('Was due on; null for a clock that begins', orNull(day)),
  to: meaning('Is due on; null for a clock that is no longer there', orNull(day)),
});

const moved = {
  deadlines: listOf(movedDeadline),
  breachesAppear: meaning('Deadlines that are over by it, by key', texts),
  breachesEnd: meaning('Deadlines whose breach no longer holds, by key', texts),
};

const caseNamed = object({ id: uuid, reference: text });

const changePreview = object(
  {
    items: listOf(object({ case: caseNamed, ...moved, refusals: listOf(ref('Refusal')) })),
    next: orNull(text),
  },
  {
    totals: object({
      looked: meaning('All cases that were looked at, also those in which nothing moves', whole),
      cases: whole,
      deadlines: whole,
      breachesAppear: whole,
      breachesEnd: whole,
      refused: whole,
    }),
  },
);

const change = object({
  id: uuid,
  kind: oneOf(...CHANGE_KINDS),
  what: meaning('What was decided', anyObject),
  decidedBy: meaning('Null for the service itself', orNull(named)),
  reason: text,
  state: oneOf('previewed', 'applying', 'done', 'stopped'),
  createdAt: moment,
  appliedAt: orNull(moment),
  finishedAt: orNull(moment),
  counts: meaning(
    'How many cases stand how; those that failed are tried again, and then wait among the exceptions',
    object(Object.fromEntries(CASE_STATES.map((state) => [state, whole]))),
  ),
});

const changeCase = object({
  case: caseNamed,
  state: oneOf(...CASE_STATES),
  at: orNull(moment),
  to: meaning('Whom a case goes to that gets another assessor', orNull(named)),
  ...moved,
  refusals: meaning('Why it stays as it is, by clause', listOf(ref('Refusal'))),
  failure: orNull(text),
});

const caseload = {
  person: named,
  team: orNull(text),
  assesses: meaning('Whether they hold a role of an assessor today', yesNo),
  cases: meaning('Open cases they are the assessor of', whole),
  points: meaning('What those weigh', whole),
  work: meaning('How many processes weigh for what, by slug of the caseload weights', mapOf(whole)),
  capacity: meaning('Points they carry when they are there throughout', whole),
  workingDays: meaning('Working days ahead that are looked at', whole),
  present: meaning('On how many of them they are there', whole),
  available: meaning('Capacity lessened by absence, to a tenth', { type: 'number' }),
  percent: meaning('Points as per cent of that; null where they are away throughout', orNull(whole)),
  absentToday: yesNo,
  absentUntil: orNull(day),
};

const caseloadCase = object({
  case: caseNamed,
  stage: ref('Stage'),
  assessor: orNull(named),
  points: whole,
  work: texts,
});

const absence = object({
  id: uuid,
  person: named,
  from: day,
  to: meaning('The last day; null until further notice', orNull(day)),
  reason: text,
  cover: orNull(named),
  coverAbsent: meaning('Whether whoever covers is away on one of its days', yesNo),
  withdrawn: yesNo,
});

/** Every schema that the document names. */
export const schemas = (): Record<string, Schema> => ({
  Problem: problem,
  Refusal: refusal,
  Stage: stage,
  DeadlineLine: object(deadlineLine),
  Deadline: deadline,
  CaseLine: object(caseLine),
  Case: caseDetail,
  Process: process,
  Event: event,
  Step: step,
  Evidence: evidence,
  Notice: notice,
  OwedNotice: owedNotice,
  Reading: object({ at: moment, person: named, part: text, via: oneOf('page', 'api') }),
  Accepted: accepted,
  MeetingLine: object(meetingLine),
  Meeting: object({
    ...meetingLine,
    version: whole,
    papersCloseOn: orNull(day),
    present: listOf(named),
    apologies: listOf(named),
    agenda: listOf(agendaItem),
    outcomesDue: listOf(object({ case: text, reference: text, key: text, timescale: text, dueOn: day })),
  }),
  Person: person,
  Organisation: object({
    id: text,
    name: text,
    odsCode: orNull(text),
    kind: text,
    from: day,
    to: orNull(day),
    open: yesNo,
  }),
  Team: object({ id: text, name: text, organisation: text }),
  Calendar: object(calendar, calendarKnown),
  ChangedCalendar: object(
    {
      ...calendar,
      change: meaning('The change that counts open deadlines by it, case by case', uuid),
    },
    calendarKnown,
  ),
  Caseload: object(caseload),
  CaseloadCase: caseloadCase,
  AssessorSuggestion: object({
    ...caseload,
    percentWith: meaning('How full they would be with the case; null where away throughout', orNull(whole)),
    refusals: meaning('What speaks against them, by clause', listOf(ref('Refusal'))),
  }),
  Absence: absence,
  ChangePreview: changePreview,
  Change: change,
  ChangeCase: changeCase,
  Timescale: timescale,
  Clause: clause,
  DecisionSupportTool: anyObject,
  Due: object({ timescale: text, start: text, due: text, trace }),
  Me: object({
    id: uuid,
    name: text,
    place: object({ id: text, name: text, protocol: text }),
    roles: texts,
    organisation: orNull(text),
    email: orNull(text),
  }),
  Token: object({
    id: uuid,
    token: meaning('Shown this once; only its digest is kept', text),
    expiresAt: moment,
  }),
  WorkingToken: object({ id: uuid, purpose: text, createdAt: moment, expiresAt: moment }),
  ...queueSchemas(),
  ...staffNoticeSchemas(),
  ...performanceSchemas(),
  ...serviceSchemas(),
  ...eventSchemas(),
});
