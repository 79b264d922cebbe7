import { addLength, dateInWords, isLocalDate, type LocalDate } from '../../../../workflows/protocol/index.js';
import type { EventView, NoticeView } from '../../../reading/views.js';
import type { Names } from '../forms/shown-content.js';
import { choiceInWords } from '../words/choice-words.js';
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

/** PAN-11: the right to appeal through the complaints procedure, with its dates. */
function appealPart({ decidedOn, today }: LetterOf): LetterPart {
  const { value } = today.protocol.parameters.appealWindow;
  const until = addLength(decidedOn, value, today.calendar);
  return {
    heading: 'If you do not agree',
    paragraphs: [
      `You have the right to appeal against this decision through the complaints procedure. The decision was made on ${dateInWords(decidedOn)}; you can appeal until ${dateInWords(until)}.`,
      'You can tell us that you wish to appeal in a letter, by e-mail or by telephone, and you can ask somebody to do it for you. If you already have a package of care, it stays as it is while your appeal is looked into.',
    ],
  };
}

function decision(of: LetterOf): LetterPart[] {
  const { notice, event, child, decidedOn } = of;
  const refused = notice.about.id === 'notEligible';
  const without = notice.about.id === 'eligibleWithoutPackage';
  const conditions = words(event, 'conditions');
  return [
    {
      heading: null,
      paragraphs: [
        `The joint panel looked at the assessment of ${child}'s needs on ${dateInWords(decidedOn)}.`,
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
          ? `Services that ${child} has from others are not changed by this decision. Your nurse assessor will talk with you about what can help.`
          : without
            ? `We will look at ${child}'s needs again at the next review, and earlier if they change. Tell us if they do.`
            : `We will now plan the package of care with you. You will be told in writing what each agency provides.`,
      ],
    },
    appealPart(of),
  ];
}

const HOUR = 60;

function timeAWeek(minutes: number): string {
  const hours = Math.floor(minutes / HOUR);
  const rest = minutes % HOUR;
  return [hours > 0 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : '', rest > 0 ? `${rest} minutes` : '']
    .filter(Boolean)
    .join(' ');
}

/** PRV-14: what each agency provides, in plain words and without what it costs. */
function support({ design, names, child }: LetterOf): LetterPart[] {
  const elements = (design?.content['elements'] ?? []) as Readonly<Record<string, string | number>>[];
  const lines = elements.map((each) => {
    const provider = names.get(String(each['provider'] ?? ''));
    const time =
      typeof each['minutesPerWeek'] === 'number' ? `, ${timeAWeek(each['minutesPerWeek'])} a week` : '';
    const where = `, ${choiceInWords(String(each['place'] ?? '')).toLowerCase()}`;
    return `${provider ? `${provider}: ` : ''}${String(each['what'] ?? '')}${time}${where}. It is meant to bring about: ${String(each['shortTermOutcome'] ?? '')}.`;
  });
  return [
    {
      heading: null,
      paragraphs: [`This is what each agency provides for ${child}, as it was agreed with you.`],
      list: lines,
    },
    {
      heading: 'If something changes',
      paragraphs: [
        `Tell us when ${child}'s needs change, or when care does not come as it should. The package is looked at after three months, and then every year.`,
      ],
    },
  ];
}

const CHECKLIST: Readonly<Record<string, (of: LetterOf) => LetterPart[]>> = {
  checklistReturned: ({ event }) => [
    {
      heading: null,
      paragraphs: [
        `Thank you for the continuing care checklist. We cannot decide on it yet, because something is missing. Please add the following, and send it again.`,
      ],
      list: listed(event, 'missing'),
    },
  ],
  checklistProceeded: ({ event, child, decidedOn }) => [
    {
      heading: null,
      paragraphs: [
        `On ${dateInWords(decidedOn)} we decided that ${child} goes on to a full assessment of health needs.`,
        ...paragraphs(words(event, 'rationale')),
        'A nurse assessor will ask you to a meeting of the multi-disciplinary team.',
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
        'Tell us. The nurses talk with you about it first, and can advise, support and train. You can also use the complaints procedure.',
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
    ? { subject: 'What each agency provides', parts: support(of), appeal: false }
    : { subject: 'The decision of the joint panel', parts: decision(of), appeal: true };
}
