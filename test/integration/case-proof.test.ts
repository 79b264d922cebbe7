import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.stop());

describe('a case told again from its events', () => {
  it('[TRA-1] keeps whose a deadline was when it was met, where somebody else has the case since', async () => {
    const { id } = await new ServicePathway(service).decided();
    const subject = { kind: 'case' as const, id };
    await service.tell(subject, 'TRANSITION_PLAN_AGREED', { plan: 'as agreed', agreedOn: '2026-02-04' });
    await service.tell(subject, 'ASSESSOR_NAMED', { assessor: 'secondNurse' }, { by: 'manager' });

    const [plan] = await service.query<{ owner_person: string; settled_as: string }>(
      `SELECT owner_person, settled_as FROM deadlines WHERE case_id = $1 AND timescale = 'transition-plan'`,
      [id],
    );
    expect(plan).toEqual({ owner_person: service.ids.nurse, settled_as: 'met' });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });
});
