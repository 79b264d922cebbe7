import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../src/config/project-folder.js';

const SOURCES = join(projectFolder(), 'src');

/** What could write a row without looking at the version that was read. */
const UNGUARDED =
  /\.(save|upsert|softRemove|softDelete)\(|getRepository\(|\.createQueryBuilder\(|\.manager\b/;
const CASE_WRITES = /(UPDATE|INSERT INTO|DELETE FROM) (cases|meetings)\b|(UPDATE|INSERT INTO) \$\{table\}/;

/** Fills an empty database that is not live, to be measured. */
const FILLS_EMPTY = /bench.queues.loader\.ts$/;
/** Spoils records of a world of its own, to see what the service makes of them. */
const SPOILS = /faults.trials.f1[56]-[\w-]+\.ts$/;

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(SOURCES, name), 'utf8') }));

describe('writing', () => {
  it('is done by statements of our own: no save of an entity can overwrite what someone else stored', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter(({ text }) => UNGUARDED.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('of a case or meeting is in one file, and its update names the version that was read', () => {
    const writing = files.filter(
      ({ name, text }) => CASE_WRITES.test(text) && !FILLS_EMPTY.test(name) && !SPOILS.test(name),
    );
    const store = writing.find(({ name }) => name.endsWith('store-statements.ts'));

    expect(writing.map(({ name }) => name.replaceAll('\\', '/'))).toEqual(['cases/store-statements.ts']);
    expect(store?.text).toContain('WHERE place_id = $1 AND id = $2 AND version = $6');
  });

  it('of a corpus to be measured only adds rows', () => {
    const fills = files.filter(({ name }) => FILLS_EMPTY.test(name));

    expect(fills).toHaveLength(1);
    expect(fills.filter(({ text }) => /UPDATE |DELETE |ON CONFLICT/.test(text))).toEqual([]);
  });
});
