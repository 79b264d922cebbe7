import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const MOST_TABS = 200;

/** What has the focus, and whether whoever has no mouse can see that it has. */
interface Focused {
  name: string;
  /** Its outline, shadow or the ring of its label. */
  marked: boolean;
  /** In the window, and nothing of the page lies on it. */
  uncovered: boolean;
}

interface Drawn {
  getBoundingClientRect(): { width: number };
  getClientRects(): ArrayLike<{ left: number; top: number; width: number; height: number }>;
  contains(other: unknown): boolean;
  labels?: ArrayLike<Drawn & { textContent: string }> | null;
  textContent: string | null;
  getAttribute(name: string): string | null;
  tagName: string;
  type?: string;
}

interface Window {
  document: { activeElement: Drawn | null; elementFromPoint(x: number, y: number): unknown };
  getComputedStyle(of: unknown, pseudo?: string): Record<string, string>;
  innerHeight: number;
}

/** What has the focus now. */
const focused = (page: Page): Promise<Focused | null> =>
  page.evaluate(() => {
    const { document, getComputedStyle, innerHeight } = globalThis as unknown as Window;
    const at = document.activeElement;
    if (!at || at.tagName === 'BODY') return null;
    const labels = Array.from(at.labels ?? []);
    const ringed = (of: unknown, pseudo?: string): boolean => {
      const {
        outlineStyle = 'none',
        outlineWidth = '0px',
        boxShadow = 'none',
      } = getComputedStyle(of, pseudo);
      return boxShadow !== 'none' || (outlineStyle !== 'none' && outlineWidth !== '0px');
    };
    const box = at.getClientRects()[0];
    const x = (box?.left ?? 0) + (box?.width ?? 0) / 2;
    const y = (box?.top ?? 0) + (box?.height ?? 0) / 2;
    const there = document.elementFromPoint(x, y);
    const isIt = (one: Drawn): boolean => one === there || one.contains(there);
    const words = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();
    const chosen = at.type === 'radio' || at.type === 'checkbox' || labels.length > 0;
    return {
      name: words(
        at.getAttribute('aria-label') ?? (chosen ? (labels[0]?.textContent ?? '') : at.textContent),
      ),
      marked: ringed(at) || labels.some((label) => ringed(label) || ringed(label, '::before')),
      uncovered:
        box !== undefined && y >= 0 && y <= innerHeight && (isIt(at) || labels.some((label) => isIt(label))),
    };
  });

/** Somebody who has a keyboard and no mouse. Wherever they come to has to be marked and in sight. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until that has the focus: a link, a button or a box, by its words. */
  async to(words: string | RegExp): Promise<void> {
    const passed: string[] = [];
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      await this.page.keyboard.press('Tab');
      const at = await focused(this.page);
      if (at === null) continue;
      expect({ ...at, marked: true, uncovered: true }).toEqual(at);
      passed.push(at.name);
      if (typeof words === 'string' ? at.name === words : words.test(at.name)) return;
    }
    throw new Error(`Tab never comes to ${String(words)}, only to: ${[...new Set(passed)].join(' | ')}`);
  }

  press(key: 'Enter' | 'Space' | 'ArrowDown' | 'ArrowUp'): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Follows a link or presses a button. */
  async enter(words: string | RegExp): Promise<void> {
    await this.to(words);
    const loaded = this.page.waitForEvent('load');
    await this.press('Enter');
    await loaded;
  }

  /** Chooses by arrows among radios, the first of which was come to. */
  async choose(words: string | RegExp): Promise<void> {
    for (let arrows = 0; arrows < MOST_TABS; arrows += 1) {
      const at = await focused(this.page);
      if (at && (typeof words === 'string' ? at.name === words : words.test(at.name))) {
        await this.press('Space');
        return;
      }
      await this.press('ArrowDown');
    }
    throw new Error(`The arrows never come to ${String(words)}`);
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words);
  }

  /** Where the focus is now: on the first thing that says what was wrong, or where the skip link leads. */
  async isAt(selector: string): Promise<boolean> {
    return this.page.locator(selector).evaluate((one) => {
      const { document } = globalThis as unknown as { document: { activeElement: unknown } };
      return document.activeElement === one;
    });
  }
}
