import {
  addLength,
  dateInWords,
  isLocalDate,
  lengthInWords,
  timescaleOf,
  type Length,
  type LocalDate,
} from '../../../../workflows/protocol/index.js';
import type { EventView, NoticeView } from '../../../reading/views.js';
import type { Names } from '../forms/shown-content.js';
import { timeAWeek } from '../words/time-a-week.js';
import type { PlaceToday } from '../words/today.js';

/** A part of a letter: paragraphs under a heading, and perhaps a list. */
export interface LetterPart {
  heading: string | null;
  paragraphs: readonly string[];
  list?: readonly string[];
}

/** A letter as it is printed. */
export interface Letter {
  subject: string;
  parts: readonly LetterPart[];
  /** Whether it states the right to appeal, with its dates (PAN-11). */
  appeal: boolean;
  /** Care of which the package does not say what agency provides it (PRV-14). */
  missing?: readonly string[];
}

/** What a letter is made from. */
export interface LetterOf {
  notice: NoticeView;
  /** The event because of which it is owed. */
  event: EventView;
  /** The package as it was designed last; none where there is none. */
  design: EventView | undefined;
  names: Names;
  child: string;
  decidedOn: LocalDate;
  /** The day the letter bears. */
  writtenOn: LocalDate;
  today: PlaceToday;
}

/** What letters can be made of, by what they tell. */
export const LETTERS = [
  'checklistReturned',
  'checklistProceeded',
  'checklistNotProceeded',
  'eligible',
  'eligibleWithoutPackage',
  'notEligible',
  'statementOfSupport',
];

const words = (event: EventView, name: string): string => {
  const value = event.content[name];
  return typeof value === 'string' ? value : '';
};
const listed = (event: EventView, name: string): string[] => {
  const value = event.content[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
};
const paragraphs = (text: string): string[] => text.split(/\n+/).filter((each) => each.trim() !== '');

const inMonths = (length: Length): string => lengthInWords(length).replace('calendar ', '');

/** PAN-11: the right to appeal through the complaints procedure, with its dates. The time runs from the written decision. */
function appealPart({ decidedOn, writtenOn, today }: LetterOf): LetterPart {
  const { value } = today.protocol.parameters.appealWindow;
  const until = addLength(writtenOn, value, today.calendar);
  return {
    heading: 'If you do not agree',
    paragraphs: [
      `You have the right to appeal against this decision through the complaints procedure. The decision was made on ${dateInWords(decidedOn)}. You can appeal until ${dateInWords(until)}, ${inMonths(value)} from the day of this letter.`,
      'You can tell us that you wish to appeal in a letter, by e-mail or by telephone, and you can ask somebody to do it for you. If you already have a package of care, it stays as it is while your appeal is looked into.',
    ],
  };
}

const CONTINUING_CARE =
  "Children's continuing care is for children whose needs cannot be met by universal and specialist services alone.";

function decision(of: LetterOf): LetterPart[] {
  const { notice, event, child, decidedOn } = of;
  const refused = notice.about.id === 'notEligible';
  const without = notice.about.id === 'eligibleWithoutPackage';
  const conditions = words(event, 'conditions');
  return [
    {
      heading: null,
      paragraphs: [
        `The joint panel of health, social care and education looked at the assessment of ${child}'s needs on ${dateInWords(decidedOn)}. ${CONTINUING_CARE}`,
        refused
          ? `It decided that ${child} is not eligible for children's continuing care.`
          : `It decided that ${child} is eligible for children's continuing care${without ? ', and that no package of care is needed now' : ''}.`,
      ],
    },
    { heading: 'Why', paragraphs: paragraphs(words(event, 'rationale')) },
    { heading: 'What the panel relied on', paragraphs: paragraphs(words(event, 'evidenceReliedOn')) },
    ...(conditions === '' ? [] : [{ heading: 'Conditions', paragraphs: paragraphs(conditions) }]),
    {
      heading: 'What happens next',
      paragraphs: [
        refused
          ? `This decision does not take away any service that ${child} has from others. Your nurse assessor will talk with you about what else can help. If ${child}'s needs change, anybody who works with ${child} can refer again.`
          : without
            ? `The services ${child} has now go on, and they are enough to meet ${child}'s needs today. We will look at ${child}'s needs again at the next review, and earlier if they change. Please tell us if they do.`
            : `We will now plan the package of care with you. Nobody begins to give care before they are trained and signed off for it. When the package is arranged, you will be told in writing what each agency provides.`,
        ...(refused || without
          ? []
          : [
              `You have the right to have a personal health budget for ${child}'s care. Your nurse assessor can explain what that is, and what it would mean for you.`,
            ]),
      ],
    },
    appealPart(of),
  ];
}

const WHERE: Readonly<Record<string, string>> = {
  home: ', at home',
  school: ', at school',
  residential: ', in a residential placement',
  hospice: ', at a hospice',
  community: ', in the community',
};

const withoutStop = (text: unknown): string =>
  typeof text === 'string' ? text.trim().replace(/\.$/, '') : '';
const sentence = (text: unknown): string => `${withoutStop(text)}.`;

/** How long after a package began it is looked at first (REV-1). */
function firstReview({ protocol }: PlaceToday): string {
  const length = timescaleOf(protocol, 'review-three-month')?.length;
  return length ? inMonths(length) : 'soon';
}

/** How long a decision on a checklist takes at most, from its receipt (CHK-6). */
function decisionTime({ protocol }: PlaceToday): string {
  const length = timescaleOf(protocol, 'checklist-decision')?.length;
  return length ? lengthInWords(length) : 'a few days';
}

type Element = Readonly<Record<string, string | number>>;

const elementsOf = ({ design }: LetterOf): readonly Element[] =>
  (design?.content['elements'] ?? []) as readonly Element[];

/** The agency that gives an element of care, or else the one behind it, in a sentence; empty where neither is said. */
function agencyOf({ provider, funder }: Element, names: Names): string {
  const gives = names.get(String(provider ?? ''));
  if (gives !== undefined) return `It is given by ${gives}. `;
  const arranges = names.get(String(funder ?? ''));
  return arranges === undefined ? '' : `It is arranged by ${arranges}. `;
}

/** PRV-14: what each agency provides, in plain words and without what it costs. */
function support(of: LetterOf): LetterPart[] {
  const { names, child, today } = of;
  const lines = elementsOf(of).map((each) => {
    const agency = agencyOf(each, names);
    const time =
      typeof each['minutesPerWeek'] === 'number' ? `, ${timeAWeek(each['minutesPerWeek'])} a week` : '';
    const where = WHERE[String(each['place'] ?? '')] ?? '';
    const hoped = ['shortTermOutcome', 'longTermOutcome'].map((name) => sentence(each[name]));
    return `${withoutStop(each['what'])}${time}${where}. ${agency}What we hope it brings soon: ${hoped[0] ?? ''} In the long term: ${hoped[1] ?? ''}`;
  });
  return [
    {
      heading: null,
      paragraphs: [`The package of care for ${child} is arranged. This is what it is made of.`],
      list: lines,
    },
    {
      heading: 'If something changes',
      paragraphs: [
        `Please tell us when ${child}'s needs change, or when care does not come as it should. You can ask for a review at any time.`,
        `We will look at the package with you ${firstReview(today)} after it begins, and then every year. Packages change as needs change: some grow, and some become smaller.`,
      ],
    },
  ];
}

const CHECKLIST: Readonly<Record<string, (of: LetterOf) => LetterPart[]>> = {
  checklistReturned: ({ event, child, decidedOn, today }) => [
    {
      heading: null,
      paragraphs: [
        `Thank you for the continuing care checklist for ${child}. On ${dateInWords(decidedOn)} we sent it back to you, because something is missing. This is not a refusal. Please add the following, and send it again.`,
      ],
      list: listed(event, 'missing'),
    },
    {
      heading: 'What happens next',
      paragraphs: [
        `Everything you sent is kept. When you sign in to the service, ${child} is at the top of your home page. We decide within ${decisionTime(today)} of the day on which the checklist comes back.`,
        'If you think that nothing is missing, please tell us: the nurses can give advice, support or training.',
      ],
    },
  ],
  checklistProceeded: ({ event, child, decidedOn }) => [
    {
      heading: null,
      paragraphs: [
        `On ${dateInWords(decidedOn)} we decided that ${child} goes on to a full assessment of health needs.`,
      ],
    },
    { heading: 'Why', paragraphs: paragraphs(words(event, 'rationale')) },
    {
      heading: 'What happens next',
      paragraphs: [
        `A nurse assessor invites everybody who knows ${child} well, and the family, to a meeting. You are asked to come, or to send a report.`,
      ],
    },
  ],
  checklistNotProceeded: ({ event, child, decidedOn }) => [
    {
      heading: null,
      paragraphs: [
        `On ${dateInWords(decidedOn)} we decided that ${child} does not go on to a full assessment of health needs.`,
      ],
    },
    { heading: 'Why', paragraphs: paragraphs(words(event, 'reason')) },
    {
      heading: 'If you do not agree',
      paragraphs: [
        'Please tell us. The nurses talk about it with you first, and can give advice, support or training. The checklist can be sent again with what is new. The family can also use the complaints procedure.',
      ],
    },
  ],
};

const DECIDED = ['decidedOn', 'returnedOn', 'arrangedOn'];

/** The day of what a letter tells: as the event says it, else the day it was recorded. */
export const dayOf = (event: EventView, recorded: LocalDate): LocalDate =>
  DECIDED.map((name) => event.content[name]).find(isLocalDate) ?? recorded;

/** The letter that tells somebody of a decision, made from the record alone. */
export function letterOf(of: LetterOf): Letter {
  const { id, words: about } = of.notice.about;
  const checklist = CHECKLIST[id];
  if (checklist) return { subject: about, parts: checklist(of), appeal: false };
  return id === 'statementOfSupport'
    ? {
        subject: 'What each agency provides',
        parts: support(of),
        appeal: false,
        missing: elementsOf(of)
          .filter((each) => agencyOf(each, of.names) === '')
          .map(({ what }) => withoutStop(what)),
      }
    : { subject: 'The decision of the joint panel', parts: decision(of), appeal: true };
}
