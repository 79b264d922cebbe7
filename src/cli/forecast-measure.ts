import { parseArgs } from 'node:util';
import { config, ConfigError, ownPlaces } from '../config/config.js';
import { createEngine } from '../engine.module.js';
import { measureView, type MeasureView } from '../forecast/measure-views.js';
import { openDatabaseServer } from '../postgres/database-server.js';
import { runCommand, UsageError } from '../protocols/command-line.js';

const USAGE = `Measure how right the forecast would have been at the ends of past months, and keep the figures.

  npm run forecast:measure                       of every place
  npm run forecast:measure -- --place sefton     of that place
  npm run forecast:measure -- --json             as JSON, by place

The service does the same by itself at the beginning of each month.
`;

interface Asked {
  place: string | undefined;
  json: boolean;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure({ place }: Asked): Promise<Record<string, MeasureView>> {
  const settings = config();
  const server = await openDatabaseServer(settings, say);
  try {
    const engine = await createEngine(server.url, ownPlaces(settings));
    try {
      const known = engine.places.all().map(({ id }) => id);
      if (place !== undefined && !known.includes(place))
        throw new UsageError(`There is no place "${place}". There are: ${known.join(', ')}.`);
      const measured: Record<string, MeasureView> = {};
      for (const each of place === undefined ? known : [place]) {
        const { protocol } = await engine.places.presentRules(each);
        const { fewestBreaches } = protocol.parameters.forecast.value.measured;
        measured[each] = measureView(await engine.forecastMeasure.run(each), fewestBreaches);
      }
      return measured;
    } finally {
      await engine.close();
    }
  } finally {
    await server.stop();
  }
}

const inWords = (place: string, { words, months }: MeasureView): string =>
  [`${place}: ${words}`, ...months.map((month) => `  ${month.words}`)].join('\n');

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      place: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  try {
    const measured = await measure(values as Asked);
    const told = Object.entries(measured).map(([place, view]) => inWords(place, view));
    process.stdout.write(`${values.json ? JSON.stringify(measured) : told.join('\n')}\n`);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
});
