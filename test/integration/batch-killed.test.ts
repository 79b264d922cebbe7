import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service as ServiceProcess } from '../../src/faults/world/service.js';
import type { LocalDate } from '../../workflows/protocol/index.js';
import { eventually } from '../helpers/eventually.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let folder: string;

beforeAll(async () => {
  service = await Service.start();
  folder = mkdtempSync(join(tmpdir(), 'batch-killed-'));
}, 60_000);

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

/** A worker process of the real service on this database. */
const worker = (): Promise<ServiceProcess> =>
  ServiceProcess.start({
    role: 'worker',
    settings: { DATABASE_URL: service.database.url },
    log: join(folder, 'worker.log'),
  });

describe('a worker that is killed in the middle of a batch', () => {
  it('[HNA-11] leaves nothing half done, and the next carries the change out, each case once', async () => {
    const pathway = new ServicePathway(service);
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await pathway.received());
    const told = () =>
      service.query<{ subject_id: string }>(
        `SELECT subject_id FROM events WHERE type = 'DEADLINES_RECOUNTED' ORDER BY subject_id`,
      );
    const victim = await (await worker()).ready();
    const killed = victim.arm('batch-case', 'die', 4);

    const day = { kind: 'proclaimed', date: '2026-01-08' as LocalDate, name: 'A day to celebrate' } as const;
    const { change } = await service.parts.proclaimedDays.add('sefton', day, service.ids.manager);
    await killed;
    expect(await victim.ended).toBe('SIGKILL');
    const read = () => service.parts.changes.find('sefton', change);
    expect(await read()).toMatchObject({ state: 'applying', counts: { waiting: ids.length } });
    expect(await told()).toEqual([]);

    const next = await (await worker()).ready();
    const done = await eventually(read, (now) => now?.state === 'done', 60_000);
    await next.kill();

    expect(done?.counts).toEqual({ moved: ids.length });
    expect((await told()).map(({ subject_id }) => subject_id)).toEqual([...ids].sort());
    for (const id of ids) expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  }, 240_000);
});
