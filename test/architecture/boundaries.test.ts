import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult, IConfiguration } from 'dependency-cruiser';
import { projectFolder } from '../../src/config/project-folder.js';

const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

describe('the boundaries between the parts of the program', () => {
  it('are kept', async () => {
    const found = await violations(projectFolder(), ['src', 'workflows', 'migrations', 'test']);

    expect(found.broken).toEqual([]);
    expect(found.modules).toBeGreaterThan(50);
  });

  describe('are noticed where they are crossed:', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ccc-boundaries-'));
      for (const shared of ['node_modules', 'tsconfig.json', 'package.json']) {
        symlinkSync(join(projectFolder(), shared), join(folder, shared));
      }
    });

    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it.each([
      [
        'no-circular',
        {
          'src/a.ts': "import { b } from './b.js';\nexport const a = b;",
          'src/b.ts': "import { a } from './a.js';\nexport const b = a;",
        },
      ],
      ['no-unresolved', { 'src/a.ts': "import './gone.js';" }],
      ['workflows-are-pure', { 'workflows/rule.ts': "import 'node:fs';" }],
      ['workflows-are-pure', { 'workflows/rule.ts': "import '@nestjs/common';" }],
      [
        'workflows-are-pure',
        { 'workflows/rule.ts': "import '../src/clock.js';", 'src/clock.ts': 'export {};' },
      ],
      ['xstate-only-in-machines', { 'workflows/referral/rules.ts': "import 'xstate';" }],
      ['xstate-only-in-machines', { 'src/engine/engine.ts': "import 'xstate';" }],
      [
        'one-door-into-workflows',
        { 'src/a.ts': "import '../workflows/dst/level.js';", 'workflows/dst/level.ts': 'export {};' },
      ],
      ['web-touches-no-rows', { 'src/web/cases.ts': "import 'typeorm';" }],
      [
        'web-touches-no-rows',
        { 'src/web/cases.ts': "import '../case.entity.js';", 'src/case.entity.ts': 'export {};' },
      ],
      [
        'nothing-leans-on-the-web',
        { 'src/engine/a.ts': "import '../web/b.js';", 'src/web/b.ts': 'export {};' },
      ],
      [
        'migrations-stand-alone',
        { 'migrations/first.ts': "import '../src/a.js';", 'src/a.ts': 'export {};' },
      ],
      ['program-needs-no-tests', { 'src/a.ts': "import '../test/b.js';", 'test/b.ts': 'export {};' }],
      ['program-needs-no-development-tools', { 'src/a.ts': "import 'fast-check';" }],
    ])('%s %j', async (rule, files: Record<string, string>) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }

      const found = await violations(folder, [
        ...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? '')),
      ]);

      expect(found.broken).toContainEqual(expect.stringContaining(`${rule}:`));
    });
  });
});

async function violations(baseDir: string, parts: string[]): Promise<{ broken: string[]; modules: number }> {
  const options: ICruiseOptions = {
    ...configuration.options,
    baseDir,
    preserveSymlinks: true,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
  };
  const { output } = await cruise(parts, options, configuration.options?.enhancedResolveOptions);
  const { summary, modules } = output as ICruiseResult;
  return {
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    modules: modules.length,
  };
}
