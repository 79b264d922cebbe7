import { chromium, type Browser, type BrowserContext } from 'playwright-core';
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
