/** The Chromium on the PATH; undefined where there is none. */
export function foundChromium(): string | undefined;
