import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('the evidence of a case', () => {
  it('[HNA-5] has kind, date, author, care domain, where it is held, and how old it is', async () => {
    const id = await new ServicePathway(service).assessing();
    const subject = { kind: 'case' as const, id };
    const diary = { area: 'mdtReports', kind: 'careDiary', author: 'mother', domain: 'breathing' };
    const told = { at: '2026-01-19T10:00' };
    const recent = await service.tell(
      subject,
      'EVIDENCE_RECORDED',
      { ...diary, dated: '2026-01-12', heldAt: 'the ward office' },
      told,
    );
    const old = await service.tell(subject, 'EVIDENCE_RECORDED', {
      ...diary,
      dated: '2026-01-02',
      heldAt: 'the school',
    });
    const wrong = await service.tell(subject, 'EVIDENCE_RECORDED', {
      ...diary,
      dated: '2026-01-14',
      heldAt: 'the file of another child',
    });
    const manager = { by: 'manager' as const };
    const date = { event: old.seq, field: 'dated', to: '2025-07-18', reason: 'misread' };
    await service.tell(subject, 'FACT_CORRECTED', date, manager);
    await service.tell(subject, 'ENTERED_IN_ERROR', { event: wrong.seq, reason: 'wrong file' }, manager);
    const nurse = await api.user('nurseAssessor');

    const { body } = await api.send('GET', `/api/v1/cases/${id}/evidence`, { as: nurse });

    expect(body.items).toEqual([
      {
        seq: recent.seq,
        area: 'mdtReports',
        kind: 'careDiary',
        dated: '2026-01-12',
        author: await service.motherOf(id),
        domain: 'breathing',
        ageInDays: 7,
        old: false,
        heldAt: 'the ward office',
      },
      expect.objectContaining({ seq: old.seq, dated: '2025-07-18', ageInDays: 185, old: true }),
    ]);
  });
});
