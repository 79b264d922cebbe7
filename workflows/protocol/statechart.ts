import type { Arrow } from './chart.js';
import type { ProcessDefinition } from './process.js';

type Drawn = Arrow<never, string>;

const arrowsOf = (given: Drawn | readonly Drawn[] | undefined): readonly Drawn[] =>
  given === undefined ? [] : Array.isArray(given) ? (given as readonly Drawn[]) : [given as Drawn];

const arrowLine = (from: string, type: string, arrow: Drawn): string =>
  typeof arrow === 'string'
    ? `  ${from} --> ${arrow}: ${type}`
    : `  ${from} --> ${arrow.to ?? from}: ${type} [${arrow.words}]`;

/** The machine's picture in Mermaid, the state a case is in now marked if it is given. */
export function mermaidOf({ chart }: ProcessDefinition, now?: string): string {
  const states = Object.entries(chart.states);
  return [
    'stateDiagram-v2',
    ...states.map(([name, { stage }]) => `  ${name}: ${stage}`),
    `  [*] --> ${chart.initial}`,
    ...states.flatMap(([name, { on = {} }]) =>
      Object.entries(on).flatMap(([type, given]) =>
        arrowsOf(given).map((arrow) => arrowLine(name, type, arrow)),
      ),
    ),
    ...states.filter(([, { final }]) => final).map(([name]) => `  ${name} --> [*]`),
    ...(now === undefined ? [] : ['  classDef now font-weight:bold,stroke-width:4px', `  class ${now} now`]),
  ].join('\n');
}

const eventRow = (definition: ProcessDefinition, type: string): string => {
  const event = definition.events[type];
  const order = event ? `${event.order.clause}: ${event.order.words}` : '';
  return `| \`${type}\` | ${event?.title ?? ''} | ${event?.clauses.join(', ') ?? ''} | ${order} |`;
};

/** One process as a page: its picture, what is recorded without moving, and each event with its clauses. */
export function statechartPage(definition: ProcessDefinition): string {
  const { title, chart } = definition;
  const staying = Object.entries(chart.states).filter(([, { stay }]) => (stay ?? []).length > 0);
  return [
    `# ${title}`,
    '',
    'Made from the machine by `npm run statecharts`; not written by hand.',
    '',
    '```mermaid',
    mermaidOf(definition),
    '```',
    '',
    ...(staying.length > 0
      ? [
          '## Recorded without moving',
          '',
          ...staying.map(
            ([name, { stage, stay }]) =>
              `- **${stage}** (\`${name}\`): ${(stay ?? []).map((type) => `\`${type}\``).join(', ')}`,
          ),
          '',
        ]
      : []),
    '## Events',
    '',
    '| event | step | clauses | when it may happen |',
    '| --- | --- | --- | --- |',
    ...Object.keys(definition.events).map((type) => eventRow(definition, type)),
    '',
  ].join('\n');
}
