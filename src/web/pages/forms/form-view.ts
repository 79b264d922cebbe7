import type { Field, Fields } from '../../../../workflows/protocol/index.js';
import type { FieldError } from '../../../cases/command.js';
import { choiceInWords } from '../words/choice-words.js';
import { namesEntry } from './asked-of-each.js';
import { emptyEntry, pathOf, type Draft } from './draft.js';
import { hintFor } from './hints.js';
import { mannerOf, type Manner } from './manner.js';

/** Something that can be chosen. */
export interface Option {
  value: string;
  text: string;
  /** Under which heading it stands among the others. */
  group?: string;
}

/** What can be chosen for fields whose answers are not in the field itself. */
export interface Offers {
  /** The options of a field of that name, of that event where it has its own; of people, those chosen already as well. */
  for(name: string, field: Field, event?: string, chosen?: readonly string[]): readonly Option[];
  /** Whether that value of a field can be chosen of an entry by that name: a care domain has its own levels (HNA-3). */
  fits?(entry: string, field: Field, value: string): boolean;
}

/** One field as the template draws it. */
export interface FieldView {
  manner: Manner | 'select' | 'select-some' | 'hidden';
  name: string;
  /** The id of its box: of the first, where there are several. */
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value?: unknown;
  max?: number | undefined;
  options?: readonly (Option & { checked: boolean })[];
  /** Of a group. */
  fields?: readonly FieldView[];
  /** Of a list. */
  entries?: readonly {
    path: string;
    title: string;
    /** Whether it is one box, which bears the title itself. */
    plain?: boolean;
    fields: readonly FieldView[];
  }[];
  /** Whether its entries are given, so that none is added or removed. */
  ofEach?: boolean;
  addWords?: string;
}

/** What a form is drawn from. */
export interface FormAsked {
  event: string;
  fields: Fields;
  draft: Draft;
  errors: readonly FieldError[];
  offers: Offers;
  /** Fields that are answered already, and are carried without being shown. */
  known?: readonly string[] | undefined;
}

const MOST_RADIOS = 8;
const LONGEST_COUNTED = 20_000;

/** The id of the box that holds the field of that path. */
export const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

const optionsOf = (
  name: string,
  field: Field,
  { offers, event }: FormAsked,
  chosen: readonly string[] = [],
): readonly Option[] =>
  field.kind === 'choice'
    ? (field.choices ?? []).map((value) => ({ value, text: choiceInWords(value) }))
    : offers.for(name, field, event, chosen);

const NOBODY =
  'Nobody in the directory has a role for this. An administrator adds them, or gives somebody the role.';

const inGroups = (options: readonly Option[]): boolean => options.some(({ group }) => group !== undefined);

/** Whether it is chosen from a list that folds up: of many, in groups, and of people in each entry or where nobody has to be. */
const isSelect = ({ kind, optional }: Field, options: readonly Option[], path: string): boolean =>
  options.length > MOST_RADIOS ||
  inGroups(options) ||
  (kind === 'person' && options.length > 0 && (optional || path.includes('.')));

const withChosen = (options: readonly Option[], chosen: readonly string[]) =>
  options.map((option) => ({ ...option, checked: chosen.includes(option.value) }));

/** The fields in the order they are asked for: why something is recorded late comes last, since it seldom is. */
const inOrder = (fields: Fields): [string, Field][] => {
  const isLate = ([name]: readonly [string, Field]): boolean => name === 'lateReason';
  const all = Object.entries(fields);
  return [...all.filter((each) => !isLate(each)), ...all.filter(isLate)];
};

class Drawing {
  constructor(private readonly asked: FormAsked) {}

  all(fields: Fields, draft: Draft, within = ''): FieldView[] {
    return inOrder(fields).map(([name, field]) => this.one(name, field, draft[name], pathOf(within, name)));
  }

  private one(name: string, field: Field, draft: unknown, path: string): FieldView {
    const manner = mannerOf(name, field);
    if (this.asked.known?.includes(path))
      return { manner: 'hidden', name: path, id: 'form', label: field.label, value: draft };
    const own = {
      manner,
      name: path,
      id: idOf(path),
      label: field.optional ? `${field.label} (optional)` : field.label,
      hint: hintFor(this.asked.event, name, manner),
      error: this.asked.errors.find((error) => error.field === path)?.message,
      value: draft,
    };
    switch (manner) {
      case 'one': {
        const options = optionsOf(name, field, this.asked, [draft as string]);
        const chosen = withChosen(options, [draft as string]);
        return {
          ...own,
          ...(field.kind === 'person' && options.length === 0 ? { hint: NOBODY } : {}),
          manner: isSelect(field, options, path) ? 'select' : 'one',
          options: chosen,
        };
      }
      case 'some': {
        const of = field.of as Field;
        const options = optionsOf(name, of, this.asked, draft as string[]);
        return {
          ...own,
          ...(of.kind === 'person' && options.length === 0 ? { hint: NOBODY } : {}),
          options: withChosen(options, draft as string[]),
        };
      }
      case 'yesNo': {
        const both = [
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ];
        return { ...own, options: withChosen(both, [draft as string]) };
      }
      case 'lines':
        return { ...own, max: field.max ?? LONGEST_COUNTED };
      case 'day':
      case 'moment':
        return { ...own, id: `${own.id}-day`, value: draft };
      case 'group':
        return { ...own, fields: this.all(field.fields ?? {}, draft as Draft, path) };
      case 'entries':
        return { ...own, ...this.entries(name, field, draft as readonly unknown[], path) };
      default:
        return own;
    }
  }

  /** The field with only those options that the entry has. */
  private fitting(view: FieldView, fields: Fields, within: string, entry: unknown): FieldView {
    const [, field] = Object.entries(fields).find(([name]) => pathOf(within, name) === view.name) ?? [];
    const { offers } = this.asked;
    return field && view.options && offers.fits && typeof entry === 'string'
      ? { ...view, options: view.options.filter(({ value }) => offers.fits?.(entry, field, value)) }
      : view;
  }

  private ofEach({ fields = {} }: Field, by: string, draft: readonly Draft[], path: string) {
    const options = optionsOf(by, fields[by] as Field, this.asked);
    return draft.map((each, at) => {
      const own = pathOf(path, at);
      const title = options.find(({ value }) => value === each[by])?.text ?? `Entry ${at + 1}`;
      const drawn = this.all(fields, each, own).map((field) =>
        field.name === pathOf(own, by)
          ? { ...field, manner: 'hidden' as const, value: each[by] }
          : this.fitting(field, fields, own, each[by]),
      );
      return { path: own, title, fields: drawn };
    });
  }

  private entries(
    name: string,
    { of, label }: Field,
    draft: readonly unknown[],
    path: string,
  ): Pick<FieldView, 'entries' | 'addWords' | 'ofEach'> {
    const entry = { ...(of as Field), optional: false };
    const by = namesEntry(this.asked.event, path);
    if (by !== undefined) return { ofEach: true, entries: this.ofEach(entry, by, draft as Draft[], path) };
    const drawn = draft.length > 0 ? draft : [emptyEntry(name, entry)];
    return {
      addWords: `Add another: ${entry.label.toLowerCase()}`,
      entries: drawn.map((each, at) => {
        const own = pathOf(path, at);
        const fields =
          entry.kind === 'group'
            ? this.all(entry.fields ?? {}, each as Draft, own)
            : [{ ...this.one(name, entry, each, own), label: `${entry.label} ${at + 1}` }];
        const plain = entry.kind !== 'group';
        return {
          path: own,
          plain,
          title: `${entry.label === label ? 'Entry' : entry.label} ${at + 1}`,
          fields,
        };
      }),
    };
  }
}

/** The fields of a form, ready to be drawn, with what was typed and what is wrong with it. */
export const formView = (asked: FormAsked): FieldView[] => new Drawing(asked).all(asked.fields, asked.draft);

/** Where the mistakes of a field lead, and the entry of a list it is in. */
interface Box {
  id: string;
  within: string | null;
}

const boxesOf = (views: readonly FieldView[], within: string | null = null): [string, Box][] =>
  views.flatMap(({ name, id, fields = [], entries = [] }) => [
    [name, { id, within }],
    ...boxesOf(fields, within),
    ...entries.flatMap((entry) => boxesOf(entry.fields, entry.plain ? within : entry.title)),
  ]);

/**
 * What is wrong in the order of the form, each with the box to go to; what is about no field leads to the form as a whole.
 * What is said of several entries of a list says of which.
 */
export function errorLinks(
  views: readonly FieldView[],
  errors: readonly FieldError[],
): { text: string; href: string }[] {
  const boxes = new Map(boxesOf(views));
  const order = [...boxes.keys()];
  const placeOf = ({ field }: FieldError): number => (boxes.has(field) ? order.indexOf(field) : order.length);
  return [...errors]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map(({ field, message }) => {
      const { id = 'form', within = null } = boxes.get(field) ?? {};
      const again = errors.some((other) => other.field !== field && other.message === message);
      return { text: again && within !== null ? `${message}: ${within}` : message, href: `#${id}` };
    });
}
