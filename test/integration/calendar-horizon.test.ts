import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarHorizon } from '../../src/watching/calendar-horizon.js';
import { Watchdog } from '../../src/watching/watchdog.js';
import { Service } from '../helpers/service.js';

let service: Service;

/** As a process that has just started looks; the holidays are known up to the end of 2028. */
const look = (): Promise<void> => {
  const { dataSource, places, staffNotices, status } = service.parts;
  return new Watchdog(status, new CalendarHorizon(dataSource, places, staffNotices)).look();
};

const told = (): Promise<Record<string, unknown>[]> =>
  service.query(
    `SELECT n.person_id, n.words, n.withdrawn_why, d.state AS mail FROM staff_notices n
     LEFT JOIN deliveries d ON d.notice_id = n.id WHERE n.kind = 'calendarEnds' ORDER BY n.words`,
  );

const waits = (): Promise<Record<string, unknown>[]> =>
  service.query(`SELECT state, failure, owner_role FROM alarms WHERE kind = 'calendar'`);

beforeAll(async () => {
  service = await Service.start({ at: '2027-11-01T08:00' });
  await service.query(`UPDATE people SET email = 'manager@example.org' WHERE id = $1`, [service.ids.manager]);
}, 60_000);

afterAll(() => service.stop());

describe('a calendar', () => {
  it('that is known 400 days ahead concerns nobody', async () => {
    await look();

    expect(await told()).toEqual([]);
    expect(await waits()).toEqual([]);
    expect((await service.parts.status.now()).state).not.toBe('alarm');
  });

  it('that is known for less is an alarm, waits for a person, and is told once, whatever looks', async () => {
    await service.moveTo('2028-03-01T08:00');
    await Promise.all([look(), look()]);
    await look();

    expect((await service.parts.status.now()).alarms).toMatchObject([{ code: 'calendarEnds' }]);
    expect(await waits()).toEqual([
      {
        state: 'exception',
        failure: expect.stringMatching(/^calendarEnds: .*2028-12-31/),
        owner_role: 'administrator',
      },
    ]);
    const notices = await told();
    expect(notices).toEqual([
      {
        person_id: service.ids.manager,
        words: expect.stringContaining(
          'only up to Sunday 31 December 2028, and should be known 400 days ahead',
        ),
        withdrawn_why: null,
        mail: 'waiting',
      },
    ]);
  });

  it('that is known far enough by now waits for nobody, and what was told is withdrawn', async () => {
    await service.moveTo('2027-11-01T08:00');
    await look();

    expect(await waits()).toEqual([]);
    expect(await told()).toMatchObject([{ withdrawn_why: 'seenTo', mail: 'withdrawn' }]);
    expect(await service.query(`SELECT 1 FROM alarms WHERE kind = 'delivery'`)).toEqual([]);
  });
});
