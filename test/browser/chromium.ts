import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { foundChromium } from '../helpers/chromium.mjs';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How a browser is opened. */
export interface Opening {
  /** Without scripts, where false. */
  javaScript?: boolean;
  width?: number;
  height?: number;
}

/** A browser of its own, with nothing kept from before. */
export interface OpenBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

const CLOSED_WITHIN_MS = 10_000;

/** Chromium can wait for ever to close a page on its way to another. Such a page is left until its browser closes. */
function closeSoon(page: Page): void {
  const close = page.close.bind(page);
  page.close = (options) =>
    Promise.race([close(options), pause(CLOSED_WITHIN_MS, undefined, { ref: false })]);
}

let running: Promise<Browser> | undefined;
let open = 0;

/** Opens a browser with nothing kept; those of one suite share a program. Close it afterwards. */
export async function openBrowser({
  javaScript = true,
  width = 1280,
  height = 900,
}: Opening = {}): Promise<OpenBrowser> {
  open += 1;
  running ??= chromium.launch({ executablePath: foundChromium() ?? '', args: QUIET });
  const browser = await running;
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.on('page', closeSoon);
  context.setDefaultTimeout(20_000);
  return {
    context,
    async close() {
      await context.close();
      open -= 1;
      if (open > 0) return;
      running = undefined;
      await browser.close();
    },
  };
}
