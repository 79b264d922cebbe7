import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';

let service: Service;

const SEEN_JUST_NOW = `
  INSERT INTO heartbeats (process, role, host, pid, version, machines, alarms, started_at, seen_at, queue, degraded)
  VALUES (gen_random_uuid(), $1, $2, $3, '0.1.0', 1, 1, clock_timestamp(), clock_timestamp(), 'redis', '57P01')`;

beforeAll(async () => {
  service = await Service.start();
}, 60_000);

afterAll(() => service.stop());

it('a process that takes the place of one that was just killed leaves no word of it, and those of others', async () => {
  const killed = spawnSync(process.execPath, ['--version']).pid;
  const living = process.ppid;
  for (const [role, host, pid] of [
    ['worker', hostname(), killed],
    // A container that is started again has the same name and numbers its processes as before.
    ['worker', hostname(), process.pid],
    ['worker', hostname(), living],
    ['worker', 'elsewhere', killed],
    ['web', hostname(), killed],
  ])
    await service.query(SEEN_JUST_NOW, [role, host, pid]);

  await service.parts.heartbeats.begin('worker');

  const left = await service.query<{ role: string; host: string; pid: number }>(
    `SELECT role, host, pid FROM heartbeats WHERE degraded IS NOT NULL ORDER BY role, host`,
  );
  expect(left.map(({ role, host, pid }) => [role, host, pid]).sort()).toEqual(
    [
      ['web', hostname(), killed],
      ['worker', 'elsewhere', killed],
      ['worker', hostname(), living],
    ].sort(),
  );
});
