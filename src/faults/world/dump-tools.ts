import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { searchPath } from '../../config/child-environment.js';

const run = promisify(execFile);

const onPath = (name: string): string | undefined =>
  searchPath()
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** Such as 18 of `pg_dump (PostgreSQL) 18.4`; 0 where it does not say. */
const majorOf = (program: string): number =>
  Number(/\) (\d+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 0);

/** Postgres's own way of backing a database up and putting it back. */
export class DumpTools {
  private constructor(
    private readonly dumper: string,
    private readonly restorer: string,
  ) {}

  /** Those on the PATH for a server of that major version; otherwise why there are none, in words. */
  static forServer(version: number): DumpTools | string {
    const [dumper, restorer] = [onPath('pg_dump'), onPath('pg_restore')];
    if (dumper === undefined || restorer === undefined) return 'pg_dump and pg_restore are not on the PATH';
    const theirs = Math.min(majorOf(dumper), majorOf(restorer));
    if (theirs < version)
      return `pg_dump on the PATH is of version ${theirs}, and takes no dump of a server of version ${version}`;
    return new DumpTools(dumper, restorer);
  }

  /** Writes a dump of the database into the file. Throws with what pg_dump said where it fails. */
  async dump(url: string, file: string): Promise<void> {
    await run(this.dumper, ['--format=custom', `--file=${file}`, url]);
  }

  /** Fills the empty database from the file. Throws with what pg_restore said where anything of it fails. */
  async restore(url: string, file: string): Promise<void> {
    await run(this.restorer, [`--dbname=${url}`, file]);
  }
}
