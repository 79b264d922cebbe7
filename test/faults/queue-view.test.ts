import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { QueueView } from '../../src/faults/world/queue-view.js';
import { Service } from '../helpers/service.js';

let service: Service;

beforeAll(async () => {
  service = await Service.start();
}, 60_000);

afterAll(() => service.stop());

it('a queue in Postgres is seen from before any process of its world was started', async () => {
  const view = await QueueView.open(service.parts, service.database.url, null);
  const held = await view.held();
  await view.rebuild();
  const wanted = await view.wanted();
  const after = await view.held();
  await view.close();

  expect([...held]).toEqual([]);
  expect([...after].sort()).toEqual([...wanted].sort());
});
