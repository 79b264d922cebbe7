import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CHILD } from '../helpers/pathway.js';
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

const withoutPackage = (panelHeldOn: string) => {
  const { nhsNumber: _known, ...child } = CHILD;
  return service.tell({ kind: 'case', id: null }, 'CASE_TAKEN_ON', {
    ...child,
    nhsNumberMissing: 'came from abroad',
    now: 'eligibleWithoutPackage',
    source: 'the register kept before',
    referralReceivedOn: '2025-01-06',
    panelHeldOn,
  });
};

it('[PAN-15] outcomes that are due by the day of a meeting are an item of its agenda', async () => {
  const meeting = await new ServicePathway(service).arranged('2026-02-04');
  const due = await withoutPackage('2025-02-04');
  await withoutPackage('2025-02-05');
  const nurse = await api.user('nurseAssessor');

  const { body } = await api.send('GET', `/api/v1/meetings/${meeting}`, { as: nurse });

  expect(body['outcomesDue']).toEqual([
    expect.objectContaining({ case: due.subject, timescale: 'review-annual', dueOn: '2026-02-04' }),
  ]);
});
