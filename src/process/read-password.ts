import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { UsageError } from '../protocols/command-line.js';

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks on the terminal without showing what is typed. */
async function asked(question: string): Promise<string> {
  process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/**
 * A new password: typed twice where there is a terminal, otherwise the first line of the standard input. Throws a
 * UsageError where there is none, or the two differ.
 */
export async function readNewPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
    if (line === '') throw new UsageError('A password is needed, on the first line of the standard input.');
    return line;
  }
  const password = await asked('Password (at least 12 characters): ');
  if ((await asked('The same again: ')) !== password)
    throw new UsageError('The two passwords are not the same.');
  return password;
}
