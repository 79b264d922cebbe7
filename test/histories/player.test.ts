import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { projectFolder } from '../../src/config/project-folder.js';
import { Player } from '../../src/histories/player.js';
import { readHistory } from '../../src/histories/read-history.js';
import type { PlayEngine } from '../../src/histories/play-engine.js';
import { READ_ON } from '../helpers/played.js';

const history = readHistory(join(projectFolder(), 'workflows/histories/easter.yaml'), { today: READ_ON });

/** An engine whose database goes away at the second step. */
function failing(): PlayEngine {
  let moves = 0;
  return {
    moveTo: () => {
      moves += 1;
      return moves > 1 ? Promise.reject(new Error('the connection is gone')) : Promise.resolve();
    },
    enter: (_place, { displayName }) => Promise.resolve(displayName),
    enterOfCase: (_place, _case, { name }) => Promise.resolve(name),
    record: () =>
      Promise.resolve({ kind: 'refused', refusals: [{ clauses: ['SCO-6'], message: 'No number.' }] }),
    declareNone: () => Promise.resolve(true),
    stageOf: () => Promise.resolve({ id: 'case.open', words: 'Open' }),
    deadlinesOf: () => Promise.resolve([]),
    eventsAfter: () => Promise.resolve([]),
  };
}

describe('a history whose engine breaks', () => {
  it('is told as far as it came, with the step at which it broke', async () => {
    const { steps, failures } = await new Player(failing(), history).play();

    expect(steps).toHaveLength(1);
    expect(failures).toEqual([
      expect.stringMatching(/^easter\.yaml:\d+: CASE_OPENED: the engine broke: the connection is gone$/),
    ]);
  });
});
