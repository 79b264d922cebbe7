import { DataFileError } from './data-file.js';

/** A command line that makes no sense; its message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const BAD_COMMAND = 2;

const isParseError = (error: unknown): error is Error =>
  error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');

/**
 * Runs a command with its arguments. A bad command line, or data that says something wrong, is told on the standard error
 * and the process ends with 2; whoever reads the output may stop before its end.
 */
export async function runCommand(command: (args: string[]) => unknown): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof DataFileError || isParseError(error))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = BAD_COMMAND;
  }
}
