import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { eventsPage } from '../../src/docs/events-page.js';
import { statechartPages } from '../../src/docs/statecharts.js';
import { allEvents, PROCESSES, type ProcessDefinition } from '../../workflows/protocol/index.js';
import { SEFTON } from '../helpers/story.js';

const FOLDER = 'docs/statecharts';
const clauses = new Set(SEFTON.protocol.clauses.map(({ id }) => id));

/** XState's own account of a machine's states: each with its arrows and whether it is an end. */
const nodesOf = ({ machine }: ProcessDefinition) =>
  Object.entries(machine.root.states).map(([name, node]) => ({
    name,
    node,
    targets: [...node.transitions.values()]
      .flat()
      .flatMap(({ target }) => (target ?? []).map(({ key }) => key)),
  }));

/** States a process can be opened in by something that happened elsewhere. */
const OPENED_IN: Record<string, string[]> = { consent: ['given'], assessment: ['signedOff'] };

/** States that only something elsewhere ends: a death has nothing after it. */
const LEFT_FROM_OUTSIDE: Record<string, string[]> = { case: ['deceased'] };

describe.each(PROCESSES.map((process) => [process.kind, process] as const))(
  'the machine of %s',
  (_kind, process) => {
    const nodes = nodesOf(process);

    it('reaches every state', () => {
      const reached = new Set([process.chart.initial, ...(OPENED_IN[process.kind] ?? [])]);
      for (let size = 0; size !== reached.size;) {
        size = reached.size;
        for (const { name, targets } of nodes)
          if (reached.has(name)) targets.forEach((target) => reached.add(target));
      }
      expect([...reached].sort()).toEqual(nodes.map(({ name }) => name).sort());
    });

    it('leaves every state that is not an end', () => {
      const stuck = nodes.filter(
        ({ name, node, targets }) => node.type !== 'final' && targets.every((target) => target === name),
      );
      expect(stuck.map(({ name }) => name)).toEqual(LEFT_FROM_OUTSIDE[process.kind] ?? []);
    });

    it('has no timer, invoked work, history or action but the recording of facts', () => {
      for (const { node } of nodes) {
        expect([node.after, node.invoke, node.entry, node.exit]).toEqual([[], [], [], []]);
        expect(node.type).not.toBe('history');
        const actions = [...node.transitions.values()].flat().flatMap((arrow) => arrow.actions);
        expect(actions.every((action) => action === 'record')).toBe(true);
      }
    });

    it('draws only events of its own, each with words and clauses of the register', () => {
      const drawn = nodes.flatMap(({ node }) => [...node.transitions.keys()]);
      expect([...new Set(drawn)].sort()).toEqual(Object.keys(process.events).sort());
      for (const [type, { title, clauses: ids, order, bySystem }] of Object.entries(process.events)) {
        expect({ type, unknown: [...ids, order.clause].filter((id) => !clauses.has(id)) }).toEqual({
          type,
          unknown: [],
        });
        expect(title.length).toBeGreaterThan(5);
        expect(order.words).toMatch(/\.$/);
        expect({ type, clauses: ids.length > 0 || bySystem === true }).toEqual({ type, clauses: true });
      }
    });
  },
);

describe('the machines together', () => {
  it('give every event type to exactly one of them', () => {
    const types = PROCESSES.flatMap(({ events }) => Object.keys(events));
    expect(types).toEqual([...new Set(types)]);
    expect(allEvents().map(({ type }) => type)).toEqual(types);
  });

  it('start every clock in scope from a milestone that some event makes', () => {
    const sources = readdirSync('workflows', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`workflows/${file}`, 'utf8'))
      .join('\n');
    const LATER = /^(fast-track|crisis|discharge|placement|dispute|appeal|phb)/;
    const kinds = SEFTON.protocol.timescales
      .filter(({ id }) => !LATER.test(id))
      .flatMap(({ starts, metBy }) => [...starts.milestones, ...(metBy.anyOf ?? []), ...(metBy.allOf ?? [])]);
    expect(kinds.filter((kind) => !sources.includes(`'${kind}'`))).toEqual([]);
  });

  it('are drawn as they are: the pictures are fresh (npm run statecharts)', () => {
    const pages = statechartPages();
    expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
    for (const [name, page] of pages) expect(readFileSync(`${FOLDER}/${name}`, 'utf8')).toBe(page);
  });

  it('have their events written down as they are (npm run docs:events)', () => {
    expect(readFileSync('docs/events.md', 'utf8')).toBe(eventsPage());
  });
});
