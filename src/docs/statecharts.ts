import { PROCESSES, statechartPage } from '../../workflows/protocol/index.js';

const fileName = (kind: string): string =>
  `${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.md`;

/** Every page of the statecharts folder by file name: one for each process, and their list. */
export function statechartPages(): Map<string, string> {
  const pages = PROCESSES.map((process): [string, string] => [
    fileName(process.kind),
    statechartPage(process),
  ]);
  const list = [
    '# Statecharts',
    '',
    'One machine for each process of a case. Made by `npm run statecharts`; not written by hand.',
    '',
    ...PROCESSES.map(({ kind, title }) => `- [${title}](${fileName(kind)})`),
    '',
  ].join('\n');
  return new Map([['README.md', list], ...pages]);
}
