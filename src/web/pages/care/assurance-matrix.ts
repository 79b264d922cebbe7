import { dateInWords, type CareShown, type ProtocolData } from '../../../../workflows/protocol/index.js';
import { choiceInWords } from '../words/choice-words.js';
import type { Names } from '../forms/shown-content.js';

/** One assurance of a carer for a task, or of the package, in words. */
export interface AssuranceCell {
  kind: string;
  stands: boolean;
  words: string;
  /** Where it is recorded; null for those who may not. */
  href: string | null;
}

/** A row of the matrix: a carer's task, or the package as a whole. */
export interface AssuranceRow {
  who: string;
  /** Whose it is, by id; null for the package as a whole. */
  carer: string | null;
  task: string;
  cells: AssuranceCell[];
}

/** Who gives care, by task and assurance, with what is still open in words (PRV-1). */
export interface AssuranceMatrix {
  rows: AssuranceRow[];
  gaps: string[];
}

type State = CareShown['assurances'][number];

function wordsOf({ stands, assuredOn, expiresOn }: State): string {
  if (assuredOn === null) return 'Not recorded';
  if (stands) return expiresOn === null ? 'Assured, with no end' : `Until ${dateInWords(expiresOn)}`;
  return expiresOn === null ? 'Not assured' : `Ended on ${dateInWords(expiresOn)}`;
}

/** How a gap is spoken of: 'is not recorded', 'ended on Monday 1 June 2026'. */
const gapIn = (words: string): string =>
  words.startsWith('Ended') ? `e${words.slice(1)}` : `is ${words.toLowerCase()}`;

interface Asked {
  protocol: ProtocolData;
  names: Names;
  /** The form in which an assurance is recorded, with what it is about; null for those who may not. */
  formOf: (state: State, carer: string | null) => string | null;
}

/** The assurances of a package, person by task by expiry. */
export function matrixOf(
  { carers, assurances }: Pick<CareShown, 'carers' | 'assurances'>,
  { protocol, names, formOf }: Asked,
): AssuranceMatrix {
  const kinds = protocol.parameters.assuranceKinds.value;
  const tasks = protocol.parameters.careTasks.value;
  const kindOf = (slug: string): string => kinds.find((kind) => kind.slug === slug)?.title ?? slug;
  const taskOf = (slug: string | null): string =>
    slug === null ? 'The package as a whole' : (tasks.find((task) => task.slug === slug)?.title ?? slug);
  const rowOf = (who: string, task: string | null, states: readonly State[], carer: string | null) => ({
    who,
    carer,
    task: taskOf(task),
    cells: states.map((state) => ({
      kind: kindOf(state.kind),
      stands: state.stands,
      words: wordsOf(state),
      href: formOf(state, carer),
    })),
  });
  const rows = [
    ...carers.flatMap(({ person, kind, assurances: own }) => {
      const who = `${names.get(person) ?? 'Somebody no longer known here'} (${choiceInWords(kind).toLowerCase()})`;
      const byTask = [...new Set(own.map(({ task }) => task))];
      return byTask.map((task) =>
        rowOf(
          who,
          task,
          own.filter((state) => state.task === task),
          person,
        ),
      );
    }),
    ...(assurances.length > 0 ? [rowOf('Everybody who gives care', null, assurances, null)] : []),
  ];
  return {
    rows,
    gaps: rows.flatMap(({ who, task, cells, carer }) => {
      const of = carer === null ? task : `${who}, ${task.toLowerCase()}`;
      return cells.filter(({ stands }) => !stands).map(({ kind, words }) => `${of}: ${kind} ${gapIn(words)}`);
    }),
  };
}
