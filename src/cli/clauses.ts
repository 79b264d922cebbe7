import { parseArgs } from 'node:util';
import { clauseOf, enforcement } from '../../workflows/protocol/index.js';
import { projectFolder } from '../config/project-folder.js';
import { reportClauses } from '../protocols/clause-report.js';
import { clauseInWords, clausesInWords } from '../protocols/clauses-in-words.js';
import { runCommand, UsageError } from '../protocols/command-line.js';
import { loadPlace } from '../protocols/load-place.js';
import { milestonesMade, testsNamingClauses } from '../protocols/source-tree.js';

const USAGE = `Where is each clause of the protocol enforced, and which tests name it?

  npm run clauses                every clause, and what is not built yet
  npm run clauses -- CHK-3       one clause in plain words
  npm run clauses -- --json      a list of id, title, enforcedBy and tests
  --place ID                     the place whose protocol is asked about (sefton)
  --places-dir DIR               a folder with further places, calendars and protocols
`;

/** What to print. Throws a UsageError for a command line that makes no sense, or names a clause there is not. */
function answer(args: string[]): string {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      place: { type: 'string', default: 'sefton' },
      'places-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return USAGE;
  const [id, ...others] = positionals;
  if (others.length > 0) throw new UsageError('One clause is explained at a time.');
  const placesDir = values['places-dir'];
  const { protocol } = loadPlace(values.place, placesDir === undefined ? {} : { placesDir });
  const isMade = milestonesMade();
  const reports = reportClauses(protocol, enforcement(protocol), testsNamingClauses(projectFolder()), isMade);
  if (id === undefined) {
    return values.json ? `${JSON.stringify(reports, null, 2)}\n` : clausesInWords(protocol, reports);
  }
  const clause = clauseOf(protocol, id.toUpperCase());
  const report = reports.find((each) => each.id === clause?.id);
  if (!clause || !report)
    throw new UsageError(`There is no clause "${id.slice(0, 40)}" in ${protocol.version}.`);
  return values.json
    ? `${JSON.stringify([report], null, 2)}\n`
    : clauseInWords(clause, report, protocol, isMade);
}

await runCommand((args) => process.stdout.write(answer(args)));
