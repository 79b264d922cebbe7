import {
  dateInWords,
  papersCloseOn,
  withExtra,
  type Foreseen,
  type LocalDate,
  type Outlook,
  type PanelDate,
} from '../../workflows/protocol/index.js';
import type { Ahead, Counts, HorizonView } from './forecast-views.js';

/** A day on which no further meeting can be. */
export class NoSuchMeeting extends Error {
  override readonly name = 'NoSuchMeeting';
}

/** A deadline ahead with the breach that is foreseen. */
export interface Foretold {
  ahead: Ahead;
  foreseen: Foreseen;
}

/** What one more meeting would spare. */
export interface Extra {
  on: LocalDate;
  papersCloseOn: LocalDate;
  capacity: number;
  horizons: { workingDays: number; without: Counts; with: Counts }[];
  saved: Foretold[];
  words: string;
}

/**
 * Refuses a day on which no further meeting can be: a past one, one that is not worked, one the panel meets on, or one past
 * everything that is looked at.
 */
function check(on: LocalDate, until: LocalDate, { today, meetings, calendar }: Outlook): void {
  if (on <= today) throw new NoSuchMeeting(`must be after today, ${dateInWords(today)}`);
  const why = calendar.whyNotWorking(on);
  if (why !== null) throw new NoSuchMeeting(`${dateInWords(on)} is no working day (${why})`);
  if (meetings.some(({ heldOn }) => heldOn === on))
    throw new NoSuchMeeting(`the panel meets on ${dateInWords(on)} already`);
  if (on > until)
    throw new NoSuchMeeting(`must be by ${dateInWords(until)}: the forecast looks no further ahead`);
}

const count = (foretold: readonly Foretold[], until: LocalDate): Counts => {
  const within = foretold.filter(({ ahead }) => ahead.dueOn <= until);
  return {
    certain: within.filter(({ foreseen }) => foreseen.kind === 'certain').length,
    likely: within.filter(({ foreseen }) => foreseen.kind === 'likely').length,
  };
};

function inWords(on: LocalDate, closes: LocalDate, saved: number, { today, protocol }: Outlook): string {
  if (closes < today)
    return `Papers for a meeting on ${dateInWords(on)} would have closed on ${dateInWords(closes)}: it could take no case, unless it is held at short notice.`;
  return `A meeting on ${dateInWords(on)}, with papers until ${dateInWords(closes)} and room for ${protocol.panel.capacity.value} cases, would spare ${saved} of the breaches foreseen.`;
}

/** What a meeting on that day would spare, side by side with what is foreseen. Throws NoSuchMeeting where there can be none. */
export function extraPanel(
  on: LocalDate,
  foretold: readonly Foretold[],
  horizons: readonly HorizonView[],
  outlook: Outlook,
): Extra {
  check(on, horizons.at(-1)?.until ?? outlook.today, outlook);
  const capacity = outlook.protocol.panel.capacity.value;
  const meeting: PanelDate = { heldOn: on, capacity, listed: 0 };
  const compared = withExtra(
    foretold.map(({ ahead }) => ahead),
    meeting,
    outlook,
  );
  const saved = compared.flatMap(({ ahead, was, then }) => (then === null ? [{ ahead, foreseen: was }] : []));
  const left = compared.flatMap(({ ahead, then }) => (then === null ? [] : [{ ahead, foreseen: then }]));
  const closes = papersCloseOn(on, outlook);
  return {
    on,
    papersCloseOn: closes,
    capacity,
    horizons: horizons.map(({ workingDays, until }) => ({
      workingDays,
      without: count(foretold, until),
      with: count(left, until),
    })),
    saved,
    words: inWords(on, closes, saved.length, outlook),
  };
}
