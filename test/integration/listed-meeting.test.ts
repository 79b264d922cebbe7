import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api } from '../web/api.js';

let service: Service;
let api: Api;

beforeAll(async () => {
  service = await Service.start();
  api = await startApi({ databaseUrl: service.database.url });
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

it('[PAN-1] a case on the agenda of a meeting that is held goes to no other, and nobody is told that it does', async () => {
  const pathway = new ServicePathway(service);
  const { id, meeting } = await pathway.listed();
  await pathway.arranged('2026-03-04');
  await pathway.attended(meeting);

  const { body } = await api.send('GET', `/api/v1/cases/${id}`, { as: await api.user('nurseAssessor') });

  const alerts = body['alerts'] as { clauses: string[] }[];
  expect(body['stage']).toMatchObject({ id: 'panelItem.listed' });
  expect(alerts.filter(({ clauses }) => clauses.includes('PAN-1'))).toEqual([]);
});
