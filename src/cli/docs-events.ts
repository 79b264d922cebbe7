import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../config/project-folder.js';
import { eventsPage } from '../docs/events-page.js';

writeFileSync(join(projectFolder(), 'docs', 'events.md'), eventsPage());
process.stdout.write('docs/events.md written\n');
