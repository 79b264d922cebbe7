import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
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

/** Opens a browser with a profile of its own. Close it afterwards. */
export async function openBrowser({
  javaScript = true,
  width = 1280,
  height = 900,
}: Opening = {}): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'ccc-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: foundChromium() ?? '',
    args: QUIET,
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
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
