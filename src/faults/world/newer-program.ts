import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../config/project-folder.js';

const SHARED = ['node_modules', 'package.json', 'workflows'];
const FILE = join('dist', 'src', 'alarms', 'alarm.js');
const VERSION = /(ALARMS_VERSION = )(\d+)/;

/**
 * A copy of this program, in that folder, that writes and reads alarms of the next version: what is deployed beside this one
 * while processes are replaced. Throws where the program does not say its version as expected.
 */
export function newerProgram(folder: string): string {
  const program = join(folder, 'newer-program');
  if (existsSync(program)) return program;
  mkdirSync(program);
  for (const name of SHARED) symlinkSync(join(projectFolder(), name), join(program, name));
  cpSync(join(projectFolder(), 'dist'), join(program, 'dist'), { recursive: true });
  const text = readFileSync(join(program, FILE), 'utf8');
  const changed = text.replace(
    VERSION,
    (_, words: string, version: string) => `${words}${Number(version) + 1}`,
  );
  if (changed === text) throw new Error(`${FILE} does not say its version.`);
  writeFileSync(join(program, FILE), changed);
  return program;
}
