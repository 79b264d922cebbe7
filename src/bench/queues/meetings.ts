import { addDays, earlier, type LocalDate } from '../../../workflows/protocol/index.js';
import { actorOf, everyone } from './cast.js';
import type { Loader } from './loader.js';
import { allRows, TABLES } from './rows.js';
import { referenceOf } from './children.js';
import { Telling } from './telling.js';
import type { World } from './walk.js';

const ARRANGED_BEFORE = 56;

function meetingOn({ place, rules, cast, panels }: World, heldOn: LocalDate, lastDay: LocalDate): Telling {
  const id = panels.idOn(heldOn);
  const telling = new Telling(id, 'meeting', place.id, rules);
  const people = Object.fromEntries(everyone(cast).map((one) => [one.id, one.evidence]));
  const say = (type: string, on: LocalDate, time: string, content: Record<string, unknown>) => {
    const evidence = {
      people: Object.fromEntries(named(content, cast.coordinator.id).map((who) => [who, people[who]])),
    };
    const by = actorOf(cast.coordinator);
    const refused = telling.say({ type, on, time, by, content, evidence: evidence as never });
    if (refused.length > 0) throw new Error(`${type} of the meeting of ${heldOn} was refused.`);
  };
  const arranged = rules.calendar.workingDayOnOrBefore(earlier(addDays(heldOn, -ARRANGED_BEFORE), lastDay));
  say('MEETING_ARRANGED', arranged, '10:00:00', { heldOn, chair: cast.chair.id });
  if (heldOn > lastDay) return telling;
  say('ATTENDANCE_RECORDED', heldOn, '09:00:00', { present: panels.present, apologies: [] });
  const after = rules.calendar.nextWorkingDay(heldOn);
  if (after <= lastDay) say('MEETING_CLOSED', after, '10:00:00', {});
  return telling;
}

const named = (content: Record<string, unknown>, by: string): string[] => [
  by,
  ...[content['chair'], content['present']].flat().filter((each) => typeof each === 'string'),
];

/** Puts every meeting of those days into the database, those to come among them; answers how many. */
export async function loadMeetings(
  loader: Loader,
  world: World,
  { from, lastDay, to }: { from: LocalDate; lastDay: LocalDate; to: LocalDate },
  firstReference: number,
): Promise<number> {
  let count = 0;
  for (let day = world.panels.onOrAfter(from); day <= to; day = world.panels.onOrAfter(addDays(day, 1))) {
    const telling = meetingOn(world, day, lastDay);
    const reference = referenceOf(firstReference + count);
    const whose = { place: world.place.id, id: telling.record.id, reference, child: null };
    const rows = allRows(telling, whose, world.rules);
    for (const table of TABLES) loader.addRows(table, rows[table] ?? []);
    await loader.breathe();
    count += 1;
  }
  return count;
}
