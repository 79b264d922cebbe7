import { INVARIANTS } from '../invariants/index.js';
import type { Fault, Way } from '../trials/trial.js';

const marks = ({ inProcess, redis, dump }: Way): string =>
  [inProcess && 'in the process', redis && 'needs Redis', dump && 'needs pg_dump'].filter(Boolean).join(', ');

const wayInWords = (way: Way): string =>
  `- **${way.name}**${marks(way) === '' ? '' : ` (${marks(way)})`}: ${way.how}`;

/** What each fault does, what holds, and how it is brought about, as it stands in the documentation. */
export const faultsInWords = (faults: readonly Fault[]): string =>
  faults
    .map(({ id, title, holds, ways }) =>
      [`### ${id}. ${title}`, '', holds, '', ...ways.map(wayInWords)].join('\n'),
    )
    .join('\n\n');

/** What is checked after each fault. */
export const invariantsInWords = (): string =>
  INVARIANTS.map(({ id, words }) => `- **${id}** ${words}`).join('\n');
