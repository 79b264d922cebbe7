import { describe, expect, it } from '@jest/globals';
import { KEEPS_READY_MS, KeptAnswers } from '../../src/reading/kept-answers.js';

/** Answers on a clock that only moves where a test says so; each making takes so long and answers how many were made. */
function answersTaking(ms: number) {
  const clock = { now: 0 };
  let made = 0;
  const answers = new KeptAnswers<number>({ now: () => clock.now });
  const ask = (asked: unknown): Promise<number> =>
    answers.of(asked, async () => {
      await Promise.resolve();
      clock.now += ms;
      made += 1;
      return made;
    });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { clock, ask, answers, settled };
}

describe('Answers that are long in the making', () => {
  it('are given again for a minute, and once more after it while the next is made', async () => {
    const { clock, ask, settled } = answersTaking(800);

    expect([await ask('a year'), await ask('a year')]).toEqual([1, 1]);
    clock.now += 59_000;
    expect(await ask('a year')).toBe(1);
    clock.now += 2000;
    expect(await ask('a year')).toBe(1);
    await settled();
    expect(await ask('a year')).toBe(2);
  });

  it('are never waited for where the same is asked as often as keeps them ready', async () => {
    const { clock, ask, settled } = answersTaking(800);
    await ask('a year');
    for (let made = 1; made < 5; made += 1) {
      clock.now += KEEPS_READY_MS;
      const before = clock.now;
      expect([await ask('a year'), clock.now - before <= 800]).toEqual([made, true]);
      await settled();
    }
  });

  it('are made before they are given where the last one is ten minutes old', async () => {
    const { clock, ask } = answersTaking(800);
    await ask('a year');
    clock.now += 600_000;

    expect(await ask('a year')).toBe(2);
  });

  it('are not given again where the next could not be made', async () => {
    const { clock, ask, answers, settled } = answersTaking(800);
    await ask('a year');
    clock.now += 61_000;

    expect(await answers.of('a year', () => Promise.reject(new Error('away')))).toBe(1);
    await settled();
    expect(await ask('a year')).toBe(2);
  });

  it('are made anew each time where that is quick', async () => {
    const { ask } = answersTaking(400);

    expect([await ask('a year'), await ask('a year')]).toEqual([1, 2]);
  });

  it('are apart for whatever is asked otherwise', async () => {
    const { ask } = answersTaking(800);

    expect([await ask({ to: '2026-03' }), await ask({ to: '2026-04' })]).toEqual([1, 2]);
  });

  it('are made once for all who ask at the same time', async () => {
    const { ask } = answersTaking(10);

    expect(await Promise.all([ask('a year'), ask('a year')])).toEqual([1, 1]);
  });

  it('leave nothing where they could not be made', async () => {
    const { answers, clock, ask } = answersTaking(10);
    const failing = answers.of('a year', () => {
      clock.now += 800;
      return Promise.reject(new Error('away'));
    });

    await expect(failing).rejects.toThrow('away');
    expect(await ask('a year')).toBe(1);
  });

  it('are a hundred at most, the oldest going first', async () => {
    const { ask } = answersTaking(501);
    for (let month = 1; month <= 101; month += 1) await ask(month);

    expect(await ask(101)).toBe(101);
    expect(await ask(1)).toBe(102);
  });
});
