import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../src/config/project-folder.js';

const ALLOWED = `overrides:
  timescales:
    checklist-decision:
      pause: { clause: CHK-6, reasons: [{ slug: hospital, title: The child is in hospital }] }
      extension:
        clause: CHK-6
        agreedBy:
          - { body: health, kinds: [ccg, icb, csu] }
          - { body: the council, kinds: [council] }
`;

/** A folder with Sefton as it is, but that the decision on a checklist may be paused, and extended by agreement. */
export function pausingPlace(): { placesDir: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'sefton-'));
  const file = join(folder, 'places/sefton.yaml');
  mkdirSync(join(folder, 'places'));
  cpSync(join(projectFolder(), 'workflows/places/sefton.yaml'), file);
  const text = readFileSync(file, 'utf8');
  if (!text.includes('overrides: {}\n')) throw new Error('The place overrides something already.');
  writeFileSync(file, text.replace('overrides: {}\n', ALLOWED));
  return { placesDir: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
