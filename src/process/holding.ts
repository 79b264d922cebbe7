type GiveBack = () => Promise<unknown>;

const INTERRUPTED = 130;

const held: GiveBack[] = [];
let ending = false;

const once = (giveBack: GiveBack): GiveBack => {
  let given: Promise<unknown> | undefined;
  return () => (given ??= giveBack());
};

/** Does the work, and gives back what it holds afterwards: whatever ends it, also where the process is asked to end. */
export async function holding<T>(giveBack: GiveBack, work: () => Promise<T>): Promise<T> {
  const back = once(giveBack);
  held.push(back);
  try {
    return await work();
  } finally {
    // Work may break because what it needs was given back: whoever asked for the end sees to the rest.
    if (ending) await new Promise(() => undefined);
    held.splice(held.indexOf(back), 1);
    await back();
  }
}

/** Ends the process when it is asked to, once everything it holds was given back, the last first; at once when asked again. */
export function giveBackOnSignals(say: (line: string) => void): void {
  const end = async (): Promise<void> => {
    if (ending) process.exit(INTERRUPTED);
    ending = true;
    say('Broken off.');
    for (const giveBack of held.splice(0).reverse())
      await giveBack().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
    process.exit(INTERRUPTED);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
}
