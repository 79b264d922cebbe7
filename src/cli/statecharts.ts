import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../config/project-folder.js';
import { statechartPages } from '../docs/statecharts.js';

const folder = join(projectFolder(), 'docs', 'statecharts');
mkdirSync(folder, { recursive: true });
for (const [name, page] of statechartPages()) writeFileSync(join(folder, name), page);
process.stdout.write(`${statechartPages().size} pages written to docs/statecharts\n`);
